'use strict'
// What core gives one at a time, as async iterators. See `types/https.d.ts`.

const { isAbsent } = require('./arguments.js')
const { value } = require('./call.js')
const port = require('./port.js')
const { checked, hear, ignore } = require('./signal.js')

const ASK = Symbol('ask')

/** One end of it. `native` is the addon's, `convert` makes an item of what came. Nothing is asked for before somebody waits. */
class Stream {
  #native
  #hook
  #signal
  #convert
  // What came with others and was not handed over, the next one last.
  #ready = []
  #over = false
  // Questions follow one another.
  #before = Promise.resolve()
  #nexts = 0

  constructor(native, { hook, signal, convert }) {
    this.#native = native
    this.#hook = hook
    this.#convert = convert
    if (!isAbsent(signal)) this.#signal = checked(signal)
  }

  [Symbol.asyncIterator]() {
    return this
  }

  next() {
    this.#nexts += 1
    return this.#inTurn(() => this.#next()).finally(() => (this.#nexts -= 1))
  }

  async #next() {
    while (this.#ready.length === 0 && !this.#over) {
      const { items, over } = await this.#ask((id) => this.#native.next(id)).catch((error) => this.#failed(error))
      if (over) this.#over = true
      else if (!this.#over) this.#ready = items.map(this.#convert).reverse()
    }
    return this.#ready.length === 0 ? { value: undefined, done: true } : { value: this.#ready.pop(), done: false }
  }

  /** What was left while somebody waited for more has ended; any other error is theirs, and the next question begins there again. */
  #failed(error) {
    if (this.#over && error.code === 'ABORT_ERR') return { over: true }
    throw error
  }

  return(value) {
    this.#over = true
    this.#ready = []
    if (this.#nexts > 0) this.#native.cancel()
    return this.#inTurn(async () => ({ value, done: true }))
  }

  /** Another question, after those before it. */
  [ASK](begin) {
    return this.#inTurn(() => this.#ask(begin))
  }

  /** The signal is listened to only while somebody waits. */
  async #ask(begin) {
    const signal = this.#signal
    const cancel = () => this.#native.cancel()
    if (signal !== undefined) hear(signal, cancel)
    try {
      return value(await port().call(this.#hook, begin), { signal })
    } finally {
      if (signal !== undefined) ignore(signal, cancel)
    }
  }

  #inTurn(act) {
    const end = this.#before.then(act)
    this.#before = end.catch(() => {})
    return end
  }
}

class StatusRange extends Stream {}

class Messages extends Stream {
  #native

  constructor(native, options) {
    super(native, options)
    this.#native = native
  }

  async acknowledge() {
    await this[ASK]((id) => this.#native.acknowledge(id))
  }
}

module.exports = { Messages, StatusRange }
