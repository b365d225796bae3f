// The vectors of tests/vectors over the public surface; see their README.

import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'

import { InvalidArgumentError, text } from 'ecall'

/** The calls that the vectors name. Each takes what the case gives and returns what it states, in the forms of the vectors. */
const CALLS = {
  measure: ({ text: given, reference }) => snake(text.estimate(given, { referenceBits: reference })),
  estimate: ({ text: given, reference, channel, page_limit: pageLimit, force_gsm: forceGsm }) =>
    snake(text.estimate(given, { referenceBits: reference, channel, pageLimit, forceGsm })),
  split: ({ text: given, reference, whole_words: wholeWords }) =>
    snake(text.split(given, { referenceBits: reference, wholeWords })),
  to_gsm: ({ text: given }) => snake(text.toGsm(given)),
  gsm_encode: ({ text: given }) => refusing(given, () => ({ septets: hex(text.encodeGsm(given)) })),
  gsm_decode: ({ septets }) => ({ text: text.decodeGsm(octets(septets)) }),
  gsm_decode_with: ({ septets, locking, single }) => ({ text: text.decodeGsm(octets(septets), { locking, single }) }),
  gsm_cost({ character }) {
    const { alphabet, units } = text.estimate(character)
    return { cost: alphabet === 'gsm' ? units : null }
  },
  gsm_pack: ({ septets, fill_bits: fillBits }) => ({ octets: hex(text.pack(octets(septets), fillBits)) }),
  gsm_unpack: ({ octets: packed, septets, fill_bits: fillBits }) => ({
    septets: hex(text.unpack(octets(packed), septets, fillBits)),
  }),
  ucs2_encode: ({ text: given }) => ({ octets: hex(text.encodeUcs2(given)) }),
  ucs2_decode: ({ octets: given }) => ({ text: text.decodeUcs2(octets(given)) }),
  latin1_encode: ({ text: given }) => refusing(given, () => ({ octets: hex(text.encodeLatin1(given)) })),
  latin1_decode: ({ octets: given }) => ({ text: text.decodeLatin1(octets(given)) }),
  msisdn_normalise: normalised,
  national_language: language,
  udh_parse: header,
  udh_concatenation: written,
  reassemble: reassembled,
}

/** Runs a case, and says what of its result is not so. */
export function runVector({ call, arguments: given, result: stated }) {
  assert.ok(Object.hasOwn(CALLS, call), `no call is named ${call}`)
  const read = new Set()
  const args = new Proxy(expanded(given), {
    get: (all, name) => {
      read.add(name)
      return all[name]
    },
  })
  const found = CALLS[call](args)
  assert.deepEqual(Object.keys(given).filter((name) => !read.has(name)), [], `${call} has no such arguments`)
  for (const [key, value] of Object.entries(expanded(stated))) {
    assert.ok(key in found, `${call} has no result ${key}, but ${JSON.stringify(found)}`)
    // What is absent is null in the vectors.
    const same = isDeepStrictEqual(found[key] ?? null, value)
    assert.ok(same, `${key} is ${JSON.stringify(found[key])}, not ${JSON.stringify(value)}`)
  }
  // An error that a case does not expect must not hide behind keys that are not compared.
  assert.ok(!('error' in found) || 'error' in stated, `failed: ${JSON.stringify(found)}`)
}

/** Texts with repetitions, under the key `text` at any depth, written out. */
function expanded(value, key) {
  if (key === 'text' && Array.isArray(value)) {
    return value.map((piece) => (typeof piece === 'string' ? piece : piece[0].repeat(piece[1]))).join('')
  }
  if (Array.isArray(value)) return value.map((item) => expanded(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, expanded(item, name)]))
}

/** A result with the names of core, as JSON has it, absent members aside. */
export function snake(value) {
  const renamed = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const rename = (item) => {
    if (Array.isArray(item)) return item.map(rename)
    if (item === null || typeof item !== 'object') return item
    return Object.fromEntries(Object.entries(item).map(([name, inner]) => [renamed(name), rename(inner)]))
  }
  const found = rename(JSON.parse(JSON.stringify(value)))
  if ('forcing' in found) Object.assign(found, { cut: found.cut ?? null, transliterated: found.transliterated ?? null })
  return found
}

