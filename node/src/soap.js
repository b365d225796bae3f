'use strict'

const { Attachments, SoapSession } = require('./addon.js')
const { isAbsent, list, optionalString, viewed } = require('./arguments.js')
const { addresses, call, opened, others, string, value } = require('./call.js')
const { wrongArgument } = require('./errors.js')
const { JobState, SentJob, SoapResolution } = require('./job.js')
const { toPath } = require('./media.js')

class SoapClient {
  #session
  #hook

  constructor(options) {
    const { session, hook } = opened(SoapSession, options, SoapClient)
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
    const { to, text, files } = fax ?? {}
    const [all, body, attached] = [addresses(to), string('text', text), attachments(files)]
    const more = others('fax', fax, ['to', 'text', 'files'])
    const end = await call(this.#hook, options, (id, own, token) =>
      this.#session.sendFax(id, all, body, attached, more, own, token),
    )
    return new SentJob(value(end, options))
  }

  async sendVoice(voice, options) {
    const { to, text } = voice ?? {}
    const [all, body] = [addresses(to), string('text', text)]
    const more = others('voice', voice, ['to', 'text'])
    const end = await call(this.#hook, options, (id, own, token) => this.#session.sendVoice(id, all, body, more, own, token))
    return new SentJob(value(end, options))
  }

  async state(jobId, options) {
    const about = string('jobId', jobId, 'not_applicable')
    const { address, ...rest } = options ?? {}
    const at = optionalString('address', address)
    const end = await call(this.#hook, rest, (id, own, token) => this.#session.state(id, about, at, own, token))
    return new JobState(value(end, rest))
  }

  async wait(jobId, options) {
    const about = string('jobId', jobId, 'not_applicable')
    const { address, ...rest } = options ?? {}
    const at = optionalString('address', address)
    const end = await call(this.#hook, rest, (id, own, token) => this.#session.wait(id, about, at, own, token))
    return new JobState(value(end, rest))
  }

  async resolve(jobId, options) {
    const about = string('jobId', jobId, 'not_applicable')
    const end = await call(this.#hook, options, (id, own, token) => this.#session.resolve(id, about, own, token))
    return new SoapResolution(value(end, options))
  }

  close() {
    this.#session.close()
  }

  get closed() {
    return this.#session.closed
  }
}

/** The files of a fax, whose bytes are taken here and now. */
function attachments(files) {
  const attached = new Attachments()
  if (isAbsent(files)) return attached
  for (const [index, file] of list('files', files, { of: 'files', outcome: 'not_accepted' }).entries()) {
    attach(attached, `files[${index}]`, file)
  }
  return attached
}

function attach(attached, field, file) {
  if (typeof file === 'string' || file instanceof URL) return attached.path(toFile(field, file))
  if (typeof file !== 'object' || file === null || viewed(file) !== undefined) {
    throw wrongArgument(field, 'must be a path, { path, name? } or { name, data }')
  }
  const { name, path, data, ...unknown } = file
  for (const other in unknown) throw wrongArgument(`${field}.${other}`, 'there is no such option', { rule: 'unknown' })
  const named = isAbsent(name) ? undefined : string(`${field}.name`, name)
  if (isAbsent(data)) return attached.path(toFile(`${field}.path`, path), named)
  if (!isAbsent(path)) throw wrongArgument(field, 'has a path or data, not both', { rule: 'exclusive' })
  const bytes = viewed(data)
  if (bytes === undefined) throw wrongArgument(`${field}.data`, 'must be bytes')
  attached.bytes(named ?? '', bytes)
}

function toFile(field, given) {
  return given instanceof URL ? toPath(field, given, 'not_accepted') : string(field, given)
}

module.exports = { SoapClient }
