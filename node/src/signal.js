'use strict'
// From an AbortSignal to the token of core. Calls that share a signal share a token and one listener: a signal that many calls
// are given, for a shutdown, gathers no listeners.

const { CancelToken } = require('./addon.js')
const { wrongArgument } = require('./errors.js')

const shared = new WeakMap()

/** The token of a signal, until it is given back with `leave`. */
function join(signal) {
  let entry = shared.get(checked(signal))
  if (entry === undefined) {
    const token = new CancelToken()
    entry = { token, cancel: () => token.cancel(), calls: 0 }
    if (signal.aborted) token.cancel()
    else signal.addEventListener('abort', entry.cancel, { once: true })
    shared.set(signal, entry)
  }
  entry.calls += 1
  return entry.token
}

function checked(signal) {
  if (typeof signal.addEventListener === 'function' && typeof signal.aborted === 'boolean') return signal
  throw wrongArgument('signal', 'must be an AbortSignal')
}

function leave(signal) {
  const entry = shared.get(signal)
  entry.calls -= 1
  if (entry.calls > 0) return
  signal.removeEventListener('abort', entry.cancel)
  shared.delete(signal)
}

module.exports = { checked, join, leave }
