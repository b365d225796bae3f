// The client of the HTTPS interface: what the cases cannot say, because it is about arguments, classes, signals and iterators.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { after, before, describe, it } from 'node:test'

import * as ecall from 'ecall'

import { Mock } from './support/mock.mjs'

const { AbortError, Answer, ClosedError, ConfigError, HttpsClient, InvalidArgumentError, JobStates, JobStatus, OutcomeUnknownError, Resolution, SentJob } = ecall
const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

function make(name, more) {
  const account = mock.account(name)
  return { account, client: new HttpsClient(account.httpsOptions(more)) }
}

/** The parameters of the last request that arrived. */
const form = async (account) => (await account.requests()).at(-1).form

const fails = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error)

describe('a client of the HTTPS interface', () => {
  it('sends an SMS with everything that it may have', async () => {
    const { account, client } = make('https-sms')
    const sent = await client.sendSms({
      ...SMS,
      to: new Set(['+41791234567', '0041791234568']),
      from: 'Alarm',
      notificationAddresses: ['a@example.invalid', '+41791234569'],
      notificationLevel: 2,
      msgType: 'Flash',
      noLog: true,
      sendDate: new Date('2036-11-21T10:00:00Z'),
      jobId: 'job-1',
    })
    assert.ok(sent instanceof SentJob && sent instanceof Answer)
    const { jobId, resultCode, httpStatus, possibleDuplicate, estimate, replacements } = sent
    assert.deepEqual([jobId, resultCode, httpStatus, possibleDuplicate, estimate.pages, replacements], ['job-1', 0, 200, false, 1, []])
    const { Address, NotificationAddress, NotificationLevel, CallBack, MsgType, NoLog, SendDate } = await form(account)
    assert.deepEqual([Address, CallBack, MsgType, NoLog], ['+41791234567;0041791234568', 'Alarm', 'Flash', '1'])
    assert.deepEqual([NotificationAddress, NotificationLevel], ['a@example.invalid;+41791234569', '2'])
    assert.equal(SendDate, '2036-11-21T10:00:00.000Z')
  })

  it('sends a fax and a voice message, each under an id of its own', async () => {
    const { account, client } = make('https-others')
    const fax = await client.sendFax({ ...SMS, subject: 'Pump 3', numberOfRetries: 2, retryIntervalMinutes: 5 })
    assert.equal((await form(account)).RetryIntervalInMinutes, '5')
    const voice = await client.sendVoice({ ...SMS, language: 'DE', fromText: 'The pump' })
    assert.equal((await form(account)).FromText, 'The pump')
    const sms = await client.sendSms({ ...SMS, text: '„grün“', toGsm: true })
    assert.deepEqual([(await form(account)).Message, sms.replacements.length], ['"grün"', 2])
    const ids = [fax, voice, sms].map(({ jobId }) => jobId)
    assert.ok(ids.every((id) => UUID.test(id)) && new Set(ids).size === 3, ids)
    assert.ok([fax, voice].every((sent) => !('estimate' in sent)))
  })

  it('refuses what cannot be handed on, and lets nothing out', async () => {
    const { account, client } = make('https-wrong')
    const never = new Date(Number.NaN)
    const wrong = [
      [() => client.sendSms({ ...SMS, to: 5 }), 'to'],
      [() => client.sendSms({ ...SMS, to: ['+41791234567', 5] }), 'to[1]'],
      [() => client.sendSms({ ...SMS, to: ['+41791234567', '\ud83d'] }), 'to[1]'],
      [() => client.sendSms({ ...SMS, to: [] }), 'to'],
      [() => client.sendSms({ ...SMS, sendDate: never }), 'sendDate'],
      [() => client.sendSms({ ...SMS, send_date: never }), 'send_date'],
      [() => client.sendSms({ ...SMS, jobId: '\ud83d' }), 'jobId'],
      [() => client.sendSms(undefined), 'text'],
      [() => client.sendFax({ ...SMS, from: 'Alarm' }), 'from'],
      [() => client.sendVoice({ ...SMS, to: [SMS.to] }), 'to'],
      [() => client.sendVoice({ ...SMS, text: undefined }), 'text'],
    ]
    for (const [send, field] of wrong) {
      const error = await fails(send())
      assert.ok(error instanceof InvalidArgumentError, error)
      assert.deepEqual([error.fields[0].field, error.outcome], [field, 'not_accepted'])
    }
    const asks = [
      () => client.status(undefined),
      () => client.resolve(''),
      () => client.deleteMessage(undefined),
      () => client.nextMessage({ number: 5 }),
    ]
    for (const ask of asks) {
      assert.equal((await fails(ask())).outcome, 'not_applicable')
    }
    // A date that is none is not taken for one that was not given by the REST interface either.
    const rest = new ecall.Client(account.options())
    assert.equal((await fails(rest.sendSms({ ...SMS, sendDate: never }))).fields[0].rule, 'format')
    assert.equal((await account.requests()).length, 0)
    assert.throws(() => new HttpsClient({ username: 'u', password: 'p', timeout: 5 }), ConfigError)
  })

  it('tells the job of a send whose end is not known, and resolves it', async () => {
    const { account, client } = make('https-unknown')
    await account.script({ accept_then: 'truncate' }, { accept_then: 'silence' }, { fault: 'silence' })
    const error = await fails(client.sendSms(SMS))
    assert.ok(error instanceof OutcomeUnknownError && UUID.test(error.jobId))
    assert.equal(JSON.parse(JSON.stringify(error)).jobId, error.jobId)
    const controller = new AbortController()
    const sending = client.sendSms(SMS, { signal: controller.signal })
    await account.requestAfter(1)
    controller.abort()
    const aborted = await fails(sending)
    assert.ok(aborted instanceof AbortError && aborted.outcome === 'unknown')
    const lost = await fails(client.sendSms({ ...SMS, jobId: 'job-2' }, { timeoutMs: 100 }))
    assert.deepEqual([lost.outcome, lost.jobId], ['unknown', 'job-2'])
    for (const [id, accepted] of [[error.jobId, true], [aborted.cause.jobId, true], ['job-2', false]]) {
      const found = await client.resolve(id)
      assert.ok(found instanceof Resolution && found.states.every((state) => state instanceof JobStatus))
      assert.deepEqual([found.accepted, found.states.length], [accepted, accepted ? 1 : 0])
    }
  })

  it('reads states with their times and everything else', async () => {
    const { account, client } = make('https-status')
    const state = (time) => `<Status><StatusCode>8</StatusCode><TimeStamp>${time}</TimeStamp><Number>1</Number></Status>`
    const body = `<Statuses>${state('25.10.2026 02:30:00')}${state('soon')}</Statuses>`
    await account.script({ respond: { status: 200, headers: { 'content-type': 'text/xml' }, body } })
    const answer = await client.status('job-1')
    assert.ok(answer instanceof JobStates && answer.final && Buffer.isBuffer(answer.rawBody))
    const [first, second] = answer.states
    assert.ok(first instanceof JobStatus)
    assert.deepEqual(
      { ...first },
      {
        ...{ statusCode: 8, status: 'Delivered', final: true, extra: { Number: '1' } },
        timeStamp: { text: '25.10.2026 02:30:00', time: '2026-10-25T02:30:00+02:00', doubt: 'twice', date: new Date('2026-10-25T00:30:00Z') },
      },
    )
    assert.deepEqual(second.timeStamp, { text: 'soon' })
  })

  it('tells what it does, and is closed once', async () => {
    const events = []
    const { client } = make('https-closed', { onLog: (event) => events.push(event) })
    await client.sendSms(SMS)
    assert.equal('message' in (await client.nextMessage()), false)
    assert.equal((await client.deleteMessage('nowhere')).deleted, false)
    const messages = client.messages()
    client.close()
    client.close()
    assert.equal(client.closed, true)
    assert.ok((await fails(client.sendSms(SMS))) instanceof ClosedError)
    assert.ok((await fails(messages.next())) instanceof ClosedError)
    assert.throws(() => client.messages(), ClosedError)
    await new Promise(setImmediate)
    assert.deepEqual(events.map(({ operation }) => operation), ['send_sms', 'next_message', 'delete_message'])
  })
})

