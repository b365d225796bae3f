'use strict'
// Texts and telephone numbers: functions that need no client. See `types/text.d.ts`.

const native = require('./addon.js')
const { list, members, octets, options: toOptions, optionalString, refused, string, whole } = require('./arguments.js')
const { toThrown } = require('./errors.js')
const { Estimate } = require('./estimate.js')
const { toOctets } = require('./json.js')
const { Reassembler, parseHeader } = require('./received.js')

const ALPHABETS = native.alphabets()
// Where the addon writes the numbers of an estimate; nobody else has it.
const NUMBERS = new Uint32Array(5)
// What numbers may be that cross as 32 bits; which of them can be meant is core's to say.
const MAX_U32 = 0xffff_ffff
// So many texts cross together, as arguments: enough to make the crossing cheap, few enough for any stack.
const TOGETHER = 512
const column = native.textColumn()

function estimate(text, options) {
  string('text', text)
  const json = toOptions(options)
  call(native.textMeasure, text, json, NUMBERS)
  return new Estimate(ALPHABETS[NUMBERS[0]], NUMBERS[1], NUMBERS[2], NUMBERS[3], NUMBERS[4], undefined, text, json)
}

function estimateMany(texts, options) {
  const all = list('texts', texts)
  const json = toOptions(options)
  const count = all.length
  const [pages, units, numbers] = [new Uint32Array(count), new Uint32Array(count), new Uint8Array(count)]
  // Once at least: wrong options are refused whether there are texts or not.
  for (let from = 0; from === 0 || from < count; from += TOGETHER) {
    const some = all.slice(from, from + TOGETHER)
    const measured = call(column, json, from, pages, units, numbers, ...some)
    // Counted by what there was at first: a getter of the caller's may have changed the array.
    if (measured < Math.min(TOGETHER, count - from)) throw refused(`texts[${from + measured}]`, 'must be a string')
  }

  const alphabet = new Array(count).fill(ALPHABETS[0])
  for (let i = 0; i < count; i += 1) {
    if (numbers[i] !== 0) alphabet[i] = ALPHABETS[numbers[i]]
  }
  return { pages, units, alphabet }
}

function split(text, options) {
  return JSON.parse(call(native.textSplit, string('text', text), toOptions(options)))
}

function toGsm(text) {
  return JSON.parse(call(native.textToGsm, string('text', text)))
}

function encodeGsm(text) {
  return toOctets(call(native.encodeGsm, string('text', text)))
}

function decodeGsm(septets, options) {
  const { locking, single } = members(options, ['locking', 'single'])
  const names = [optionalString('locking', locking), optionalString('single', single)]
  return call(native.decodeGsm, octets('septets', septets), ...names)
}

function pack(septets, fillBits = 0) {
  return toOctets(call(native.pack, octets('septets', septets), whole('fillBits', fillBits, MAX_U32)))
}

function unpack(packed, septets, fillBits = 0) {
  const numbers = [whole('septets', septets, MAX_U32), whole('fillBits', fillBits, MAX_U32)]
  return toOctets(call(native.unpack, octets('octets', packed), ...numbers))
}

function encodeUcs2(text) {
  return toOctets(call(native.encodeUcs2, string('text', text)))
}

function decodeUcs2(given) {
  return call(native.decodeUcs2, octets('octets', given))
}

function encodeLatin1(text) {
  return toOctets(call(native.encodeLatin1, string('text', text)))
}

function decodeLatin1(given) {
  return call(native.decodeLatin1, octets('octets', given))
}

function normaliseMsisdn(text, defaultCountry) {
  return call(native.normaliseMsisdn, string('text', text), optionalString('defaultCountry', defaultCountry))
}

/** Calls the addon; what core refuses becomes the error of its kind. */
function call(made, ...values) {
  try {
    return made(...values)
  } catch (error) {
    throw toThrown(error, call)
  }
}

module.exports = {
  Estimate,
  Reassembler,
  decodeGsm,
  decodeLatin1,
  decodeUcs2,
  encodeGsm,
  encodeLatin1,
  encodeUcs2,
  estimate,
  estimateMany,
  normaliseMsisdn,
  pack,
  parseHeader,
  split,
  toGsm,
  unpack,
}
