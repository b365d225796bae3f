// Takes one of many results, sent and followed, and leaves the rest.
const { Client } = require('ecall')

function* endless() {
  for (;;) yield { channel: 'Sms', to: '+41791234567', from: 'Alarm', content: { type: 'Text', text: 'Pump 3 stopped' } }
}

async function main() {
  const client = new Client({ onLog() {} })
  const { value } = await client.sendMany(endless(), { concurrency: 1 }).next()
  const ids = [value.result.messageId, '11111111-1111-1111-1111-111111111111']
  let status
  for await (const item of client.waitMany(ids, { pollInitialMs: 20 })) {
    status = item.status?.status
    if (status !== undefined) break
  }
  console.log(value.index, status)
}

main()
