// The SMPP client: what the cases cannot say, because it is about arguments, classes, signals, threads and processes.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'

import * as ecall from 'ecall'

import { Mock } from './support/mock.mjs'
import { run } from './support/program.mjs'

const { AbortError, AuthenticationError, CancelledError, ClosedError, ConfigError, InsufficientCreditError, InvalidArgumentError, OutcomeUnknownError, SmppBound, SmppClient, Submitted } = ecall
const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }
const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs', 'smpp-worker.cjs')

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

function make(name, more) {
  const account = mock.account(name)
  return { account, client: new SmppClient(account.smppOptions({ defaultFrom: 'Alarm', ...more })) }
}

/** A client that is bound until the test `t` is over. */
async function bound(t, name, more) {
  const made = make(name, more)
  await made.client.bind()
  t.after(() => made.client.unbind())
  return made
}

const fails = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error)
const fields = async (account, index = -1) => (await account.submits()).at(index).fields

describe('an SMPP client', () => {
  it('binds, sends and unbinds', async () => {
    const { account, client } = make('smpp')
    assert.equal(client.closed, false)
    const bind = await client.bind()
    assert.ok(bind instanceof SmppBound)
    assert.deepEqual({ ...bind }, { systemId: 'ecall-mock', interfaceVersion: 0x34 })
    const sent = await client.submit(SMS)
    assert.ok(sent instanceof Submitted)
    const { messageId } = sent
    assert.deepEqual({ ...sent }, { messageId, parts: [{ state: 'accepted', messageId, smppStatus: 0 }], possibleDuplicate: false })
    const { destination_addr: to, source_addr: from, short_message: text } = await fields(account)
    assert.deepEqual([to, from, Buffer.from(text, 'hex').toString()], ['41791234567', 'Alarm', SMS.text])
    const long = await client.submit({ ...SMS, text: 'Pump 3 stopped. '.repeat(20), from: '+41790000001' })
    assert.deepEqual([long.parts.length, long.messageId], [3, long.parts[0].messageId])
    assert.equal(await client.unbind(), undefined)
    assert.equal(client.closed, true)
    await client.unbind()
    const { links, submits } = await account.smpp('summary')
    assert.deepEqual([links, submits], [0, 4])
  })

  it('sends everything that a message may have', async (t) => {
    const { account, client } = await bound(t, 'smpp-fields')
    await client.submit(
      {
        ...SMS,
        text: 'grün',
        alphabet: 'ucs2',
        registeredDelivery: 'failure',
        priority: 2,
        protocolId: 5,
        serviceType: 'CMT',
        validityPeriod: '000000010000000R',
        tlvs: [{ tag: 'user_message_reference', value: 7 }],
        tag: 'mine',
      },
      { timeoutMs: 5000, maxRetries: 0, delivery: 'at_most_once' },
    )
    const { data_coding, registered_delivery, priority_flag, protocol_id, service_type, validity_period, tlvs } = await fields(account)
    assert.deepEqual([data_coding, registered_delivery, priority_flag, protocol_id], [8, 2, 2, 5])
    assert.deepEqual([service_type, validity_period, tlvs], ['CMT', '000000010000000R', [{ tag: '0x0204', hex: '0007' }]])
  })

  it('sends octets of every kind as they are', async (t) => {
    const { account, client } = await bound(t, 'smpp-octets')
    const octets = Buffer.from([0, 0x80, 0xff, 10])
    const whole = Uint8Array.from([9, 9, ...octets, 9]).buffer
    const shared = new SharedArrayBuffer(4)
    new Uint8Array(shared).set(octets)
    const kinds = [octets, Buffer.from(whole, 2, 4), new Uint8Array(whole, 2, 4), new DataView(whole, 2, 4), Uint8Array.from(octets).buffer, shared]
    for (const [index, userData] of kinds.entries()) {
      await client.submit({ to: SMS.to, userData })
      const { short_message, data_coding } = await fields(account)
      assert.deepEqual([short_message, data_coding], ['0080ff0a', 4], `number ${index}`)
    }
    const sending = client.submitMany([{ to: SMS.to, userData: kinds[1] }, { to: SMS.to }], { userData: kinds[2] })
    for await (const { error } of sending) assert.equal(error, undefined)
    assert.deepEqual([(await fields(account, -2)).short_message, (await fields(account)).short_message], ['0080ff0a', '0080ff0a'])
  })

  it('refuses what cannot be handed on, by name, and lets nothing out', async (t) => {
    const { account, client } = await bound(t, 'smpp-wrong')
    const wrong = [
      [() => client.submit({ ...SMS, to: 5 }), 'to', 'type'],
      [() => client.submit({ ...SMS, to: ['+41791234567'] }), 'to', 'type'],
      [() => client.submit({ ...SMS, from: 5 }), 'from', 'type'],
      [() => client.submit({ ...SMS, text: '\ud83d' }), 'text', 'unicode'],
      [() => client.submit(undefined), 'to'],
      [() => client.submit({ ...SMS, text: undefined }), 'text', 'min_length'],
      [() => client.submit({ ...SMS, data_coding: 3 }), 'data_coding', 'unknown'],
      [() => client.submit({ ...SMS, tagg: 'x' }), 'tagg', 'unknown'],
      [() => client.submit({ ...SMS, tag: '\ud83d' }), 'tag', 'unicode'],
      [() => client.submit({ ...SMS, priority: 'high' }), 'priority'],
      [() => client.submit({ ...SMS, userData: '00' }), 'userData', 'type'],
      [() => client.submit({ ...SMS, userData: [1] }), 'userData', 'type'],
      [() => client.submit({ ...SMS, userData: new Uint8Array(1) }), 'userData', 'exclusive'],
      [() => client.submit(SMS, { attemptTimeoutMs: 5 }), 'attemptTimeoutMs', 'unknown'],
      [() => client.submit(SMS, { timeoutMs: 0 }), 'timeoutMs'],
    ]
    for (const [send, field, rule] of wrong) {
      const error = await fails(send())
      assert.ok(error instanceof InvalidArgumentError, error)
      assert.deepEqual([error.fields[0].field, error.outcome], [field, 'not_accepted'], error.message)
      if (rule !== undefined) assert.equal(error.fields[0].rule, rule, error.message)
    }
    for (const call of [() => client.bind({ timeoutMs: 5 }), () => client.unbind({ timeoutMs: 5 })]) {
      assert.deepEqual((await fails(call())).fields, [{ field: 'timeoutMs', rule: 'unknown', message: 'there is no such option' }])
    }
    assert.equal(client.closed, false)
    assert.equal((await account.submits()).length, 0)
    assert.equal((await fails(client.bind())).message, 'the client is bound already')
  })

  it('is not made with options that there are not, or of another kind', () => {
    const { account } = make('smpp-options')
    const refused = (more, field) => {
      const named = (error) => error instanceof ConfigError && error.fields.some((one) => one.field === field)
      assert.throws(() => new SmppClient(account.smppOptions(more)), named, field)
    }
    refused({ windows: 5 }, 'windows')
    refused({ window: 0 }, 'window')
    refused({ bind_mode: 'receiver' }, 'bind_mode')
    refused({ bindMode: 'both' }, 'bindMode')
    refused({ responseTimeoutMs: 'soon' }, 'responseTimeoutMs')
    refused({ proxy: 'http://127.0.0.1:1' }, 'proxy')
    refused({ baseUrl: 'https://localhost' }, 'baseUrl')
    assert.throws(() => new SmppClient({ ...account.smppOptions(), onLog: 5 }), InvalidArgumentError)
  })

  it('says what became of each part of a message that was refused', async (t) => {
    const { account, client } = await bound(t, 'smpp-refused')
    await account.smpp('script', [{ accept: true }, { command_status: 0x401 }])
    const error = await fails(client.submit({ ...SMS, text: 'Pump 3 stopped. '.repeat(20) }))
    assert.ok(error instanceof InsufficientCreditError, error)
    const states = error.parts.map(({ state }) => state)
    assert.deepEqual([error.smppStatus, states], [0x401, ['accepted', 'refused', 'not_sent']])
    assert.ok(typeof error.parts[0].messageId === 'string' && !('messageId' in error.parts[1]))
    assert.deepEqual(JSON.parse(JSON.stringify(error)).parts, error.parts)
  })

  it('is refused for its password, and may be tried again', async () => {
    const { account, client } = make('smpp-password', { password: 'another' })
    await mock.control('PUT', account.path, { password: account.password })
    const error = await fails(client.bind())
    assert.ok(error instanceof AuthenticationError)
    assert.deepEqual([error.smppStatus, error.outcome], [0x0e, 'not_applicable'])
    await mock.control('PUT', account.path, { password: 'another' })
    assert.ok((await client.bind()) instanceof SmppBound)
    await client.unbind()
  })

  it('takes nothing before it is bound, and nothing after', async () => {
    const { account, client } = make('smpp-closed')
    const closed = async () => {
      const error = await fails(client.submit(SMS))
      assert.ok(error instanceof ClosedError)
      assert.equal(error.outcome, 'not_accepted')
      assert.throws(() => client.submitMany([SMS]), ClosedError)
    }
    await closed()
    await client.bind()
    const last = Array.from({ length: 20 }, () => client.submit(SMS))
    const unbound = client.unbind()
    assert.equal(client.closed, true)
    await closed()
    // What was given before goes out.
    assert.ok((await Promise.all(last)).every((sent) => sent instanceof Submitted))
    await unbound
    assert.ok((await fails(client.bind())) instanceof ClosedError)
    assert.equal((await account.submits()).length, 20)
  })

  it('ends its link once nobody has it any more', async () => {
    v8.setFlagsFromString('--expose-gc')
    const gc = vm.runInNewContext('gc')
    const account = mock.account('smpp-dropped')
    const drop = async () => {
      const client = new SmppClient(account.smppOptions({ onLog() {} }))
      await client.bind()
      await client.events().next()
    }
    await drop()
    assert.equal((await account.smpp('summary')).links, 1)
    for (let i = 0; i < 200 && (await account.smpp('summary')).links > 0; i += 1) {
      gc()
      await sleep(10)
    }
    assert.equal((await account.smpp('summary')).links, 0)
  })

  it('tells of its link while nobody waits for anything, until it is unbound', async () => {
    const events = []
    const { account, client } = make('smpp-log', { onLog: (event) => events.push(event) })
    await client.bind()
    await account.smpp('links/end', { how: 'reset' })
    const until = Date.now() + 10_000
    while (events.filter(({ event }) => event === 'bound').length < 2 && Date.now() < until) await sleep(10)
    await client.unbind()
    await sleep(20)
    const told = events.filter(({ operation }) => operation === 'link').map(({ event }) => event)
    assert.deepEqual([told[0], told.includes('down'), told.at(-1)], ['connecting', true, 'closed'], String(told))
    assert.ok(events.every(({ level, durationMs }) => typeof level === 'string' && typeof durationMs === 'number'))
  })
})

