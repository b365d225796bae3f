// Lists and many messages: what the cases cannot say, because it is about iterables, event loop, signals and memory.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setImmediate as round, setTimeout as sleep } from 'node:timers/promises'

import { AbortError, Client, ClosedError, InvalidArgumentError, MessageResult, RejectedError, ReportedStatus } from 'ecall'

import { Mock } from './support/mock.mjs'
import { run } from './support/program.mjs'
import { all, indices, source as sourceOf, upTo } from './support/source.mjs'

const MESSAGE = { channel: 'Sms', to: '+41791234567', from: 'Alarm', content: { type: 'Text', text: 'Pump 3 stopped' } }
const SILENCE = { accept_then: 'silence' }

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

function make(name, more) {
  const account = mock.account(name)
  return { account, client: new Client(account.options(more)) }
}

const source = (count, each = () => MESSAGE) => sourceOf(each, count)

describe('a list', () => {
  it('has an item for each message, in order', async () => {
    const { account, client } = make('list')
    const messageId = 'm-1'
    const error = { errorCode: 'InvalidRecipient', errorMessage: 'no such recipient' }
    await account.script({ respond: { status: 200, json: { messageListId: 'l-1', messages: [{ messageId }, { error }], novelty: 1 } } })
    const sent = await client.sendList(new Set([MESSAGE, { ...MESSAGE, to: '+41791234568' }]))
    const [first, second] = sent.items
    assert.ok(first.result instanceof MessageResult)
    assert.deepEqual([first.index, first.result.messageId, first.result.httpStatus, first.result.estimate.pages], [0, messageId, 200, 1])
    assert.deepEqual([second.index, second.error.outcome, second.result], [1, 'not_accepted', undefined])
    assert.deepEqual([sent.listId, sent.extra, sent.accepted, sent.failed], ['l-1', { novelty: 1 }, [first], [second]])
    assert.throws(() => sent.raiseForFailed(), (raised) => raised instanceof RejectedError && raised.stack.includes('many.test'))
  })

  it('raises nothing where all were accepted', async () => {
    const { account, client } = make('list-good')
    await account.script({ respond: { status: 200, json: { messages: [{ messageId: 'm-1' }] } } })
    const sent = await client.sendList([MESSAGE])
    assert.equal(sent.raiseForFailed(), undefined)
    assert.deepEqual([sent.failed, 'listId' in sent], [[], false])
  })

  it('names every message that cannot be read', async () => {
    const { account, client } = make('list-wrong')
    const wrong = [{ ...MESSAGE, to: 5 }, MESSAGE, null]
    await assert.rejects(client.sendList(wrong), (error) => {
      assert.ok(error instanceof InvalidArgumentError && error.outcome === 'not_accepted')
      assert.deepEqual(error.fields.map(({ field, rule }) => [field, rule]), [['messages[0].to', 'type'], ['messages[2]', 'type']])
      return true
    })
    await assert.rejects(client.sendList([MESSAGE, { ...MESSAGE, from: '\ud83d' }]), { message: /^messages\[1\]\.from: / })
    await assert.rejects(client.sendList([MESSAGE], { notification: [] }), { message: /^notification: / })
    await assert.rejects(client.sendList('messages'), { message: 'messages: must be an array of messages' })
    await assert.rejects(client.sendList([MESSAGE], { concurrency: 3 }), { message: /^concurrency: / })
    assert.equal((await account.requests()).length, 0)
  })

  it('is told of in states', async () => {
    const { account, client } = make('list-status')
    const timestamp = '2026-11-21T10:00:00Z'
    const messages = [{ messageId: 'm-1', channel: 'Sms', status: 'Delivered', timestamp, novelty: 1 }]
    await account.script({ respond: { status: 200, json: { messageListId: 'l-1', messages } } })
    const { listId, final, messages: states } = await client.listStatus('l-1')
    assert.ok(states[0] instanceof ReportedStatus)
    assert.deepEqual([listId, final, states[0].final, states[0].timestamp, states[0].extra], ['l-1', true, true, new Date(timestamp), { novelty: 1 }])
    await assert.rejects(client.listStatus(5), { message: 'listId: must be a string' })
  })
})

