// The operations that cases name, over the public surface.

import { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

import { HttpsClient, SmppClient, SoapClient, webhook } from 'ecall'

import { camelKeys } from './names.mjs'
import { common, event, inbound, jobState, jobStateAnswer, list, listStatus, many, sent, sentJob, state, states } from './results.mjs'
import { happened, submitted } from './smpp.mjs'

/** Makes the call of a step. */
export async function call(client, { operation, arguments: given, options: own }, signal) {
  const make = (client === undefined ? undefined : OWN.get(client.constructor)?.[operation]) ?? CALLS[operation]
  if (make === undefined) throw new Error(`no operation ${operation}`)
  return make(client, given, { ...camelKeys(own), ...(signal && { signal }) })
}

const CALLS = {
  send_sms: async (client, given, options) => sent(await client.sendSms(camelKeys(given), options)),
  send: async (client, { message }, options) => sent(await client.send(message, options)),
  status: async (client, { message_id: messageId }, options) => state(await client.status(messageId, options)),
  wait: async (client, { message_id: messageId, ...more }, options) =>
    state(await client.wait(messageId, { ...camelKeys(more), ...options })),
  async check(client, _, options) {
    await client.check(options)
    return {}
  },
  async request(client, { method, path, json }, options) {
    const answer = await client.request(method, path, json, options)
    return { ...common(answer), json: answer.json }
  },
  async send_list(client, { messages, notification }, options) {
    const answer = await client.sendList(messages, { notification, ...options })
    return list(answer, errorOf(() => answer.raiseForFailed()))
  },
  list_status: async (client, { list_id: listId }, options) => listStatus(await client.listStatus(listId, options)),
  async send_many(client, { messages, ...more }, options) {
    const sending = client.sendMany(messages, { ...camelKeys(more), ...options })
    const items = []
    for await (const item of sending) items.push(item)
    return many(items, sending.counts)
  },
  async wait_many(client, { message_ids: ids, events = [], ...more }, options) {
    const following = client.waitMany(ids, { ...camelKeys(more), ...options })
    for (const event of events) following.notify(event)
    const items = []
    for await (const item of following) items.push(item)
    return { states: states(items) }
  },
  async upload_media(client, { text, base64, ...more }, options) {
    const bytes = text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)
    const answer = await client.uploadMedia(bytes, { ...camelKeys(more), ...options })
    return { ...common(answer), media_id: answer.mediaId }
  },
  async download_media(client, { media_id: mediaId }, options) {
    const answer = await client.downloadMedia(mediaId, options)
    const { contentType, length, content } = answer
    return { ...common(answer), content_type: contentType, length, text: content.toString() }
  },
  parse_status: async (_, { data }) => event(webhook.parseStatus(data)),
  parse_received: async (_, { data }) => event(webhook.parseReceived(data)),
  parse_callback: async (_, { data, encoding }) => event(webhook.parseCallback(data, { encoding })),
  is_from_ecall: async (_, { ip }) => ({ admitted: webhook.isFromEcall(ip) }),
  async receive(_, { method, peer, query, headers = {}, body = '', options }) {
    let told
    const handle = webhook.handler((one) => (told = event(one)), camelKeys(options))
    const url = query === undefined ? '/hook' : `/hook?${query}`
    const request = Object.assign(Readable.from([body]), { method, url, headers, socket: { remoteAddress: peer } })
    const response = new ServerResponse({ method })
    await handle(request, response)
    return { status: response.statusCode, event: told }
  },
}

