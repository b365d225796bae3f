'use strict'
// The arguments of functions that need no client: their types are looked at here, what they say is looked at by core.

const { types } = require('node:util')

const { wrongArgument } = require('./errors.js')
const { toJson } = require('./json.js')

function refused(field, message, { rule = 'type', cause } = {}) {
  return wrongArgument(field, message, { cause, rule, outcome: 'not_applicable' })
}

function isAbsent(given) {
  return given === undefined || given === null
}

function string(field, given) {
  if (typeof given === 'string') return given
  throw refused(field, 'must be a string')
}

function optionalString(field, given) {
  return isAbsent(given) ? undefined : string(field, given)
}

/** A whole number from 0 to `most`. */
function whole(field, given, most = Number.MAX_SAFE_INTEGER) {
  if (typeof given !== 'number') throw refused(field, 'must be a number')
  if (Number.isInteger(given) && given >= 0 && given <= most) return given
  throw refused(field, `must be a whole number from 0 to ${most}`, { rule: 'range' })
}

/** A time in milliseconds, which clocks may give with a fraction. */
function time(field, given) {
  return whole(field, typeof given === 'number' ? Math.floor(given) : given)
}

/** Octets that nobody changes while they are read. */
function octets(field, given) {
  if (!types.isUint8Array(given)) throw refused(field, 'must be a Uint8Array')
  return types.isSharedArrayBuffer(given.buffer) ? new Uint8Array(given) : given
}

/** An array of what can be gone through once. */
function list(field, given) {
  if (Array.isArray(given)) return given
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return Array.from(given)
  throw refused(field, 'must be an array of strings')
}

/** Options as JSON, whose names core looks at. */
function options(given) {
  if (isAbsent(given)) return undefined
  try {
    return toJson(given)
  } catch (cause) {
    throw refused('options', 'cannot be written as JSON', { cause })
  }
}

/** Options that cross as plain values, of which there are no others than `names`. */
function members(given, names) {
  if (isAbsent(given)) return {}
  if (typeof given !== 'object') throw refused('options', 'must be an object')
  for (const name in given) {
    if (!names.includes(name)) throw refused(name, 'there is no such option', { rule: 'unknown' })
  }
  return given
}

module.exports = { isAbsent, list, members, octets, options, optionalString, refused, string, time, whole }
