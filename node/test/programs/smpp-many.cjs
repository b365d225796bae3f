// Gives in messages that are refused without being sent, and tells by how many megabytes the process grew.
const { SmppClient } = require('ecall')

const COUNT = 30_000

function* messages(count) {
  for (let i = 0; i < count; i += 1) yield { to: '+41791234567', text: i % 2 ? '' : 'Pump 3 stopped', tag: i % 2 ? undefined : 5 }
}

async function refused(client, count) {
  let seen = 0
  for await (const { error } of client.submitMany(messages(count))) {
    if (error?.code === 'invalid_argument') seen += 1
  }
  return seen
}

async function main() {
  const client = new SmppClient()
  await client.bind()
  await refused(client, COUNT / 3)
  const before = process.memoryUsage.rss()
  const count = await refused(client, COUNT)
  const grown = (process.memoryUsage.rss() - before) / 1e6
  await client.unbind()
  console.log(JSON.stringify({ count, grown }))
}

main()
