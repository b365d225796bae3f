// Every conformance case is a test of its own, named as the case; see tests/conformance/README.md.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'

import { runCase } from './support/case.mjs'
import { Mock, ROOT } from './support/mock.mjs'

const read = (name) => JSON.parse(fs.readFileSync(path.join(ROOT, 'tests/conformance', name), 'utf8'))
const { cases } = read('cases.json')
const known = read('known-failing.json').node

describe('conformance', { concurrency: 8 }, () => {
  let mock
  before(async () => {
    mock = await Mock.start()
  })
  after(() => mock.stop())

  for (const one of cases) {
    it(one.name, async () => {
      if (process.env.CONFORMANCE_RAN) fs.appendFileSync(process.env.CONFORMANCE_RAN, `node ${one.name}\n`)
      if (known[one.name] === undefined) return runCase(mock, one)
      await assert.rejects(runCase(mock, one), `passes although it is listed as failing: ${known[one.name]}`)
    })
  }

  it('lists no case as failing that does not exist', () => {
    const names = new Set(cases.map(({ name }) => name))
    assert.deepEqual(Object.keys(known).filter((name) => !names.has(name)), [])
  })
})
