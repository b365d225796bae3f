// The functions that need no client: arguments, forms of results, columns, memory that others change.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { Worker } from 'node:worker_threads'

import { EcallError, InvalidArgumentError, text } from 'ecall'

const require = createRequire(import.meta.url)
const { estimate, estimateMany } = text
const refused = (field, rule) => (error) => {
  assert.ok(error instanceof InvalidArgumentError && error instanceof EcallError, error.stack)
  assert.deepEqual([error.outcome, ...error.fields.map((one) => [one.field, one.rule])], ['not_applicable', [field, rule]])
  assert.ok(error.message.startsWith(`${field}: `), error.message)
  return true
}

describe('an estimate', () => {
  it('tells everything in every form', () => {
    const found = estimate('€ “😀”')
    const at = (character, byte, codePoint, utf16) => ({ character, byte, codePoint, utf16 })
    const expected = {
      ...{ alphabet: 'ucs2', pages: 1, units: 6, unitsLeft: 64, pageUnits: 70 },
      forcing: [at('“', 4, 2, 2), at('😀', 7, 3, 3), at('”', 11, 4, 5)],
      doubled: [at('😀', 7, 3, 3)],
      problems: [],
    }
    assert.deepEqual(JSON.parse(JSON.stringify(found)), expected)
    assert.deepEqual(found.toJSON(), { ...expected, cut: undefined, transliterated: undefined })
    assert.ok(inspect(found).startsWith('Estimate {') && inspect(found).includes("character: '😀'"), inspect(found))
    assert.ok(found instanceof text.Estimate && found.forcing === found.forcing)
    assert.deepEqual(Object.keys(found), ['alphabet', 'pages', 'units', 'unitsLeft', 'pageUnits'])
  })

  it('tells of problems, cut and savings', () => {
    const long = estimate(`${'a'.repeat(160)}ж“`, { pageLimit: 1, forceGsm: true })
    assert.deepEqual(long.problems, [
      { code: 'page_limit', found: 3, limit: 1 },
      { code: 'force_gsm', found: 2 },
    ])
    assert.deepEqual(long.cut, { from: { character: 'a', byte: 70, codePoint: 70, utf16: 70 }, characters: 92 })
    assert.equal(long.transliterated, undefined)
    assert.deepEqual(estimate('“a”').transliterated, { alphabet: 'gsm', pages: 1, units: 3 })
    assert.deepEqual(estimate('a'.repeat(1001), { channel: 'RCS' }).problems, [{ code: 'max_length', found: 1001, limit: 1000 }])
  })

  it('keeps its numbers when others are made', () => {
    const first = estimate('“')
    const second = estimate('a'.repeat(161))
    assert.deepEqual([first.pages, first.units, second.pages, second.units], [1, 1, 2, 161])
    assert.deepEqual([second.forcing, first.forcing.length, second.cut], [[], 1, undefined])
  })

  it('takes what is large', () => {
    assert.equal(estimate('ü'.repeat(5_000_000)).units, 5_000_000)
    assert.equal(estimate('ж'.repeat(1_000_000)).forcing.length, 1_000_000)
  })

  it('refuses wrong texts and options', () => {
    for (const given of [undefined, null, 5, {}, ['a'], Buffer.from('a'), new String('a')]) {
      assert.throws(() => estimate(given), refused('text', 'type'), inspect(given))
    }
    for (const [name, value, rule] of [
      ['channel', 'fax', 'one_of'],
      ['pageLimit', 0, 'range'],
      ['pageLimit', 11, 'range'],
      ['referenceBits', 12, 'one_of'],
      ['pageLimit', '3', 'type'],
      ['page_limit', 3, 'unknown'],
      ['pages', 3, 'unknown'],
    ]) {
      for (const call of [(options) => estimate('a', options), (options) => estimateMany([], options)]) {
        assert.throws(() => call({ [name]: value }), refused(name, rule), name)
      }
    }
    assert.throws(() => text.split('a', { referenceBits: 9 }), refused('referenceBits', 'one_of'))
    assert.throws(() => estimate('a', { pageLimit: 5n }), refused('options', 'type'))
    assert.throws(() => estimate('a', { pageLimit: 0, channel: 'fax' }), (error) => error.fields.length === 2)
    assert.equal(estimate('a', null).pages, 1)
    assert.equal(estimate('a', { channel: undefined, pageLimit: undefined }).pages, 1)
  })
})

