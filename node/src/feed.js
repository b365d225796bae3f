'use strict'
// Messages on their way into the addon: taken from the caller's iterable only where there is room, many at a time.

const { json } = require('./arguments.js')

// How long messages are collected before they are given in: a source that takes its time must not hold up what it gave, nor
// the event loop.
const COLLECT_MS = 2

/** Messages that cross together, as a JSON array. */
class Texts {
  #texts = []

  get length() {
    return this.#texts.length
  }

  /** Whether no more should cross with them. */
  get full() {
    return false
  }

  /** Adds a message, or throws why it cannot be read. */
  add(message) {
    this.#texts.push(json('message', message))
  }

  /** Adds what stands for a message that cannot be read: the addon gives it a result all the same. */
  skip() {
    this.#texts.push('null')
  }

  /** Gives them in, and begins anew. */
  give(native) {
    native.give(`[${this.#texts.join(',')}]`)
    this.#texts = []
  }
}

class Feed {
  #native
  // What is collected for the next crossing.
  #batch
  // The caller's iterator; undefined once it has ended.
  #source
  #isAsync
  // The next message of an async source while it is waited for, then what came.
  #pull
  #came
  #taken = 0
  #stopped = false
  #unreadable = new Map()

  constructor(native, messages, batch = new Texts()) {
    this.#native = native
    this.#batch = batch
    this.#isAsync = typeof messages[Symbol.asyncIterator] === 'function'
    this.#source = this.#isAsync ? messages[Symbol.asyncIterator]() : messages[Symbol.iterator]()
  }

  /** Whether messages may be left that were not taken. */
  get open() {
    return this.#source !== undefined
  }

  /** The next message, where the source takes its time with it. */
  get pending() {
    return this.#stopped ? undefined : this.#pull
  }

  /** Why the message at this index could not be handed on, if it could not. */
  problem(index) {
    const problem = this.#unreadable.get(index)
    this.#unreadable.delete(index)
    return problem
  }

  /** Gives in what there is room for; whether there may be more at once. What the source throws is thrown. */
  async fill() {
    if (!this.open || this.#stopped) return false
    const room = this.#native.room
    if (room === 0) return this.#pull === undefined
    try {
      if (this.#isAsync) await this.#collectSlowly(room)
      else this.#collect(room)
    } finally {
      if (this.#batch.length > 0) this.#batch.give(this.#native)
      if (!this.open) this.#native.end()
    }
    return this.open && this.#pull === undefined
  }

  #collect(room) {
    const until = performance.now() + COLLECT_MS
    do {
      this.#put(this.#next())
    } while (this.#mayHave(room) && performance.now() < until)
  }

  /** Whether one more may cross with those that were collected. */
  #mayHave(room) {
    return this.open && this.#batch.length < room && !this.#batch.full
  }

  async #collectSlowly(room) {
    const until = performance.now() + COLLECT_MS
    // Until the event loop comes round, whatever is ready has come.
    const round = new Promise(setImmediate)
    do {
      this.#pull ??= this.#awaitNext()
      if (this.#came === undefined) await Promise.race([this.#pull, round])
      if (this.#came === undefined || this.#stopped) return
      const { error, next } = this.#came
      this.#came = this.#pull = undefined
      if (next === undefined) {
        this.#source = undefined
        throw error
      }
      this.#put(next)
    } while (this.#mayHave(room) && performance.now() < until)
  }

  async #awaitNext() {
    try {
      this.#came = { next: await this.#source.next() }
    } catch (error) {
      this.#came = { error }
    }
  }

  #next() {
    const source = this.#source
    // One that throws has ended.
    this.#source = undefined
    const next = source.next()
    this.#source = source
    return next
  }

  #put({ value, done }) {
    if (done) {
      this.#source = undefined
      return
    }
    try {
      this.#batch.add(value)
    } catch (error) {
      this.#unreadable.set(this.#taken, error)
      this.#batch.skip()
    }
    this.#taken += 1
  }

  /** Takes no more. */
  stop() {
    this.#stopped = true
  }

  /** Tells the source that nothing more is taken from it. One that is waited for is told and not waited for any longer. */
  async close() {
    const source = this.#source
    this.#source = undefined
    const closed = source?.return?.()
    if (this.#pull === undefined) await closed
    else Promise.resolve(closed).catch(() => {})
  }
}

module.exports = { Feed }
