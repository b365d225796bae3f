'use strict'
// The loop of every Node worker: `run N` on standard input, the seconds it took on standard output.

const readline = require('node:readline')

const url = process.env.BENCH_URL
const caFile = process.env.BENCH_CA_FILE
const username = 'bench'
const password = 'bench-password'
const [to, text, from] = ['+41791234567', 'Pump 3 stopped', 'Alarm']

/** The body of one text message, built anew for each send as a program would do it. */
function message() {
  return { channel: 'Sms', from, to, content: { type: 'Text', text } }
}

function say(value) {
  process.stdout.write(JSON.stringify(value) + '\n')
}

/** Answers orders with `send`, of which `inFlight` are under way at a time. */
async function serve(version, send, inFlight) {
  let left = 0
  async function work() {
    while (left > 0) {
      left -= 1
      const id = await send()
      // An answer that was not understood must not count as work done.
      if (typeof id !== 'string' || id.length !== 36) throw new Error(`not a message id: ${id}`)
    }
  }
  say({ version })
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [word, count] = line.split(' ')
    if (word !== 'run') throw new Error(`not an order: ${line}`)
    left = Number(count)
    const start = process.hrtime.bigint()
    await Promise.all(Array.from({ length: inFlight }, work))
    say({ seconds: Number(process.hrtime.bigint() - start) / 1e9 })
  }
  process.exit(0)
}

const inFlight = Number(process.argv[2] ?? 1)
module.exports = { url, caFile, username, password, to, text, from, message, serve, inFlight, path: '/api/v2/message' }
