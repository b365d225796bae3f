// The operations that cases name, over the public surface.

import { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

import { webhook } from 'ecall'

import { camelKeys } from './names.mjs'
import { common, event, list, listStatus, many, sent, state, states } from './results.mjs'

/** Makes the call of a step. */
export async function call(client, { operation, arguments: given, options: own }, signal) {
  const make = CALLS[operation]
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

function errorOf(act) {
  try {
    act()
    return undefined
  } catch (error) {
    return error
  }
}
