// One conformance case over the public surface of the package.

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

import { AbortError, Client, EcallError } from 'ecall'

import { call } from './calls.mjs'
import { exactly, matches, within } from './compare.mjs'
import { camelKeys } from './names.mjs'
import { failure } from './results.mjs'

/** What a call makes that later ones are about. */
const MADE = { send: 'message_id', send_sms: 'message_id', send_list: 'list_id', upload_media: 'media_id' }

export async function runCase(mock, definition) {
  const account = mock.account(definition.name)
  const listener = definition.listener && (await mock.control('POST', 'listeners', definition.listener))
  try {
    await new Run(mock, account, listener).case(definition)
  } finally {
    await account.forget()
    if (listener) await mock.control('DELETE', `listeners/${listener.id}`)
  }
}

class Run {
  constructor(mock, account, listener) {
    Object.assign(this, { mock, account, listener, made: { message_id: '', list_id: '', media_id: '' } })
  }

  async case(definition) {
    const { mock, account, listener } = this
    if (definition.account) await mock.control('PUT', account.path, this.filled(definition.account))
    const options = {
      ...account.options({ maxRetries: 3, defaultFrom: undefined }),
      ...(listener && { baseUrl: listener.url }),
      ...camelKeys(this.filled(definition.client)),
    }
    for (const name of Object.keys(options)) {
      if (options[name] === null) delete options[name]
    }
    try {
      this.client = new Client(options)
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
    this.client?.close()
  }

  async step(step) {
    if (step.mock) await this.account.script(...this.filled(step.mock))
    if (step.sleep_ms) await sleep(step.sleep_ms)
    if (step.close_idle) await this.mock.control('POST', `${this.account.path}/close_idle`, {})
    if (!step.call) return
    const begun = performance.now()
    const outcome = await this.cancelled(this.filled(step.call)).then(
      (result) => ({ result }),
      (error) => ({ error }),
    )
    const elapsed = performance.now() - begun
    const name = MADE[step.call.operation]
    this.made[name] = outcome.result?.[name] ?? this.made[name]
    const expect = this.filled(step.expect)
    if (expect.elapsed_ms) within('elapsed_ms', expect.elapsed_ms, elapsed)
    if (expect.result) checkResult(expect.result, outcome)
    else checkError(expect.error, outcome)
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
    const before = (await this.account.requests()).length
    const made = call(this.client, step, controller.signal)
    // It may fail before it is waited for below.
    made.catch(() => {})
    await this.account.requestAfter(before)
    await sleep(step.cancel.after_ms ?? 0)
    controller.abort()
    return made
  }

  async arrived({ count, requests: stated = [], connections }) {
    const found = await this.account.requests()
    within('arrived', count, found.length)
    stated.forEach((one, index) => {
      for (const [key, value] of Object.entries(one)) {
        const compare = key === 'json' ? exactly : matches
        compare(`request ${index}: ${key}`, value, found[index]?.[key])
      }
    })
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
