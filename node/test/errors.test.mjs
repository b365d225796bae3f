// Errors: one class per kind of core's table, and everything that core knows about one.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'

import * as ecall from 'ecall'

import { Mock } from './support/mock.mjs'

const require = createRequire(import.meta.url)
const folder = path.dirname(require.resolve('ecall/package.json'))
const addon = require(path.join(folder, 'src/addon.js'))
const { Client, EcallError } = ecall
const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }

describe('the table of kinds', () => {
  it('is that of core', () => {
    const core = JSON.parse(addon.kinds())
    assert.ok(core.length >= 19)
    const ours = require(path.join(folder, 'src/kinds.js'))
    assert.deepEqual(
      ours.map(({ code, number }) => ({ code, number })),
      core.map(({ code, number }) => ({ code, number })),
    )
  })

  it('has an exported class for each kind', () => {
    for (const { code } of JSON.parse(addon.kinds())) {
      const name = code.replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase()) + 'Error'
      const error = new ecall[name]('what went wrong', { outcome: 'unknown', retryAfterMs: 5 })
      assert.ok(error instanceof EcallError && error instanceof Error)
      assert.deepEqual([error.name, error.code, error.outcome, error.retryAfterMs], [name, code, 'unknown', 5])
      assert.match(error.stack, new RegExp(`^${name}: what went wrong\\n.*errors\\.test\\.mjs`))
      assert.equal(String(error), `${name}: what went wrong`)
    }
  })

  it('is the same whether the package was imported or required', () => {
    const required = require('ecall')
    assert.deepEqual(Object.keys(ecall).sort(), Object.keys(required).sort())
    for (const [name, value] of Object.entries(required)) assert.equal(ecall[name], value, name)
  })
})

describe('an error', () => {
  let mock
  before(async () => {
    mock = await Mock.start()
  })
  after(() => mock.stop())

  const caught = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error)

  it('shows who made the call', async () => {
    const client = new Client(mock.account('stack').options())
    async function alarm() {
      return await client.sendSms({ ...SMS, text: '' })
    }
    const error = await caught(alarm())
    assert.match(error.stack, /^InvalidArgumentError: content\.text: .*\n(.*\n)*.*at (?:async )?Client\.sendSms.*\n.*at async alarm .*errors\.test\.mjs/)
    assert.doesNotMatch(error.stack, /port\.js|toError/)
  })

  it('of a constructor shows who called it', () => {
    function configure() {
      return new Client({ username: 'a:b', password: 'p' })
    }
    assert.throws(configure, (error) => /^ConfigError: username: .*\n\s+at configure /.test(error.stack))
  })

  it('carries what the service said', async () => {
    const account = mock.account('refused')
    await account.script({
      respond: {
        status: 400,
        headers: { 'x-f24-request-id': 'request-1' },
        json: {
          errorCode: 'InvalidContent',
          errorMessage: 'no',
          errorDetails: { type: 'Parameter', errors: [{ parameter: 'Content.Text', messages: ['a', 'b'] }] },
        },
      },
    })
    const error = await caught(new Client(account.options()).sendSms(SMS))
    assert.ok(error instanceof ecall.RejectedError)
    const { code, outcome, httpStatus, ecallCode, ecallMessage, requestId, fields, attempts } = error
    assert.deepEqual(
      { code, outcome, httpStatus, ecallCode, ecallMessage, requestId, fields },
      {
        ...{ code: 'rejected', outcome: 'not_accepted', httpStatus: 400, ecallCode: 'InvalidContent', ecallMessage: 'no' },
        ...{ requestId: 'request-1', fields: [{ field: 'Content.Text', rule: 'service', message: 'a; b' }] },
      },
    )
    assert.equal(attempts.length, 1)
    assert.ok(attempts[0].time instanceof Date && Math.abs(attempts[0].time - Date.now()) < 60_000)
    assert.ok(Buffer.isBuffer(error.rawBody))
    assert.equal(JSON.parse(error.rawBody).errorMessage, 'no')
    assert.equal(error.cause, undefined)
    const { name, message, ...logged } = JSON.parse(JSON.stringify(error))
    assert.deepEqual([name, message, logged.requestId, logged.rawBody], ['RejectedError', error.message, 'request-1', undefined])
  })

  it('has the last attempt as its cause where that failed in another way', async () => {
    const account = mock.account('cause')
    await account.script({ respond: { status: 502, json: {} } })
    const error = await caught(new Client(account.options()).sendSms(SMS))
    assert.ok(error instanceof ecall.OutcomeUnknownError)
    assert.equal(error.outcome, 'unknown')
    assert.ok(error.cause instanceof ecall.UnavailableError)
    assert.equal(error.cause.httpStatus, 502)
  })

  it('of a wait holds the last state', async () => {
    const account = mock.account('last')
    await mock.control('PUT', account.path, { progress: { Sms: [[0, 'Sent']] } })
    const client = new Client(account.options())
    const { messageId } = await client.sendSms(SMS)
    const error = await caught(client.wait(messageId, { timeoutMs: 300, pollInitialMs: 20 }))
    assert.ok(error instanceof ecall.TimeoutError)
    assert.deepEqual([error.messageId, error.lastStatus.status, error.lastStatus.final], [messageId, 'Sent', false])
    assert.ok(error.lastStatus.timestamp instanceof Date)
  })

  it('of a closed client says so', async () => {
    const client = new Client(mock.account('closed').options())
    assert.equal(client.closed, false)
    client.close()
    client.close()
    assert.equal(client.closed, true)
    const error = await caught(client.sendSms(SMS))
    assert.ok(error instanceof ecall.ClosedError)
    assert.equal(error.outcome, 'not_accepted')
  })
})