describe('half a surrogate pair', () => {
  const HALF = 'secret😀\ud83d'
  const { Reassembler } = text

  it('is refused wherever a text is read, and the text is not told', () => {
    const part = { from: 'a', to: 'b', reference: 1, total: 2, number: 1, body: Uint8Array.of(1) }
    const calls = [
      ...['estimate', 'split', 'toGsm', 'encodeGsm', 'encodeUcs2', 'encodeLatin1', 'normaliseMsisdn'].map((name) => ['text', () => text[name](HALF)]),
      ['channel', () => estimate('x', { channel: HALF })],
      ['options', () => estimate('x', { [HALF]: 1 })],
      ['channel', () => estimateMany([], { channel: HALF })],
      ['texts[1]', () => estimateMany(['x', HALF])],
      ['locking', () => text.decodeGsm(Uint8Array.of(1), { locking: HALF })],
      ['single', () => text.decodeGsm(Uint8Array.of(1), { single: HALF })],
      ['defaultCountry', () => text.normaliseMsisdn('0791234567', HALF)],
      ['from', () => new Reassembler().push({ ...part, from: HALF }, 0)],
      ['to', () => new Reassembler().push({ ...part, to: HALF }, 0)],
    ]
    for (const [field, call] of calls) {
      assert.throws(call, (error) => {
        assert.ok(refused(field, 'unicode')(error))
        // In code points, of which the half is one.
        assert.equal(error.fields[0].length, 8)
        assert.doesNotMatch(inspect(error, { showHidden: true, depth: 9 }), /secret/)
        return true
      })
    }
  })

  it('is refused in a column whose texts would make a pair together', () => {
    for (const texts of [['a\ud83d', '\ude00'], ['€', 'a\ud83d', '\ude00'], ['\ude00', 'a']]) {
      const at = texts.findIndex((one) => !one.isWellFormed())
      assert.throws(() => estimateMany(texts), refused(`texts[${at}]`, 'unicode'))
    }
    assert.throws(() => estimateMany([...Array(600).fill('ж'), '\ud83d']), refused('texts[600]', 'unicode'))
  })
})

describe('a column', () => {
  // So many cross the border together.
  const PIECE = 512
  const KINDS = ['Pumpe 3', 'Störung €', 'ж', '😀', '\ufffd', '', 'ü'.repeat(161), 'ß ÿ', '“a”']
  const texts = (count) => Array.from({ length: count }, (_, i) => `${KINDS[i % KINDS.length]}${'x'.repeat(i % 7)}`)

  it('says of each text what an estimate says', () => {
    for (const options of [undefined, { referenceBits: 16 }, { channel: 'whatsapp' }, { forceGsm: true, pageLimit: 1 }]) {
      for (const count of [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE]) {
        const all = texts(count)
        const { pages, units, alphabet } = estimateMany(all, options)
        assert.ok(pages instanceof Uint32Array && units instanceof Uint32Array && Array.isArray(alphabet))
        assert.deepEqual([pages.length, units.length, alphabet.length], [count, count, count])
        all.forEach((one, i) => {
          const found = estimate(one, options)
          assert.deepEqual([pages[i], units[i], alphabet[i]], [found.pages, found.units, found.alphabet], `${i}: ${one}`)
        })
      }
    }
  })

  it('is made of everything that can be gone through', () => {
    function* some() {
      yield 'a'
      yield 'ж'
    }
    for (const given of [['a', 'ж'], new Set(['a', 'ж']), some()]) {
      assert.deepEqual(estimateMany(given).alphabet, ['gsm', 'ucs2'])
    }
    for (const given of [undefined, null, 'ab', 5, {}]) assert.throws(() => estimateMany(given), refused('texts', 'type'))
  })

  it('names the first text that is none', () => {
    for (const wrong of [5, null, undefined, {}]) {
      assert.throws(() => estimateMany([...texts(PIECE), wrong, 7]), refused(`texts[${PIECE}]`, 'type'))
    }
    assert.throws(() => estimateMany(['a', , 'b']), refused('texts[1]', 'type'))
  })

  it('takes texts of any length, one after the other', () => {
    const all = [2047, 2048, 2049, 1, 70_000, 2048, 0].map((length) => 'ж'.repeat(length))
    assert.deepEqual([...estimateMany(all).units], all.map((one) => one.length))
    assert.throws(() => estimateMany([...all, `${'a'.repeat(2046)}\ud83d`]), refused('texts[7]', 'unicode'))
  })

  it('takes more than one string of V8 can hold', () => {
    const { pages } = estimateMany(new Array(270).fill('a'.repeat(2 ** 21)))
    assert.deepEqual(new Set(pages), new Set([Math.ceil(2 ** 21 / 153)]))
  })
})

