// Events of an SMPP link: an event is taken when the next is asked for or it is acknowledged, and never before.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { AbortError, InvalidArgumentError, LinkEvent, RawPdu, SmppClient, SmppEvents, SmppIncomplete, SmppMessage, SmppReceipt, StrayResponse } from 'ecall'

import { Mock } from './support/mock.mjs'

const SMS = { to: '+41791234567', text: 'Pump 3 stopped', tag: 'pump-3' }
const INBOUND = { from: '41791234567', to: '41790000000' }

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

/** A client that is bound and read, until the test `t` is over. */
async function reading(t, name, { smpp, ...more } = {}) {
  const account = mock.account(name)
  await mock.control('PUT', account.path, { smpp: { redeliver_ms: 50, ...smpp } })
  const client = new SmppClient(account.smppOptions({ defaultFrom: 'Alarm', ...more }))
  const events = client.events()
  await client.bind()
  t.after(() => client.unbind())
  return { account, client, events }
}

/** The next event of a type, and those before it taken. */
async function next(events, type) {
  for (;;) {
    const { value, done } = await events.next()
    assert.ok(!done, 'the events have ended')
    if (value.type === type) return value
  }
}

const receive = (account, text, more) => account.smpp('inbound', { ...INBOUND, text, ...more })
const fails = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error)

/** The deliveries of an account once `count` of them are done. */
async function delivered(account, count) {
  for (let i = 0; i < 400; i += 1) {
    const { deliveries } = await account.smpp('deliveries')
    if (deliveries.filter(({ state }) => state === 'delivered').length >= count) return deliveries
    await sleep(10)
  }
  throw new Error(`${JSON.stringify(await account.smpp('deliveries'))}, not ${count}`)
}

