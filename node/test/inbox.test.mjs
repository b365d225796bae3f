// Messages from the cache: a message is taken when the next is asked for or it is acknowledged, and never before.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import { AbortError, HttpsClient, InboundSms, InvalidArgumentError, Messages } from 'ecall'

import { Mock } from './support/mock.mjs'
import { run } from './support/program.mjs'

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs', 'inbox-worker.cjs')

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

function make(name) {
  const account = mock.account(name)
  return { account, client: new HttpsClient(account.httpsOptions()) }
}

const fails = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error)

describe('messages', () => {
  it('come to the end of the cache, each deleted when the next is asked for', async () => {
    const { account, client } = make('inbox')
    await account.receive('one', 'two', 'three')
    const waited = []
    const messages = client.messages()
    assert.ok(messages instanceof Messages)
    for await (const message of messages) {
      assert.ok(message instanceof InboundSms)
      assert.deepEqual([message.addressFrom, message.extra], ['+41791234567', {}])
      assert.ok(message.timeStamp.date instanceof Date)
      waited.push([message.message, (await account.waiting()).length])
    }
    assert.deepEqual(waited, [['one', 3], ['two', 2], ['three', 1]])
    assert.deepEqual([await account.waiting(), await messages.next()], [[], { value: undefined, done: true }])
  })

  it('at which the loop is left stay', async () => {
    const { account, client } = make('inbox-left')
    const ids = await account.receive('one', 'two')
    for await (const { messageId } of client.messages()) if (messageId === ids[0]) break
    const failure = new Error('the database is gone')
    const failing = async () => {
      for await (const { messageId } of client.messages()) if (messageId === ids[0]) throw failure
    }
    assert.equal(await fails(failing()), failure)
    assert.deepEqual(await account.waiting(), ids)
    const left = client.messages()
    for await (const { messageId } of left) if (messageId === ids[1]) break
    await sleep(20)
    assert.deepEqual(await account.waiting(), [ids[1]])
    assert.deepEqual(await left.next(), { value: undefined, done: true })
    assert.deepEqual(await account.waiting(), [ids[1]])
  })

  it('are taken when they are acknowledged, once', async () => {
    const { account, client } = make('inbox-acknowledged')
    const ids = await account.receive('one', 'two', 'three')
    const messages = client.messages()
    assert.equal(await messages.acknowledge(), undefined)
    assert.equal((await account.requests()).length, 0)
    await messages.next()
    await messages.acknowledge()
    assert.deepEqual(await account.waiting(), ids.slice(1))
    const before = (await account.requests()).length
    await messages.acknowledge()
    await messages.next()
    assert.equal((await account.requests()).length, before + 1)
    // After the loop was left, too.
    await messages.return()
    await messages.acknowledge()
    assert.deepEqual(await account.waiting(), ids.slice(2))
  })

  it('are not lost and do not come twice where a question fails', async () => {
    const { account, client } = make('inbox-fails')
    await account.receive('one', 'two', 'three')
    const refusal = { respond: { status: 401, body: '' } }
    await account.script(refusal, {}, refusal, {}, refusal)
    const messages = client.messages()
    const texts = []
    const read = async () => {
      for await (const { message } of messages) texts.push(message)
    }
    for (let i = 0; i < 3; i += 1) assert.equal((await fails(read())).code, 'authentication')
    await read()
    assert.deepEqual([texts, await account.waiting()], [['one', 'two', 'three'], []])
  })

  it('are followed where the cache is empty, until a signal comes', async () => {
    const { account, client } = make('inbox-followed')
    const controller = new AbortController()
    const { signal } = controller
    const messages = client.messages({ follow: true, pollMs: 20, signal })
    const next = messages.next()
    await account.requestAfter(1)
    await account.receive('one')
    assert.equal((await next).value.message, 'one')
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
    const last = messages.next()
    await sleep(50)
    const begun = performance.now()
    controller.abort()
    const error = await fails(last)
    assert.ok(error instanceof AbortError && error.cause.code === 'cancelled' && performance.now() - begun < 500)
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
    assert.ok((await fails(messages.next())) instanceof AbortError)
    const { length } = await account.requests()
    await sleep(60)
    assert.equal((await account.requests()).length, length)
  })

  it('are aborted in the pause of a long poll, and left there', { timeout: 20_000 }, async () => {
    const { account, client } = make('inbox-pause')
    const controller = new AbortController()
    const waiting = client.messages({ follow: true, pollMs: 60_000, signal: controller.signal })
    const asked = waiting.next()
    await account.requestAfter(0)
    await sleep(50)
    const begun = performance.now()
    controller.abort()
    assert.ok((await fails(asked)) instanceof AbortError)
    const left = client.messages({ follow: true, pollMs: 60_000 })
    const pending = [left.next(), left.next()]
    await account.requestAfter(1)
    assert.deepEqual(await left.return(), { value: undefined, done: true })
    for (const { done } of await Promise.all(pending)) assert.equal(done, true)
    assert.ok(performance.now() - begun < 1000)
  })

  it('of a signal that was aborted before ask nothing', async () => {
    const { account, client } = make('inbox-aborted')
    const messages = client.messages({ signal: AbortSignal.abort('no') })
    const error = await fails(messages.next())
    assert.deepEqual([error.name, error.reason, (await account.requests()).length], ['AbortError', 'no', 0])
  })

  it('are those of a number, where one is given', async () => {
    const { account, client } = make('inbox-number')
    await account.receive('one')
    const number = '+41790000001'
    assert.equal((await client.messages({ number }).next()).done, true)
    assert.equal((await client.nextMessage({ number })).message, undefined)
    const { message, httpStatus } = await client.nextMessage({ number: '+41790000000', timeoutMs: 5000 })
    assert.ok(message instanceof InboundSms && httpStatus === 200)
    assert.equal((await client.deleteMessage(message.messageId)).deleted, true)
    assert.equal((await client.deleteMessage(message.messageId)).deleted, false)
    for (const wrong of [{ pollMs: 0 }, { number: 5 }, { follow: 'yes' }, { poll: 5 }, { number: '\ud83d' }]) {
      assert.throws(() => client.messages(wrong), InvalidArgumentError)
    }
  })

  it('are read by worker threads, and each comes to one of them at least', async () => {
    const { account } = make('inbox-workers')
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`)
    await account.receive(...texts)
    const found = await Promise.all(
      Array.from({ length: 4 }, () => {
        const worker = new Worker(WORKER, { workerData: account.httpsOptions() })
        return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
      }),
    )
    assert.deepEqual([...new Set(found.flat())].sort(), texts.sort())
    assert.deepEqual(await account.waiting(), [])
  })
})

describe('a process', () => {
  it('that is killed with a message in its hands loses none', async () => {
    const { account, client } = make('inbox-killed')
    const ids = await account.receive('one', 'two')
    const { code, signal, out } = await run('inbox.cjs', account, { environment: { KILL_AT: 'two' } })
    assert.deepEqual({ code, signal, out }, { code: null, signal: 'SIGKILL', out: 'one\ntwo' })
    assert.deepEqual(await account.waiting(), [ids[1]])
    assert.equal((await client.nextMessage()).message.message, 'two')
  })

  it('ends by itself while nobody waits for the next message', async () => {
    const account = mock.account('inbox-idle')
    await account.receive('one', 'two')
    const { code, out, err, milliseconds } = await run('inbox.cjs', account, { environment: { STOP_AT: 'one' } })
    assert.deepEqual({ code, out, err }, { code: 0, out: 'one', err: '' })
    assert.ok(milliseconds < 5000, `${milliseconds} ms`)
    assert.equal((await account.waiting()).length, 2)
  })

  it('sees no rejection that nobody handles, and no warning', async () => {
    const account = mock.account('inbox-rejections')
    const { code, out, err } = await run('inbox-reject.cjs', account)
    assert.deepEqual({ code, out, err }, { code: 0, out: 'ABORT_ERR ABORT_ERR done done closed', err: '' })
  })
})
