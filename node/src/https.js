'use strict'

const { HttpsSession } = require('./addon.js')
const { instant, isAbsent, json, optionalString } = require('./arguments.js')
const { addresses, call, made, opened, others, string, value } = require('./call.js')
const { CachedMessage, Deletion, InboundSms, JobStates, JobStatus, Resolution, SentJob } = require('./job.js')
const { Messages, StatusRange } = require('./stream.js')

class HttpsClient {
  #session
  #hook

  constructor(options) {
    const { session, hook } = opened(HttpsSession, options, HttpsClient)
    this.#session = session
    this.#hook = hook
  }

  async sendSms(sms, options) {
    const { to, text, from } = sms ?? {}
    const [all, body] = [addresses(to), string('text', text)]
    const sender = isAbsent(from) ? undefined : string('from', from)
    const more = others('sms', sms, ['to', 'text', 'from'])
    const end = await call(this.#hook, options, (id, own, token) =>
      this.#session.sendSms(id, all, body, sender, more, own, token),
    )
    return new SentJob(value(end, options))
  }

  async sendFax(fax, options) {
    const { to, text } = fax ?? {}
    const [all, body] = [addresses(to), string('text', text)]
    const more = others('fax', fax, ['to', 'text'])
    const end = await call(this.#hook, options, (id, own, token) => this.#session.sendFax(id, all, body, more, own, token))
    return new SentJob(value(end, options))
  }

  async sendVoice(voice, options) {
    const { to, text } = voice ?? {}
    const [number, body] = [string('to', to), string('text', text)]
    const more = others('voice', voice, ['to', 'text'])
    const end = await call(this.#hook, options, (id, own, token) => this.#session.sendVoice(id, number, body, more, own, token))
    return new SentJob(value(end, options))
  }

  async status(jobId, options) {
    const about = string('jobId', jobId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.status(id, about, own, token))
    return new JobStates(value(end, options))
  }

  async resolve(jobId, options) {
    const about = string('jobId', jobId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.resolve(id, about, own, token))
    return new Resolution(value(end, options))
  }

  statusRange(start, end, options) {
    const { signal, ...rest } = options ?? {}
    const [from, to] = [instant('start', start), instant('end', end)]
    const own = json('options', rest, { outcome: 'not_applicable' })
    const native = made(this.#session.statusRange(from, to, own), this.statusRange)
    return new StatusRange(native, { hook: this.#hook, signal, convert: (came) => new JobStatus(came) })
  }

  async nextMessage(options) {
    const { number, ...rest } = options ?? {}
    const leased = optionalString('number', number)
    const end = await call(this.#hook, rest, (id, own, token) => this.#session.nextMessage(id, leased, own, token))
    return new CachedMessage(value(end, rest))
  }

  async deleteMessage(messageId, options) {
    const about = string('messageId', messageId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.deleteMessage(id, about, own, token))
    return new Deletion(value(end, options))
  }

  messages(options) {
    const { number, follow, pollMs, signal, ...rest } = options ?? {}
    const about = json('options', { number, follow, pollMs }, { outcome: 'not_applicable' })
    const own = json('options', rest, { outcome: 'not_applicable' })
    const native = made(this.#session.messages(about, own), this.messages)
    return new Messages(native, { hook: this.#hook, signal, convert: (came) => new InboundSms(came) })
  }

  close() {
    this.#session.close()
  }

  get closed() {
    return this.#session.closed
  }
}

module.exports = { HttpsClient }
