'use strict'
// Sending and following many messages. See `types/many.d.ts`.

const { isAbsent, json } = require('./arguments.js')
const { from, toError, wrongArgument } = require('./errors.js')
const { Feed } = require('./feed.js')
const { MessageResult, MessageStatus, toItem } = require('./results.js')
const { ReportedStatus } = require('./status.js')
const { Taking } = require('./taking.js')

/** Messages that are sent. `convert` makes items of the results of a turn, `batch` collects what crosses together. */
class Sending {
  #native
  #taking

  constructor(native, messages, { hook, signal, onProgress, convert, batch }) {
    const feed = new Feed(native, messages, batch)
    const progress = onProgress && (() => onProgress(this.counts))
    const items = (done) => {
      const found = convert(done)
      for (const item of found) {
        if (item.error !== undefined) item.error = feed.problem(item.index) ?? item.error
      }
      return found
    }
    this.#native = native
    this.#taking = new Taking(native, { hook, signal, convert: items, feed, progress })
  }

  [Symbol.asyncIterator]() {
    return this
  }

  next() {
    return this.#taking.next()
  }

  return(value) {
    return this.#taking.return(value)
  }

  stop() {
    return this.#taking.stop()
  }

  get counts() {
    return JSON.parse(this.#native.counts())
  }
}

class SendMany extends Sending {
  #native

  constructor(native, messages, options) {
    super(native, messages, { ...options, convert: (done) => done.map(([index, end]) => toSent(end, index)) })
    this.#native = native
  }

  get unknown() {
    return JSON.parse(this.#native.unknown())
  }
}

class WaitMany {
  #native
  #taking

  constructor(begin, { hook, signal }) {
    this.#native = begin()
    const convert = (done) => done.map(([messageId, end]) => toFollowed(messageId, end))
    this.#taking = new Taking(this.#native, { hook, signal, convert })
  }

  [Symbol.asyncIterator]() {
    return this
  }

  next() {
    return this.#taking.next()
  }

  return(value) {
    return this.#taking.return(value)
  }

  notify(event) {
    const text = json('event', toWire(event), { outcome: 'not_applicable', root: 'event' })
    const failed = this.#native.notify(text)
    if (failed !== null) throw from(toError(JSON.parse(failed)), this.notify)
  }

  cancel() {
    this.#taking.cancel()
  }

  get open() {
    return this.#native.open
  }
}

const toSent = toItem((sent) => new MessageResult(sent))

function toFollowed(messageId, { ok, failed }) {
  return failed === undefined ? { messageId, status: new ReportedStatus(ok) } : { messageId, error: toError(failed) }
}

/** A state as the wire has it, of one that this package made or of the wire's own. */
function toWire(event) {
  if (!(event instanceof ReportedStatus || event instanceof MessageStatus)) return event
  const { kind, listId, raw, httpStatus, requestId, attempts, final, extra, timestamp, timestampText, ...model } = event
  return { ...extra, ...model, timestamp: timestampText }
}

/** What all who send many messages look at first: their hook and signal, and the rest of the options, as `write` writes it. */
function manyOptions(messages, options, write = json) {
  if (!isIterable(messages)) throw wrongArgument('messages', 'must be an iterable or an async iterable')
  const { signal, onProgress, ...rest } = options ?? {}
  if (!isAbsent(onProgress) && typeof onProgress !== 'function') throw wrongArgument('onProgress', 'must be a function')
  return { signal, onProgress, own: write('options', rest) }
}

function isIterable(given) {
  if (typeof given !== 'object' || given === null) return false
  return typeof given[Symbol.asyncIterator] === 'function' || typeof given[Symbol.iterator] === 'function'
}

module.exports = { SendMany, Sending, WaitMany, manyOptions }
