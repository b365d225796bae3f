'use strict'

const { Session } = require('./addon.js')
const { json } = require('./arguments.js')
const { AbortError, notUnicode, toError, wrongArgument } = require('./errors.js')
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
    const session = Session.open(port().native, json('options', rest, { outcome: 'not_applicable' }), this.#hook?.id)
    if (typeof session === 'string') throw from(toError(JSON.parse(session)), Client)
    this.#session = session
  }

  async sendSms(sms, options) {
    const { to, text, from } = sms ?? {}
    const [recipient, body] = [string('to', to), string('text', text)]
    const sender = from === undefined || from === null ? undefined : string('from', from)
    const more = others(sms)
    const end = await call(this.#hook, options, (id, own, token) =>
      this.#session.sendSms(id, recipient, body, sender, more, own, token),
    )
    return new MessageResult(value(end, options))
  }

  async send(message, options) {
    const text = json('message', message)
    const end = await call(this.#hook, options, (id, own, token) => this.#session.send(id, text, own, token))
    return new MessageResult(value(end, options))
  }

  async status(messageId, options) {
    const about = string('messageId', messageId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.status(id, about, own, token))
    return new MessageStatus(value(end, options))
  }

  async wait(messageId, options) {
    const about = string('messageId', messageId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.wait(id, about, own, token))
    return new MessageStatus(value(end, options))
  }

  async check(options) {
    const end = await call(this.#hook, options, (id, own, token) => this.#session.check(id, own, token))
    return new Answer(value(end, options))
  }

  async request(method, path, body, options) {
    const [verb, target] = [string('method', method), string('path', path)]
    const text = body === undefined ? undefined : json('json', body, { root: 'json' })
    const end = await call(this.#hook, options, (id, own, token) =>
      this.#session.request(id, verb, target, text, own, token),
    )
    return new RawResponse(value(end, options))
  }

  close() {
    this.#session.close()
  }

  get closed() {
    return this.#session.closed
  }
}

/** Makes a call; the promise holds its end, for `value`, and is not rejected. */
function call(hook, options, begin) {
  if (options === undefined || options === null) return port().call(hook, begin)
  const { signal, ...rest } = options
  const own = json('options', rest)
  if (signal === undefined || signal === null) return port().call(hook, (id) => begin(id, own))
  const token = join(signal)
  const left = (end) => {
    leave(signal)
    return end
  }
  return port()
    .call(hook, (id) => begin(id, own, token))
    .then(left)
}

/** The value of a call's end, or its error thrown: made only here, after the `await`, its stack shows who made the call. */
function value([, end, result], options) {
  if (end === 'ok') return result
  let error = toError(result)
  if (error.code === 'cancelled') error = new AbortError(error, options?.signal?.reason)
  throw from(error, value)
}

/** The error with a stack that begins where a function of the public surface was left. */
function from(error, inner) {
  Error.captureStackTrace(error, inner)
  return error
}

/** What an SMS has besides the members that cross as plain texts, as JSON; undefined where that is nothing. */
function others(sms) {
  for (const name in sms) {
    if (name === 'to' || name === 'text' || name === 'from') continue
    const { to, text, from, ...rest } = sms
    return json('sms', rest)
  }
  return undefined
}

/** A text; absent counts as empty, as everywhere in core. */
function string(field, given, outcome) {
  if (typeof given === 'string') {
    if (given.isWellFormed()) return given
    throw notUnicode(field, given, outcome)
  }
  if (given === undefined || given === null) return ''
  throw wrongArgument(field, 'must be a string', { outcome })
}

module.exports = { Client }