const HTTPS = {
  send_sms: async (client, given, options) => sentJob(await client.sendSms(camelKeys(given), options)),
  send_fax: async (client, given, options) => sentJob(await client.sendFax(camelKeys(given), options)),
  send_voice: async (client, given, options) => sentJob(await client.sendVoice(camelKeys(given), options)),
  async status(client, { job_id: jobId }, options) {
    const answer = await client.status(jobId, options)
    return { ...common(answer), states: answer.states.map(jobState), final: answer.final }
  },
  async resolve(client, { job_id: jobId }, options) {
    const answer = await client.resolve(jobId, options)
    return { ...common(answer), states: answer.states.map(jobState), accepted: answer.accepted }
  },
  async status_range(client, { start, end }, options) {
    const found = []
    try {
      for await (const one of client.statusRange(start, end, options)) found.push(jobState(one))
    } catch (error) {
      throw Object.assign(error, { statesBefore: found.length })
    }
    return { states: found }
  },
  async next_message(client, given, options) {
    const answer = await client.nextMessage({ ...given, ...options })
    return { ...common(answer), message: answer.message && inbound(answer.message) }
  },
  async delete_message(client, { message_id: id }, options) {
    const answer = await client.deleteMessage(id, options)
    return { ...common(answer), deleted: answer.deleted }
  },
  async messages(client, { take, acknowledge, ...more }, options) {
    const found = client.messages({ ...camelKeys(more), ...options })
    const taken = []
    while (take === undefined || taken.length < take) {
      const { value, done } = await found.next()
      if (done) break
      taken.push(inbound(value))
    }
    if (acknowledge) await found.acknowledge()
    return { messages: taken }
  },
}

const SOAP = {
  send_sms: HTTPS.send_sms,
  async send_fax(client, { files, ...given }, options) {
    const attached = files?.map(({ name, text, base64 }) => ({ name, data: text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text) }))
    return sentJob(await client.sendFax({ ...camelKeys(given), files: attached }, options))
  },
  send_voice: HTTPS.send_voice,
  state: async (client, { job_id: jobId, ...more }, options) => jobStateAnswer(await client.state(jobId, { ...more, ...options })),
  wait: async (client, { job_id: jobId, ...more }, options) =>
    jobStateAnswer(await client.wait(jobId, { ...camelKeys(more), ...options })),
  async resolve(client, { job_id: jobId }, options) {
    const answer = await client.resolve(jobId, options)
    return { ...common(answer), accepted: answer.accepted, state: answer.state && jobState(answer.state) }
  },
}

const SMPP = {
  async bind(client, _, options) {
    const { systemId, interfaceVersion } = await client.bind(options)
    return { system_id: systemId, interface_version: interfaceVersion }
  },
  async unbind(client, _, options) {
    await client.unbind(options)
    return {}
  },
  submit: async (client, given, options) => submitted(await client.submit(withOctets(given), options)),
  async submit_many(client, { messages, ...more }, options) {
    const flat = messages.map(({ options: own, ...message }) => ({ ...message, ...withOctets(own ?? {}) }))
    const sending = client.submitMany(flat, { ...withOctets(more), ...options })
    const items = []
    for await (const item of sending) items.push(item)
    return many(items, sending.counts, submitted)
  },
  async events(client, { take, only, acknowledge, leave }) {
    const reader = readers.get(client) ?? client.events()
    readers.set(client, reader)
    const events = []
    const read = async () => {
      while (events.length < take) {
        const { value, done } = await reader.next()
        if (done) return
        if (only?.includes(value.type) ?? value.type !== 'link') events.push(happened(value))
      }
    }
    const late = sleep(20_000, undefined, { ref: false }).then(() => Promise.reject(new Error(`${events.length} events in 20 s`)))
    late.catch(() => {})
    await Promise.race([read(), late])
    if (acknowledge) await reader.acknowledge()
    if (leave) {
      await reader.return()
      readers.delete(client)
    }
    return { events }
  },
}

function withOctets({ user_data_base64: base64, ...given }) {
  return { ...camelKeys(given), ...(base64 !== undefined && { userData: Buffer.from(base64, 'base64') }) }
}

/** The readers that cases keep. */
const readers = new WeakMap()

/** The operations of the clients that have some of their own. */
const OWN = new Map([
  [HttpsClient, HTTPS],
  [SoapClient, SOAP],
  [SmppClient, SMPP],
])

function errorOf(act) {
  try {
    act()
    return undefined
  } catch (error) {
    return error
  }
}
