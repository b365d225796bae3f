'use strict'

const { Session } = require('./addon.js')
const { isAbsent, json, list } = require('./arguments.js')
const { call, made, opened, others, string, value } = require('./call.js')
const { SendMany, WaitMany, manyOptions } = require('./many.js')
const { toSource, toTarget, transfer } = require('./media.js')
const { Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia } = require('./results.js')

/** What of an SMS crosses as plain texts. */
const TAKEN = ['to', 'text', 'from']

class Client {
  #session
  #hook

  constructor(options) {
    const { session, hook } = opened(Session, options, Client)
    this.#session = session
    this.#hook = hook
  }

  async sendSms(sms, options) {
    const { to, text, from } = sms ?? {}
    const [recipient, body] = [string('to', to), string('text', text)]
    const sender = isAbsent(from) ? undefined : string('from', from)
    const more = others('sms', sms, TAKEN)
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
    const { own, ...hooks } = manyOptions(messages, options)
    return new SendMany(made(this.#session.sendMany(own), this.sendMany), messages, { hook: this.#hook, ...hooks })
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

module.exports = { Client }
