// Arguments, options, results and the log hook.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inspect } from 'node:util'

import { Answer, Client, ConfigError, InvalidArgumentError, MessageResult, MessageStatus, RawResponse, text } from 'ecall'

import { Mock } from './support/mock.mjs'

const SMS = { to: '+41791234567', text: 'Pump 3 stopped' }

describe('a client', () => {
  let mock
  before(async () => {
    mock = await Mock.start()
  })
  after(() => mock.stop())

  const make = (name, more) => new Client(mock.account(name).options(more))
  const refused = (...fields) => (error) => {
    assert.ok(error instanceof InvalidArgumentError || error instanceof ConfigError, String(error))
    assert.deepEqual(error.fields.map(({ field, rule }) => [field, rule]), fields)
    for (const [field] of fields) assert.ok(error.message.includes(field), error.message)
    return true
  }

  it('refuses options that there are not, and only knows the names of this language', () => {
    const account = mock.account('options')
    for (const [name, value, rule] of [
      ['timeout', 5, 'unknown'],
      ['timeout_ms', 5, 'unknown'],
      ['TimeoutMs', 5, 'unknown'],
      ['timeoutMs', 'soon', 'type'],
      ['timeoutMs', 1.5, 'type'],
      ['timeoutMs', NaN, 'type'],
      ['timeoutMs', Infinity, 'type'],
      ['timeoutMs', -1, 'type'],
      ['timeoutMs', 0, 'range'],
      ['delivery', 'sometimes', 'type'],
      ['apiVersion', 3, 'range'],
      ['onLog', 'console', 'type'],
    ]) {
      assert.throws(() => new Client(account.options({ [name]: value })), refused([name, rule]), name)
    }
  })

  it('refuses what cannot be handed on', async () => {
    const client = make('arguments')
    const cycle = { channel: 'Sms' }
    cycle.notification = cycle
    await assert.rejects(client.sendSms({ ...SMS, to: 41791234567 }), refused(['to', 'type']))
    await assert.rejects(client.sendSms({ ...SMS, from: 5 }), refused(['from', 'type']))
    await assert.rejects(client.sendSms({ ...SMS, pageLimits: 5 }), refused(['pageLimits', 'unknown']))
    await assert.rejects(client.sendSms({ ...SMS, page_limit: 5 }), refused(['page_limit', 'unknown']))
    await assert.rejects(client.sendSms(SMS, { timeOutMs: 5 }), refused(['timeOutMs', 'unknown']))
    await assert.rejects(client.send(cycle), refused(['message', 'type']))
    await assert.rejects(client.send({ ...SMS, to: 5n }), refused(['message', 'type']))
    await assert.rejects(client.send({ channel: 'Sms', toList: [{ type: 'Number', address: 5 }] }), refused(['toList[0].address', 'type']))
    await assert.rejects(client.status({}), refused(['messageId', 'type']))
    await assert.rejects(client.status(), { code: 'invalid_argument', outcome: 'not_applicable' })
    await assert.rejects(client.wait('x', { pollMaxMs: -1 }), refused(['pollMaxMs', 'type']))
    await assert.rejects(client.request('GET', 'https://example.invalid/'), refused(['path', 'relative']))
  })

  it('takes what is absent as absent', async () => {
    const client = make('absent')
    await assert.rejects(client.sendSms(), { code: 'invalid_argument', outcome: 'not_accepted' })
    await assert.rejects(client.sendSms(null), { code: 'invalid_argument' })
    await client.sendSms({ ...SMS, from: undefined, sendDate: undefined }, { timeoutMs: undefined, signal: null })
    await client.sendSms({ ...SMS, from: null }, null)
  })

  it('sends texts as they are', async () => {
    const account = mock.account('texts')
    const client = new Client(account.options())
    const texts = ['\u{1f600} \0 "\\ \u2028', 'no half: \\ud83d']
    for (const given of texts) {
      const content = { type: 'Text', text: given }
      const { estimate } = await client.sendSms({ ...SMS, text: given })
      const same = await client.send({ channel: 'Sms', to: SMS.to, from: 'Alarm', content })
      assert.deepEqual([estimate.toJSON(), same.estimate.toJSON()], Array(2).fill(text.estimate(given).toJSON()))
    }
    const arrived = (await account.requests()).map(({ json }) => json.content.text)
    assert.deepEqual(arrived, [texts[0], texts[0], texts[1], texts[1]])
  })

  it('refuses half a surrogate pair, and does not tell the text', async () => {
    const account = mock.account('halves')
    const client = new Client(account.options())
    const half = 'secret\ud83d'
    const message = { channel: 'Sms', to: SMS.to, from: 'Alarm', content: { type: 'Text', text: 'x' } }
    const sends = [
      ...['to', 'text', 'from', 'smsType'].map((name) => [name, () => client.sendSms({ ...SMS, [name]: half })]),
      ['notification.url', () => client.sendSms({ ...SMS, notification: { url: half } })],
      ['delivery', () => client.send(message, { delivery: half })],
      ['message', () => client.send(half)],
      ['content.text', () => client.send({ ...message, content: { type: 'Text', text: half } })],
      ['content', () => client.send({ ...message, content: { [half]: 1 } })],
      ['my_list[1].my_name', () => client.send({ ...message, my_list: ['\\ud83d', { my_name: half }] })],
      ['method', () => client.request(half, '/message')],
      ['path', () => client.request('POST', half)],
      ['json', () => client.request('POST', '/message', half)],
      ['json[0].a', () => client.request('POST', '/message', [{ a: half }])],
    ]
    const asks = [
      ['messageId', () => client.status(half)],
      ['messageId', () => client.wait(half)],
      ['proxy', async () => new Client({ ...account.options(), proxy: half })],
    ]
    for (const [outcome, calls] of [['not_accepted', sends], ['not_applicable', asks]]) {
      for (const [field, call] of calls) {
        await assert.rejects(call, (error) => {
          const [{ rule, length }] = error.fields
          assert.deepEqual([error.code, error.outcome, error.fields[0].field, rule, length], ['invalid_argument', outcome, field, 'unicode', 7])
          assert.doesNotMatch(inspect(error, { showHidden: true, depth: 9 }), /secret/)
          return true
        })
      }
    }
    assert.deepEqual(await account.requests(), [])
  })

  it('returns what a text costs and what was replaced in it', async () => {
    const account = mock.account('costs')
    const client = new Client(account.options())
    const plain = await client.sendSms({ ...SMS, text: 'Störung' })
    assert.ok(plain.estimate instanceof text.Estimate)
    assert.deepEqual([plain.estimate, plain.replacements], [text.estimate('Störung'), []])
    assert.deepEqual(plain.estimate.toJSON(), text.estimate('Störung').toJSON())

    const given = `“${'ж€😀'.repeat(100)}” \ufffd`
    const long = await client.sendSms({ ...SMS, text: given, pageLimit: 2, forceGsm: true }, { allowTruncation: true })
    const estimate = text.estimate(given, { pageLimit: 2, forceGsm: true })
    assert.deepEqual(JSON.parse(JSON.stringify(long)).estimate, JSON.parse(JSON.stringify(estimate)))
    assert.equal(long.estimate.problems.length, 2)
    assert.ok(long.estimate.cut.characters > 0)

    const changed = await client.sendSms({ ...SMS, text: '“😀”', toGsm: true })
    assert.deepEqual(changed.replacements, text.toGsm('“😀”').replacements)
    assert.deepEqual(changed.estimate.forcing.map(({ utf16 }) => utf16), [1])
    const content = { type: 'Image', url: 'https://example.invalid/i.png' }
    const image = await client.send({ channel: 'Rcs', to: SMS.to, from: 'ecall-demo', content })
    assert.deepEqual(['estimate' in image, image.replacements], [false, []])
  })

  it('returns dates only where the zone is known', async () => {
    const account = mock.account('dates')
    const respond = (timestamp) => ({ respond: { status: 200, json: { messageId: 'm', timestamp, novelty: [1] } } })
    await account.script(respond('2026-11-21T10:00:00.123Z'), respond('2026-11-21T10:00:00'), respond('soon'), respond(null))
    const client = new Client(account.options())
    const sent = []
    for (let i = 0; i < 4; i += 1) sent.push(await client.sendSms(SMS))
    assert.ok(sent.every((one) => one instanceof MessageResult && one instanceof Answer))
    assert.deepEqual(sent.map(({ timestamp }) => timestamp?.toISOString()), ['2026-11-21T10:00:00.123Z', undefined, undefined, undefined])
    assert.deepEqual(sent.map(({ timestampText }) => timestampText), ['2026-11-21T10:00:00.123Z', '2026-11-21T10:00:00', 'soon', undefined])
    assert.deepEqual(sent[0].extra, { novelty: [1] })
    assert.ok(Buffer.isBuffer(sent[0].rawBody) && sent[0].rawBody === sent[0].rawBody)
    assert.equal(JSON.parse(sent[0].rawBody).messageId, 'm')
  })

  it('returns typed states and raw answers', async () => {
    const account = mock.account('raw')
    const client = new Client(account.options())
    const { messageId } = await client.sendSms(SMS)
    assert.ok((await client.status(messageId)) instanceof MessageStatus)
    const raw = await client.request('get', `/api/v2/message/${messageId}`)
    assert.ok(raw instanceof RawResponse)
    assert.equal(raw.json.messageId, messageId)
    assert.match(raw.headers['content-type'], /^application\/json/)
    await account.script({ respond: { status: 200, body_base64: Buffer.from([0xff, 0, 0x80, 65]).toString('base64') } })
    const bytes = await client.request('GET', '/bytes')
    assert.deepEqual([...bytes.rawBody], [0xff, 0, 0x80, 65])
    assert.equal(bytes.json, undefined)
  })

  it('carries a thousand calls at once', async () => {
    const account = mock.account('thousand')
    const client = new Client(account.options({ timeoutMs: 60_000 }))
    for (const count of [1, 5, 10, 100, 1000]) {
      const sent = await Promise.all(Array.from({ length: count }, () => client.sendSms(SMS)))
      assert.equal(new Set(sent.map(({ messageId }) => messageId)).size, count)
    }
    assert.equal((await account.requests()).length, 1116)
  })

  it('tells its hook of every attempt', async () => {
    const account = mock.account('log')
    const events = []
    const client = new Client(account.options({ onLog: (event) => events.push(event) }))
    await account.script({ respond: { status: 503, json: {} } })
    await client.sendSms(SMS)
    assert.deepEqual(
      events.map(({ event, operation, attempt, httpStatus, code }) => ({ event, operation, attempt, httpStatus, code })),
      [
        { event: 'attempt', operation: 'send', attempt: 1, httpStatus: 503, code: 'unavailable' },
        { event: 'retry', operation: 'send', attempt: 1, httpStatus: undefined, code: undefined },
        { event: 'done', operation: 'send', attempt: 2, httpStatus: 200, code: undefined },
      ],
    )
    assert.ok(events.every(({ durationMs, level }) => durationMs >= 0 && ['info', 'warning'].includes(level)))
  })

  it('survives a hook that throws', async () => {
    const warned = new Promise((resolve) => process.once('warning', resolve))
    const client = make('throws', {
      onLog() {
        throw new Error('full disk')
      },
    })
    assert.ok((await client.sendSms(SMS)).messageId)
    assert.equal((await warned).message, 'full disk')
  })
})