describe('many messages', () => {
  it('are sent from any iterable, and each comes out once', async () => {
    async function* slowly(count) {
      for (let i = 0; i < count; i += 1) {
        if (i % 7 === 3) await round()
        yield MESSAGE
      }
    }
    const { account, client } = make('any')
    const kinds = [source(60).messages, Array(60).fill(MESSAGE), new Set(upTo(60).map(() => ({ ...MESSAGE }))), slowly(60)]
    for (const messages of kinds) {
      const sending = client.sendMany(messages, { concurrency: 8 })
      const items = await all(sending)
      assert.deepEqual(indices(items), upTo(60))
      assert.ok(items.every(({ result }) => result instanceof MessageResult))
      assert.deepEqual(sending.counts, { given: 60, accepted: 60, refused: 0, unknown: 0, possibleDuplicates: 0, open: 0 })
      assert.deepEqual([await sending.next(), await sending.stop(), sending.unknown], [{ value: undefined, done: true }, [], []])
    }
    assert.equal((await account.requests()).length, 240)
  })

  it('are taken only as they are needed, and no more once they are left', async () => {
    const { account, client } = make('lazy')
    const seen = source()
    const sending = client.sendMany(seen.messages, { concurrency: 4 })
    assert.equal(seen.taken, 0)
    const items = []
    for await (const item of sending) {
      items.push(item)
      await sleep(20)
      // Under way, waiting, and what core keeps that nobody has taken.
      assert.ok(seen.taken <= items.length + 4 * 7, `${seen.taken} taken where ${items.length} came out`)
      if (items.length === 20) break
    }
    const { taken } = seen
    assert.equal(seen.closed, true)
    const rest = await sending.stop()
    assert.deepEqual(indices([...items, ...rest]), upTo(taken))
    assert.deepEqual(await sending.next(), { value: undefined, done: true })
    const arrived = (await account.requests()).length
    await sleep(50)
    assert.deepEqual([seen.taken, (await account.requests()).length], [taken, arrived])
  })

  it('that are under way when they are left are told as unknown', async () => {
    const { account, client } = make('unknown')
    await account.script(...Array(8).fill(SILENCE))
    const sending = client.sendMany(source().messages, { concurrency: 8 })
    const first = sending.next()
    await account.requestAfter(7)
    const begun = performance.now()
    const rest = sending.stop()
    const { value } = await first
    const ends = [value, ...(await rest)]
    assert.ok(performance.now() - begun < 500)
    assert.deepEqual(sending.unknown.sort((a, b) => a - b), upTo(8))
    const doubtful = ends.filter(({ error }) => error.outcome === 'unknown')
    assert.deepEqual(indices(doubtful), upTo(8))
    assert.ok(ends.every(({ error }) => error.code === 'cancelled'))
    assert.deepEqual([sending.counts.unknown, sending.counts.open], [8, 0])
    assert.equal((await account.requests()).length, 8)
  })

  it('that cannot be read are errors of their own', async () => {
    const { account, client } = make('unreadable')
    const cycle = {}
    cycle.self = cycle
    const messages = [MESSAGE, cycle, { ...MESSAGE, to: 5 }, undefined, { ...MESSAGE, to: 5n }, 'text', { ...MESSAGE, from: '\ud83d' }, MESSAGE]
    const items = (await all(client.sendMany(messages))).sort((one, other) => one.index - other.index)
    assert.deepEqual(items.map(({ error }) => error?.fields[0].field), [undefined, 'message', 'to', '', 'message', '', 'from', undefined])
    assert.ok(items.every(({ error }) => !error || (error instanceof InvalidArgumentError && error.outcome === 'not_accepted')))
    assert.ok(items[1].error.cause instanceof TypeError)
    assert.equal((await account.requests()).length, 2)
  })

  it('stop where the iterable fails, with its own error', async () => {
    const { account, client } = make('fails')
    await account.script(...Array(8).fill(SILENCE))
    const failure = new Error('the database is gone')
    async function* failing() {
      yield MESSAGE
      yield MESSAGE
      await account.requestAfter(1)
      throw failure
    }
    const sending = client.sendMany(failing())
    await assert.rejects(all(sending), (error) => error === failure)
    assert.deepEqual(indices(await sending.stop()), [0, 1])
    assert.deepEqual(sending.unknown, [0, 1])
    assert.equal((await sending.next()).done, true)

    const seen = source(Infinity, (index) => {
      if (index === 3) throw failure
      return MESSAGE
    })
    const other = client.sendMany(seen.messages)
    await assert.rejects(other.next(), (error) => error === failure)
    assert.deepEqual([indices(await other.stop()), seen.closed], [upTo(3), true])
  })

  it('come out while the iterable takes its time', async () => {
    const { client } = make('slow-source')
    let go
    const gate = new Promise((resolve) => (go = resolve))
    async function* slow() {
      yield MESSAGE
      await gate
      yield MESSAGE
    }
    const sending = client.sendMany(slow())
    assert.equal((await sending.next()).value.index, 0)
    go()
    assert.equal((await sending.next()).value.index, 1)
    assert.equal((await sending.next()).done, true)
  })

  it('are left at once though the iterable takes for ever', async () => {
    const { client } = make('stuck-source')
    async function* stuck() {
      yield MESSAGE
      await new Promise(() => {})
    }
    const sending = client.sendMany(stuck())
    for await (const { index } of sending) {
      assert.equal(index, 0)
      break
    }
    assert.deepEqual(await sending.stop(), [])
  })

  it('are counted for a hook, whose error comes out', async () => {
    const { client } = make('progress')
    const told = []
    const sending = client.sendMany(source(100).messages, { concurrency: 20, onProgress: (counts) => told.push(counts) })
    assert.equal((await all(sending)).length, 100)
    assert.ok(told.length > 0 && told.length < 100, `${told.length} times`)
    assert.deepEqual(told.at(-1), sending.counts)
    const accepted = told.map((counts) => counts.accepted)
    assert.deepEqual(accepted, [...accepted].sort((a, b) => a - b))

    const failure = new Error('full disk')
    const seen = source()
    const failing = client.sendMany(seen.messages, {
      onProgress() {
        throw failure
      },
    })
    await assert.rejects(all(failing), (error) => error === failure)
    assert.equal(seen.closed, true)
    assert.deepEqual(indices(await failing.stop()), upTo(seen.taken))
  })

  it('are ended by a signal, after the rest has come out', async () => {
    const { account, client } = make('abort')
    await account.script({ accept: true }, { accept: true }, ...Array(20).fill(SILENCE))
    const controller = new AbortController()
    const seen = source()
    const sending = client.sendMany(seen.messages, { concurrency: 4, signal: controller.signal })
    const items = []
    const reason = new Error('shutting down')
    const iteration = (async () => {
      for await (const item of sending) items.push(item)
    })()
    await account.requestAfter(5)
    controller.abort(reason)
    await assert.rejects(iteration, (error) => {
      assert.ok(error instanceof AbortError && error.reason === reason)
      assert.deepEqual([error.outcome, error.cause.code], ['unknown', 'cancelled'])
      return true
    })
    assert.deepEqual(indices(items), upTo(seen.taken))
    assert.deepEqual([sending.counts.accepted, sending.unknown.length, seen.closed], [2, 4, true])
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
  })

  it('are not taken where the signal was aborted before', async () => {
    const { account, client } = make('aborted')
    const seen = source()
    const sending = client.sendMany(seen.messages, { signal: AbortSignal.abort() })
    await assert.rejects(sending.next(), (error) => error instanceof AbortError && error.outcome === 'not_accepted')
    assert.deepEqual([seen.taken, (await account.requests()).length], [0, 0])
    assert.equal((await sending.next()).done, true)
  })

  it('that ended before a signal was aborted are not cancelled by it', async () => {
    const { client } = make('abort-late')
    const controller = new AbortController()
    const sending = client.sendMany([MESSAGE], { signal: controller.signal })
    const { value } = await sending.next()
    controller.abort()
    assert.deepEqual([value.index, (await sending.next()).done], [0, true])
    const { signal } = new AbortController()
    await all(client.sendMany([MESSAGE], { signal }))
    await all(client.waitMany([], { signal }))
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
  })

  it('come out one after another where several wait for them', async () => {
    const { client } = make('several')
    const sending = client.sendMany(source(3).messages)
    const ends = await Promise.all(Array.from({ length: 5 }, () => sending.next()))
    assert.deepEqual(indices(ends.flatMap(({ value }) => value ?? [])), upTo(3))
    assert.deepEqual(ends.map(({ done }) => done), [false, false, false, true, true])
  })

  it('leave the event loop free, however slow the iterable is', async () => {
    const { client } = make('free')
    const seen = source(400, () => {
      const until = performance.now() + 0.5
      while (performance.now() < until);
      return MESSAGE
    })
    let [last, longest] = [performance.now(), 0]
    const timer = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }, 1)
    assert.equal((await all(client.sendMany(seen.messages, { concurrency: 200 }))).length, 400)
    clearInterval(timer)
    // 200 at once would take 100 ms.
    assert.ok(longest < 70, `${longest} ms`)
  })

  it('are refused with options that there are not, and after the client was closed', () => {
    const { client } = make('refused')
    const refused = (given, field) => assert.throws(() => client.sendMany([], given), (error) => error instanceof InvalidArgumentError && error.fields[0].field === field)
    refused({ concurrency: 0 }, 'concurrency')
    refused({ concurrrency: 5 }, 'concurrrency')
    refused({ maxRetries: 101 }, 'maxRetries')
    refused({ onProgress: 5 }, 'onProgress')
    refused({ signal: 5 }, 'signal')
    for (const messages of [undefined, 5, 'text', {}]) {
      assert.throws(() => client.sendMany(messages), { message: 'messages: must be an iterable or an async iterable' })
    }
    client.close()
    assert.throws(() => client.sendMany([]), ClosedError)
    assert.throws(() => client.waitMany([]), ClosedError)
  })

  it('take no memory with their number', async () => {
    const { code, out, err } = await run('many.cjs', mock.account('memory'))
    assert.deepEqual([code, err], [0, ''])
    const { count, grown } = JSON.parse(out)
    assert.equal(count, 100_000)
    assert.ok(grown < 40, `${grown} MB`)
  })
})

