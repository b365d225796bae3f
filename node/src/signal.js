'use strict'
// From an AbortSignal to what it ends. All that is under way with a signal shares one listener: a signal that many calls are given,
// for a shutdown, gathers no listeners.

const { CancelToken } = require('./addon.js')
const { wrongArgument } = require('./errors.js')

const listeners = new WeakMap()
const tokens = new WeakMap()

/** Calls `cancel` when the signal is aborted, which it may be already, until `ignore` is told the same. */
function hear(signal, cancel) {
  if (signal.aborted) {
    cancel()
    return
  }
  let entry = listeners.get(signal)
  if (entry === undefined) {
    const cancels = new Set()
    entry = { cancels, abort: () => cancels.forEach((one) => one()) }
    signal.addEventListener('abort', entry.abort, { once: true })
    listeners.set(signal, entry)
  }
  entry.cancels.add(cancel)
}

function ignore(signal, cancel) {
  const entry = listeners.get(signal)
  entry?.cancels.delete(cancel)
  if (entry?.cancels.size !== 0) return
  signal.removeEventListener('abort', entry.abort)
  listeners.delete(signal)
}

/** The token of a signal, which calls share, until it is given back with `leave`. */
function join(signal) {
  let entry = tokens.get(checked(signal))
  if (entry === undefined) {
    const token = new CancelToken()
    entry = { token, cancel: () => token.cancel(), calls: 0 }
    hear(signal, entry.cancel)
    tokens.set(signal, entry)
  }
  entry.calls += 1
  return entry.token
}

function leave(signal) {
  const entry = tokens.get(signal)
  entry.calls -= 1
  if (entry.calls > 0) return
  ignore(signal, entry.cancel)
  tokens.delete(signal)
}

function checked(signal) {
  if (typeof signal.addEventListener === 'function' && typeof signal.aborted === 'boolean') return signal
  throw wrongArgument('signal', 'must be an AbortSignal')
}

module.exports = { checked, hear, ignore, join, leave }
