// The mock server of a suite: started once per test file, told and asked over its control interface.

import { spawn } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import readline from 'node:readline'

/** The root of the repository, which `test.sh` tells. */
export const ROOT = process.env.ECALL_REPOSITORY ?? path.resolve(import.meta.dirname ?? '.', '../../..')

for (const name of Object.keys(process.env)) {
  if (name.startsWith('ECALL_') && name !== 'ECALL_MOCK_BIN' && name !== 'ECALL_REPOSITORY') delete process.env[name]
}

/** A running mock. */
export class Mock {
  #process
  #agent = new http.Agent({ keepAlive: true })

  static async start() {
    const program = process.env.ECALL_MOCK_BIN ?? path.join(ROOT, 'target/debug/ecall-mock')
    const mock = new Mock()
    mock.#process = spawn(program, ['serve', '--exit-with-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] })
    const failed = new Promise((_, reject) => mock.#process.once('error', reject))
    const lines = readline.createInterface({ input: mock.#process.stdout })
    const line = await Promise.race([failed, new Promise((resolve) => lines.once('line', resolve))])
    const { rest_url, https_url, soap_url, smpp_url, control_url, ca_file } = JSON.parse(line)
    const urls = { restUrl: rest_url, httpsUrl: https_url, soapUrl: soap_url, smppUrl: smpp_url, controlUrl: control_url }
    return Object.assign(mock, urls, { caFile: ca_file })
  }

  async stop() {
    this.#agent.destroy()
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.stdin.end()
    await ended
  }

  /** A request to the control interface; the parsed answer. */
  control(method, where, body) {
    return new Promise((resolve, reject) => {
      const url = `${this.controlUrl}/_mock/${where}`
      const text = body === undefined ? undefined : JSON.stringify(body)
      const headers = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const request = http.request(url, { method, agent: this.#agent, headers }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString()
          if (response.statusCode >= 300) reject(new Error(`${method} ${where}: ${response.statusCode} ${answer}`))
          else resolve(answer === '' ? undefined : JSON.parse(answer))
        })
      })
      request.on('error', reject)
      request.end(text)
    })
  }

  /** An account that no other test uses. */
  account(name) {
    return new Account(this, name)
  }
}

let accounts = 0

/** One account of the mock. */
export class Account {
  constructor(mock, name) {
    accounts += 1
    this.mock = mock
    this.username = `node-${name}-${process.pid}-${accounts}`
    this.password = `secret-${this.username}`
    this.path = `accounts/${encodeURIComponent(this.username)}`
  }

  /** Options of a client of this account. */
  options(more = {}) {
    const { username, password } = this
    const { restUrl: baseUrl, caFile } = this.mock
    return { username, password, baseUrl, caFile, defaultFrom: 'ecall-demo', backoffInitialMs: 10, backoffMaxMs: 50, timeoutMs: 10_000, ...more }
  }

  /** The same for a client of the HTTPS interface. */
  httpsOptions(more = {}) {
    return this.options({ baseUrl: this.mock.httpsUrl, ...more })
  }

  /** The same for a client of the SOAP interface. */
  soapOptions(more = {}) {
    return this.options({ baseUrl: this.mock.soapUrl, ...more })
  }

  /** Options of an SMPP client. */
  smppOptions(more = {}) {
    const { username, password } = this
    const { smppUrl: baseUrl, caFile } = this.mock
    const times = { timeoutMs: 10_000, responseTimeoutMs: 5000, reconnectInitialMs: 10, reconnectMaxMs: 50, refusedBindIntervalMs: 50 }
    return { username, password, baseUrl, caFile, ...times, ...more }
  }

  /** Asks the mock's SMPP side of this account, or tells it something where there is a `body`. */
  smpp(where, body) {
    return this.mock.control(body === undefined ? 'GET' : 'POST', `${this.path}/smpp/${where}`, body)
  }

  /** The messages that arrived over SMPP. */
  async submits() {
    return (await this.smpp('requests')).requests.filter(({ command }) => command === 'submit_sm')
  }

  /** Resolves once the account has more of them than `before`. */
  async submitAfter(before) {
    const deadline = Date.now() + 20_000
    while ((await this.submits()).length <= before && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  /** Puts messages into the cache; their ids. */
  async receive(...texts) {
    const ids = []
    for (const message of texts) {
      const given = { from: '+41791234567', to: '+41790000000', message }
      ids.push((await this.mock.control('POST', `${this.path}/cache`, given)).messageId)
    }
    return ids
  }

  /** The ids of the messages that wait in the cache. */
  async waiting() {
    return (await this.mock.control('GET', `${this.path}/cache`)).messageIds
  }

  script(...steps) {
    return this.mock.control('POST', `${this.path}/script`, steps)
  }

  async requests() {
    return (await this.mock.control('GET', `${this.path}/requests`)).requests
  }

  /** Resolves once the account has more requests than `before`. */
  async requestAfter(before) {
    const deadline = Date.now() + 20_000
    while ((await this.requests()).length <= before && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  forget() {
    return this.mock.control('DELETE', this.path)
  }
}
