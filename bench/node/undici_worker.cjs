'use strict'
// undici: a pool with one connection for each send in flight, used through `undici.request`, the call that its documentation
// puts first; with `pool` as second argument through the pool's own method, which spares it reading the address each time.

const fs = require('node:fs')
const undici = require('undici')
const worker = require('./worker.cjs')

const pool = new undici.Pool(worker.url, {
  connections: worker.inFlight,
  connect: { ca: fs.readFileSync(worker.caFile) },
})
const authorization = 'Basic ' + Buffer.from(`${worker.username}:${worker.password}`).toString('base64')
const direct = process.argv[3] === 'pool'
const url = worker.url + worker.path
const headers = { authorization, 'content-type': 'application/json' }

async function send() {
  const body = JSON.stringify(worker.message())
  const response = direct
    ? await pool.request({ path: worker.path, method: 'POST', headers, body })
    : await undici.request(url, { dispatcher: pool, method: 'POST', headers, body })
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`)
  return (await response.body.json()).messageId
}

worker.serve(require('undici/package.json').version, send, worker.inFlight)
