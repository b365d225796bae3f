// Marker secrets go in; whatever comes out is searched for them.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inspect } from 'node:util'

import { Client, HttpsClient, SmppClient, SoapClient } from 'ecall'

import { Mock } from './support/mock.mjs'

const PASSWORD = 'marker-password-7391'
const PROXY = 'marker-proxy-5527'
const NUMBER = '+41790007391'
const TEXT = 'marker text 7391'

describe('secrets', () => {
  let mock
  before(async () => {
    mock = await Mock.start()
  })
  after(() => mock.stop())

  /** Everything of a value that a program may write somewhere. */
  function shown(value) {
    const seen = [String(value), inspect(value, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(value)]
    for (let error = value; error instanceof Error; error = error.cause) seen.push(error.stack, error.message)
    return seen.join('\n')
  }

  it('come out nowhere', async () => {
    const account = mock.account('secrets')
    account.password = PASSWORD
    const basic = Buffer.from(`${account.username}:${PASSWORD}`).toString('base64')
    const [out, events] = [[], []]
    const attempt = async ({ Type = Client, ...more }, call = (client) => client.sendSms({ to: NUMBER, text: TEXT }), ...script) => {
      if (script.length > 0) await account.script(...script)
      try {
        const own = { baseUrl: new Map([[Client, mock.restUrl], [HttpsClient, mock.httpsUrl], [SoapClient, mock.soapUrl]]).get(Type) }
        const client = new Type(account.options({ ...own, maxRetries: 1, onLog: (event) => events.push(shown(event)), ...more }))
        out.push(shown(client))
        out.push(shown(await call(client)))
      } catch (error) {
        out.push(shown(error))
      }
    }
    const open = (listener) => mock.control('POST', 'listeners', listener).then(({ url }) => ({ baseUrl: url }))
    await attempt({})
    await attempt({}, (client) => client.check())
    await attempt({}, undefined, { respond: { status: 401, json: {} } })
    await attempt({}, undefined, { respond: { status: 500, body: 'no' } }, { accept_then: 'truncate' })
    await attempt({}, undefined, { respond: { status: 302, headers: { location: '{{other_origin}}/x' }, json: {} } })
    await attempt({}, (client) => client.sendSms({ to: NUMBER, text: '' }))
    await attempt({}, (client) => client.send({ channel: 'Sms', to: NUMBER, content: { type: 'Text', text: [TEXT] } }))
    await attempt({}, (client) => client.sendSms({ to: NUMBER, text: TEXT, pageLimit: TEXT }))
    await attempt({}, (client) => client.request('POST', `//${TEXT}/`, { text: TEXT }))
    await attempt({}, (client) => client.sendSms({ to: NUMBER, text: TEXT }, { signal: AbortSignal.abort() }))
    await attempt(await open({ tls: 'valid', refuse: true }))
    await attempt(await open({ tls: 'expired' }))
    await attempt(await open({ tls: 'valid', connections: ['reset_in_handshake', 'reset_before_read', 'garbage'] }))
    await attempt({ baseUrl: `https://u:${PASSWORD}@localhost/` })
    await attempt({ password: { secret: PASSWORD } })
    await attempt({ password: [PASSWORD], timeoutMs: PASSWORD })
    await attempt({ username: `a:${PASSWORD}` })
    await attempt({ proxy: `http://u:${PROXY}@127.0.0.1:1` })
    await attempt({ proxy: `no proxy ${PROXY}` })
    // There the password is a parameter, beside what the caller gives.
    const https = { Type: HttpsClient }
    const openHttps = async (listener) => ({ ...https, ...(await open({ interface: 'https', ...listener })) })
    const xml = (body) => ({ respond: { status: 400, headers: { 'content-type': 'text/xml' }, body } })
    await attempt(https)
    await attempt(https, (client) => client.sendVoice({ to: NUMBER, text: TEXT }), { respond: { status: 500, body: 'no' } })
    await attempt(https, undefined, { respond: { status: 401, body: '' } })
    await attempt(https, undefined, xml(`<!DOCTYPE x [<!ENTITY a "b">]><x/>`))
    await attempt(https, undefined, { accept_then: 'truncate' })
    await attempt(https, undefined, { respond: { status: 302, headers: { location: '{{other_origin}}/x' }, body: '' } })
    await attempt(https, (client) => client.sendFax({ to: NUMBER, text: TEXT, jobId: TEXT.repeat(9), sendDate: TEXT }))
    await attempt(https, (client) => client.sendSms({ to: NUMBER, text: TEXT }, { signal: AbortSignal.abort() }))
    await attempt(https, (client) => client.status('job-1'))
    await attempt(https, (client) => client.messages({ number: NUMBER }).next(), xml('<x><ResultCode>11001</ResultCode></x>'))
    await attempt(https, (client) => client.statusRange(TEXT, TEXT))
    await attempt(await openHttps({ tls: 'expired' }))
    await attempt(await openHttps({ tls: 'valid', connections: ['reset_in_handshake', 'reset_before_read', 'garbage'] }))
    await attempt({ ...https, baseUrl: `https://u:${PASSWORD}@localhost/` })
    // And there an element of the body.
    const soap = { Type: SoapClient }
    const openSoap = async (listener) => ({ ...soap, ...(await open({ interface: 'soap', ...listener })) })
    const file = { name: 'a.txt', data: Buffer.from(TEXT) }
    const fault = (body) => ({ respond: { status: 500, headers: { 'content-type': 'text/xml' }, body } })
    await attempt(soap)
    await attempt(soap, (client) => client.sendFax({ to: NUMBER, text: TEXT, files: [file] }))
    await attempt(soap, (client) => client.sendFax({ to: NUMBER, text: TEXT, files: [{ ...file, name: `${TEXT}.exe` }] }))
    await attempt(soap, (client) => client.sendFax({ to: NUMBER, text: TEXT, files: [{ path: `/${TEXT}.txt` }] }))
    await attempt(soap, (client) => client.sendVoice({ to: NUMBER, text: TEXT }), { respond: { status: 500, body: 'no' } })
    await attempt(soap, undefined, fault(`<!DOCTYPE x [<!ENTITY a "b">]><x/>`))
    await attempt(soap, undefined, { accept_then: 'truncate' })
    await attempt(soap, (client) => client.sendSms({ to: NUMBER, text: TEXT, jobId: TEXT.repeat(9), sendDate: TEXT }))
    await attempt(soap, (client) => client.sendSms({ to: NUMBER, text: TEXT }, { signal: AbortSignal.abort() }))
    await attempt(soap, (client) => client.wait('job-1', { address: NUMBER }))
    await attempt(await openSoap({ tls: 'expired' }))
    await attempt(await openSoap({ tls: 'valid', connections: ['reset_in_handshake', 'reset_before_read', 'garbage'] }))
    await attempt({ ...soap, baseUrl: `https://u:${PASSWORD}@localhost/` })
    // Over SMPP it goes out with the bind, and the messages after it.
    const smpp = (more, call) => async () => {
      const options = { ...account.smppOptions({ timeoutMs: 1000, maxRetries: 1, ...more }), onLog: (event) => events.push(shown(event)) }
      const client = new SmppClient(options)
      out.push(shown(client))
      const read = client.events()
      try {
        out.push(shown(await client.bind()))
        out.push(shown(await call(client, read)))
      } finally {
        out.push(shown((await read.next()).value))
        await client.unbind()
      }
    }
    const sms = { to: NUMBER, text: TEXT }
    const attempts = [
      smpp({}, (client) => client.submit(sms)),
      smpp({}, (client) => client.submit({ ...sms, text: TEXT.repeat(30) })),
      smpp({}, (client) => client.submit({ ...sms, tag: 5, priority: TEXT })),
      smpp({}, (client) => client.submit({ to: TEXT, userData: Buffer.from(TEXT) })),
      smpp({}, (client) => client.submit({ ...sms, text: `${TEXT}\ud83d` })),
      smpp({}, (client) => client.submit(sms, { signal: AbortSignal.abort() })),
      smpp({}, async (client) => (await client.submitMany([sms, { ...sms, tagg: TEXT }, { ...sms, from: TEXT }])).stop()),
      smpp({}, (client) => client.submitMany([sms]).next()),
      smpp({}, () => account.smpp('links/write', { things: ['garbage', 'undecodable_deliver_sm', 'unsolicited_response'] }).then(() => account.smpp('links/end', { how: 'reset' })).catch(() => {})),
      smpp({ allowLongCredentials: false }, (client) => client.submit(sms)),
      smpp({ baseUrl: `smpps://u:${PASSWORD}@localhost` }, (client) => client.submit(sms)),
      smpp({ password: { secret: PASSWORD } }, (client) => client.submit(sms)),
      smpp(await open({ interface: 'smpp', tls: 'expired' }), (client) => client.submit(sms)),
      smpp(await open({ interface: 'smpp', tls: 'valid', connections: ['reset_in_handshake', 'garbage'] }), (client) => client.submit(sms)),
    ]
    for (const one of attempts) await one().catch((error) => out.push(shown(error)))
    assert.ok(out.length > 110, out.length)
    assert.ok(events.length > 60, events.length)
    for (const text of [...out, ...events]) {
      for (const secret of [PASSWORD, basic, PROXY]) assert.ok(!text.includes(secret), text)
    }
    // Nor do the events hold what is personal.
    for (const text of events) assert.ok(!text.includes(NUMBER.slice(1)) && !text.includes(TEXT), text)
  })
})