describe('octets', () => {
  it('come as arrays of their own', () => {
    const septets = text.encodeGsm('a€')
    assert.deepEqual(septets, Uint8Array.of(0x61, 0x1b, 0x65))
    assert.equal(septets.buffer.byteLength, 3)
    const all = Uint8Array.from({ length: 256 }, (_, i) => i)
    assert.deepEqual(text.encodeLatin1(text.decodeLatin1(all)), all)
    assert.deepEqual(text.encodeUcs2(''), new Uint8Array(0))
  })

  it('are taken from every kind of memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4), 1, 2)
    shared.set([0x61, 0x62])
    const detached = Uint8Array.of(1)
    structuredClone(detached.buffer, { transfer: [detached.buffer] })
    const cases = [[Buffer.from('ab'), 'ab'], [Uint8Array.of(0, 0x61, 0x62).subarray(1), 'ab'], [shared, 'ab'], [detached, '']]
    for (const [given, expected] of cases) assert.equal(text.decodeLatin1(given), expected)
    for (const wrong of ['ab', [1], new ArrayBuffer(2), new Uint16Array(2), new Uint8ClampedArray(2), undefined]) {
      assert.throws(() => text.decodeGsm(wrong), refused('septets', 'type'))
      assert.throws(() => text.parseHeader(wrong), refused('octets', 'type'))
    }
  })

  it('refuse what is out of range, and what is unknown', () => {
    const septets = Uint8Array.of(1)
    for (const wrong of [-1, 7, 263, 2 ** 32, 1.5, NaN]) {
      assert.throws(() => text.pack(septets, wrong), refused('fillBits', 'range'))
      assert.throws(() => text.unpack(septets, 1, wrong), refused('fillBits', 'range'))
    }
    assert.throws(() => text.unpack(septets, -1), refused('septets', 'range'))
    assert.throws(() => text.unpack(septets), refused('septets', 'type'))
    assert.throws(() => text.decodeGsm(septets, { locking: 'latin' }), refused('locking', 'one_of'))
    assert.throws(() => text.decodeGsm(septets, { language: 'turkish' }), refused('language', 'unknown'))
    assert.throws(() => text.decodeGsm(septets, 'turkish'), refused('options', 'type'))
    assert.throws(() => text.parseHeader(Uint8Array.of(5, 0)), { code: 'invalid_argument', outcome: 'not_applicable' })
  })
})

describe('a telephone number', () => {
  it('does not stand in its error', () => {
    assert.equal(text.normaliseMsisdn('079 123 45 67', '41'), '+41791234567')
    const check = (error) => refused('text', 'too_many_digits')(error) && !inspect(error).includes('4179123')
    assert.throws(() => text.normaliseMsisdn('+41791234567890123'), check)
    assert.throws(() => text.normaliseMsisdn('0791234567', 'Switzerland'), refused('defaultCountry', 'default_country'))
    assert.throws(() => text.normaliseMsisdn('0791234567', 41), refused('defaultCountry', 'type'))
  })
})

