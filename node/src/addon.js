'use strict'
// Loads the addon of this platform, which a package of its own holds, or says why it cannot be loaded.

const { optionalDependencies, version } = require('../package.json')

/** The packages that may suit this platform; where a C library is part of the name, each of them, the likelier first. */
function candidates(platform, arch) {
  const name = `@ecall/${platform}-${arch}`
  return Object.keys(optionalDependencies).filter((one) => one === name || one.startsWith(`${name}-`))
}

function isAbsent(name, error) {
  return error.code === 'MODULE_NOT_FOUND' && error.message.startsWith(`Cannot find module '${name}'`)
}

function failure(causes) {
  const here = `${process.platform}-${process.arch}, Node ${process.version}`
  const whys = causes.map(({ why }) => why)
  if (causes.length === 0) whys.push(`there are addons for ${Object.keys(optionalDependencies).map((name) => name.replace('@ecall/', '')).join(', ')}`)
  else if (causes.every(({ absent }) => absent)) {
    whys.push('npm leaves it out with --omit=optional, and where node_modules or package-lock.json come from another platform')
  }
  const error = new Error(`the addon of ecall ${version} cannot be loaded on ${here}: ${whys.join('; ')}`, {
    cause: causes.find(({ error }) => error !== undefined)?.error,
  })
  error.code = 'ERR_ECALL_ADDON'
  return error
}

function load() {
  const causes = []
  for (const name of candidates(process.platform, process.arch)) {
    try {
      const addon = require(name)
      if (addon.version() === version) return addon
      causes.push({ why: `${name} is of version ${addon.version()}` })
    } catch (error) {
      if (isAbsent(name, error)) causes.push({ why: `${name} is not installed`, absent: true })
      else causes.push({ why: `${name}: ${error.message}`, error })
    }
  }
  throw failure(causes)
}

module.exports = load()
