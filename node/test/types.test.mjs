// Strict consumers of the types, one for each way in which a package is found, and the drift between types and package.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import * as ecall from 'ecall'

const require = createRequire(import.meta.url)
const here = path.dirname(fileURLToPath(import.meta.url))
const tsc = require.resolve('typescript/bin/tsc')

const STRICT = {
  target: 'es2022',
  lib: ['es2022'],
  types: [],
  strict: true,
  isolatedModules: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noPropertyAccessFromIndexSignature: true,
  useUnknownInCatchVariables: true,
  skipLibCheck: false,
  outDir: 'out',
}

const CONSUMERS = {
  'CommonJS, nodenext': { type: 'commonjs', module: 'nodenext', moduleResolution: 'nodenext' },
  'ES module, nodenext': { type: 'module', module: 'nodenext', moduleResolution: 'nodenext', verbatimModuleSyntax: true },
  'ES module, bundler': { type: 'module', module: 'esnext', moduleResolution: 'bundler', verbatimModuleSyntax: true },
  'CommonJS, node10': { type: 'commonjs', module: 'commonjs', moduleResolution: 'node10', exactOptionalPropertyTypes: false },
  'ES module with the types of Node': { type: 'module', module: 'nodenext', moduleResolution: 'nodenext', types: ['node'], source: 'node.ts' },
}

/** Compiles a source in a project below this one, where the package is found; what the compiler says. */
function compile(name, { type, source = 'usage.ts', ...options }, text) {
  const project = path.join(here, 'compiled', name.replace(/\W+/g, '-'))
  fs.mkdirSync(project, { recursive: true })
  fs.writeFileSync(path.join(project, 'package.json'), JSON.stringify({ type }))
  fs.writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files: [source] }))
  fs.writeFileSync(path.join(project, source), text ?? fs.readFileSync(path.join(here, 'types', source)))
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--project', project], { encoding: 'utf8' })
  return { stdout, status, program: path.join(project, 'out', source.replace('.ts', '.js')) }
}

describe('the types', { concurrency: 2 }, () => {
  for (const [name, options] of Object.entries(CONSUMERS)) {
    it(`serve a strict consumer: ${name}`, async () => {
      const { stdout, status, program } = compile(name, options)
      assert.equal(stdout, '')
      assert.equal(status, 0)
      // What was compiled finds the package at run time too.
      const ran = spawnSync(process.execPath, [program], { encoding: 'utf8' })
      assert.deepEqual([ran.status, ran.stderr], [0, ''])
    })
  }

  it('declare every export and no other', () => {
    const names = Object.keys(ecall).sort()
    const list = (condition) => `import * as ecall from 'ecall'\n${condition}`
    const known = names.map((name) => `export const has_${name} = ecall.${name}`).join('\n')
    const exact = `type Same = keyof typeof ecall extends ${names.map((name) => `'${name}'`).join(' | ')} ? true : never\nexport const same: Same = true`
    const options = { ...CONSUMERS['ES module, nodenext'], source: 'exports.ts' }
    assert.equal(compile('exports', options, list(`${known}\n${exact}\n`)).stdout, '')
    const inside = Object.keys(ecall.text).map((name) => `export const has_${name} = ecall.text.${name}`).join('\n')
    const more = `type Inside = keyof typeof ecall.text extends ${Object.keys(ecall.text).map((name) => `'${name}'`).join(' | ')} ? true : never\nexport const inside: Inside = true`
    assert.equal(compile('text', options, list(`${inside}\n${more}\n`)).stdout, '')
    const missing = `export const has_nothing = ecall.Nothing\n`
    assert.match(compile('no exports', options, list(missing)).stdout, /Property 'Nothing' does not exist/)
  })

  it('have no const enums, which isolated modules cannot read', () => {
    const folder = path.join(path.dirname(require.resolve('ecall/package.json')), 'types')
    for (const file of fs.readdirSync(folder)) {
      assert.doesNotMatch(fs.readFileSync(path.join(folder, file), 'utf8'), /\benum\b/)
    }
  })
})
