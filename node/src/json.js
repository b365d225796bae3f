'use strict'
// What crosses to the addon as JSON.

const { types } = require('node:util')

/** A date that is none, under the name of its member. */
class InvalidDate extends RangeError {
  constructor(field) {
    super('Invalid time value')
    this.field = field
  }
}

// How JSON writes half a surrogate pair. Texts that show such an escape have it as well.
const MAY_HAVE_HALVES = /\\ud[89a-f]/

function replace(name, value) {
  // As null it would count as absent.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (value === null && types.isDate(this[name])) throw new InvalidDate(name)
  return value
}

/** The value as JSON. */
function toJson(value) {
  return JSON.stringify(value, replace) ?? 'null'
}

/** The first text in JSON that has half a surrogate pair, and the path to it; undefined where there is none. */
function findHalf(json) {
  return MAY_HAVE_HALVES.test(json) ? findHalfIn(JSON.parse(json), '') : undefined
}

function findHalfIn(value, path) {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : { path, text: value }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, item] of Object.entries(value)) {
    if (!name.isWellFormed()) return { path, text: name }
    const found = findHalfIn(item, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** The bytes of a body that may have come as a text. */
function toBytes(body) {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : body
}

/** Octets that came as a text with a character for each. */
function toOctets(characters) {
  return new Uint8Array(Buffer.from(characters, 'latin1'))
}

module.exports = { InvalidDate, toJson, findHalf, toBytes, toOctets }
