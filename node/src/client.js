'use strict'

const { Session } = require('./addon.js')
const { AbortError, toError, wrongArgument } = require('./errors.js')
const { toJson } = require('./json.js')
const port = require('./port.js')
const { Answer, MessageResult, MessageStatus, RawResponse } = require('./results.js')
const { join, leave } = require('./signal.js')

class Client {
  #session
  #hook

  constructor(options) {
    const { onLog, ...rest } = options ?? {}
    if (onLog !== undefined && onLog !== null) {
      if (typeof onLog !== 'function') throw wrongArgument('onLog', 'must be a function')
      this.#hook = port().hook(onLog)
    }
    const session = Session.open(port().native, json('options', rest), this.#hook?.id)
    if (typeof session === 'string') throw from(toError(JSON.parse(session)), Client)
    this.#session = session
  }

  async sendSms(sms, options) {
    const { to, text, from, ...rest } = sms ?? {}
    const more = Object.keys(rest).length === 0 ? undefined : json('sms', rest)
    const [recipient, body, sender] = [string('to', to), string('text', text), from ?? undefined]
    if (sender !== undefined) string('from', sender)
    return new MessageResult(
      await call(this.#hook, options, (id, own, token) => this.#session.sendSms(id, recipient, body, sender, more, own, token)),
    )
  }

  async send(message, options) {
    const text = json('message', message)
    return new MessageResult(await call(this.#hook, options, (id, own, token) => this.#session.send(id, text, own, token)))
  }

  async status(messageId, options) {
    const about = string('messageId', messageId)
    return new MessageStatus(await call(this.#hook, options, (id, own, token) => this.#session.status(id, about, own, token)))
  }

  async wait(messageId, options) {
    const about = string('messageId', messageId)
    return new MessageStatus(await call(this.#hook, options, (id, own, token) => this.#session.wait(id, about, own, token)))
  }

  async check(options) {
    return new Answer(await call(this.#hook, options, (id, own, token) => this.#session.check(id, own, token)))
  }

  async request(method, path, body, options) {
    const [verb, target] = [string('method', method), string('path', path)]
    const text = body === undefined ? undefined : json('json', body)
    return new RawResponse(
      await call(this.#hook, options, (id, own, token) => this.#session.request(id, verb, target, text, own, token)),
    )
  }

  close() {
    this.#session.close()
  }

  get closed() {
    return this.#session.closed
  }
}

/**
 * Makes a call and returns what came back. Errors are made after the `await`: only so does their stack show who called.
 */
async function call(hook, options, begin) {
  if (options === undefined || options === null) {
    return value(await port().call(hook, (id) => begin(id)))
  }
  const { signal, ...rest } = options
  const own = json('options', rest)
  if (signal === undefined || signal === null) {
    return value(await port().call(hook, (id) => begin(id, own)))
  }
  const token = join(signal)
  try {
    return value(await port().call(hook, (id) => begin(id, own, token)), signal)
  } finally {
    leave(signal)
  }
}

/** The value of an entry, or its error thrown. */
function value([, end, result], signal) {
  if (end === 'ok') return result
  let error = toError(result)
  if (error.code === 'cancelled') error = new AbortError(error, signal?.reason)
  throw from(error, call)
}

/** The error with a stack that begins where a function of the public surface was left. */
function from(error, inner) {
  Error.captureStackTrace(error, inner)
  return error
}

/** A text; absent counts as empty, as everywhere in core. */
function string(field, given) {
  if (typeof given === 'string') return given
  if (given === undefined || given === null) return ''
  throw wrongArgument(field, 'must be a string')
}

function json(field, given) {
  try {
    return toJson(given)
  } catch (cause) {
    throw wrongArgument(field, 'cannot be written as JSON', cause)
  }
}

module.exports = { Client }