describe('events of a link', { timeout: 60_000 }, () => {
  it('tell everything of a receipt', async (t) => {
    const { client, events } = await reading(t, 'events-receipt', { smpp: { receipt: { tlvs: true } } })
    assert.ok(events instanceof SmppEvents)
    const sent = await client.submit(SMS)
    const receipt = await next(events, 'receipt')
    assert.ok(receipt instanceof SmppReceipt)
    const { messageId, receiptedId, matched, tag, part, parts, state, stateNumber, word, final, intermediate, from, to, text } = receipt
    assert.deepEqual([messageId, receiptedId, matched, tag, part, parts], [sent.messageId, sent.messageId, true, 'pump-3', 1, 1])
    assert.deepEqual([state, stateNumber, word, final, intermediate], ['delivered', 2, 'DELIVRD', true, false])
    assert.deepEqual([from, to, text], ['41791234567', 'Alarm', SMS.text])
    const { year, tenths, quarters } = receipt.doneDate
    assert.deepEqual([year > 2020, tenths, quarters], [true, 0, null])
    assert.deepEqual(receipt.tlvs, [{ tag: 'receipted_message_id', value: sent.messageId }, { tag: 'message_state', value: 2 }])
  })

  it('tell messages with their octets, what is incomplete, strays and what cannot be read', async (t) => {
    const { account, events } = await reading(t, 'events-kinds', { reassemblyTimeoutMs: 100 })
    await receive(account, 'grün', { data_coding: 3 })
    const message = await next(events, 'message')
    assert.ok(message instanceof SmppMessage && Buffer.isBuffer(message.octets))
    const { from, fromTon, to, text, octets, dataCoding, esmClass, parts, tlvs } = message
    assert.deepEqual([from, fromTon, to, text, octets.toString('latin1')], [INBOUND.from, 1, INBOUND.to, 'grün', 'grün'])
    assert.deepEqual([dataCoding, esmClass, parts, tlvs], [3, 0, 1, []])
    await receive(account, 'Pump 3 stopped. '.repeat(20), { order: [1, 3] })
    const incomplete = await next(events, 'incomplete')
    assert.ok(incomplete instanceof SmppIncomplete)
    assert.deepEqual([incomplete.total, incomplete.missing, incomplete.parts.map(([number]) => number)], [3, [2], [1, 3]])
    await account.smpp('links/write', { things: ['unsolicited_response', 'unknown_command'] })
    const stray = await next(events, 'response')
    assert.ok(stray instanceof StrayResponse)
    assert.deepEqual([stray.reason, typeof stray.command, typeof stray.sequence], ['unsolicited', 'number', 'number'])
    const raw = await next(events, 'raw')
    assert.ok(raw instanceof RawPdu && Buffer.isBuffer(raw.octets) && raw.octets.length >= 16)
    await account.smpp('links/end', { how: 'reset' })
    const down = await next(events, 'link')
    assert.ok(down instanceof LinkEvent)
    assert.deepEqual([down.state, down.reason, typeof down.code, down.unknown], ['down', 'broken', 'string', 0])
  })

  it('are taken one after the other, though they came together', async (t) => {
    const { account, events } = await reading(t, 'events-taken')
    for (const text of ['one', 'two', 'three']) await receive(account, text)
    await sleep(100)
    const states = async () => (await account.smpp('deliveries')).deliveries.map(({ state }) => state)
    const one = await next(events, 'message')
    assert.deepEqual([one.text, await states()], ['one', ['sent', 'sent', 'sent']])
    assert.equal((await next(events, 'message')).text, 'two')
    await delivered(account, 1)
    assert.deepEqual(await states(), ['delivered', 'sent', 'sent'])
    await events.acknowledge()
    await events.acknowledge()
    await delivered(account, 2)
    assert.equal((await next(events, 'message')).text, 'three')
    assert.deepEqual(await states(), ['delivered', 'delivered', 'sent'])
    await events.acknowledge()
    await delivered(account, 3)
  })

  it('at which the loop is left stay untaken, and come again to the next', async (t) => {
    const { account, client, events } = await reading(t, 'events-left')
    for (const text of ['one', 'two', 'three']) await receive(account, text)
    const failure = new Error('the database is gone')
    const texts = []
    const failing = async () => {
      for await (const event of events) {
        if (event.type !== 'message') continue
        texts.push(event.text)
        if (event.text === 'two') throw failure
      }
    }
    assert.equal(await fails(failing()), failure)
    assert.deepEqual(await events.next(), { value: undefined, done: true })
    assert.deepEqual((await delivered(account, 1)).filter(({ state }) => state === 'delivered').map(({ delivery }) => delivery), [1])
    const again = client.events()
    for await (const event of again) {
      if (event.type !== 'message') continue
      texts.push(event.text)
      if (texts.length === 4) {
        await again.acknowledge()
        break
      }
    }
    assert.deepEqual(texts.slice(0, 2), ['one', 'two'])
    assert.deepEqual(texts.slice(2).sort(), ['three', 'two'])
    const deliveries = await delivered(account, 3)
    assert.deepEqual([deliveries[0].attempts, deliveries[1].attempts > 1], [1, true])
  })

  it('that came with others and were not handed over are not lost with the loop', async (t) => {
    const { client, events } = await reading(t, 'events-rest')
    await sleep(50)
    // Nobody delivers these again.
    for await (const { state } of events) if (state === 'connecting') break
    const { value } = await client.events().next()
    assert.deepEqual([value.type, value.state], ['link', 'bound'])
  })

  it('come out once, however many ask at the same time, and end with the client', async (t) => {
    const { account, client, events } = await reading(t, 'events-many')
    const asked = Array.from({ length: 8 }, () => events.next())
    for (const text of ['one', 'two', 'three']) await receive(account, text)
    await delivered(account, 3)
    await client.unbind()
    const ends = await Promise.all(asked)
    const seen = ends.filter(({ done }) => !done).map(({ value }) => value.text ?? value.state)
    assert.deepEqual(seen.sort(), ['bound', 'closed', 'connecting', 'one', 'three', 'two'])
    assert.deepEqual(ends.slice(6), Array(2).fill({ value: undefined, done: true }))
    assert.equal((await client.events().next()).done, true)
  })

  it('are ended by a signal, and what did not reach anybody comes again', async (t) => {
    const { account, client, events } = await reading(t, 'events-abort')
    await events.return()
    const controller = new AbortController()
    const reason = new Error('shutting down')
    const waiting = client.events({ signal: controller.signal })
    await receive(account, 'one')
    await next(waiting, 'message')
    const last = waiting.next()
    await delivered(account, 1)
    assert.equal(getEventListeners(controller.signal, 'abort').length, 1)
    const begun = performance.now()
    controller.abort(reason)
    const error = await fails(last)
    assert.ok(error instanceof AbortError && performance.now() - begun < 500)
    assert.deepEqual([error.outcome, error.reason, error.cause.code], ['not_applicable', reason, 'cancelled'])
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
    assert.equal((await waiting.next()).done, true)

    // Aborted with more at hand: none of it is lost.
    const other = new AbortController()
    const reader = client.events({ signal: other.signal })
    for (const text of ['two', 'three']) await receive(account, text)
    await sleep(100)
    assert.equal((await next(reader, 'message')).text, 'two')
    other.abort()
    assert.ok((await fails(reader.next())) instanceof AbortError)
    const texts = []
    const rest = client.events()
    while (texts.length < 2) texts.push((await next(rest, 'message')).text)
    assert.deepEqual(texts.sort(), ['three', 'two'])
    const before = client.events({ signal: AbortSignal.abort() })
    assert.ok((await fails(before.next())) instanceof AbortError)
  })

  it('are left while somebody waits', async (t) => {
    const { account, client, events } = await reading(t, 'events-return')
    await next(events, 'link')
    await next(events, 'link')
    const pending = [events.next(), events.next()]
    await sleep(20)
    assert.deepEqual(await events.return(), { value: undefined, done: true })
    for (const end of pending) assert.deepEqual(await end, { value: undefined, done: true })
    await events.acknowledge()
    await receive(account, 'one')
    assert.equal((await next(client.events(), 'message')).text, 'one')
  })

  it('are refused with options that there are not', async (t) => {
    const { client } = await reading(t, 'events-options')
    assert.throws(() => client.events({ only: ['receipt'] }), (error) => error instanceof InvalidArgumentError && error.fields[0].field === 'only')
    assert.throws(() => client.events({ signal: 5 }), { message: 'signal: must be an AbortSignal' })
  })
})