const octets = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hex = (given) => {
  assert.equal(Object.getPrototypeOf(given), Uint8Array.prototype)
  return Buffer.from(given).toString('hex')
}

/** The error of core that a call throws; undefined where it throws none. */
function errorOf(call) {
  try {
    call()
    return undefined
  } catch (error) {
    assert.ok(error instanceof InvalidArgumentError && error.outcome === 'not_applicable', error.stack)
    return error
  }
}

/** A text that an alphabet may not have; the place stands in the sentence only. */
function refusing(given, call) {
  const error = errorOf(call)
  if (error === undefined) return call()
  const [{ rule, length: count }] = error.fields
  assert.equal(rule, 'alphabet')
  const codePoint = Number(/character number (\d+)/.exec(error.message)[1]) - 1
  const before = [...given].slice(0, codePoint).join('')
  const position = {
    character: [...given][codePoint],
    byte: Buffer.byteLength(before),
    code_point: codePoint,
    utf16: before.length,
  }
  return { error: 'not_encodable', position, count }
}

function normalised({ text: given, default_country: country }) {
  const call = () => text.normaliseMsisdn(given, country)
  const error = errorOf(call)
  if (error === undefined) return { number: call() }
  const [{ rule, length: found, limit, field }] = error.fields
  assert.equal(field, rule === 'default_country' ? 'defaultCountry' : 'text')
  const place = /character (\d+) \(counted from 0\)/.exec(error.message)
  return { error: rule, found, limit, ...(place && { code_point: Number(place[1]) }) }
}

/** A language has its code in headers only. One that is reserved is as if it were not there. */
function language({ code }) {
  const { single } = text.parseHeader(Uint8Array.of(6, 0x24, 1, 1, 0x24, 1, code))
  return { language: single === 'turkish' && code !== 1 ? null : single }
}

function header({ octets: given }) {
  const call = () => text.parseHeader(octets(given))
  const error = errorOf(call)
  if (error !== undefined) return { error: error.fields[0].rule }
  const { elements, body, fillBits, ...rest } = call()
  return {
    ...rest,
    elements: elements.map(({ id, data }) => ({ id, data: hex(data) })),
    rest: hex(body),
    fill_bits: fillBits,
    concatenation: rest.concatenation ?? null,
  }
}

/** Nothing here writes a header, so the case is read the other way: the written header says what the case gives. */
function written({ concatenation: { bits = 8, ...given } }) {
  const element = Buffer.from(
    bits === 8 ? [0, 3, given.reference, given.total, given.number] : [8, 4, given.reference >> 8, given.reference & 0xff, given.total, given.number],
  )
  const whole = Buffer.concat([Buffer.of(element.length), element])
  assert.deepEqual(text.parseHeader(whole).concatenation, { ...given, bits })
  return { element: element.toString('hex'), header: whole.toString('hex') }
}

function reassembled({ steps, max_open: maxOpen = 100, timeout_ms: timeoutMs, duplicate_ms: duplicateMs }) {
  const parts = new text.Reassembler({ maxOpen, timeoutMs, duplicateMs })
  const decoded = (body) => Buffer.from(body).toString()
  const incomplete = ({ reference, total, parts: arrived, missing }) => ({
    ...{ reference, total, missing },
    parts: arrived.map(({ number, body }) => [number, decoded(body)]),
  })
  const outcomes = steps.map(({ at_ms: at = 0, expire_ms: expire, text: body = '', from = 'a', to = 'b', ...numbers }) => {
    if (expire !== undefined) return parts.expire(expire).map(incomplete)
    const part = { from, to, ...numbers, body: Buffer.from(body) }
    const pushed = parts.push(part, at)
    const { outcome, text: whole, displaced, part: back, problem } = pushed
    if (back) assert.deepEqual({ ...back, body: decoded(back.body) }, { bits: 8, ...part, body })
    return {
      outcome,
      ...(whole && { text: decoded(Buffer.concat(whole.bodies)) }),
      ...(problem && { problem }),
      ...(displaced && { displaced: incomplete(displaced) }),
    }
  })
  return { outcomes, open: parts.open }
}
