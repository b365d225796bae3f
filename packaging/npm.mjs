// Makes the npm packages: node packaging/npm.mjs TARGET BUILT DESTINATION
//
// `ecall` and `ecall-mock` are the same on every platform and ask for the packages of all of them, of which npm installs the one
// that suits; `@ecall/<platform>` and `@ecall/mock-<platform>` hold what was built for TARGET.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const [target, built, destination] = process.argv.slice(2)
const read = (...place) => JSON.parse(fs.readFileSync(path.join(ROOT, ...place), 'utf8'))
const platforms = read('packaging', 'platforms.json')
const { npm: here, os, cpu, libc } = platforms[target]
const version = fs.readFileSync(path.join(ROOT, 'Cargo.toml'), 'utf8').match(/^version = "(.*)"$/m)[1]

const COMMON = ['LICENSE-APACHE', 'LICENSE-MIT', 'THIRD-PARTY-NOTICES.txt']

/** Packs a folder of its own with these files: a name in the package, and where it comes from. */
function pack(manifest, files) {
  const stage = path.join(ROOT, 'target', 'npm', manifest.name)
  fs.rmSync(stage, { recursive: true, force: true })
  fs.mkdirSync(stage, { recursive: true })
  for (const name of COMMON) files[name] = path.join(ROOT, name)
  for (const [name, source] of Object.entries(files)) fs.cpSync(source, path.join(stage, name), { recursive: true })
  fs.writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify({ ...manifest, files: Object.keys(files) }, null, 2)}\n`)
  // Windows' npm is a batch file, which only a shell starts; a shell splits at blanks, and the way from here has none.
  const options = { cwd: stage, stdio: 'inherit', shell: process.platform === 'win32' }
  execFileSync('npm', ['pack', '--silent', '--pack-destination', path.relative(stage, destination)], options)
}

/** A package that users name, from the manifest in a folder. */
function packMain(folder, prefix, files) {
  const { devDependencies, private: _, ...manifest } = read(folder, 'package.json')
  const names = Object.values(platforms).map(({ npm }) => [`@ecall/${prefix}${npm}`, version])
  const sources = Object.fromEntries(files.map((name) => [name, path.join(ROOT, folder, name)]))
  pack({ ...manifest, version, optionalDependencies: Object.fromEntries(names) }, sources)
}

/** The package that holds one file for this platform. */
function packPlatform(prefix, description, file, source, fields) {
  const { license, engines } = read('node', 'package.json')
  const suits = { os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) }
  const manifest = { name: `@ecall/${prefix}${here}`, version, description: `${description} for ${here}`, license, engines, ...suits, ...fields }
  pack(manifest, { [file]: path.join(built, source) })
}

const library = { linux: 'libecall_node.so', darwin: 'libecall_node.dylib', win32: 'ecall_node.dll' }[os]
const program = os === 'win32' ? 'ecall-mock.exe' : 'ecall-mock'
packMain('node', '', ['README.md', 'src', 'types'])
packPlatform('', 'The addon of ecall', 'ecall.node', library, { main: 'ecall.node' })
packMain('tests/mock/npm', 'mock-', ['README.md', 'ecall-mock.js'])
packPlatform('mock-', 'The program ecall-mock', program, program, {})
