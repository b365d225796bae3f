// The client of the SOAP interface: what the cases cannot say, because it is about arguments, classes, files and signals.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

import * as ecall from 'ecall'

import { Mock } from './support/mock.mjs'

const { AbortError, Answer, ClosedError, ConfigError, InvalidArgumentError, JobState, OutcomeUnknownError, ReportedJobState, SentJob, SoapClient, SoapResolution, TimeoutError } = ecall
const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

let mock
let folder
before(async () => {
  mock = await Mock.start()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ecall-soap-'))
})
after(async () => {
  await mock.stop()
  fs.rmSync(folder, { recursive: true })
})

function make(name, more) {
  const account = mock.account(name)
  return { account, client: new SoapClient(account.soapOptions(more)) }
}

/** What the last request that arrived asks for. */
const asked = async (account) => (await account.requests()).at(-1).soap
const jobs = async (account) => (await mock.control('GET', `${account.path}/jobs`)).jobs
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const fails = (promise) => promise.then(() => assert.fail('it succeeded'), (error) => error)

function written(name, bytes) {
  const file = path.join(folder, name)
  fs.writeFileSync(file, bytes)
  return file
}

describe('a client of the SOAP interface', () => {
  it('sends an SMS with everything that it may have', async () => {
    const { account, client } = make('soap-sms', { soapVersion: '1.2' })
    const sent = await client.sendSms({
      ...SMS,
      to: new Set(['+41791234567', '0041791234568']),
      from: 'Alarm',
      notification: 'a@example.invalid',
      alwaysNotification: '+41791234569',
      answer: 'b@example.invalid',
      msgType: 'Flash',
      noLog: true,
      sendDate: new Date('2036-11-21T10:00:00Z'),
      jobId: 'job-1',
    })
    assert.ok(sent instanceof SentJob && sent instanceof Answer)
    const { jobId, resultCode, httpStatus, possibleDuplicate, estimate, replacements } = sent
    assert.deepEqual([jobId, resultCode, httpStatus, possibleDuplicate, estimate.pages, replacements], ['job-1', 0, 200, false, 1, []])
    const { version, parameters } = await asked(account)
    assert.equal(version, '1.2')
    assert.deepEqual([parameters.Address, parameters.MsgType, parameters.Answer], ['0041791234567;0041791234568', 'Flash', 'b@example.invalid'])
    assert.deepEqual([parameters.Notification, parameters.AlwaysNotification], ['a@example.invalid', '+41791234569'])
  })

  it('sends a voice message, and each job under an id of its own', async () => {
    const { account, client } = make('soap-voice')
    const voice = await client.sendVoice({ ...SMS, to: [SMS.to, '+41791234568'], language: 'DE', fromText: 'The pump' })
    const { operation, parameters } = await asked(account)
    assert.deepEqual([operation, parameters.FromText], ['SendVoiceBasic', 'The pump'])
    const sms = await client.sendSms({ ...SMS, text: '„grün“', toGsm: true })
    assert.deepEqual([(await asked(account)).parameters.Message, sms.replacements.length], ['"grün"', 2])
    assert.ok([voice, sms].every(({ jobId }) => UUID.test(jobId)) && voice.jobId !== sms.jobId)
  })

  it('refuses what cannot be handed on, and lets nothing out', async () => {
    const { account, client } = make('soap-wrong')
    const wrong = [
      [() => client.sendSms({ ...SMS, to: ['+41791234567', 5] }), 'to[1]'],
      [() => client.sendSms({ ...SMS, sendDate: new Date(Number.NaN) }), 'sendDate'],
      [() => client.sendSms({ ...SMS, no_log: true }), 'no_log'],
      [() => client.sendSms({ ...SMS, jobId: '\ud83d' }), 'jobId'],
      [() => client.sendSms(undefined), 'text'],
      [() => client.sendFax({ ...SMS, from: 'Alarm' }), 'from'],
      [() => client.sendFax({ to: SMS.to }), 'text'],
      [() => client.sendVoice({ ...SMS, text: undefined }), 'text'],
      [() => client.sendVoice({ ...SMS, files: [] }), 'files'],
    ]
    for (const [send, field] of wrong) {
      const error = await fails(send())
      assert.ok(error instanceof InvalidArgumentError, error)
      assert.deepEqual([error.fields[0].field, error.outcome], [field, 'not_accepted'])
    }
    for (const ask of [
      () => client.state(undefined),
      () => client.resolve(''),
      () => client.wait('job-1', { address: 5 }),
      () => client.wait('job-1', { until: 'Sent' }),
    ]) {
      assert.equal((await fails(ask())).outcome, 'not_applicable')
    }
    assert.equal((await fails(client.state('job-1', { adress: SMS.to }))).fields[0].field, 'adress')
    assert.equal((await account.requests()).length, 0)
    assert.throws(() => new SoapClient({ username: 'u', password: 'p', soapVersion: '2' }), ConfigError)
  })

  it('follows a job, and says which state it was in when the time was up', async () => {
    const { account, client } = make('soap-wait')
    const { jobId } = await client.sendSms(SMS)
    const state = await client.wait(jobId, { address: SMS.to, pollInitialMs: 20, timeoutMs: 5000 })
    assert.ok(state instanceof JobState && state instanceof Answer && Buffer.isBuffer(state.rawBody))
    const { address, jobType, sendState, status, errorState, pointsUsed, final, extra } = state
    const known = { address, jobType, sendState, status, errorState, pointsUsed, final, extra }
    assert.deepEqual(known, { address: '0041791234567', jobType: 1, sendState: 8, status: 'Delivered', errorState: 0, pointsUsed: 1, final: true, extra: {} })
    assert.ok(state.finishDate.date instanceof Date && typeof state.finishDate.text === 'string')
    assert.equal((await client.state(jobId)).sendState, 8)

    await mock.control('PUT', account.path, { job_progress: { Sms: [[0, 1]] } })
    const slow = await client.sendSms(SMS)
    const error = await fails(client.wait(slow.jobId, { pollInitialMs: 20, timeoutMs: 100 }))
    assert.ok(error instanceof TimeoutError && error.jobId === slow.jobId)
    assert.ok(error.lastJobState instanceof ReportedJobState)
    assert.deepEqual([error.lastJobState.sendState, error.lastJobState.final], [1, false])
    assert.equal(JSON.parse(JSON.stringify(error)).lastJobState.sendState, 1)
    assert.equal((await client.wait(slow.jobId, { until: ['Sent'], pollInitialMs: 20 })).status, 'Sent')
  })

  it('tells the job of a send whose end is not known, and resolves it', async () => {
    const { account, client } = make('soap-unknown')
    await account.script({ accept_then: 'truncate' }, { fault: 'silence' })
    const error = await fails(client.sendSms(SMS))
    assert.ok(error instanceof OutcomeUnknownError && UUID.test(error.jobId))
    const lost = await fails(client.sendSms({ ...SMS, jobId: 'job-2' }, { timeoutMs: 100 }))
    assert.deepEqual([lost.outcome, lost.jobId], ['unknown', 'job-2'])
    const found = await client.resolve(error.jobId)
    assert.ok(found instanceof SoapResolution && found.state instanceof ReportedJobState)
    assert.deepEqual([found.accepted, found.state.jobId], [true, error.jobId])
    const missing = await client.resolve('job-2')
    assert.deepEqual([missing.accepted, 'state' in missing], [false, false])
  })

  it('tells what it does, and is closed once', async () => {
    const events = []
    const { client } = make('soap-closed', { onLog: (event) => events.push(event) })
    const { jobId } = await client.sendSms(SMS)
    await client.state(jobId)
    client.close()
    client.close()
    assert.equal(client.closed, true)
    for (const call of [() => client.sendFax(SMS), () => client.wait(jobId), () => client.resolve(jobId)]) {
      assert.ok((await fails(call())) instanceof ClosedError)
    }
    await new Promise(setImmediate)
    assert.deepEqual(events.map(({ operation }) => operation), ['send_sms', 'state'])
  })
})

