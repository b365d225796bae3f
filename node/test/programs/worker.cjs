// One worker thread: sends a few messages, some at once, and follows one; or leaves with calls under way.
const { parentPort, workerData } = require('node:worker_threads')
const { Client } = require('ecall')

const sms = { to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' }

async function main() {
  const events = []
  const client = new Client({ ...workerData.options, onLog: (event) => events.push(event) })
  if (workerData.pending) {
    for (let i = 0; i < 10; i += 1) client.sendSms(sms).catch(() => {})
    parentPort.postMessage('under way')
    return
  }
  const first = await client.sendSms(sms)
  const rest = await Promise.all(Array.from({ length: 4 }, () => client.sendSms(sms)))
  const state = await client.wait(first.messageId, { pollInitialMs: 50 })
  parentPort.postMessage({ ids: [first, ...rest].map((sent) => sent.messageId), status: state.status, events: events.length })
}

main()
