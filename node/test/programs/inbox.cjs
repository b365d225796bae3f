// Reads the cache and follows it. At one text it is killed before it asks for the next, at another it asks no more.
const { HttpsClient } = require('ecall')

async function main() {
  const messages = new HttpsClient().messages({ follow: true, pollMs: 60_000 })
  for (;;) {
    const { value } = await messages.next()
    console.log(value.message)
    if (value.message === process.env.STOP_AT) return
    if (value.message === process.env.KILL_AT) process.stdout.write('', () => process.kill(process.pid, 'SIGKILL'))
    if (value.message === process.env.KILL_AT) await new Promise((resolve) => setTimeout(resolve, 10_000))
  }
}

main()
