// Programs as users write them, in processes of their own.

import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'programs')

/**
 * Runs a program with an account of the mock in its environment; how it ended, what it wrote, how long it took. Its standard
 * input ends once `until` is resolved.
 */
export function run(name, account, { environment = {}, until } = {}) {
  const env = { ...process.env, ...environment }
  if (account) {
    Object.assign(env, { ECALL_USERNAME: account.username, ECALL_PASSWORD: account.password })
    const { restUrl, httpsUrl, smppUrl, caFile } = account.mock
    Object.assign(env, { ECALL_REST_URL: restUrl, ECALL_HTTPS_URL: httpsUrl, ECALL_SMPP_URL: smppUrl, ECALL_CA_FILE: caFile })
  }
  const begun = performance.now()
  const child = spawn(process.execPath, [path.join(FOLDER, name)], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  Promise.resolve(until).then(() => child.stdin.end())
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  // A process that does not end is what some tests look for.
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000)
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(limit)
      resolve({ code, signal, out: out.trim(), err: err.trim(), milliseconds: performance.now() - begun })
    })
  })
}
