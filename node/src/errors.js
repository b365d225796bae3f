'use strict'
// One class of errors for each kind of core's table.

const native = require('./addon.js')
const { toBytes } = require('./json.js')
const kinds = require('./kinds.js')
const { ReportedJobState, ReportedStatus } = require('./status.js')

class EcallError extends Error {
  #rawBody

  constructor(message = '', details = {}) {
    const { cause, code, outcome = 'not_applicable', fields = [], attempts = [], rawBody, ...rest } = details
    super(message, cause === undefined ? undefined : { cause })
    this.code = new.target.code ?? code
    this.outcome = outcome
    Object.assign(this, rest)
    this.fields = fields
    this.attempts = attempts
    this.#rawBody = rawBody
  }

  get rawBody() {
    return this.#rawBody === undefined ? undefined : (this.#rawBody = toBytes(this.#rawBody))
  }

  toJSON() {
    return { name: this.name, message: this.message, ...this }
  }
}

class AbortError extends Error {
  constructor(error, reason) {
    super(error.message, { cause: error })
    this.code = 'ABORT_ERR'
    this.outcome = error.outcome
    this.reason = reason
  }
}

/** The name is the class's, for `toString` and the head of the stack, and is not shown as a member. */
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
function toAttempt(attempt) {
  return { ...attempt, time: new Date(attempt.time) }
}

/** An error as it came from the addon. The last attempt is its cause where that failed in another way. */
function toError({ error, lastStatus, lastJobState, rawBody, rawBytes }) {
  const details = { ...error, rawBody: rawBytes === undefined ? rawBody : Buffer.from(rawBytes, 'latin1') }
  details.attempts = error.attempts.map(toAttempt)
  if (lastStatus !== undefined) details.lastStatus = new ReportedStatus(lastStatus)
  if (lastJobState !== undefined) details.lastJobState = new ReportedJobState(lastJobState)
  const last = details.attempts.at(-1)
  if (last !== undefined && last.code !== error.code) details.cause = make(last)
  return make(details)
}

function make({ message, ...details }) {
  const type = byCode.get(details.code) ?? EcallError
  return new type(message, details)
}

/** The error with a stack that begins where a function of the public surface was left. */
function from(error, inner) {
  Error.captureStackTrace(error, inner)
  return error
}

/** What the addon threw, as it is thrown on to the caller of `inner`. */
function toThrown(error, inner) {
  if (error.code !== 'ECALL') return error
  return from(toError(JSON.parse(error.message)), inner)
}

/** An argument that cannot be handed to core. */
function wrongArgument(field, message, { cause, rule = 'type', outcome = 'not_accepted' } = {}) {
  const details = { cause, outcome, fields: [{ field, rule, message }] }
  return from(new classes.InvalidArgumentError(`${field}: ${message}`, details), wrongArgument)
}

/** A text with half a surrogate pair, which core cannot hold. */
function notUnicode(field, text, outcome = 'not_accepted') {
  return from(toError(JSON.parse(native.notUnicode(field, text, outcome === 'not_accepted'))), notUnicode)
}

module.exports = { EcallError, AbortError, classes, from, notUnicode, toAttempt, toError, toThrown, wrongArgument }
