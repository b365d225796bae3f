'use strict'
// Loads the addon of this platform, or says why it cannot be loaded.

const fs = require('node:fs')
const path = require('node:path')
const { version } = require('../package.json')

const FOLDER = path.join(__dirname, '..')

/** The C libraries that a platform may have, the likelier first; on the rest the platform says it all. */
const ABIS = { linux: ['gnu', 'musl'], win32: ['msvc'] }

/** The addons that may suit this platform, best first. */
function candidates(platform, arch) {
  const abis = ABIS[platform] ?? ['']
  return abis.map((abi) => `ecall.${[platform, arch, abi].filter(Boolean).join('-')}.node`)
}

function failure(causes) {
  const here = `${process.platform}-${process.arch}, Node ${process.version}`
  const error = new Error(`the addon of ecall ${version} cannot be loaded on ${here}: ${causes.map(({ why }) => why).join('; ')}`, {
    cause: causes.find(({ error }) => error !== undefined)?.error,
  })
  error.code = 'ERR_ECALL_ADDON'
  return error
}

function load() {
  const causes = []
  for (const name of candidates(process.platform, process.arch)) {
    const file = path.join(FOLDER, name)
    if (!fs.existsSync(file)) {
      causes.push({ why: `${name} is not in this package` })
      continue
    }
    try {
      const addon = require(file)
      if (addon.version() === version) return addon
      causes.push({ why: `${name} is of version ${addon.version()}` })
    } catch (error) {
      causes.push({ why: `${name}: ${error.message}`, error })
    }
  }
  throw failure(causes)
}

module.exports = load()
