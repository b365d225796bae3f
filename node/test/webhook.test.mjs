// The request handler in real servers, called by the mock as the service calls a customer's, and behind body parsers.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, it } from 'node:test'

import {
  CallbackMessage,
  CallbackNotification,
  Client,
  ConfigError,
  HttpsClient,
  InboundSms,
  InvalidArgumentError,
  ReceivedMessage,
  ReportedStatus,
  StatusEvent,
  webhook,
} from 'ecall'

import { Mock } from './support/mock.mjs'

const HERE = { allow: ['127.0.0.1'] }

let mock
before(async () => {
  mock = await Mock.start()
})
after(() => mock.stop())

/** A server whose requests go to a listener; it ends with the test. */
async function serve(t, listener) {
  const server = http.createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address()
  return { port, url: `http://127.0.0.1:${port}/hook` }
}

/** Calls a URL exactly so, from the mock. */
const calling = (name) => {
  const account = mock.account(name)
  return (url, request) => mock.control('POST', `${account.path}/call`, { url, method: 'POST', ...request })
}

describe('a handler', () => {
  it('is told of each state by the service, and ends a wait', async (t) => {
    const account = mock.account('states')
    const client = new Client(account.options())
    for (const type of ['Url', 'UrlPost']) {
      const following = []
      const early = []
      const events = []
      const take = (event) => {
        events.push(event)
        if (following.length > 0) following[0].notify(event)
        else early.push(event)
      }
      const { url } = await serve(t, webhook.handler(take, HERE))
      const notification = { forEvent: 'All', addresses: [{ type, address: url }] }
      const { messageId } = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', notification })
      following.push(client.waitMany([messageId], { pollInitialMs: 60_000, pollMaxMs: 60_000 }))
      early.forEach((event) => following[0].notify(event))
      const { value } = await following[0].next()
      assert.deepEqual([value.messageId, value.status.status, value.status.final], [messageId, 'Delivered', true])
      assert.ok(events.every((event) => event instanceof StatusEvent && event instanceof ReportedStatus && event.messageId === messageId))
      assert.ok(events[0].raw.some(([, text]) => text === messageId))
    }
  })

  it('is told of a received message, and answers once it was taken', async (t) => {
    let go
    const gate = new Promise((resolve) => (go = resolve))
    const events = []
    const { url } = await serve(t, webhook.handler(async (event) => {
      events.push(event)
      await gate
    }, HERE))
    const content = { type: 'InteractiveReply', reply: { type: 'Button', id: 'yes', title: 'I come' } }
    const account = mock.account('received')
    let answered = false
    const answer = mock.control('POST', `${account.path}/receive`, { url, channel: 'Whatsapp', from: '+41791234567', to: '+41790000000', content })
    answer.then(() => (answered = true))
    while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(answered, false)
    go()
    assert.equal((await answer).status, 200)
    const [event] = events
    assert.ok(event instanceof ReceivedMessage)
    const { kind, from, replyId, replyTitle, contentType, text } = event
    assert.deepEqual([kind, from, replyId, replyTitle, contentType, text], ['received', '+41791234567', 'yes', 'I come', 'InteractiveReply', undefined])
  })

  it('is told of callbacks, in their encodings', async (t) => {
    const account = mock.account('callbacks')
    const events = []
    const call = (url, request) => mock.control('POST', `${account.path}/callback`, { url, ...request })
    const { url } = await serve(t, webhook.handler((event) => events.push(event), HERE))
    const parameters = { AddressTo: '+41790000000', AddressFrom: '+41791234567', Message: 'grün & gut', TimeStamp: '25.10.2026 02:30:00' }
    const wishes = [
      { function: 'Answer', parameters: { ...parameters, JobID: 'job-1' }, encoding: 'windows-1252' },
      { parameters, encoding: 'utf-8' },
      { function: 'Notification', parameters: { ResultCode: '0', ResultText: 'OK', Number: '+41791234567', JobID: 'job-1', x: 'y' }, encoding: 'utf-8' },
    ]
    for (const wish of wishes) assert.equal((await call(url, wish)).status, 200)
    const [reply, sms, notification] = events
    assert.ok([reply, sms].every((event) => event instanceof CallbackMessage && event instanceof InboundSms && event.message === 'grün & gut'))
    assert.deepEqual([reply.kind, reply.jobId, sms.kind, sms.jobId], ['callback_reply', 'job-1', 'callback_sms', undefined])
    assert.deepEqual([reply.timeStamp.date, reply.timeStamp.doubt], [new Date('2026-10-25T00:30:00Z'), 'twice'])
    assert.ok(notification instanceof CallbackNotification)
    const { kind, resultCode, resultText, number, jobId, extra, raw } = notification
    assert.deepEqual([kind, resultCode, resultText, number, jobId, extra, raw.at(-1)], ['callback_notification', 0, 'OK', '+41791234567', 'job-1', {}, ['x', 'y']])

    const other = await serve(t, webhook.handler((event) => events.push(event), { ...HERE, callbackEncoding: 'utf-8' }))
    assert.equal((await call(other.url, { ...wishes[0], encoding: 'utf-8' })).status, 200)
    assert.equal(events.at(-1).message, 'grün & gut')
    assert.throws(() => webhook.handler(() => {}, { callbackEncoding: 'latin1' }), (error) => error instanceof ConfigError && error.fields[0].field === 'callbackEncoding')
  })

  it('is told by the service of a job that reached its end', async (t) => {
    const account = mock.account('job-notified')
    let told
    const first = new Promise((resolve) => (told = resolve))
    const { url } = await serve(t, webhook.handler(told, HERE))
    const client = new HttpsClient(account.httpsOptions())
    const { jobId } = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', notificationAddresses: [url], notificationLevel: 1 })
    const event = await first
    assert.deepEqual([event.kind, event.jobId, event.resultCode], ['callback_notification', jobId, 0])
  })

  it('answers 500 where it fails, and tells the error to its own side alone', async (t) => {
    const failure = new Error('the database is gone')
    const call = calling('fails')
    const told = []
    const options = { ...HERE, onError: (error, event) => told.push([error, event.messageId]) }
    const take = [() => { throw failure }, async () => { throw failure }]
    for (const fails of take) {
      const { url } = await serve(t, webhook.handler(fails, options))
      const { status, body } = await call(url, { json: { messageId: 'm-1', status: 'Sent' } })
      assert.deepEqual([status, body.includes('database')], [500, false])
    }
    assert.deepEqual(told, [[failure, 'm-1'], [failure, 'm-1']])
    const { url } = await serve(t, webhook.handler(take[0], HERE))
    const warned = once(process, 'warning')
    assert.equal((await call(url, { json: { messageId: 'm-1' } })).status, 500)
    assert.deepEqual(await warned, [failure])
  })

  it('turns others away before it reads', async (t) => {
    const call = calling('refused')
    const taken = []
    const json = { messageId: 'm-1', status: 'Sent' }
    const { url } = await serve(t, webhook.handler((event) => taken.push(event)))
    assert.equal((await call(url, { json })).status, 403)
    assert.equal((await call(url, { json, headers: { 'x-forwarded-for': '193.93.208.200' } })).status, 403)
    const proxied = await serve(t, webhook.handler((event) => taken.push(event), { trustedProxies: ['127.0.0.0/8'] }))
    assert.equal((await call(proxied.url, { json, headers: { 'x-forwarded-for': '198.51.100.7' } })).status, 403)
    assert.equal((await call(proxied.url, { json, headers: { 'x-forwarded-for': '198.51.100.7, 193.93.208.200' } })).status, 200)
    const own = await serve(t, webhook.handler((event) => taken.push(event), { ...HERE, maxBody: 1024 }))
    assert.deepEqual([(await call(own.url, { method: 'PUT', json })).status, (await call(own.url, { body: 'hello' })).status], [405, 400])
    assert.equal((await call(own.url, { body: 'x'.repeat(1025) })).status, 413)
    assert.equal((await call(own.url, { method: 'GET', query: 'messageId=m-2&status=Sent' })).status, 200)
    assert.deepEqual(taken.map(({ messageId }) => messageId), ['m-1', 'm-2'])
  })

  /** What a server answers to raw requests, and whether it closed the connection. */
  async function raw(port, ...pieces) {
    const socket = net.connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (piece) => (text += piece)).on('error', () => {})
    const closed = once(socket, 'close')
    for (const piece of pieces) {
      socket.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return { text: () => text, closed, socket }
  }

  it('reads no body that is too long, whether its length is told or not', async (t) => {
    const taken = []
    const { port } = await serve(t, webhook.handler((event) => taken.push(event), { ...HERE, maxBody: 1024 }))
    const head = 'POST /hook HTTP/1.1\r\nhost: x\r\n'
    const told = await raw(port, `${head}content-length: 100000000\r\n\r\n`)
    await told.closed
    assert.match(told.text(), /^HTTP\/1\.1 413 [^]*\r\nconnection: close\r\n/i)
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`
    const endless = await raw(port, `${head}transfer-encoding: chunked\r\n\r\n`, chunk, chunk)
    await endless.closed
    assert.match(endless.text(), /^HTTP\/1\.1 413 [^]*\r\nconnection: close\r\n/i)
    assert.deepEqual(taken, [])
  })

  it('goes on after a request that was cut off', async (t) => {
    const errors = []
    const taken = []
    const { port, url } = await serve(t, webhook.handler((event) => taken.push(event), { ...HERE, onError: (error, event) => errors.push([error.message, event]) }))
    const { socket } = await raw(port, 'POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n', '{"messageId":')
    socket.destroy()
    while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    assert.deepEqual(errors.map(([, event]) => event), [undefined])
    const gone = Object.assign(new Readable({ read() {} }), { method: 'POST', url: '/', headers: {}, socket: { remoteAddress: '127.0.0.1' } })
    gone.destroy()
    await once(gone, 'close')
    const response = new http.ServerResponse({ method: 'POST' })
    await webhook.handler(() => {}, { ...HERE, onError() {} })(gone, response)
    assert.equal(response.statusCode, 500)
    assert.equal((await calling('cut')(url, { json: { messageId: 'm-1' } })).status, 200)
    assert.deepEqual(taken.map(({ messageId }) => messageId), ['m-1'])
  })

  it('works behind what read the body before', async (t) => {
    const call = calling('parsers')
    const taken = []
    const handle = webhook.handler((event) => taken.push(event.text ?? event.status), HERE)
    const parsers = {
      json: (body) => ({ body: JSON.parse(body) }),
      text: (body) => ({ body: body.toString() }),
      raw: (body) => ({ body }),
      rawBody: (body) => ({ rawBody: body, body: {} }),
      none: () => ({}),
    }
    const read = (parser) => async (request, response) => {
      const chunks = []
      for await (const chunk of request) chunks.push(chunk)
      Object.assign(request, parser(Buffer.concat(chunks)))
      return handle(request, response)
    }
    const json = { from: '+41791234567', content: { type: 'Text', text: 'grün' } }
    const statuses = {}
    for (const [name, parser] of Object.entries(parsers)) {
      const { url } = await serve(t, read(parser))
      statuses[name] = (await call(url, { json })).status
    }
    assert.deepEqual(statuses, { json: 200, text: 200, raw: 200, rawBody: 200, none: 400 })
    // Some leave an empty object where the content type is not theirs, and have read nothing.
    const { url } = await serve(t, (request, response) => handle(Object.assign(request, { body: {} }), response))
    assert.equal((await call(url, { json })).status, 200)
    assert.equal((await call(url, { method: 'GET', query: 'status=Sent' })).status, 200)
    assert.deepEqual(taken, [...Array(5).fill('grün'), 'Sent'])
  })

  it('tells what is wrong with it at once', () => {
    assert.throws(() => webhook.handler(), { message: 'onEvent: must be a function' })
    assert.throws(() => webhook.handler(() => {}, { onError: 5 }), { message: 'onError: must be a function' })
    assert.throws(() => webhook.handler(() => {}, { trustedProxies: ['nowhere'], maxBody: 5 }), (error) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual(error.fields.map(({ field }) => field), ['trustedProxies[0]', 'maxBody'])
      return true
    })
    assert.throws(() => webhook.handler(() => {}, { max_body: 5000 }), ConfigError)
  })
})

describe('a payload', () => {
  it('is read from texts and octets', () => {
    const query = '?messageId=m-1&status=Sent&timestamp=2026-11-21T10:00:00Z&text=a+b'
    for (const data of [query, Buffer.from(query)]) {
      const event = webhook.parseStatus(data)
      assert.deepEqual([event.kind, event.timestamp, event.raw.at(-1), event.final], ['status', new Date('2026-11-21T10:00:00Z'), ['text', 'a b'], false])
    }
    assert.equal(webhook.parseReceived(Buffer.from('{"from":"1","content":{"type":"Text","text":"grün"}}')).text, 'grün')
    const reply = '?Function=Answer&AddressFrom=1&Message=gr%FCn'
    for (const data of [reply, Buffer.from(reply), `http://example.invalid/hook${reply}`]) assert.equal(webhook.parseCallback(data).message, 'grün')
    assert.equal(webhook.parseCallback('AddressFrom=1&Message=gr%C3%BCn', { encoding: 'windows-1252' }).message, 'grÃ¼n')
    const wrong = [['secret=1'], [reply, { encoding: 'latin1' }], [reply, { encoding: 5 }], [reply, { charset: 'utf-8' }], [reply, 'utf-8']]
    for (const given of wrong) {
      assert.throws(() => webhook.parseCallback(...given), (error) => error instanceof InvalidArgumentError && !error.stack.includes('secret'))
    }
    for (const data of [undefined, 5, {}]) assert.throws(() => webhook.parseStatus(data), { message: 'data: must be a string or a Uint8Array' })
    assert.throws(() => webhook.parseReceived('{"secret":1}'), (error) => error instanceof InvalidArgumentError && !error.stack.includes('secret'))
    assert.deepEqual([webhook.isFromEcall('193.93.208.200'), webhook.isFromEcall(undefined), webhook.isFromEcall('\ud83d')], [true, false, false])
  })
})