describe('the states of a range', () => {
  const START = '2026-11-21T10:00:00Z'
  const END = '2026-11-21T10:00:08Z'

  /** An account with a job for each second of the range, whose answers tell two at most. */
  async function filled(name, limit) {
    const { account, client } = make(name)
    await mock.control('PUT', account.path, { state_limit: limit })
    const second = (index) => new Date(Date.parse(START) + index * 1000 + 500).toISOString()
    const jobs = Array.from({ length: 8 }, (_, index) => ({ jobId: `job-${index}`, address: SMS.to, accepted: second(index) }))
    await mock.control('POST', `${account.path}/jobs`, jobs)
    return { account, client }
  }

  it('are read as they are asked for', async () => {
    const { account, client } = await filled('range', 3)
    const range = client.statusRange(new Date(START), END)
    assert.ok(range instanceof ecall.StatusRange)
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal((await account.requests()).length, 0)
    const ids = []
    for await (const state of range) {
      assert.ok(state instanceof JobStatus)
      ids.push(state.jobId)
    }
    assert.deepEqual(ids, Array.from({ length: 8 }, (_, index) => `job-${index}`))
    assert.deepEqual(await range.next(), { value: undefined, done: true })
    const all = (await account.requests()).length
    assert.ok(all > 2)

    for await (const state of client.statusRange(START, END)) if (state.jobId === 'job-0') break
    assert.ok((await account.requests()).length < 2 * all)
  })

  it('come out once, however many ask at the same time', async () => {
    const { client } = await filled('range-many', 3)
    const range = client.statusRange(START, END)
    const items = await Promise.all(Array.from({ length: 10 }, () => range.next()))
    const ids = items.filter(({ done }) => !done).map(({ value }) => value.jobId)
    assert.deepEqual([new Set(ids).size, items[8].done, items[9].done], [8, true, true])
  })

  it('end in an error after those that were read', async () => {
    const { account, client } = await filled('range-fails', 8)
    await account.script({ respond: { status: 400, body: '<Result><ResultCode>11701</ResultCode></Result>' } }, {}, { respond: { status: 401, body: '' } })
    const range = client.statusRange(START, END)
    const ids = []
    const error = await fails((async () => {
      for await (const { jobId } of range) ids.push(jobId)
    })())
    assert.deepEqual([error.code, ids.length > 0 && ids.length < 8], ['authentication', true])
    assert.deepEqual(await range.next(), { value: undefined, done: true })
  })

  it('are ended by a signal, which nobody listens to any more', async () => {
    const { account, client } = make('range-abort')
    await account.script({ fault: 'silence' })
    const controller = new AbortController()
    const asked = client.statusRange(START, END, { signal: controller.signal }).next()
    await account.requestAfter(0)
    assert.equal(getEventListeners(controller.signal, 'abort').length, 1)
    controller.abort(new Error('shutting down'))
    const error = await fails(asked)
    assert.ok(error instanceof AbortError)
    assert.deepEqual([error.reason.message, error.outcome], ['shutting down', 'not_applicable'])
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0)
  })

  it('need two times in their order', async () => {
    const { client } = make('range-wrong')
    const wrong = [['soon', END, 'start'], [START, 5, 'end'], [START, new Date(Number.NaN), 'end'], [END, START, 'end']]
    for (const [start, end, field] of wrong) {
      const named = (error) => error instanceof InvalidArgumentError && error.fields[0].field === field
      assert.throws(() => client.statusRange(start, end), named, `${start} ${end}`)
    }
    assert.throws(() => client.statusRange(START, END, { concurrency: 3 }), /concurrency: /)
    assert.throws(() => client.statusRange(START, END, { signal: 5 }), { message: 'signal: must be an AbortSignal' })
  })
})
