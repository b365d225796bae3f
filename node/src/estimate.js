'use strict'
// What a text costs. The numbers are there at once; the rest is fetched or read only where somebody asks for it.

const native = require('./addon.js')

const INSPECT = Symbol.for('nodejs.util.inspect.custom')

class Estimate {
  // What `details` came as, or what to ask the addon with; then what was made of it.
  #text
  #options
  #raw
  #details

  constructor(alphabet, pages, units, unitsLeft, pageUnits, raw, text, options) {
    this.alphabet = alphabet
    this.pages = pages
    this.units = units
    this.unitsLeft = unitsLeft
    this.pageUnits = pageUnits
    this.#raw = raw
    this.#text = text
    this.#options = options
  }

  static #of(estimate) {
    if (estimate.#details === undefined) {
      const text = estimate.#text
      const raw = text === undefined ? estimate.#raw : JSON.parse(native.textDetails(text, estimate.#options))
      estimate.#details = raw === undefined ? new Details('', '', [], null, null) : new Details(...raw)
      estimate.#raw = estimate.#text = estimate.#options = undefined
    }
    return estimate.#details
  }

  get forcing() {
    return Estimate.#of(this).forcing
  }

  get doubled() {
    return Estimate.#of(this).doubled
  }

  get problems() {
    return Estimate.#of(this).problems
  }

  get cut() {
    return Estimate.#of(this).cut
  }

  get transliterated() {
    return Estimate.#of(this).transliterated
  }

  toJSON() {
    return { ...this, ...Estimate.#of(this) }
  }

  [INSPECT](_depth, options, inspect) {
    return `Estimate ${inspect(this.toJSON(), options)}`
  }
}

/** What an estimate has besides its numbers, in the order in which it comes from the addon. */
class Details {
  constructor(forcing, doubled, problems, cut, transliterated) {
    this.forcing = places(forcing)
    this.doubled = places(doubled)
    this.problems = problems
    this.cut = cut ?? undefined
    this.transliterated = transliterated ?? undefined
  }
}

/** Places from a text of numbers, four for each. */
function places(numbers) {
  if (numbers === '') return []
  const all = numbers.split(' ')
  const found = new Array(all.length / 4)
  for (let i = 0; i < found.length; i += 1) {
    const [character, byte, codePoint, utf16] = [all[4 * i], all[4 * i + 1], all[4 * i + 2], all[4 * i + 3]].map(Number)
    found[i] = { character: String.fromCodePoint(character), byte, codePoint, utf16 }
  }
  return found
}

/** An estimate as it came in an answer: its numbers, and the rest where it is not all empty. */
function toEstimate([alphabet, pages, units, unitsLeft, pageUnits, details]) {
  return new Estimate(alphabet, pages, units, unitsLeft, pageUnits, details, undefined, undefined)
}

module.exports = { Estimate, toEstimate }
