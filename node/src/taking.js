'use strict'
// The results of work on many messages, taken out one at a time as they came in batches.

const { AbortError, classes, toError } = require('./errors.js')
const port = require('./port.js')
const { checked, hear, ignore } = require('./signal.js')

/**
 * One end of the work. `native` is the addon's, `convert` makes items of the results that came together, `feed` gives messages in
 * where there are any to give, `progress` is told after each batch.
 */
class Taking {
  #native
  #hook
  #signal
  #convert
  #feed
  #progress
  #cancelling = () => this.cancel()
  // What has not come out, from `#at` on.
  #done = []
  #at = 0
  #fresh = false
  #turn
  #over = false
  #closed = false
  #failure
  // The error of something that was cancelled.
  #cancelled
  // Calls of `next`, `return` and `stop` follow one another.
  #before = Promise.resolve()
  #waiting = 0

  constructor(native, { hook, signal, convert, feed, progress }) {
    this.#native = native
    this.#hook = hook
    this.#convert = convert
    this.#feed = feed
    this.#progress = progress
    if (signal === undefined || signal === null) return
    this.#signal = checked(signal)
    hear(signal, this.#cancelling)
  }

  /** Ends what is under way and begins nothing else; everything that was given in comes out all the same. */
  cancel() {
    this.#feed?.stop()
    this.#native.cancel()
  }

  next() {
    // Without a detour where something is there.
    if (this.#waiting === 0 && this.#has()) return Promise.resolve(this.#out())
    return this.#inTurn(() => this.#next())
  }

  async #next() {
    try {
      while (!this.#has() && !this.#over && !this.#closed) await this.#step()
    } catch (error) {
      // What the caller's iterable or hook threw, as it is.
      await this.#end().catch(() => {})
      throw error
    }
    if (this.#has()) return this.#out()
    if (!this.#closed) await this.#finished()
    return { value: undefined, done: true }
  }

  /** Everything has come out. */
  async #finished() {
    const cut = this.#feed?.open === true
    await this.#end()
    if (this.#signal?.aborted && (cut || this.#cancelled !== undefined)) throw this.#aborted()
  }

  #aborted() {
    const outcome = this.#cancelled?.outcome ?? 'not_accepted'
    const error = new classes.CancelledError('cancelled before all messages were done', { outcome })
    return new AbortError(error, this.#signal.reason)
  }

  return(value) {
    this.cancel()
    return this.#inTurn(async () => {
      await this.#end()
      return { value, done: true }
    })
  }

  stop() {
    this.cancel()
    return this.#inTurn(async () => {
      await this.#end()
      const rest = this.#done.slice(this.#at)
      this.#done = []
      this.#at = 0
      return rest
    })
  }

  #inTurn(act) {
    this.#waiting += 1
    const end = this.#before.then(act)
    const left = () => {
      this.#waiting -= 1
    }
    this.#before = end.then(left, left)
    return end
  }

  /** Whether there is something to come out; nothing does once it was left. */
  #has() {
    return this.#at < this.#done.length && !this.#closed
  }

  #out() {
    const value = this.#done[this.#at]
    this.#done[this.#at] = undefined
    this.#at += 1
    return { value, done: false }
  }

  async #step() {
    const giving = this.#feed !== undefined && (await this.#feed.fill())
    this.#turn ??= this.#begin(giving)
    const slow = this.#feed?.pending
    await (slow === undefined ? this.#turn : Promise.race([this.#turn, slow]))
    if (!this.#fresh) return
    this.#fresh = false
    this.#progress?.()
  }

  async #begin(giving) {
    const [, end, value] = await port().call(this.#hook, (id) => this.#native.turn(id, giving))
    this.#turn = undefined
    if (end !== 'ok') {
      this.#over = true
      this.#failure = toError(value)
      return
    }
    const items = this.#convert(value.done)
    for (const { error } of items) {
      if (error?.code === 'cancelled' && this.#cancelled?.outcome !== 'unknown') this.#cancelled = error
    }
    if (this.#at === this.#done.length) {
      this.#done = items
      this.#at = 0
    } else {
      this.#done.push(...items)
    }
    this.#fresh = items.length > 0
    this.#over = value.over
  }

  /** Waits until what was under way has ended. What has not come out is kept for `stop`. */
  async #end() {
    this.#closed = true
    this.cancel()
    while (!this.#over) await (this.#turn ??= this.#begin(false))
    if (this.#signal !== undefined) ignore(this.#signal, this.#cancelling)
    await this.#feed?.close()
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
  }
}

module.exports = { Taking }
