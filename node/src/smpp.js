'use strict'

const { SmppSession } = require('./addon.js')
const { isAbsent, members } = require('./arguments.js')
const { call, made, opened, string, value } = require('./call.js')
const { SmppEvents } = require('./events.js')
const { manyOptions } = require('./many.js')
const port = require('./port.js')
const { SubmitMany, Submitted, besides, written } = require('./submit.js')

class SmppBound {
  constructor({ systemId, interfaceVersion }) {
    this.systemId = systemId
    if (interfaceVersion !== undefined) this.interfaceVersion = interfaceVersion
  }
}

class SmppClient {
  #session
  #hook
  // The link tells what happens on it also while no call is under way.
  #keeps = false

  constructor(options) {
    const { session, hook } = opened(SmppSession, options, SmppClient)
    this.#session = session
    this.#hook = hook
  }

  async bind(options) {
    members(options, ['signal'])
    const keeps = !this.#keeps
    if (keeps) this.#keep()
    const end = await call(this.#hook, options, (id, _, token) => this.#session.bind(id, token))
    if (keeps && end[1] !== 'ok') this.#letGo()
    return new SmppBound(value(end, options))
  }

  async unbind(options) {
    members(options, ['signal'])
    const end = await call(this.#hook, options, (id, _, token) => this.#session.unbind(id, token))
    if (end[1] === 'ok') this.#letGo()
    value(end, options)
  }

  async submit(message, options) {
    const { to, text, from } = message ?? {}
    const [recipient, body] = [string('to', to), string('text', text)]
    const sender = isAbsent(from) ? undefined : string('from', from)
    const more = besides(message)
    const end = await call(this.#hook, options, (id, own, token) =>
      this.#session.submit(id, recipient, body, sender, more, own, token),
    )
    return new Submitted(value(end, options))
  }

  submitMany(messages, options) {
    const { own, ...hooks } = manyOptions(messages, options, written)
    return new SubmitMany(made(this.#session.submitMany(own), this.submitMany), messages, { hook: this.#hook, ...hooks })
  }

  events(options) {
    const { signal } = members(options, ['signal'])
    return new SmppEvents(() => made(this.#session.events(), this.events), { hook: this.#hook, signal })
  }

  close() {
    this.unbind().catch(() => {})
  }

  get closed() {
    return this.#session.closed
  }

  #keep() {
    this.#keeps = true
    port().keep(this.#hook)
  }

  #letGo() {
    if (this.#keeps) port().letGo(this.#hook)
    this.#keeps = false
  }
}

module.exports = { SmppBound, SmppClient }
