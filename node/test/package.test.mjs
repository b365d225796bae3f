// The package as it was installed: what it brings, what happens when it is loaded, and when it cannot be.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { describe, it } from 'node:test'

import { version } from 'ecall'

import { ROOT } from './support/mock.mjs'

const require = createRequire(import.meta.url)
const folder = path.dirname(require.resolve('ecall/package.json'))
const manifest = require('ecall/package.json')
/** The packages of the platforms that are installed: this one's alone. */
const addons = Object.keys(manifest.optionalDependencies).filter((name) => fs.existsSync(path.join(folder, '..', name)))

describe('the package', () => {
  it('has the version of the workspace and no dependencies but its addons', () => {
    const workspace = fs.readFileSync(path.join(ROOT, 'Cargo.toml'), 'utf8').match(/^version = "(.*)"$/m)[1]
    assert.equal(manifest.version, workspace)
    assert.equal(version, workspace)
    for (const key of ['dependencies', 'devDependencies', 'peerDependencies', 'bundleDependencies', 'scripts']) {
      assert.equal(manifest[key], undefined, key)
    }
    const platforms = JSON.parse(fs.readFileSync(path.join(ROOT, 'packaging', 'platforms.json'), 'utf8'))
    const named = Object.values(platforms).map(({ npm }) => [`@ecall/${npm}`, workspace])
    assert.deepEqual(manifest.optionalDependencies, Object.fromEntries(named))
    assert.equal(addons.length, 1)
    assert.equal(require(`${addons[0]}/package.json`).version, workspace)
    assert.ok(fs.existsSync(path.join(folder, 'README.md')))
  })

  it('does nothing when it is loaded', () => {
    const program = `
      const tasks = () => require('node:fs').existsSync('/proc/self/task') ? require('node:fs').readdirSync('/proc/self/task').length : 0
      const state = () => [tasks(), process.getActiveResourcesInfo().length, process.eventNames().length, Object.keys(globalThis).length]
      const before = state()
      require('ecall')
      console.log(JSON.stringify([before, state()]))`
    const [before, after] = JSON.parse(execFileSync(process.execPath, ['-e', program]))
    assert.deepEqual(after, before)
  })

  it('is loaded soon', () => {
    const program = `const begun = performance.now(); require('ecall'); console.log(performance.now() - begun)`
    const times = Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, ['-e', program])))
    // The benchmark measures it; a test on a busy machine only notices that something is wrong.
    assert.ok(Math.min(...times) < 100, `${times} ms`)
  })
})

describe('an addon that cannot be loaded', () => {
  /** Loads a copy of the packages that was changed, after a statement. */
  function load(change, before = '') {
    const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ecall-node-'))
    try {
      const modules = path.join(place, 'node_modules')
      for (const name of ['ecall', addons[0]]) fs.cpSync(path.join(folder, '..', name), path.join(modules, name), { recursive: true })
      change(path.join(modules, 'ecall'), path.join(modules, addons[0]))
      const program = `${before}; try { require('ecall'); console.log('loaded') } catch (error) {
        console.log(JSON.stringify({ code: error.code, message: error.message, cause: error.cause?.message })) }`
      const { stdout, status } = spawnSync(process.execPath, ['-e', program], { cwd: place, encoding: 'utf8' })
      assert.equal(status, 0)
      return JSON.parse(stdout)
    } finally {
      fs.rmSync(place, { recursive: true })
    }
  }

  it('is named with platform and version where it is missing', () => {
    const { code, message } = load((_, addon) => fs.rmSync(addon, { recursive: true }))
    assert.equal(code, 'ERR_ECALL_ADDON')
    for (const part of [version, process.platform, process.arch, process.version, `${addons[0]} is not installed`, '--omit=optional']) {
      assert.ok(message.includes(part), message)
    }
  })

  it('is named where the platform has none', () => {
    const { code, message } = load(() => {}, `Object.defineProperty(process, 'platform', { value: 'aix' })`)
    assert.equal(code, 'ERR_ECALL_ADDON')
    for (const part of ['aix-', 'there are addons for', addons[0].replace('@ecall/', '')]) assert.ok(message.includes(part), message)
  })

  it('is named with the cause where it is damaged', () => {
    const { message, cause } = load((_, addon) => fs.writeFileSync(path.join(addon, 'ecall.node'), 'not a library'))
    assert.ok(message.includes(addons[0]) && message.includes(cause), message)
    assert.ok(cause.length > 0)
  })

  it('is named where it is of another version', () => {
    const { message } = load((copy) => {
      const manifest = path.join(copy, 'package.json')
      fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace(`"${version}"`, '"99.0.0"'))
    })
    assert.ok(message.includes('99.0.0') && message.includes(`is of version ${version}`), message)
  })
})
