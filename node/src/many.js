'use strict'
// Sending and following many messages. See `types/many.d.ts`.

const { json } = require('./arguments.js')
const { from, toError, wrongArgument } = require('./errors.js')
const { Feed } = require('./feed.js')
const { MessageResult, MessageStatus, toItem } = require('./results.js')
const { ReportedStatus } = require('./status.js')
const { Taking } = require('./taking.js')

class SendMany {
  #native
  #taking

  constructor(begin, messages, { hook, signal, onProgress }) {
    if (!isIterable(messages)) throw wrongArgument('messages', 'must be an iterable or an async iterable')
    this.#native = begin()
    const feed = new Feed(this.#native, messages)
    const convert = (index, end) => {
      const item = toSent(end, index)
      if (item.error !== undefined) item.error = feed.problem(index) ?? item.error
      return item
    }
    const progress = onProgress && (() => onProgress(this.counts))
    this.#taking = new Taking(this.#native, { hook, signal, convert, feed, progress })
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

  get unknown() {
    return JSON.parse(this.#native.unknown())
  }
}

class WaitMany {
  #native
  #taking

  constructor(begin, { hook, signal }) {
    this.#native = begin()
    this.#taking = new Taking(this.#native, { hook, signal, convert: toFollowed })
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

function isIterable(given) {
  if (typeof given !== 'object' || given === null) return false
  return typeof given[Symbol.asyncIterator] === 'function' || typeof given[Symbol.iterator] === 'function'
}

module.exports = { SendMany, WaitMany }
