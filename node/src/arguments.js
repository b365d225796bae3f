'use strict'
// The arguments of functions, of those that need no client above all: their types are looked at here, what they say is looked at by
// core.

const { types } = require('node:util')

const { notUnicode, wrongArgument } = require('./errors.js')
const { InvalidDate, findHalf, toJson } = require('./json.js')

function refused(field, message, { rule = 'type', cause } = {}) {
  return wrongArgument(field, message, { cause, rule, outcome: 'not_applicable' })
}

function isAbsent(given) {
  return given === undefined || given === null
}

function string(field, given) {
  if (typeof given !== 'string') throw refused(field, 'must be a string')
  if (given.isWellFormed()) return given
  throw notUnicode(field, given, 'not_applicable')
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
  return still(given)
}

/** The same of a buffer or of what looks at one; undefined where it is neither. */
function viewed(given) {
  if (ArrayBuffer.isView(given)) return still(new Uint8Array(given.buffer, given.byteOffset, given.byteLength))
  return types.isAnyArrayBuffer(given) ? still(new Uint8Array(given)) : undefined
}

/** Other threads change what is shared: of that a copy, else the octets themselves. */
function still(octets) {
  return types.isSharedArrayBuffer(octets.buffer) ? new Uint8Array(octets) : octets
}

/** An array of what can be gone through once. */
function list(field, given, { of = 'strings', outcome = 'not_applicable' } = {}) {
  if (Array.isArray(given)) return given
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return Array.from(given)
  throw wrongArgument(field, `must be an array of ${of}`, { outcome })
}

/** Options as JSON, whose names core looks at. */
function options(given) {
  return isAbsent(given) ? undefined : json('options', given, { outcome: 'not_applicable' })
}

function noDate(field, outcome) {
  return wrongArgument(field, 'must be a valid date', { rule: 'format', outcome })
}

/** An instant as core reads it: that of a date, or a text. */
function instant(field, given) {
  if (!types.isDate(given)) return string(field, given)
  if (Number.isNaN(given.getTime())) throw noDate(field, 'not_applicable')
  return given.toISOString()
}

/** A value as JSON. `root`: what stands before the path of a text within it. */
function json(field, given, { outcome, root = '' } = {}) {
  let text
  let half
  try {
    text = toJson(given)
    half = findHalf(text)
  } catch (cause) {
    if (cause instanceof InvalidDate) throw noDate(cause.field, outcome)
    throw wrongArgument(field, 'cannot be written as JSON', { cause, outcome })
  }
  if (half === undefined) return text
  const path = (root + half.path).replace(/^\./, '')
  throw notUnicode(path === '' ? field : path, half.text, outcome)
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

module.exports = { instant, isAbsent, json, list, members, octets, options, optionalString, refused, string, time, viewed, whole }