describe('an AbortSignal over SMPP', () => {
  function aborted(error, outcome, reason) {
    assert.ok(error instanceof AbortError && error.cause instanceof CancelledError, error)
    assert.deepEqual([error.outcome, error.cause.outcome], [outcome, outcome])
    if (reason !== undefined) assert.equal(error.reason, reason)
  }

  it('ends a submit, whose outcome is said', async (t) => {
    const { account, client } = await bound(t, 'smpp-abort', { timeoutMs: 500 })
    const reason = new Error('shutting down')
    aborted(await fails(client.submit(SMS, { signal: AbortSignal.abort(reason) })), 'not_accepted', reason)
    assert.equal((await account.submits()).length, 0)
    await account.smpp('script', [{ accept_then: 'silence' }, { accept_then: 'silence' }])
    const controller = new AbortController()
    const sending = client.submit(SMS, { signal: controller.signal })
    await account.submitAfter(0)
    const begun = performance.now()
    controller.abort(reason)
    aborted(await fails(sending), 'unknown', reason)
    assert.ok(performance.now() - begun < 400)
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
    const late = await fails(client.submit(SMS, { timeoutMs: 100 }))
    assert.ok(late instanceof OutcomeUnknownError)
  })

  it('ends a bind, and with it the client', async () => {
    const { account, client } = make('smpp-abort-bind')
    const before = new SmppClient(account.smppOptions())
    aborted(await fails(before.bind({ signal: AbortSignal.abort() })), 'not_applicable')
    assert.equal(before.closed, false)
    await account.smpp('script', [{ on: 'bind', fault: 'silence' }])
    const controller = new AbortController()
    const binding = client.bind({ signal: controller.signal })
    const until = Date.now() + 10_000
    while ((await account.smpp('requests')).requests.length === 0 && Date.now() < until) await sleep(5)
    const begun = performance.now()
    controller.abort()
    aborted(await fails(binding), 'not_applicable')
    assert.ok(performance.now() - begun < 1000)
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
    for (let i = 0; i < 200 && !client.closed; i += 1) await sleep(5)
    assert.ok((await fails(client.bind())) instanceof ClosedError)
    assert.equal((await account.smpp('summary')).links, 0)
    await before.bind()
    await before.unbind()
  })

  it('ends the wait for an unbind, and not the unbind', async () => {
    const { account, client } = make('smpp-abort-unbind')
    await client.bind()
    await account.smpp('script', [{ accept: true, delay_ms: 300 }])
    const last = client.submit(SMS)
    await account.submitAfter(0)
    aborted(await fails(client.unbind({ signal: AbortSignal.abort() })), 'not_applicable')
    assert.equal(client.closed, false)
    const controller = new AbortController()
    const unbound = client.unbind({ signal: controller.signal })
    controller.abort()
    aborted(await fails(unbound), 'not_applicable')
    assert.equal(client.closed, true)
    assert.ok((await last) instanceof Submitted)
    await client.unbind()
    assert.equal((await account.smpp('summary')).links, 0)
  })
})

