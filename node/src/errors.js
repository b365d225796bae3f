'use strict'
// One class of errors for each kind of core's table.

const { toBytes } = require('./json.js')
const kinds = require('./kinds.js')

/** What is known about some errors only. */
const OPTIONAL = ['httpStatus', 'ecallCode', 'ecallMessage', 'requestId', 'messageId', 'retryAfterMs', 'lastStatus']

class EcallError extends Error {
  #rawBody

  constructor(message = '', details = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = new.target.code ?? details.code
    this.outcome = details.outcome ?? 'not_applicable'
    for (const name of OPTIONAL) {
      if (details[name] !== undefined && details[name] !== null) this[name] = details[name]
    }
    this.fields = details.fields ?? []
    this.attempts = details.attempts ?? []
    this.#rawBody = details.rawBody ?? undefined
  }

  get rawBody() {
    if (typeof this.#rawBody === 'string' || this.#rawBody?.latin1 !== undefined) this.#rawBody = toBytes(this.#rawBody)
    return this.#rawBody
  }

  toJSON() {
    return { name: this.name, message: this.message, ...this }
  }
}

class AbortError extends Error {
  code = 'ABORT_ERR'

  constructor(error, reason) {
    super(error.message, { cause: error })
    this.outcome = error.outcome
    this.reason = reason
  }

  get attempts() {
    return this.cause.attempts
  }
}

function named(type, name) {
  Object.defineProperty(type.prototype, 'name', { value: name, writable: true, configurable: true })
  return type
}

named(EcallError, 'EcallError')
named(AbortError, 'AbortError')

const byCode = new Map()
const classes = {}
for (const { code, className } of kinds) {
  const type = { [className]: class extends EcallError {} }[className]
  type.code = code
  byCode.set(code, type)
  classes[className] = named(type, className)
}

/** An attempt as it came from the addon. */
function toAttempt({ time, kind, ...rest }) {
  const attempt = { time: new Date(time), code: kind, ...rest }
  for (const name of Object.keys(attempt)) {
    if (attempt[name] === null) delete attempt[name]
  }
  return attempt
}

/** An error as it came from the addon. The last attempt is its cause where that failed in another way. */
function toError({ message, kind, attempts, ...details }) {
  details.attempts = attempts.map(toAttempt)
  const last = details.attempts.at(-1)
  if (last !== undefined && last.code !== kind) details.cause = make(last.code, last.message, last)
  return make(kind, message, details)
}

function make(code, message, details) {
  const type = byCode.get(code) ?? EcallError
  return new type(message, details)
}

/** An argument that cannot be handed to core. */
function wrongArgument(field, message, cause) {
  const details = { outcome: 'not_accepted', fields: [{ field, rule: 'type', message }] }
  if (cause !== undefined) details.cause = cause
  return new classes.InvalidArgumentError(`${field}: ${message}`, details)
}

module.exports = { EcallError, AbortError, classes, kinds, toAttempt, toError, wrongArgument }
