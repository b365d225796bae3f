'use strict'
// The loop of every Node worker: `run N` on standard input, the seconds it took on standard output.

const crypto = require('node:crypto')
const readline = require('node:readline')

const url = process.env.BENCH_URL
const caFile = process.env.BENCH_CA_FILE
const username = 'bench'
// SMPP has room for no more than eight octets.
const password = 'bench-pw'
const [to, text, from] = ['+41791234567', 'Pump 3 stopped', 'Alarm']

/** The body of one text message, built anew for each send as a program would do it. */
function message() {
  return { channel: 'Sms', from, to, content: { type: 'Text', text } }
}

/** The same as a form, with a job id of its own. */
function form() {
  return new URLSearchParams({
    UserName: username,
    Password: password,
    Address: to,
    Message: text,
    JobID: crypto.randomUUID(),
    CallBack: from,
  })
}

/** What became of a form: the code in the answer, read with the least that works, and the id of the job. */
function job(sent, answer) {
  return { resultCode: Number(/<ResultCode>(\d+)</.exec(answer)?.[1]), jobId: sent.get('JobID') }
}

function say(value) {
  process.stdout.write(JSON.stringify(value) + '\n')
}

function takenMessage(id) {
  if (typeof id !== 'string' || id.length !== 36) throw new Error(`not a message id: ${id}`)
}

function takenJob({ resultCode, jobId }) {
  if (resultCode !== 0 || typeof jobId !== 'string' || jobId.length !== 36)
    throw new Error(`not an accepted job: ${resultCode}, ${jobId}`)
}

function takenSubmit(id) {
  if (typeof id !== 'string' || id.length !== 10) throw new Error(`not a message id: ${id}`)
}

/** `rest`, `forms`, `soap`, or, with everything over one link, `smpp` (plain) and `smpps`. */
const speaks = process.env.BENCH_INTERFACE
/** Whether the worker posts forms; of those who do that or speak REST. */
const forms = speaks === 'forms'
const path = forms ? '/Api/Sms' : '/api/v2/message'
/** An answer that was not understood must not count as work done. Takes the message's id; of a job the result with its code. */
const taken = {
  rest: takenMessage, forms: takenJob, soap: takenJob, smpp: takenSubmit, smpps: takenSubmit,
}[speaks]
if (taken === undefined) throw new Error('BENCH_INTERFACE names no interface')

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
module.exports = {
  url, caFile, username, password, to, text, from, speaks, path, forms, inFlight, message, form, job, taken, ownSeconds, serve,
  serveRuns,
}
