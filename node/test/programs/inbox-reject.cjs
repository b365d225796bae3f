// Streams that are aborted, left and refused while somebody waits: nothing else may be rejected, and nothing keeps the process.
const { HttpsClient } = require('ecall')

process.on('unhandledRejection', (reason) => {
  console.log('unhandled', reason)
  process.exitCode = 1
})
process.on('warning', (warning) => {
  console.log('warning', warning)
  process.exitCode = 1
})

const FOLLOW = { follow: true, pollMs: 60_000 }

/** How a question ends that is under way when `act` is done. */
async function ends(messages, act) {
  const end = messages.next().then(({ done }) => (done ? 'done' : 'message'), ({ code }) => code)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await act()
  return end
}

async function main() {
  const client = new HttpsClient()
  const shutdown = new AbortController()
  // More than the listeners that Node warns of.
  const many = Array.from({ length: 20 }, () => ends(client.messages({ ...FOLLOW, signal: shutdown.signal }), () => {}))
  const first = await ends(client.messages({ ...FOLLOW, signal: shutdown.signal }), () => shutdown.abort())
  const codes = new Set(await Promise.all(many))
  const left = client.messages(FOLLOW)
  const last = client.messages(FOLLOW)
  const found = [first, ...codes, await ends(left, () => left.return()), await ends(last, () => void last.return())]
  client.close()
  found.push(await client.nextMessage().then(() => 'none', ({ code }) => code))
  console.log(found.join(' '))
}

main()
