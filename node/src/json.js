'use strict'
// What crosses to the addon as JSON.

const NOT_WELL_FORMED = /\\ud[89a-f]/i

function replace(_name, value) {
  // As null it would count as absent.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value
}

function replaceHalves(name, value) {
  return typeof value === 'string' ? value.toWellFormed() : replace(name, value)
}

/** The value as JSON. Halves of characters become U+FFFD, as everywhere where a text is encoded as UTF-8. */
function toJson(value) {
  const json = JSON.stringify(value, replace) ?? 'null'
  return NOT_WELL_FORMED.test(json) ? JSON.stringify(value, replaceHalves) : json
}

/** The bytes of a body that may have come as a text. */
function toBytes(body) {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : body
}

/** Octets that came as a text with a character for each. */
function toOctets(characters) {
  return new Uint8Array(Buffer.from(characters, 'latin1'))
}

module.exports = { toJson, toBytes, toOctets }
