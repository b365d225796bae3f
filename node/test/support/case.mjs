// One conformance case over the public surface of the package.

import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

import { AbortError, Client, EcallError } from 'ecall'

import { exactly, fields, matches, within } from './compare.mjs'
import { snake } from './vectors.mjs'

/** The names of options as this language writes them. */
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
const camelKeys = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [camel(key), value]))

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
    Object.assign(this, { mock, account, listener, messageId: '' })
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
    if (outcome.result?.possible_duplicate !== undefined) this.messageId = outcome.result.message_id ?? this.messageId
    const expect = this.filled(step.expect)
    if (expect.elapsed_ms) within('elapsed_ms', expect.elapsed_ms, elapsed)
    if (expect.result) checkResult(expect.result, outcome)
    else checkError(expect.error, outcome)
  }

  /** Makes the call and cancels it as the case says. */
  async cancelled(call) {
    if (this.failure) throw this.failure
    if (!call.cancel) return this.call(call)
    const controller = new AbortController()
    if (call.cancel.when === 'before') {
      controller.abort()
      return this.call(call, controller.signal)
    }
    const before = (await this.account.requests()).length
    const made = this.call(call, controller.signal)
    // It may fail before it is waited for below.
    made.catch(() => {})
    await this.account.requestAfter(before)
    await sleep(call.cancel.after_ms ?? 0)
    controller.abort()
    return made
  }

  async call({ operation, arguments: given, options: own }, signal) {
    const options = { ...camelKeys(own), ...(signal && { signal }) }
    const { message_id: messageId, ...rest } = given
    switch (operation) {
      case 'send_sms':
        return sent(await this.client.sendSms(camelKeys(given), options))
      case 'send':
        return sent(await this.client.send(given.message, options))
      case 'status':
        return state(await this.client.status(messageId, options))
      case 'wait':
        return state(await this.client.wait(messageId, { ...camelKeys(rest), ...options }))
      case 'check':
        await this.client.check(options)
        return {}
      case 'request': {
        const answer = await this.client.request(given.method, given.path, given.json, options)
        return { ...common(answer), json: answer.json }
      }
      default:
        throw new Error(`no operation ${operation}`)
    }
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
      const { mock, account, listener, messageId } = this
      const places = {
        username: account.username,
        password: account.password,
        rest_url: mock.restUrl,
        control_url: mock.controlUrl,
        listener_url: listener?.url ?? '',
        message_id: messageId,
      }
      return value.replace(/\{\{(\w+)\}\}/g, (whole, name) => places[name] ?? whole)
    }
    if (Array.isArray(value)) return value.map((item) => this.filled(item))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.filled(item)]))
  }
}

function common(answer) {
  return { http_status: answer.httpStatus, request_id: answer.requestId, raw_body: Buffer.from(answer.rawBody).toString() }
}

function sent(answer) {
  return {
    ...common(answer),
    message_id: answer.messageId,
    message_ids: answer.messageIds.map(({ messageId, address }) => ({ message_id: messageId, address })),
    timestamp: answer.timestampText,
    possible_duplicate: answer.possibleDuplicate,
    extra: answer.extra,
    estimate: answer.estimate && snake(answer.estimate),
    replacements: answer.replacements.map(snake),
  }
}

function state(answer) {
  const { channel, messageId, status, reasonCode, reason, timestampText, from, to, pageTotal, final, extra } = answer
  return {
    ...common(answer),
    ...{ channel, status, reason, from, to, final, extra },
    message_id: messageId,
    reason_code: reasonCode,
    timestamp: timestampText,
    page_total: pageTotal,
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
  const found = {
    kind: error.code,
    outcome: error.outcome,
    http_status: error.httpStatus,
    ecall_code: error.ecallCode,
    request_id: error.requestId,
    retry_after_ms: error.retryAfterMs,
    attempts: error.attempts.length,
    last_status: error.lastStatus?.status,
    raw_body: error.rawBody && Buffer.from(error.rawBody).toString(),
  }
  for (const [key, value] of Object.entries(stated)) {
    if (key === 'fields') {
      // Cases name an option as core does, errors as this language does.
      const named = value.map((field) => ({ ...field, field: camel(field.field) }))
      fields(named, error.fields, stated.fields_exact)
    } else if (key === 'message_contains') {
      for (const part of value) assert.ok(String(thrown).includes(part), `${thrown} lacks ${part}`)
    } else if (key === 'message_not_contains') {
      for (const part of value) assert.ok(!`${thrown} ${inspect(thrown)}`.includes(part), `${inspect(thrown)} holds ${part}`)
    } else if (key !== 'fields_exact') {
      assert.ok(key in found, `no key ${key}`)
      matches(key, value, found[key])
    }
  }
}
