'use strict'
// ecall, with as many sends in flight as the argument says; with `many` as second argument through `sendMany`
// (REST alone).

const { Client, HttpsClient, SoapClient } = require('ecall')
const worker = require('./worker.cjs')

const { to, text, from, username, password } = worker
const ClientHere = { rest: Client, forms: HttpsClient, soap: SoapClient }[worker.speaks]
const client = new ClientHere({ username, password, baseUrl: worker.url, caFile: worker.caFile })

async function sendMessage() {
  return (await client.sendSms({ to, text, from })).messageId
}

function sendJob() {
  return client.sendSms({ to, text, from })
}

function* messages(count) {
  for (let index = 0; index < count; index += 1) yield worker.message()
}

async function sendMany(count) {
  for await (const { result, error } of client.sendMany(messages(count), { concurrency: worker.inFlight })) {
    if (error) throw error
    worker.taken(result.messageId)
  }
}

const { version } = require('ecall/package.json')
if (process.argv[3] === 'many') worker.serveRuns(version, sendMany, { own_seconds: worker.ownSeconds() })
else worker.serve(version, worker.speaks === 'rest' ? sendMessage : sendJob, worker.inFlight)
