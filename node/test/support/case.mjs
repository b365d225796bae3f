// One conformance case over the public surface of the package.

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

import { AbortError, Client, EcallError, HttpsClient, SmppClient, SoapClient } from 'ecall'

import { call } from './calls.mjs'
import { exactly, matches, within } from './compare.mjs'
import { camelKeys } from './names.mjs'
import { failure } from './results.mjs'

/** The client of an interface, and the mock's address of it. */
const CLIENTS = { rest: [Client, 'restUrl'], https: [HttpsClient, 'httpsUrl'], soap: [SoapClient, 'soapUrl'], smpp: [SmppClient, 'smppUrl'] }
/** What a call makes that later ones are about: names of its result, or of its error. */
const MADE = ['message_id', 'list_id', 'media_id', 'job_id']
/** The calls that make something. */
const MAKERS = ['send', 'send_sms', 'send_fax', 'send_voice', 'send_list', 'upload_media', 'next_message', 'messages', 'submit']

export async function runCase(mock, definition) {
  const account = mock.account(definition.name)
  const listener = definition.listener && (await mock.control('POST', 'listeners', definition.listener))
  const run = new Run(mock, account, listener)
  try {
    await run.case(definition)
  } finally {
    run.client?.close()
    await account.forget()
    if (listener) await mock.control('DELETE', `listeners/${listener.id}`)
  }
}

class Run {
  constructor(mock, account, listener) {
    Object.assign(this, { mock, account, listener, made: Object.fromEntries(MADE.map((name) => [name, ''])) })
  }

  async case(definition) {
    const { mock, account, listener } = this
    if (definition.account) await mock.control('PUT', account.path, this.filled(definition.account))
    const [type, url] = CLIENTS[definition.interface]
    this.isSmpp = definition.interface === 'smpp'
    const usual = this.isSmpp ? account.smppOptions() : account.options({ defaultFrom: undefined })
    const options = {
      ...{ ...usual, baseUrl: mock[url], maxRetries: 3 },
      ...(listener && { baseUrl: listener.url }),
      ...camelKeys(this.filled(definition.client)),
    }
    for (const name of Object.keys(options)) {
      if (options[name] === null) delete options[name]
    }
    try {
      this.client = new type(options)
    } catch (error) {
      this.failure = error
    }
    for (const [index, step] of definition.steps.entries()) {
      await this.step(step).catch((error) => {
        error.message = `step ${index}: ${error.message}`
        throw error
      })
    }
    await this.arrived(this.filled(definition.arrived))
  }

  /** What arrived that a case is about. */
  requests() {
    return this.isSmpp ? this.account.submits() : this.account.requests()
  }

  async step(step) {
    if (step.mock) await (this.isSmpp ? this.account.smpp('script', this.filled(step.mock)) : this.account.script(...this.filled(step.mock)))
    if (step.sleep_ms) await sleep(step.sleep_ms)
    if (step.post) await this.mock.control('POST', `${this.account.path}/${this.filled(step.post.path)}`, this.filled(step.post.json))
    if (step.close_idle) await this.mock.control('POST', `${this.account.path}/close_idle`, {})
    if (!step.call) return
    const begun = performance.now()
    const outcome = await this.cancelled(this.filled(step.call)).then(
      (result) => ({ result }),
      (error) => ({ error }),
    )
    const elapsed = performance.now() - begun
    if (MAKERS.includes(step.call.operation)) this.remember(outcome)
    const expect = this.filled(step.expect)
    if (expect.elapsed_ms) within('elapsed_ms', expect.elapsed_ms, elapsed)
    if (expect.result) checkResult(expect.result, outcome)
    else checkError(expect.error, outcome)
  }

  /** What later calls are about: a send that failed has its job too. */
  remember({ result, error }) {
    const last = result?.messages?.at(-1) ?? result?.message
    const job = (error instanceof AbortError ? error.cause : error)?.jobId
    for (const name of MADE) {
      this.made[name] = result?.[name] ?? last?.[name] ?? (name === 'job_id' ? job : undefined) ?? this.made[name]
    }
  }

  /** Makes the call and cancels it as the case says. */
  async cancelled(step) {
    if (this.failure) throw this.failure
    if (!step.cancel) return call(this.client, step)
    const controller = new AbortController()
    if (step.cancel.when === 'before') {
      controller.abort()
      return call(this.client, step, controller.signal)
    }
    const before = (await this.requests()).length
    const made = call(this.client, step, controller.signal)
    // It may fail before it is waited for below.
    made.catch(() => {})
    await (this.isSmpp ? this.account.submitAfter(before) : this.account.requestAfter(before))
    await sleep(step.cancel.after_ms ?? 0)
    controller.abort()
    return made
  }

  async arrived({ count, requests: stated = [], binds, connections, summary }) {
    const found = await this.requests()
    within('arrived', count, found.length)
    stated.forEach((one, index) => {
      for (const [key, value] of Object.entries(one)) {
        const compare = ['json', 'form'].includes(key) ? exactly : matches
        compare(`request ${index}: ${key}`, value, arrivedAs(key, found[index]))
      }
    })
    if (binds) {
      const { requests } = await this.account.smpp('requests')
      matches('binds', binds, requests.filter(({ command }) => command.startsWith('bind_')))
    }
    if (summary) await soon(async () => matches('summary', summary, await this.account.smpp('summary')))
    if (connections) {
      within('connections', connections, (await this.mock.control('GET', `listeners/${this.listener.id}`)).connections)
    }
  }

  /** The value with every placeholder of ours filled in. */
  filled(value) {
    if (typeof value === 'string') {
      const { mock, account, listener, made } = this
      const places = {
        username: account.username,
        password: account.password,
        rest_url: mock.restUrl,
        https_url: mock.httpsUrl,
        soap_url: mock.soapUrl,
        smpp_url: mock.smppUrl,
        control_url: mock.controlUrl,
        listener_url: listener?.url ?? '',
        ...made,
      }
      return value.replace(/\{\{(\w+)\}\}/g, (whole, name) => places[name] ?? whole)
    }
    if (Array.isArray(value)) return value.map((item) => this.filled(item))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.filled(key), this.filled(item)]))
  }
}

/** Does it until it is not refused any more, for 5 s at most. */
async function soon(act) {
  for (const end = Date.now() + 5000; Date.now() < end; await sleep(10)) {
    if (await act().then(() => true, () => false)) return
  }
  await act()
}

/** What of a request that arrived a case states under `key`. */
function arrivedAs(key, request) {
  if (key === 'body_text') return Buffer.from(request.body_base64, 'base64').toString()
  if (key !== 'form') return request?.[key]
  const secret = ['username', 'password']
  return Object.fromEntries(Object.entries(request.form).filter(([name]) => !secret.includes(name.toLowerCase())))
}

function checkResult(stated, { result, error }) {
  if (error) throw new Error(`failed: ${inspect(error)}`, { cause: error })
  for (const [key, value] of Object.entries(stated)) {
    const compare = key === 'json' ? exactly : matches
    compare(key, value, result[key])
  }
}

function checkError(stated, { result, error: thrown }) {
  assert.ok(thrown, `succeeded: ${JSON.stringify(result)}`)
  const error = thrown instanceof AbortError ? thrown.cause : thrown
  assert.ok(error instanceof EcallError, `not an error of the library: ${inspect(thrown)}`)
  assert.equal(thrown instanceof AbortError, error.code === 'cancelled', 'a cancelled call ends in an AbortError, and no other')
  matches('error', stated, failure(error, thrown))
}
