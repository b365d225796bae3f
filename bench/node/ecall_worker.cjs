'use strict'
// ecall, with as many sends in flight as the argument says.

const { Client } = require('ecall')
const worker = require('./worker.cjs')

const { to, text, from, username, password } = worker
const client = new Client({ username, password, baseUrl: worker.url, caFile: worker.caFile })

async function send() {
  return (await client.sendSms({ to, text, from })).messageId
}

worker.serve(require('ecall/package.json').version, send, worker.inFlight)
