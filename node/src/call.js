'use strict'
// What the clients of all interfaces share: how one is opened, how a call is made, and what comes of it.

const { isAbsent, json, list } = require('./arguments.js')
const { AbortError, from, notUnicode, toError, wrongArgument } = require('./errors.js')
const port = require('./port.js')
const { join, leave } = require('./signal.js')

/** A session of the addon's class `Session`, and the hook of its events; `inner` is the constructor that the caller called. */
function opened(Session, options, inner) {
  const { onLog, ...rest } = options ?? {}
  let hook
  if (!isAbsent(onLog)) {
    if (typeof onLog !== 'function') throw wrongArgument('onLog', 'must be a function')
    hook = port().hook(onLog)
  }
  const own = json('options', rest, { outcome: 'not_applicable' })
  return { session: made(Session.open(port().native, own, hook?.id), inner), hook }
}

/** Makes a call; the promise holds its end, for `value`, and is not rejected. */
function call(hook, options, begin) {
  if (isAbsent(options)) return port().call(hook, begin)
  const { signal, ...rest } = options
  const own = json('options', rest)
  if (isAbsent(signal)) return port().call(hook, (id) => begin(id, own))
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
  const error = toError(result)
  // What the caller's own stream threw.
  if (pump?.failure !== undefined) error.cause = pump.failure
  throw from(error.code === 'cancelled' ? new AbortError(error, options?.signal?.reason) : error, value)
}

/** What `message` has besides the members `taken`, as JSON; undefined where that is nothing. */
function others(field, message, taken) {
  for (const name in message) {
    if (taken.includes(name)) continue
    const rest = Object.entries(message).filter(([other]) => !taken.includes(other))
    return json(field, Object.fromEntries(rest))
  }
  return undefined
}

/** A text; absent counts as empty, as everywhere in core. */
function string(field, given, outcome) {
  if (typeof given === 'string') {
    if (given.isWellFormed()) return given
    throw notUnicode(field, given, outcome)
  }
  if (isAbsent(given)) return ''
  throw wrongArgument(field, 'must be a string', { outcome })
}

/** One address, or several. */
function addresses(to) {
  if (isAbsent(to) || typeof to === 'string') return [string('to', to)]
  return list('to', to, { of: 'addresses, or one', outcome: 'not_accepted' }).map((one, index) => string(`to[${index}]`, one))
}

module.exports = { addresses, call, made, opened, others, string, value }
