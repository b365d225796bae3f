// AbortSignal: before a call, while it is under way, after it, and shared by many calls.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { after, before, describe, it } from 'node:test'

import { AbortError, CancelledError, Client, EcallError } from 'ecall'

import { Mock } from './support/mock.mjs'

const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }

describe('an AbortSignal', () => {
  let mock
  before(async () => {
    mock = await Mock.start()
  })
  after(() => mock.stop())

  function aborted(outcome, reason) {
    return (error) => {
      assert.ok(error instanceof AbortError && !(error instanceof EcallError))
      assert.equal(error.name, 'AbortError')
      assert.equal(error.code, 'ABORT_ERR')
      assert.ok(error.cause instanceof CancelledError)
      assert.equal(error.outcome, outcome)
      assert.equal(error.cause.outcome, outcome)
      if (reason !== undefined) assert.equal(error.reason, reason)
      return true
    }
  }

  it('aborted before the call lets nothing out', async () => {
    const account = mock.account('abort-before')
    const reason = new Error('shutting down')
    const signal = AbortSignal.abort(reason)
    const client = new Client(account.options())
    await assert.rejects(client.sendSms(SMS, { signal }), aborted('not_accepted', reason))
    await assert.rejects(client.status('x', { signal }), aborted('not_applicable', reason))
    assert.equal((await account.requests()).length, 0)
  })

  it('aborted while a send is under way says that its outcome is unknown', async () => {
    const account = mock.account('abort-during')
    await account.script({ accept_then: 'silence' })
    const controller = new AbortController()
    const sent = new Client(account.options()).sendSms(SMS, { signal: controller.signal })
    await account.requestAfter(0)
    const begun = performance.now()
    controller.abort()
    await assert.rejects(sent, aborted('unknown'))
    assert.ok(performance.now() - begun < 500)
    assert.equal((await account.requests()).length, 1)
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
  })

  it('of a time limit gives the limit as reason', async () => {
    const account = mock.account('abort-timeout')
    await account.script({ accept_then: 'silence' })
    const wait = new Client(account.options()).wait('x', { signal: AbortSignal.timeout(50) })
    await assert.rejects(wait, (error) => error instanceof AbortError && error.reason.name === 'TimeoutError')
  })

  it('aborted after a call changes nothing', async () => {
    const controller = new AbortController()
    const client = new Client(mock.account('abort-after').options())
    const sent = await client.sendSms(SMS, { signal: controller.signal })
    controller.abort()
    assert.equal(sent.possibleDuplicate, false)
    assert.ok((await client.sendSms(SMS)).messageId)
  })

  it('of many calls has one listener while they last and none after', async () => {
    const warnings = []
    const onWarning = (warning) => warnings.push(warning)
    process.on('warning', onWarning)
    const { signal } = new AbortController()
    const client = new Client(mock.account('abort-many').options())
    for (let round = 0; round < 3; round += 1) {
      const calls = Array.from({ length: 100 }, () => client.sendSms(SMS, { signal }))
      assert.equal(getEventListeners(signal, 'abort').length, 1)
      await Promise.all(calls)
      assert.equal(getEventListeners(signal, 'abort').length, 0)
    }
    await assert.rejects(client.sendSms({ ...SMS, text: '' }, { signal }))
    assert.equal(getEventListeners(signal, 'abort').length, 0)
    process.off('warning', onWarning)
    assert.deepEqual(warnings, [])
  })

  it('ends all its calls and no others', async () => {
    const account = mock.account('abort-some')
    await account.script(...Array.from({ length: 8 }, () => ({ accept: true, delay_ms: 400 })))
    const controller = new AbortController()
    const client = new Client(account.options())
    const ended = Array.from({ length: 4 }, () => client.sendSms(SMS, { signal: controller.signal }))
    const others = Array.from({ length: 4 }, () => client.sendSms(SMS, { signal: new AbortController().signal }))
    await account.requestAfter(7)
    controller.abort()
    for (const { status, reason } of await Promise.allSettled(ended)) {
      assert.equal(status, 'rejected')
      assert.ok(aborted('unknown')(reason))
    }
    assert.equal((await Promise.all(others)).length, 4)
  })

  it('is refused where it is none', async () => {
    const client = new Client(mock.account('abort-none').options())
    for (const signal of [{}, 5, 'abort', { addEventListener() {} }]) {
      await assert.rejects(client.check({ signal }), { code: 'invalid_argument', message: 'signal: must be an AbortSignal' })
    }
  })
})
