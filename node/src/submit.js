'use strict'
// Messages over SMPP: what becomes of one, and any number of them. Two hundred thousand a second is what this is made for: their texts
// cross joined to one, and of a result the id alone.

const { isAbsent, json, viewed } = require('./arguments.js')
const { string } = require('./call.js')
const { toError, wrongArgument } = require('./errors.js')
const { Sending } = require('./many.js')

// In place of a length: it is not there.
const ABSENT = 0xffff_ffff
// So many characters cross together at most, and one message more: no string grows beyond what V8 can hold.
const JOINED_LENGTH = 1 << 20
// V8 stores strings without such characters in octets, and sees without a search that they have none.
const BEYOND_LATIN1 = /[^\0-\xff]/

class Submitted {
  constructor({ messageId, parts, possibleDuplicate }) {
    if (messageId !== undefined) this.messageId = messageId
    this.parts = parts
    this.possibleDuplicate = possibleDuplicate
  }
}

class SubmitMany extends Sending {
  constructor(native, messages, options) {
    super(native, messages, { ...options, convert: toItems, batch: new Joined() })
  }
}

/** Messages that cross together, as one text and the lengths of its pieces: recipient, text, sender, and JSON of what else it has. */
class Joined {
  #pieces = []
  #lengths = []
  #length = 0

  get length() {
    return this.#lengths.length / 4
  }

  get full() {
    return this.#length >= JOINED_LENGTH
  }

  add(message) {
    const { to, text, from } = message ?? {}
    const [recipient, body] = [textOf('to', to), textOf('text', text)]
    const sender = isAbsent(from) ? undefined : textOf('from', from)
    const more = besides(message)
    this.#put(recipient)
    this.#put(body)
    this.#put(sender)
    this.#put(more)
  }

  skip() {
    this.#lengths.push(ABSENT, ABSENT, ABSENT, ABSENT)
  }

  #put(piece) {
    if (piece === undefined) {
      this.#lengths.push(ABSENT)
      return
    }
    this.#pieces.push(piece)
    this.#lengths.push(piece.length)
    this.#length += piece.length
  }

  give(native) {
    const joined = this.#pieces.join('')
    const lengths = Uint32Array.from(this.#lengths)
    if (BEYOND_LATIN1.test(joined)) native.giveUtf16(joined, lengths)
    else native.giveLatin1(joined, lengths)
    this.#pieces = []
    this.#lengths = []
    this.#length = 0
  }
}

/** A text, whose characters the addon looks at; absent counts as empty. */
function textOf(field, given) {
  return typeof given === 'string' ? given : string(field, given)
}

/** What a message has besides recipient, text and sender, as JSON; undefined where that is nothing. */
function besides(message) {
  for (const name in message) {
    if (name === 'to' || name === 'text' || name === 'from') continue
    const { to, text, from, ...rest } = message
    const own = written('message', rest)
    return own === '{}' ? undefined : own
  }
  return undefined
}

/** Options of messages as JSON, in which octets are hex digits. */
function written(field, { userData, ...rest }) {
  if (isAbsent(userData)) return json(field, rest)
  const octets = viewed(userData)
  if (octets === undefined) throw wrongArgument('userData', 'must be bytes')
  const hex = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex')
  return json(field, { ...rest, userData: hex })
}

/** Results as the addon tells them: each with its index before it, one of which there is nothing else to say as its id. */
function toItems(done) {
  const items = new Array(done.length / 2)
  for (let i = 0; i < items.length; i += 1) {
    items[i] = toItem(done[2 * i], done[2 * i + 1])
  }
  return items
}

function toItem(index, end) {
  if (typeof end === 'string') {
    const parts = [{ state: 'accepted', messageId: end, smppStatus: 0 }]
    return { index, result: new Submitted({ messageId: end, parts, possibleDuplicate: false }) }
  }
  return end.failed === undefined ? { index, result: new Submitted(end.ok) } : { index, error: toError(end.failed) }
}

module.exports = { SubmitMany, Submitted, besides, written }
