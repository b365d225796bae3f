'use strict'
// Received texts: what stands before a part, and the parts of a long text put together.

const native = require('./addon.js')
const { isAbsent, members, octets, string, time, whole } = require('./arguments.js')
const { toThrown } = require('./errors.js')
const { toOctets } = require('./json.js')

const LIMITS = ['maxOpen', 'timeoutMs', 'duplicateMs']

function parseHeader(given) {
  const header = read(() => native.parseHeader(octets('octets', given)))
  header.elements.forEach(withOctets('data'))
  return withOctets('body')(header)
}

class Reassembler {
  #native

  constructor(options) {
    const given = members(options, LIMITS)
    const limits = LIMITS.map((name) => (isAbsent(given[name]) ? undefined : whole(name, given[name])))
    this.#native = new native.Reassembler(...limits)
  }

  push(part, nowMs) {
    const { from, to, reference, bits = 8, total, number, body } = part ?? {}
    const values = [
      string('from', from),
      string('to', to),
      whole('reference', reference, 0xffff),
      whole('bits', bits, 0xff),
      whole('total', total, 0xff),
      whole('number', number, 0xff),
      octets('body', body),
      time('nowMs', nowMs),
    ]
    const pushed = read(() => this.#native.push(...values))
    if (pushed.text !== undefined) pushed.text.bodies = pushed.text.bodies.map(toOctets)
    if (pushed.part !== undefined) withOctets('body')(pushed.part)
    if (pushed.displaced !== undefined) withBodies(pushed.displaced)
    return pushed
  }

  expire(nowMs) {
    const now = time('nowMs', nowMs)
    return read(() => this.#native.expire(now)).map(withBodies)
  }

  drain() {
    return read(() => this.#native.drain()).map(withBodies)
  }

  get open() {
    return this.#native.open
  }

  get nextExpiryMs() {
    return this.#native.nextExpiryMs ?? undefined
  }
}

/** Octets in the place of the text as which they came. */
function withOctets(name) {
  return (object) => {
    object[name] = toOctets(object[name])
    return object
  }
}

function withBodies(text) {
  text.parts.forEach(withOctets('body'))
  return text
}

/** What the addon tells as JSON; what core refuses becomes the error of its kind. */
function read(made) {
  try {
    return JSON.parse(made())
  } catch (error) {
    throw toThrown(error, read)
  }
}

module.exports = { Reassembler, parseHeader }
