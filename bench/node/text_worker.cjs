'use strict'
// Counts the pages of texts: `ecall`, `split-sms` or `sms-segments-calculator` one text a call, `ecall-column` all texts in
// one call. Arguments: one of these, a file of texts (a line each), a JSON file of texts on which the peers must agree.
// `run N` on standard input is answered with the seconds that N calls took and what was counted in them.

const fs = require('node:fs')
const readline = require('node:readline')

// So many strings exist at a time; a whole turn's would fill the memory.
const STOCK = 10_000

/** Each peer: counts the pages of a list of texts, one text a call, and tells what it thinks of one text. */
const peers = {
  ecall() {
    const { text } = require('ecall')
    function count(texts) {
      let pages = 0
      for (const one of texts) pages += text.estimate(one).pages
      return pages
    }
    function look(one) {
      const found = text.estimate(one)
      return [found.pages, found.alphabet === 'gsm']
    }
    return { count, look }
  },

  'split-sms'() {
    const { split } = require('split-sms')
    // Without the texts of the parts, which nobody asks for here: that is quicker.
    const summary = { summary: true }
    function count(texts) {
      let pages = 0
      for (const one of texts) pages += split(one, summary).parts.length
      return pages
    }
    function look(one) {
      const found = split(one, summary)
      return [found.parts.length, found.characterSet === 'GSM']
    }
    return { count, look }
  },

  'sms-segments-calculator'() {
    const { SegmentedMessage } = require('sms-segments-calculator')
    function count(texts) {
      let pages = 0
      for (const one of texts) pages += new SegmentedMessage(one).segmentsCount
      return pages
    }
    function look(one) {
      const found = new SegmentedMessage(one)
      return [found.segmentsCount, found.encodingName === 'GSM-7']
    }
    return { count, look }
  },
}

/** New strings, each with its characters in a place of its own, as they come from a socket or a database; a slice of a long
 * string would be a reference into it. */
function fresh(lines) {
  return lines.map((line) => line.toString('utf8'))
}

function readLines(path) {
  const octets = fs.readFileSync(path)
  const lines = []
  for (let start = 0; start < octets.length; ) {
    const end = octets.indexOf(10, start)
    lines.push(octets.subarray(start, end))
    start = end + 1
  }
  return lines
}

const now = () => Number(process.hrtime.bigint()) / 1e9

/** One text a call, all texts in turn. */
function inCalls(count, lines) {
  let place = 0
  return function run(left) {
    const answer = { seconds: 0, pages: 0 }
    while (left > 0) {
      const texts = fresh(lines.slice(place, place + Math.min(STOCK, left)))
      place = (place + texts.length) % lines.length
      left -= texts.length
      const start = now()
      answer.pages += count(texts)
      answer.seconds += now() - start
    }
    return answer
  }
}

/** All texts in one call, and three columns out of it. */
function inColumns(lines) {
  const { text } = require('ecall')
  return function run(calls) {
    const answer = { seconds: 0, pages: 0, units: 0, gsm: 0 }
    for (; calls > 0; calls -= 1) {
      const texts = fresh(lines)
      const start = now()
      const { pages, units, alphabet } = text.estimateMany(texts)
      answer.seconds += now() - start
      for (const one of pages) answer.pages += one
      for (const one of units) answer.units += one
      for (const one of alphabet) answer.gsm += one === 'gsm' ? 1 : 0
    }
    return answer
  }
}

function lookAtColumns(texts) {
  const { pages, alphabet } = require('ecall').text.estimateMany(texts)
  return Array.from(pages, (number, index) => [number, alphabet[index] === 'gsm'])
}

function say(value) {
  process.stdout.write(JSON.stringify(value) + '\n')
}

async function main(mode, textsPath, probesPath) {
  const lines = readLines(textsPath)
  const samples = JSON.parse(fs.readFileSync(probesPath, 'utf8'))
  const isColumn = mode === 'ecall-column'
  const peer = isColumn ? null : peers[mode]()
  const answers = isColumn ? lookAtColumns(samples) : samples.map(peer.look)
  const run = isColumn ? inColumns(lines) : inCalls(peer.count, lines)
  const name = isColumn ? 'ecall' : mode
  say({ version: require(`${name}/package.json`).version, answers })
  for await (const order of readline.createInterface({ input: process.stdin })) {
    const [word, count] = order.split(' ')
    if (word !== 'run') throw new Error(`not an order: ${order}`)
    say(run(Number(count)))
  }
}

main(...process.argv.slice(2))