describe('a reassembler', () => {
  const part = { from: 'a', to: 'b', reference: 7, total: 2, number: 1, body: Uint8Array.of(0xd8, 0) }

  it('puts together what headers say', () => {
    const parts = new text.Reassembler()
    const push = (octets) => {
      const { concatenation, body } = text.parseHeader(octets)
      return parts.push({ from: '+41791234567', to: 'x', ...concatenation, body }, Date.now())
    }
    assert.deepEqual(push(Uint8Array.of(5, 0, 3, 7, 2, 2, 0xde, 0)), { outcome: 'waiting' })
    const { outcome, text: whole } = push(Uint8Array.of(5, 0, 3, 7, 2, 1, 0xd8, 0x3d))
    assert.equal(outcome, 'complete')
    assert.equal(text.decodeUcs2(Buffer.concat(whole.bodies)), '😀')
    assert.ok(whole.bodies.every((body) => Object.getPrototypeOf(body) === Uint8Array.prototype))
  })

  it('gives everything back', () => {
    const parts = new text.Reassembler({ maxOpen: 1, timeoutMs: 100 })
    assert.equal(parts.nextExpiryMs, undefined)
    assert.deepEqual(parts.push(part, 5.7), { outcome: 'waiting' })
    assert.deepEqual([parts.open, parts.nextExpiryMs], [1, 105])
    assert.deepEqual(parts.push(part, 6), { outcome: 'duplicate', part: { ...part, bits: 8 } })
    const { problem } = parts.push({ ...part, number: 3 }, 6)
    assert.equal(problem, 'number_over_total')
    const { displaced } = parts.push({ ...part, bits: 16, reference: 0xffff }, 7)
    const { number, body } = part
    const rest = { from: 'a', to: 'b', total: 2, parts: [{ number, body }], missing: [2] }
    assert.deepEqual(displaced, { ...rest, reference: 7, bits: 8 })
    assert.deepEqual([parts.expire(106), parts.expire(107)], [[], [{ ...rest, reference: 0xffff, bits: 16 }]])
    parts.push(part, 200)
    assert.deepEqual([parts.drain().length, parts.drain(), parts.open], [1, [], 0])
  })

  it('does not see what happens to octets afterwards', () => {
    const parts = new text.Reassembler()
    const body = Uint8Array.of(1)
    parts.push({ ...part, body }, 0)
    body[0] = 2
    const pushed = parts.push({ ...part, number: 2 }, 0)
    assert.deepEqual(pushed.text.bodies, [Uint8Array.of(1), part.body])
  })

  it('refuses wrong parts and limits, and takes nothing then', () => {
    const parts = new text.Reassembler()
    for (const [name, value, rule] of [
      ['from', undefined, 'type'],
      ['to', 5, 'type'],
      ['reference', 0x10000, 'range'],
      ['reference', '7', 'type'],
      ['bits', 7, 'one_of'],
      ['total', 256, 'range'],
      ['number', 0.5, 'range'],
      ['number', undefined, 'type'],
      ['body', 'text', 'type'],
    ]) {
      assert.throws(() => parts.push({ ...part, [name]: value }, 0), refused(name, rule), name)
    }
    assert.throws(() => parts.push(undefined, 0), refused('from', 'type'))
    for (const [now, rule] of [[undefined, 'type'], [NaN, 'range'], [-1, 'range'], [Infinity, 'range']]) {
      assert.throws(() => parts.push(part, now), refused('nowMs', rule))
      assert.throws(() => parts.expire(now), refused('nowMs', rule))
    }
    assert.equal(parts.open, 0)
    assert.throws(() => new text.Reassembler({ maxOpen: -1 }), refused('maxOpen', 'range'))
    assert.throws(() => new text.Reassembler({ timeout: 1 }), refused('timeout', 'unknown'))
    assert.throws(() => text.Reassembler(), TypeError)
  })
})

describe('the module', () => {
  it('is the same for both ways to load it', () => assert.equal(require('ecall').text, text))

  it('works in many threads at once', async () => {
    const program = `
      const { parentPort } = require('node:worker_threads')
      const { text } = require(${JSON.stringify(require.resolve('ecall'))})
      let sum = 0
      for (let i = 0; i < 20000; i += 1) {
        const found = text.estimate('ж'.repeat(i % 300))
        sum += found.pages + (i % 100 === 0 ? found.forcing.length : 0)
      }
      const { pages } = text.estimateMany(Array.from({ length: 20000 }, (_, i) => 'ж'.repeat(i % 300)))
      const parts = new text.Reassembler()
      parts.push({ from: 'a', to: 'b', reference: 1, total: 2, number: 1, body: Uint8Array.of(1) }, 0)
      parentPort.postMessage([sum, pages.reduce((all, one) => all + one)])`
    const run = () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(program, { eval: true })
        worker.once('message', resolve)
        worker.once('error', reject)
      })
    const sums = await Promise.all(Array.from({ length: 8 }, run))
    assert.ok(sums.every(([one, many]) => one === sums[0][0] && many === sums[0][1]), String(sums))
    assert.ok(sums[0][0] > sums[0][1])
  })
})