describe('a fax', () => {
  it('takes every kind of file, by its name', async () => {
    const { account, client } = make('fax-files')
    const bytes = Buffer.from('Wärme: 45 °C\n')
    const whole = Uint8Array.from([1, 2, ...bytes, 3]).buffer
    const shared = new SharedArrayBuffer(bytes.length)
    new Uint8Array(shared).set(bytes)
    const file = written('report.txt', bytes)
    const sent = await client.sendFax({
      to: SMS.to,
      subject: 'Pump 3',
      files: [
        file,
        pathToFileURL(file),
        { path: file, name: 'path.txt' },
        { path: pathToFileURL(file), name: 'url.txt' },
        { name: 'buffer.txt', data: bytes },
        { name: 'part.txt', data: Buffer.from(whole, 2, bytes.length) },
        { name: 'view.txt', data: new DataView(whole, 2, bytes.length) },
        { name: 'memory.txt', data: Uint8Array.from(bytes).buffer },
        { name: 'shared.txt', data: shared },
      ],
    })
    assert.ok(sent instanceof SentJob && !('estimate' in sent))
    const [{ files }] = await jobs(account)
    const names = ['report', 'report', 'path', 'url', 'buffer', 'part', 'view', 'memory', 'shared'].map((name) => `${name}.txt`)
    assert.deepEqual(files.map(({ fileName }) => fileName), names)
    for (const { fileName, length, sha256: found } of files) {
      assert.deepEqual([length, found], [bytes.length, sha256(bytes)], fileName)
    }
  })

  it('has the bytes of the moment in which it was sent', async () => {
    const { account, client } = make('fax-changed')
    const data = Buffer.alloc(200_000, 7)
    const before = sha256(data)
    const sending = client.sendFax({ ...SMS, files: [{ name: 'a.pdf', data }] })
    data.fill(9)
    structuredClone(data.buffer, { transfer: [data.buffer] })
    await sending
    assert.equal((await jobs(account))[0].files[0].sha256, before)
  })

  it('with files that are none goes nowhere, and says which', async () => {
    const { account, client } = make('fax-wrong')
    const file = written('a.txt', 'x')
    const data = Buffer.from('x')
    const refusals = [
      [5, 'files', 'type'],
      ['a.txt', 'files', 'type'],
      [[5], 'files[0]', 'type'],
      [[file, data], 'files[1]', 'type'],
      [[new URL('https://example.invalid/')], 'files[0]', 'type'],
      [[{ name: 'a.txt', data: 'x' }], 'files[0].data', 'type'],
      [[{ name: 5, data }], 'files[0].name', 'type'],
      [[{ name: 'a.txt', path: 5 }], 'files[0].path', 'type'],
      [[{ name: 'a.txt', path: file, data }], 'files[0]', 'exclusive'],
      [[{ name: 'a.txt', bytes: data }], 'files[0].bytes', 'unknown'],
      [[{ name: '\ud83d.txt', data }], 'files[0].name', 'unicode'],
      [[file, { name: 'a.exe', data }], 'files[1]', 'file_type'],
      [[{ data }], 'files[0]', 'file_type'],
      [[{ path: file, name: 'a.exe' }], 'files[0]', 'file_type'],
      [[path.join(folder, 'nothing.txt')], 'files[0]', 'readable'],
      [Array(11).fill(file), 'files', 'max_items'],
    ]
    for (const [files, field, rule] of refusals) {
      const error = await fails(client.sendFax({ ...SMS, files }))
      assert.ok(error instanceof InvalidArgumentError, error)
      assert.deepEqual([error.fields[0].field, error.fields[0].rule, error.outcome], [field, rule, 'not_accepted'])
    }
    const long = await fails(client.sendFax({ ...SMS, files: [file, { name: 'b.txt', data: Buffer.alloc(9) }], maxFileBytes: 8 }))
    assert.deepEqual([long.fields[0].field, long.fields[0].length, long.fields[0].limit], ['files[1]', 9, 8])
    assert.equal((await account.requests()).length, 0)
    // What is asked for by name is left to the service to refuse.
    assert.equal((await fails(client.sendFax({ ...SMS, files: [{ name: 'a.exe', data }], fileTypes: ['exe'] }))).code, 'rejected')
  })

  it('is aborted before, and while it is under way', async () => {
    const { account, client } = make('fax-abort')
    const reason = new Error('shutting down')
    const before = await fails(client.sendFax({ ...SMS, files: [{ name: 'a.pdf', data: Buffer.alloc(9) }] }, { signal: AbortSignal.abort(reason) }))
    assert.ok(before instanceof AbortError)
    assert.deepEqual([before.outcome, before.reason, (await account.requests()).length], ['not_accepted', reason, 0])
    await account.script({ accept_then: 'silence' })
    const controller = new AbortController()
    const sending = client.sendFax({ ...SMS, jobId: 'job-1', files: [{ name: 'a.pdf', data: Buffer.alloc(1 << 20) }] }, { signal: controller.signal })
    await account.requestAfter(0)
    const begun = performance.now()
    controller.abort()
    const error = await fails(sending)
    assert.ok(error instanceof AbortError && performance.now() - begun < 1000)
    assert.deepEqual([error.outcome, error.cause.jobId], ['unknown', 'job-1'])
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
  })
})
