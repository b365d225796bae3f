'use strict'
// axios with an agent that keeps its connections, one for each send in flight.

const fs = require('node:fs')
const https = require('node:https')
const axios = require('axios')
const worker = require('./worker.cjs')

const client = axios.create({
  auth: worker.forms ? undefined : { username: worker.username, password: worker.password },
  // Of a form's answer: spares it trying to read XML as JSON.
  responseType: worker.forms ? 'text' : undefined,
  httpsAgent: new https.Agent({
    keepAlive: true,
    maxSockets: worker.inFlight,
    ca: fs.readFileSync(worker.caFile),
  }),
})

async function sendMessage() {
  const response = await client.post(worker.url + worker.path, worker.message())
  return response.data.messageId
}

async function sendForm() {
  const form = worker.form()
  const response = await client.post(worker.url + worker.path, form)
  return worker.job(form, response.data)
}

worker.serve(axios.VERSION, worker.forms ? sendForm : sendMessage, worker.inFlight)
