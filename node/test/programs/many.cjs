// Gives in a hundred thousand messages that are refused without being sent, and tells by how many megabytes the process grew.
const { Client } = require('ecall')

const COUNT = 100_000

function* messages(count) {
  for (let i = 0; i < count; i += 1) yield { channel: 'Sms', to: `+4179${i}`, from: 'Alarm', content: { type: 'Text', text: '' } }
}

async function refused(client, count) {
  let seen = 0
  for await (const { error } of client.sendMany(messages(count), { concurrency: 100 })) {
    if (error.code === 'invalid_argument') seen += 1
  }
  return seen
}

async function main() {
  const client = new Client()
  await refused(client, COUNT / 5)
  const before = process.memoryUsage.rss()
  const count = await refused(client, COUNT)
  console.log(JSON.stringify({ count, grown: (process.memoryUsage.rss() - before) / 1e6 }))
}

main()
