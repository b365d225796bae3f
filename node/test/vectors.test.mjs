// Every vector of the codec is a test of its own, named after its file and case; see tests/vectors/README.md.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'

import { ROOT } from './support/mock.mjs'
import { runVector } from './support/vectors.mjs'

const FOLDER = path.join(ROOT, 'tests/vectors/text')
const files = fs.readdirSync(FOLDER).sort()

describe('vectors', () => {
  for (const file of files) {
    const { source, cases } = JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8'))
    for (const one of cases) it(`${path.basename(file, '.json')}: ${one.name}`, () => runVector(one))

    it(`${file} says where its cases are from, and has some`, () => {
      assert.ok(source.length > 0 && cases.length > 0)
    })
  }

  it('are all there', () => {
    assert.ok(files.length >= 10 && files.every((file) => file.endsWith('.json')), String(files))
  })
})