describe('many messages that are followed', () => {
  const pending = async (name, count = 1) => {
    const { account, client } = make(name)
    await mock.control('PUT', account.path, { progress: { Sms: [[0, 'Pending']] } })
    const sent = await all(client.sendMany(Array(count).fill(MESSAGE)))
    return { account, client, ids: sent.map(({ result }) => result.messageId) }
  }

  it('come out where a webhook tells of them, in each of its forms', async () => {
    const { client, ids } = await pending('notify', 3)
    const following = client.waitMany(new Set(ids), { pollInitialMs: 20_000, pollMaxMs: 20_000 })
    assert.equal(following.open, 3)
    const pendingOne = await client.status(ids[0])
    const event = { channel: 'Sms', status: 'Delivered', timestamp: '2026-11-21T10:00:00Z' }
    following.notify({ ...event, messageId: ids[0], wind: 'north' })
    const { value: first } = await following.next()
    assert.deepEqual([first.messageId, first.status.status, first.status.timestamp, first.status.extra], [ids[0], 'Delivered', new Date(event.timestamp), { wind: 'north' }])
    assert.ok(first.status instanceof ReportedStatus && first.status.final)
    // What the package made of a state says the same as what it was made of.
    const told = Object.assign(Object.create(Object.getPrototypeOf(first.status)), first.status, { messageId: ids[1] })
    following.notify(told)
    const { value: second } = await following.next()
    assert.deepEqual({ ...second.status }, { ...told })
    const answered = Object.assign(Object.create(Object.getPrototypeOf(pendingOne)), { ...pendingOne, messageId: ids[2], status: 'DeliveryFailed' })
    following.notify(answered)
    const { value: third } = await following.next()
    assert.deepEqual([third.messageId, third.status.status, third.status.extra], [ids[2], 'DeliveryFailed', {}])
    assert.deepEqual([following.open, (await following.next()).done], [0, true])
    following.notify(told)
    assert.throws(() => following.notify('Delivered'), (error) => error instanceof InvalidArgumentError && error.fields[0].field === 'event')
  })

  it('come out as cancelled where they are', async () => {
    const { client, ids } = await pending('wait-cancel', 2)
    const following = client.waitMany(ids)
    const first = following.next()
    following.cancel()
    const items = [(await first).value, ...(await all(following))]
    assert.deepEqual(items.map(({ error }) => [error.code, error.outcome]), Array(2).fill(['cancelled', 'not_applicable']))
    const controller = new AbortController()
    const aborted = client.waitMany(ids, { signal: controller.signal })
    const iteration = all(aborted)
    controller.abort()
    await assert.rejects(iteration, (error) => error instanceof AbortError && error.outcome === 'not_applicable')
    assert.equal(aborted.open, 0)
  })

  it('are left with the loop', async () => {
    const { account, client, ids } = await pending('wait-left', 2)
    const following = client.waitMany(ids, { pollInitialMs: 10, pollMaxMs: 10, rate: 1000 })
    following.notify({ messageId: ids[0], channel: 'Sms', status: 'Delivered' })
    for await (const { messageId } of following) {
      assert.equal(messageId, ids[0])
      break
    }
    assert.equal(following.open, 0)
    const arrived = (await account.requests()).length
    await sleep(60)
    assert.equal((await account.requests()).length, arrived)
  })

  it('are refused where their ids are none', () => {
    const { client } = make('wait-refused')
    const fields = (ids) => (error) => {
      assert.ok(error instanceof InvalidArgumentError && error.outcome === 'not_applicable')
      assert.deepEqual(error.fields.map(({ field }) => field), ids)
      return true
    }
    assert.throws(() => client.waitMany(['a', undefined, '']), fields(['messageIds[1]', 'messageIds[2]']))
    assert.throws(() => client.waitMany(['a', 5]), fields(['messageIds[1]']))
    assert.throws(() => client.waitMany('a'), fields(['messageIds']))
    assert.throws(() => client.waitMany(['a'], { pollMs: 5 }), fields(['pollMs']))
  })
})
