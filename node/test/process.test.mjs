// A process, and each of its worker threads, ends when its own work is done.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import { Client } from 'ecall'

import { Mock } from './support/mock.mjs'
import { run } from './support/program.mjs'

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs', 'worker.cjs')
const ID = /^[0-9a-f-]{36}$/

describe('a process', () => {
  let mock
  before(async () => {
    mock = await Mock.start()
  })
  after(() => mock.stop())

  it('ends by itself after a send', async () => {
    const { code, out, err, milliseconds } = await run('send.mjs', mock.account('ends'))
    assert.equal(err, '')
    assert.equal(code, 0)
    assert.match(out, ID)
    assert.ok(milliseconds < 3000, `${milliseconds} ms`)
  })

  it('ends by itself with clients that were never used', async () => {
    const { code, out, err, milliseconds } = await run('idle.cjs', mock.account('idle'))
    assert.deepEqual({ code, out, err }, { code: 0, out: 'made', err: '' })
    assert.ok(milliseconds < 3000, `${milliseconds} ms`)
  })

  it('finishes a send that nobody waits for', async () => {
    const account = mock.account('forget')
    await account.script({ accept: true, delay_ms: 300 })
    const { code, out, err } = await run('forget.cjs', account)
    assert.equal(err, '')
    assert.equal(code, 0)
    assert.match(out, ID)
    assert.equal((await account.requests()).length, 1)
  })

  it('ends by itself where nobody takes what is left of many messages', async () => {
    const { code, out, err, milliseconds } = await run('abandon.cjs', mock.account('abandon'))
    assert.deepEqual({ code, out, err }, { code: 0, out: '0 Delivered', err: '' })
    assert.ok(milliseconds < 5000, `${milliseconds} ms`)
  })

  it('may be ended while calls are under way', async () => {
    const account = mock.account('leave')
    await account.script(...Array.from({ length: 20 }, () => ({ fault: 'silence' })))
    const { code, signal, err } = await run('leave.cjs', account, { until: account.requestAfter(19) })
    assert.deepEqual({ code, signal, err }, { code: 7, signal: null, err: '' })
  })

  it('sees no rejection that nobody handles, and no warning', async () => {
    const account = mock.account('reject')
    await mock.control('PUT', account.path, { password: 'another' })
    const { code, out, err } = await run('reject.cjs', account)
    assert.deepEqual(
      { code, out, err },
      { code: 0, out: 'ABORT_ERR authentication invalid_argument invalid_argument invalid_argument closed 1', err: '' },
    )
  })

  it('serves 50 worker threads at once', async () => {
    const account = mock.account('workers')
    const workers = Array.from({ length: 50 }, () => new Worker(WORKER, { workerData: { options: account.options() } }))
    const results = await Promise.all(
      workers.map(async (worker) => {
        const ended = once(worker, 'exit')
        const [result] = await once(worker, 'message')
        // It ends by itself: nobody terminates it.
        assert.deepEqual(await ended, [0])
        return result
      }),
    )
    const ids = results.flatMap((result) => result.ids)
    assert.equal(new Set(ids).size, 250)
    assert.equal(ids.every((id) => ID.test(id)), true)
    assert.ok(results.every(({ status, events }) => status === 'Delivered' && events >= 6))
  })

  it('outlives worker threads that are terminated while calls are under way', async () => {
    const account = mock.account('terminated')
    await account.script(...Array.from({ length: 200 }, () => ({ accept: true, delay_ms: 100 })))
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const worker = new Worker(WORKER, { workerData: { options: account.options(), pending: true } })
        await once(worker, 'message')
        await new Promise((resolve) => setTimeout(resolve, index * 10))
        await worker.terminate()
      }),
    )
    const other = mock.account('outlived')
    const client = new Client(other.options())
    assert.match((await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped' })).messageId, ID)
  })
})