describe('a process with an SMPP client', () => {
  it('ends by itself once it is unbound or closed', async () => {
    for (const how of ['unbind', 'close', 'forget']) {
      const account = mock.account(`smpp-${how}`)
      const { code, out, err, milliseconds } = await run('smpp.cjs', account, { environment: { HOW: how } })
      assert.deepEqual({ code, err }, { code: 0, err: '' }, how)
      assert.match(out, /^\d+$/)
      assert.ok(milliseconds < 10_000, `${how}: ${milliseconds} ms`)
      // What was given before is sent all the same.
      const { submits, binds } = await account.smpp('summary')
      assert.deepEqual([submits, binds], [how === 'close' ? 2 : 1, 1], how)
    }
  })

  it('stays while an event is waited for', async () => {
    const account = mock.account('smpp-waits')
    const { code, out, err } = await run('smpp.cjs', account, { environment: { HOW: 'wait' } })
    assert.deepEqual({ code, err }, { code: 0, err: '' })
    assert.match(out, /^\d+ delivered$/)
  })

  it('serves worker threads, which end by themselves and may be terminated', async () => {
    const account = mock.account('smpp-workers')
    const options = account.smppOptions()
    const start = (more) => {
      const worker = new Worker(WORKER, { workerData: { options, ...more } })
      const told = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      return { worker, told, ended }
    }
    const workers = Array.from({ length: 6 }, () => start({ count: 50 }))
    const found = await Promise.all(workers.map(({ told }) => told))
    assert.deepEqual(await Promise.all(workers.map(({ ended }) => ended)), Array(6).fill(0))
    assert.deepEqual(found, Array(6).fill({ accepted: 50, links: true }))
    const pending = Array.from({ length: 6 }, () => start({ pending: true }))
    await Promise.all(pending.map(({ told }) => told))
    await Promise.all(pending.map(({ worker }) => worker.terminate()))
    for (let i = 0; i < 400 && (await account.smpp('summary')).links > 0; i += 1) await sleep(10)
    assert.equal((await account.smpp('summary')).links, 0)
  })
})
