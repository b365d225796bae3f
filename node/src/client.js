'use strict'

const { Session } = require('./addon.js')
const { isAbsent, json, list } = require('./arguments.js')
const { AbortError, from, notUnicode, toError, wrongArgument } = require('./errors.js')
const { SendMany, WaitMany } = require('./many.js')
const { toSource, toTarget, transfer } = require('./media.js')
const port = require('./port.js')
const { Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia } = require('./results.js')
const { join, leave } = require('./signal.js')

class Client {
  #session
  #hook

  constructor(options) {
    const { onLog, ...rest } = options ?? {}
    if (!isAbsent(onLog)) {
      if (typeof onLog !== 'function') throw wrongArgument('onLog', 'must be a function')
      this.#hook = port().hook(onLog)
    }
    const own = json('options', rest, { outcome: 'not_applicable' })
    this.#session = made(Session.open(port().native, own, this.#hook?.id), Client)
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

  async sendList(messages, options) {
    const all = list('messages', messages, { of: 'messages', outcome: 'not_accepted' })
    const text = json('messages', all, { root: 'messages' })
    const { notification, ...rest } = options ?? {}
    const about = isAbsent(notification) ? undefined : json('notification', notification, { root: 'notification' })
    const end = await call(this.#hook, rest, (id, own, token) => this.#session.sendList(id, text, about, own, token))
    return new SentList(value(end, options))
  }

  async listStatus(listId, options) {
    const about = string('listId', listId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.listStatus(id, about, own, token))
    return new ListStatus(value(end, options))
  }

  sendMany(messages, options) {
    const { signal, onProgress, ...rest } = options ?? {}
    if (!isAbsent(onProgress) && typeof onProgress !== 'function') {
      throw wrongArgument('onProgress', 'must be a function')
    }
    const own = json('options', rest)
    const begin = () => made(this.#session.sendMany(own), this.sendMany)
    return new SendMany(begin, messages, { hook: this.#hook, signal, onProgress })
  }

  waitMany(messageIds, options) {
    const { signal, ...rest } = options ?? {}
    const given = list('messageIds', messageIds)
    const ids = given.map((id, index) => string(`messageIds[${index}]`, id, 'not_applicable'))
    const own = json('options', rest, { outcome: 'not_applicable' })
    const begin = () => made(this.#session.waitMany(ids, own), this.waitMany)
    return new WaitMany(begin, { hook: this.#hook, signal })
  }

  async uploadMedia(source, options) {
    const from = toSource(source)
    const end = await transfer(this.#hook, options, from, (id, own, progress, token) =>
      this.#session.uploadMedia(id, from.bytes, from.path, from.feed, own, progress, token),
    )
    return new UploadedMedia(value(end, options, from.pump))
  }

  async downloadMedia(mediaId, options) {
    const about = string('mediaId', mediaId, 'not_applicable')
    const { to, ...rest } = options ?? {}
    const target = toTarget(to)
    const end = await transfer(this.#hook, rest, target, (id, own, progress, token) =>
      this.#session.downloadMedia(id, about, target.path, target.tap, target.whole, own, progress, token),
    )
    return new Media(value(end, options, target.pump), target.whole ? target.tap.take() : undefined)
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

/** What the addon made, or the error thrown that came in its place. */
function made(came, inner) {
  if (typeof came === 'string') throw from(toError(JSON.parse(came)), inner)
  return came
}

/** The value of a call's end, or its error thrown: made only here, after the `await`, its stack shows who made the call. */
function value([, end, result], options, pump) {
  if (end === 'ok') return result
  let error = toError(result)
  // What the caller's own stream threw.
  if (pump?.failure !== undefined) error.cause = pump.failure
  if (error.code === 'cancelled') error = new AbortError(error, options?.signal?.reason)
  throw from(error, value)
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
