'use strict'
// ecall over SMPP by `submitMany`, with the window that the argument says.

const { SmppClient } = require('ecall')
const worker = require('./worker.cjs')

const { to, text, from, username, password } = worker
const client = new SmppClient({
  username, password, baseUrl: worker.url, caFile: worker.caFile, window: worker.inFlight,
})

function* messages(count) {
  for (let index = 0; index < count; index += 1) yield { to, text, from }
}

async function submitMany(count) {
  for await (const { result, error } of client.submitMany(messages(count))) {
    if (error) throw error
    worker.taken(result.messageId)
  }
}

client.bind().then(() => worker.serveRuns(require('ecall/package.json').version, submitMany))
