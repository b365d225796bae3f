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

/** An answer that was not understood must not count as work done. */
function taken(id) {
  if (typeof id !== 'string' || id.length !== 36) throw new Error(`not a message id: ${id}`)
}

/** What a program that sends many takes itself for each message: making it, and looking at its result. */
function ownSeconds() {
  const count = 200_000
  let length = 0
  const start = process.hrtime.bigint()
  for (let index = 0; index < count; index += 1) {
    const made = message()
    length += made.to.length
    taken('5b0c3a52-7c1f-4a6e-9d3b-000000000000')
  }
  if (length === 0) throw new Error('no message was made')
  return Number(process.hrtime.bigint() - start) / 1e9 / count
}

/** Answers orders with `run(count)`, which does so many sends. */
async function serveRuns(version, run, more = {}) {
  say({ version, ...more })
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [word, count] = line.split(' ')
    if (word !== 'run') throw new Error(`not an order: ${line}`)
    const start = process.hrtime.bigint()
    await run(Number(count))
    say({ seconds: Number(process.hrtime.bigint() - start) / 1e9 })
  }
  process.exit(0)
}

/** Answers orders with `send`, of which `inFlight` are under way at a time. */
function serve(version, send, inFlight) {
  let left = 0
  async function work() {
    while (left > 0) {
      left -= 1
      taken(await send())
    }
  }
  return serveRuns(version, (count) => {
    left = count
    return Promise.all(Array.from({ length: inFlight }, work))
  })
}

const inFlight = Number(process.argv[2] ?? 1)
const path = '/api/v2/message'
module.exports = { url, caFile, username, password, to, text, from, path, inFlight, message, taken, ownSeconds, serve, serveRuns }
