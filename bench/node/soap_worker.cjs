'use strict'
// soap, with as many calls in flight as the argument says. It reads the description of the service from a file, and uses axios with
// an agent that keeps its connections, one for each call in flight.

const crypto = require('node:crypto')
const fs = require('node:fs')
const https = require('node:https')
const axios = require('axios')
const soap = require('soap')
const worker = require('./worker.cjs')

const httpsAgent = new https.Agent({
  keepAlive: true,
  maxSockets: worker.inFlight,
  ca: fs.readFileSync(worker.caFile),
})

async function main() {
  const client = await soap.createClientAsync(process.env.BENCH_WSDL, { request: axios.create({ httpsAgent }) })

  async function send() {
    const job = {
      AccountName: worker.username,
      AccountPassword: worker.password,
      Address: worker.to.replace('+', '00'),
      Message: worker.text,
      JobID: crypto.randomUUID(),
      SMSCallback: worker.from,
    }
    // Without `forever` it has the connection closed after the answer.
    const [answer] = await client.SendSMSBasicAsync(job, { forever: true })
    return { resultCode: Number(answer.SendSMSBasicResult.ResponseCode), jobId: job.JobID }
  }

  await worker.serve(require('soap/package.json').version, send, worker.inFlight)
}

main()
