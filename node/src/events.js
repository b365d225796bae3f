'use strict'
// What happens on an SMPP link. See `types/smpp.d.ts`.

const { isAbsent } = require('./arguments.js')
const { value } = require('./call.js')
const port = require('./port.js')
const { checked, hear, ignore } = require('./signal.js')

/** What an event has under another name here. */
const RENAMED = { isFinal: 'final', isIntermediate: 'intermediate' }

class Happened {
  constructor(came) {
    for (const name in came) this[RENAMED[name] ?? name] = name === 'octets' ? Buffer.from(came.octets, 'hex') : came[name]
  }
}

class SmppReceipt extends Happened {}
class SmppMessage extends Happened {}
class SmppIncomplete extends Happened {}
class LinkEvent extends Happened {}
class StrayResponse extends Happened {}
class RawPdu extends Happened {}

const CLASSES = {
  receipt: SmppReceipt,
  message: SmppMessage,
  incomplete: SmppIncomplete,
  link: LinkEvent,
  response: StrayResponse,
  raw: RawPdu,
}

/** An event as it came from the addon. */
function toEvent(came) {
  const type = CLASSES[came.type]
  return type === undefined ? came : new type(came)
}

/** A reader of events. They come many at a time, but each is taken alone: when the next is asked for, or it is acknowledged. */
class SmppEvents {
  #native
  #hook
  #signal
  // What came and was not handed over, the next one last.
  #ready = []
  // Whether what was handed over last is not taken.
  #untaken = false
  #over = false
  // Questions follow one another.
  #before = Promise.resolve()
  #nexts = 0

  constructor(begin, { hook, signal }) {
    if (!isAbsent(signal)) this.#signal = checked(signal)
    this.#native = begin()
    this.#hook = hook
  }

  [Symbol.asyncIterator]() {
    return this
  }

  next() {
    // Without a detour where something is there.
    const free = this.#nexts === 0 && !this.#over && !this.#signal?.aborted
    if (free && this.#ready.length > 0) return Promise.resolve(this.#out())
    this.#nexts += 1
    return this.#inTurn(() => this.#next()).finally(() => (this.#nexts -= 1))
  }

  async #next() {
    const aborted = this.#signal?.aborted
    if (!this.#over && (aborted || this.#ready.length === 0)) {
      const { items } = await this.#ask((id) => this.#native.next(id)).catch((error) => this.#failed(error))
      this.#untaken = false
      this.#ready = items.map(toEvent).reverse()
      if (items.length === 0) this.#leave()
    }
    return this.#over ? { value: undefined, done: true } : this.#out()
  }

  #out() {
    this.#take()
    this.#untaken = true
    return { value: this.#ready.pop(), done: false }
  }

  #take() {
    if (this.#untaken) this.#native.taken()
    this.#untaken = false
  }

  /** What was left while somebody waited has ended. After an abort nothing more can come. */
  #failed(error) {
    if (error.code !== 'ABORT_ERR') throw error
    const left = this.#over
    this.#leave()
    if (left) return { items: [] }
    throw error
  }

  return(value) {
    this.#over = true
    if (this.#nexts > 0) this.#native.cancel()
    return this.#inTurn(async () => {
      this.#leave()
      return { value, done: true }
    })
  }

  /** What was handed over last stays untaken unless it is; what was not handed over comes again, to another reader. */
  #leave() {
    this.#over = true
    this.#ready = []
    this.#native.leave(this.#untaken ? 1 : 0)
    this.#untaken = false
  }

  async acknowledge() {
    // While somebody waits for the next, the one before is taken.
    if (this.#nexts === 0) this.#take()
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

module.exports = { LinkEvent, RawPdu, SmppEvents, SmppIncomplete, SmppMessage, SmppReceipt, StrayResponse }
