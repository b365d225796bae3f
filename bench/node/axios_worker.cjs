'use strict'
// axios with an agent that keeps its connections, one for each send in flight.

const fs = require('node:fs')
const https = require('node:https')
const axios = require('axios')
const worker = require('./worker.cjs')

const client = axios.create({
  auth: { username: worker.username, password: worker.password },
  httpsAgent: new https.Agent({
    keepAlive: true,
    maxSockets: worker.inFlight,
    ca: fs.readFileSync(worker.caFile),
  }),
})

async function send() {
  const response = await client.post(worker.url + worker.path, worker.message())
  return response.data.messageId
}

worker.serve(axios.VERSION, send, worker.inFlight)
