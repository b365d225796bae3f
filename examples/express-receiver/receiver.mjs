// Appends what eCall tells by itself, states of messages and messages that people sent, to a journal: a line of JSON for each event.
//
//     npm install && npm install ecall
//     export WEBHOOK_SECRET=$(openssl rand -hex 16) TRUSTED_PROXIES=10.0.0.2
//     node receiver.mjs
//
// The address for eCall is https://YOUR-HOST/ecall/WEBHOOK_SECRET.

import { fstatSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs'
import process from 'node:process'

import { webhook } from 'ecall'
import express from 'express'

const {
  WEBHOOK_SECRET: secret,
  JOURNAL: file = 'ecall.jsonl',
  HOST: host = '127.0.0.1',
  PORT: port = '8080',
  TRUSTED_PROXIES: proxies = '',
  ALLOWED: allowed = '',
} = process.env
if (!secret) {
  console.error('WEBHOOK_SECRET is not set')
  process.exit(2)
}

const words = (text) => text.split(/\s+/).filter(Boolean)
const journal = openSync(file, 'a+', 0o600)

/** What is kept of an event. Its kind tells those of all interfaces apart. */
function kept(event) {
  const { kind } = event
  switch (kind) {
    case 'status':
      return { kind, messageId: event.messageId, status: event.status, final: event.final, reason: event.reason, time: event.timestampText }
    case 'received':
      return { kind, messageId: event.messageId, from: event.from, to: event.to, content: event.content, time: event.timestampText }
    default:
      return { kind, jobId: event.jobId, parameters: event.raw }
  }
}

/** Whether the journal ends within a line: of a write that failed, or of a process that was killed. */
function broken() {
  const { size } = fstatSync(journal)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(journal, last, 0, 1, size - 1) === 1 && last.toString() !== '\n'
}

/**
 * eCall is answered 200 once this has returned, 500 where it throws: only what is on disk is taken. Nothing says how often eCall
 * repeats an event, so whoever reads the journal should bear two lines that are equal, and half a line of an event that was not taken.
 */
function take(event) {
  // Goes on until all of it is written; writeSync may write a part.
  writeFileSync(journal, `${broken() ? '\n' : ''}${JSON.stringify(kept(event))}\n`)
  fsyncSync(journal)
}

const app = express()
app.disable('x-powered-by')
app.use(
  `/ecall/${secret}`,
  webhook.handler(take, {
    // Of these alone X-Forwarded-For is believed; Express' own `trust proxy` has no part in it. Without a proxy leave it empty: then
    // only the address of the connection counts.
    trustedProxies: words(proxies),
    // Who may send instead of eCall's own addresses: 127.0.0.1 to try it with ecall-mock.
    ...(allowed && { allow: words(allowed) }),
    // Without the event, which holds numbers and texts.
    onError: (error) => console.error(`an event could not be kept: ${error.message}`),
  }),
)

const server = app.listen(Number(port), host, (error) => {
  if (error) throw error
  console.log(`listening on http://${host}:${server.address().port}`)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close())
