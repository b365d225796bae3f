#!/usr/bin/env node
'use strict'
// Runs the program of this platform, which a package of its own holds, with the same arguments, streams and end.

const { spawn } = require('node:child_process')
const path = require('node:path')
const { optionalDependencies, version } = require('./package.json')

const PROGRAM = process.platform === 'win32' ? 'ecall-mock.exe' : 'ecall-mock'
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The packages that may suit this platform; where a C library is part of the name, each of them, the likelier first. */
function candidates() {
  const name = `@ecall/mock-${process.platform}-${process.arch}`
  return Object.keys(optionalDependencies).filter((one) => one === name || one.startsWith(`${name}-`))
}

function installed(name) {
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), PROGRAM)
  } catch {
    return undefined
  }
}

function fail(why) {
  console.error(`ecall-mock ${version} cannot run on ${process.platform}-${process.arch}: ${why}`)
  process.exitCode = 1
}

/** Starts the first program that can be; one for another C library cannot. */
function start([program, ...others]) {
  const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' })
  const pass = (signal) => child.kill(signal)
  child.once('spawn', () => SIGNALS.forEach((signal) => process.on(signal, pass)))
  child.once('error', (error) => (others.length > 0 ? start(others) : fail(error.message)))
  child.once('exit', (code, signal) => {
    SIGNALS.forEach((one) => process.off(one, pass))
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code
  })
}

const names = candidates()
const programs = names.map(installed).filter((program) => program !== undefined)
if (programs.length > 0) start(programs)
else if (names.length > 0) fail(`${names.join(' or ')} is not installed; npm leaves it out with --omit=optional, and where node_modules comes from another platform`)
else fail(`there are programs for ${Object.keys(optionalDependencies).map((name) => name.replace('@ecall/mock-', '')).join(', ')}`)
