// One worker thread: sends many messages and reads its events; or leaves with all of that under way.
const { parentPort, workerData } = require('node:worker_threads')
const { SmppClient } = require('ecall')

async function main() {
  const client = new SmppClient({ ...workerData.options, defaultFrom: 'Alarm', onLog() {} })
  const events = client.events()
  await client.bind()
  const messages = Array.from({ length: workerData.count ?? 1000 }, (_, i) => ({ to: '+41791234567', text: `Pump ${i} stopped` }))
  if (workerData.pending) {
    client.submit(messages[0]).catch(() => {})
    client.submitMany(messages).next()
    events.next().then(() => events.next())
    parentPort.postMessage('under way')
    return
  }
  let accepted = 0
  for await (const { result } of client.submitMany(messages)) accepted += result === undefined ? 0 : 1
  const first = await events.next()
  await events.return()
  await client.unbind()
  parentPort.postMessage({ accepted, links: first.value.type === 'link' })
}

main()
