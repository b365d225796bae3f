// Many messages over SMPP: where they are taken from, how they cross, and how it ends early.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setImmediate as round, setTimeout as sleep } from 'node:timers/promises'

import { AbortError, EcallError, InvalidArgumentError, RejectedError, SmppClient, SubmitMany, Submitted } from 'ecall'

import { Mock } from './support/mock.mjs'
import { run } from './support/program.mjs'
import { all, indices, source, upTo } from './support/source.mjs'

const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

/** A client that is bound until the test `t` is over; receipts are not what this is about. */
async function bound(t, name, { smpp, ...more } = {}) {
  const account = mock.account(name)
  if (smpp) await mock.control('PUT', account.path, { smpp })
  const client = new SmppClient(account.smppOptions({ defaultFrom: 'Alarm', registeredDelivery: 'none', timeoutMs: 5000, ...more }))
  await client.bind()
  t.after(() => client.unbind())
  return { account, client }
}

const text = ({ fields }) => Buffer.from(fields.short_message, 'hex').toString('latin1')

describe('many messages over SMPP', { timeout: 120_000 }, () => {
  it('are sent from any iterable in their order, and each comes out once', async (t) => {
    async function* slowly(count) {
      for (let i = 0; i < count; i += 1) {
        if (i % 7 === 3) await round()
        yield SMS
      }
    }
    const { account, client } = await bound(t, 'bulk-any')
    const each = (index) => ({ ...SMS, text: `Pump ${index} stopped` })
    const kinds = [source(each, 60).messages, upTo(60).map(each), new Set(upTo(60).map(each)), slowly(60)]
    for (const messages of kinds) {
      const sending = client.submitMany(messages)
      assert.ok(sending instanceof SubmitMany)
      const items = await all(sending)
      assert.deepEqual(indices(items), upTo(60))
      for (const { result } of items) {
        assert.ok(result instanceof Submitted)
        const { messageId } = result
        assert.deepEqual({ ...result }, { messageId, parts: [{ state: 'accepted', messageId, smppStatus: 0 }], possibleDuplicate: false })
      }
      assert.deepEqual(sending.counts, { given: 60, accepted: 60, refused: 0, unknown: 0, possibleDuplicates: 0, open: 0 })
      assert.deepEqual([await sending.next(), await sending.stop()], [{ value: undefined, done: true }, []])
    }
    const arrived = await account.submits()
    assert.equal(arrived.length, 240)
    assert.deepEqual(arrived.slice(0, 60).map(text), upTo(60).map((index) => each(index).text))
  })

  it('keep what each has of its own, in whatever characters, beside those that cannot be sent', async (t) => {
    const { account, client } = await bound(t, 'bulk-mixed')
    const messages = [
      { ...SMS, text: 'plain' },
      { ...SMS, text: 'grün', from: '+41790000001' },
      { ...SMS, text: '45 °C – “hot” 🦀' },
      { ...SMS, text: 'half \ud83d' },
      { ...SMS, to: 5 },
      { ...SMS, to: '+4179' },
      { ...SMS, flash: true, registeredDelivery: 'failure' },
      { ...SMS, tagg: 'x' },
      { ...SMS, tag: undefined, from: undefined },
      { ...SMS, text: 'Pump 3 stopped. '.repeat(20) },
      null,
      'text',
      { ...SMS, text: 'last' },
    ]
    const items = await all(client.submitMany(messages, { priority: 1, delivery: 'at_most_once' }))
    assert.deepEqual(indices(items), upTo(messages.length))
    const failed = items.filter(({ error }) => error !== undefined).sort((one, other) => one.index - other.index)
    assert.deepEqual(
      failed.map(({ index, error }) => [index, error.fields[0].field, error.fields[0].rule, error.outcome]),
      [
        [3, 'text', 'unicode', 'not_accepted'],
        [4, 'to', 'type', 'not_accepted'],
        [5, 'to', 'too_few_digits', 'not_accepted'],
        [7, 'tagg', 'unknown', 'not_accepted'],
        [10, 'to', 'empty', 'not_accepted'],
        [11, '0', 'unknown', 'not_accepted'],
      ],
    )
    assert.ok(failed.every(({ error }) => error instanceof InvalidArgumentError))
    assert.equal(items.find(({ index }) => index === 9).result.parts.length, 3)
    const arrived = (await account.submits()).map(({ fields }) => fields)
    assert.deepEqual(arrived.map(({ short_message }) => short_message.slice(0, 8)).slice(0, 3), ['706c6169', '67727e6e', '00340035'])
    const [, sender, , flash, absent] = arrived
    assert.deepEqual([sender.source_addr, flash.data_coding, flash.registered_delivery], ['41790000001', 0x10, 2])
    // What has options of its own has none of those for all; what says nothing in them has.
    assert.deepEqual([arrived[0].priority_flag, flash.priority_flag, absent.priority_flag, absent.source_addr], [1, 0, 1, 'Alarm'])
    assert.equal(arrived.length, 9)
  })

  it('are refused by the centre one by one', async (t) => {
    const { client } = await bound(t, 'bulk-refused', { smpp: { refuse: { 41790000001: 11 } } })
    const each = (index) => (index % 3 === 1 ? { ...SMS, to: '+41790000001' } : SMS)
    const sending = client.submitMany(source(each, 30).messages)
    const items = await all(sending)
    for (const { index, result, error } of items) {
      if (index % 3 !== 1) assert.ok(result instanceof Submitted)
      else assert.ok(error instanceof RejectedError && error.smppStatus === 11 && error.parts[0].state === 'refused')
    }
    assert.deepEqual([sending.counts.accepted, sending.counts.refused], [20, 10])
  })

  it('are taken only as they are needed, and no more once they are left', async (t) => {
    const { account, client } = await bound(t, 'bulk-lazy')
    const seen = source(() => SMS)
    const sending = client.submitMany(seen.messages)
    await sleep(20)
    assert.equal(seen.taken, 0)
    for await (const { index } of sending) if (index === 5) break
    assert.ok(seen.taken < 10_000 && seen.closed, `${seen.taken}`)
    const rest = await sending.stop()
    const { given, open, accepted, refused, unknown } = sending.counts
    assert.deepEqual([given, open], [seen.taken, 0])
    assert.ok(rest.length >= given - 1000 && rest.every(({ result, error }) => result !== undefined || error instanceof EcallError))
    assert.equal(accepted + refused + unknown, given)
    assert.deepEqual([await sending.next(), await sending.stop()], [{ value: undefined, done: true }, []])
    const { submits } = await account.smpp('summary')
    assert.ok(submits < given && submits >= accepted, `${submits} of ${given}`)
  })

  it('stop where the iterable fails, with its own error', async (t) => {
    const { client } = await bound(t, 'bulk-throws')
    const failure = new Error('the database is gone')
    function* failing() {
      yield SMS
      throw failure
    }
    async function* failingSlowly() {
      yield SMS
      await round()
      throw failure
    }
    const inside = (async () => {
      for await (const item of client.submitMany([SMS])) if (item) throw failure
    })()
    await assert.rejects(inside, (error) => error === failure)
    for (const messages of [failing(), failingSlowly()]) {
      const sending = client.submitMany(messages)
      await assert.rejects(all(sending), (error) => error === failure)
      assert.deepEqual([sending.counts.given, sending.counts.open], [1, 0])
    }
    const progress = client.submitMany(source(() => SMS).messages, {
      onProgress() {
        throw failure
      },
    })
    await assert.rejects(all(progress), (error) => error === failure)
  })

  it('are ended by a signal, after the rest has come out', async (t) => {
    const { account, client } = await bound(t, 'bulk-abort')
    await account.smpp('script', [...Array(2).fill({ accept: true }), ...Array(20).fill({ accept_then: 'silence' })])
    const controller = new AbortController()
    const seen = source(() => SMS)
    const sending = client.submitMany(seen.messages, { signal: controller.signal })
    const items = []
    const iteration = (async () => {
      for await (const item of sending) items.push(item)
    })()
    await account.submitAfter(11)
    const reason = new Error('shutting down')
    controller.abort(reason)
    await assert.rejects(iteration, (error) => {
      assert.ok(error instanceof AbortError && error.reason === reason)
      assert.deepEqual([error.outcome, error.cause.code], ['unknown', 'cancelled'])
      return true
    })
    assert.deepEqual(indices(items), upTo(seen.taken))
    assert.deepEqual([sending.counts.accepted, sending.counts.unknown, seen.closed], [2, 10, true])
    assert.deepEqual(items.filter(({ error }) => error?.outcome === 'unknown').map(({ error }) => error.parts[0].state), Array(10).fill('unknown'))
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
    const before = client.submitMany(source(() => SMS).messages, { signal: AbortSignal.abort() })
    await assert.rejects(before.next(), (error) => error instanceof AbortError && error.outcome === 'not_accepted')
  })

  it('come out though the client is unbound meanwhile', async (t) => {
    const { client } = await bound(t, 'bulk-unbound', { timeoutMs: 500 })
    const sending = client.submitMany(source(() => SMS).messages)
    const first = await sending.next()
    assert.ok(first.value.result instanceof Submitted)
    const unbound = client.unbind()
    const items = [first.value, ...(await all(sending))]
    await unbound
    assert.deepEqual(indices(items), upTo(items.length))
    const codes = new Set(items.map(({ error }) => error?.code))
    assert.ok(codes.has('closed') && codes.size === 2, [...codes].join())
  })

  it('are refused with options that there are not', async (t) => {
    const { client } = await bound(t, 'bulk-options')
    const refused = (given, field) =>
      assert.throws(() => client.submitMany([], given), (error) => error instanceof InvalidArgumentError && error.fields[0].field === field)
    refused({ concurrency: 5 }, 'concurrency')
    refused({ tagg: 'x' }, 'tagg')
    refused({ userData: '00' }, 'userData')
    refused({ onProgress: 5 }, 'onProgress')
    refused({ signal: 5 }, 'signal')
    for (const messages of [undefined, 5, 'text', {}]) {
      assert.throws(() => client.submitMany(messages), { message: 'messages: must be an iterable or an async iterable' })
    }
  })

  it('leave the event loop free, and tell how far they are', async (t) => {
    const { client } = await bound(t, 'bulk-free', { window: 500 })
    const told = []
    let [last, longest] = [performance.now(), 0]
    const timer = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }, 1)
    const sending = client.submitMany(source(() => SMS, 5000).messages, { onProgress: (counts) => told.push(counts.accepted) })
    assert.equal((await all(sending)).length, 5000)
    clearInterval(timer)
    assert.ok(longest < 1000, `${longest} ms`)
    assert.ok(told.length > 1 && told.length < 2500, `${told.length} times`)
    assert.equal(told.at(-1), 5000)
  })

  it('take no memory with their number', async () => {
    const { code, out, err } = await run('smpp-many.cjs', mock.account('bulk-memory'))
    assert.deepEqual([code, err], [0, ''])
    const { count, grown } = JSON.parse(out)
    assert.equal(count, 30_000)
    assert.ok(grown < 40, `${grown} MB`)
  })
})
