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
const headers = worker.forms
  ? { 'content-type': 'application/x-www-form-urlencoded' }
  : { authorization, 'content-type': 'application/json' }

function post(body) {
  return direct
    ? pool.request({ path: worker.path, method: 'POST', headers, body })
    : undici.request(url, { dispatcher: pool, method: 'POST', headers, body })
}

function bodyOf(response) {
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`)
  return response.body
}

async function sendMessage() {
  const response = await post(JSON.stringify(worker.message()))
  return (await bodyOf(response).json()).messageId
}

async function sendForm() {
  const form = worker.form()
  const response = await post(form.toString())
  return worker.job(form, await bodyOf(response).text())
}

worker.serve(require('undici/package.json').version, worker.forms ? sendForm : sendMessage, worker.inFlight)
