// A consumer under every strict option. Lines marked with `@ts-expect-error` must not compile.

import {
  AbortError,
  Client,
  EcallError,
  OutcomeUnknownError,
  SendMany,
  type CallOptions,
  type Content,
  type ErrorKind,
  HttpsClient,
  type FollowedItem,
  type HttpsSms,
  type JobStatus,
  type LogEvent,
  type Message,
  type MessageResult,
  type Outcome,
  type Recipient,
  type SentItem,
  type SoapFax,
  type SmppEvent,
  type Status,
  type SubmitMessage,
  type SubmittedItem,
  SmppClient,
  SoapClient,
  text,
  webhook,
} from 'ecall'

export async function alarm(client: Client, signal?: CallOptions['signal']): Promise<Status | undefined> {
  const sent: MessageResult = await client.sendSms(
    { to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm', smsType: 'Flash', pageLimit: 2 },
    { timeoutMs: 5_000, delivery: 'at_least_once', signal },
  )
  const final = await client.wait(sent.messageId, { timeoutMs: 60_000, until: ['Sent', 'SomethingNew'] })
  return final.final ? final.status : undefined
}

export function configure(log: (event: LogEvent) => void): Client {
  return new Client({ username: 'u', password: 'p', caFile: '/ca.pem', apiVersion: 1, onLog: log })
}

export const recipients: Recipient[] = [
  { type: 'Number', address: '+41791234567' },
  { type: 'Group', address: 'Night shift' },
]

// `from` may be left to `defaultFrom`; channels are an open set.
export const message: Message = {
  channel: 'Whatsapp',
  toList: recipients,
  content: {
    type: 'Interactive',
    body: { text: 'Stop pump 3?' },
    action: { type: 'Button', buttons: [{ type: 'Reply', id: 'yes', title: 'Yes' }] },
  },
  notification: { addresses: [{ type: 'Email', address: 'a@example.invalid' }], forEvent: 'ErrorOnly' },
}
export const newer: Message = { ...message, channel: 'Pigeon' }

/** Narrowed by `type`, every branch by its own members. */
export function title(content: Content): string | undefined {
  switch (content.type) {
    case 'Text':
      return content.text
    case 'Document':
      return content.filename
    case 'Template':
      return content.components?.[0]?.type === 'UrlButton' ? String(content.components[0].index) : content.name
    case 'Location':
      // @ts-expect-error a place has no text
      return content.text
    case 'Contacts':
      return content.contacts?.[0]?.name.lastName
    case 'Interactive':
      return content.action.type === 'List' ? content.action.button : content.action.buttons[0]?.title
    case 'Image':
    case 'Audio':
    case 'Video':
    case 'Sticker':
      return content.mediaId ?? content.url
    case 'InteractiveReply':
      return content.reply?.title
    default: {
      const nothing: never = content
      return nothing
    }
  }
}

export function explain(error: unknown): [ErrorKind | 'ABORT_ERR', Outcome] | undefined {
  if (error instanceof OutcomeUnknownError) {
    const code: 'outcome_unknown' = error.code
    return [code, error.outcome]
  }
  if (error instanceof AbortError) return [error.code, error.cause.outcome]
  if (error instanceof EcallError) {
    const first: number | undefined = error.fields[0]?.length ?? error.attempts[0]?.time.getTime()
    const bytes: Uint8Array | undefined = error.rawBody
    return first === bytes?.length ? undefined : [error.code, error.outcome]
  }
  return undefined
}

export async function wrong(client: Client): Promise<void> {
  // @ts-expect-error there is no such option
  new Client({ timeout: 5 })
  // @ts-expect-error names are in camel case
  new Client({ timeout_ms: 5 })
  // @ts-expect-error times are numbers
  new Client({ timeoutMs: '5' })
  // @ts-expect-error delivery is a closed set
  await client.check({ delivery: 'sometimes' })
  // @ts-expect-error a recipient is needed
  await client.sendSms({ text: 'Pump 3 stopped' })
  // @ts-expect-error numbers are texts
  await client.sendSms({ to: 41791234567, text: 'Pump 3 stopped' })
  // @ts-expect-error there is no such option of an SMS
  await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', flash: true })
  // @ts-expect-error there is no such content
  await client.send({ channel: 'Sms', to: '+41791234567', content: { type: 'Song' } })
  // @ts-expect-error a text needs its text
  await client.send({ channel: 'Sms', to: '+41791234567', content: { type: 'Text' } })
  // @ts-expect-error an image has no text
  await client.send({ channel: 'Sms', to: '+41791234567', content: { type: 'Image', url: 'https://example.invalid', text: '' } })
  // @ts-expect-error not a signal
  await client.status('id', { signal: new Date() })
  const sent = await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped' })
  // @ts-expect-error results are only read
  sent.messageId = 'other'
  // @ts-expect-error the time may be of no known zone
  sent.timestamp.toISOString()
  // @ts-expect-error it is a promise
  client.status('id').status
}

/** One of the two is there, and the other is known not to be. */
export function explained({ index, result, error }: SentItem): string {
  if (error) return `${index}: ${error.code} ${error.fields[0]?.rule}`
  return `${index}: ${result.messageId} ${result.estimate?.pages}`
}

export async function shift(client: Client, signal: CallOptions['signal']): Promise<string[]> {
  const list = await client.sendList([message, newer], { notification: { addresses: [] }, timeoutMs: 5_000, signal })
  list.raiseForFailed()
  const ids = list.accepted.map(({ result }) => result.messageId)
  const { messages, final } = await client.listStatus(list.listId)
  const lines = [...list.items.map(explained), ...list.failed.map(({ error }) => error.message), String(final && messages[0]?.status)]
  async function* rows(): AsyncGenerator<Message> {
    yield message
  }
  for (const source of [[message], new Set([newer]), rows()]) {
    const sending = client.sendMany(source, { concurrency: 5, rate: 2.5, delivery: 'at_most_once', onProgress: ({ open }) => lines.push(String(open)) })
    for await (const item of sending) {
      lines.push(explained(item))
      if (item.error?.outcome === 'unknown') break
    }
    lines.push(...(await sending.stop()).map(explained), `${sending.counts.possibleDuplicates} ${sending.unknown.length}`)
  }
  const following = client.waitMany(ids, { until: ['Sent'], pollInitialMs: 100 })
  following.notify({ messageId: 'm-1', channel: 'Sms', status: 'Delivered', timestamp: '2026-11-21T10:00:00Z' })
  for await (const { messageId, status, error } of following) {
    lines.push(messageId, error ? String(error.lastStatus?.status) : String(status.final && status.timestamp?.toISOString()))
    if (status !== undefined) following.notify(status)
  }
  const left: IteratorResult<FollowedItem, undefined> = await following.next()
  if (!left.done) lines.push(left.value.messageId)
  return lines
}

export async function wrongMany(client: Client, item: SentItem): Promise<void> {
  // @ts-expect-error one of the two is not there
  item.result.messageId
  // @ts-expect-error a message is no list
  await client.sendList(message)
  // @ts-expect-error the messages of a list have no notification apart
  await client.sendList([message], { concurrency: 3 })
  // @ts-expect-error there is no such option
  client.sendMany([message], { parallel: 3 })
  // @ts-expect-error results come one by one
  client.sendMany([message]).length
  // @ts-expect-error made by a client only
  new SendMany()
  // @ts-expect-error ids are texts
  client.waitMany([5])
}

export async function files(client: Client, bytes: Uint8Array, pieces: AsyncIterable<string>): Promise<number> {
  const { mediaId } = await client.uploadMedia('pump.jpg', { contentType: 'image/jpeg', encoding: 'raw', onProgress: ({ total }) => void total })
  await client.uploadMedia(bytes, { filename: 'pump.jpg', timeoutMs: 60_000 })
  await client.uploadMedia(pieces)
  await client.send({ channel: 'Rcs', to: '+41791234567', content: { type: 'Image', mediaId } })
  const { content, length, contentType } = await client.downloadMedia(mediaId, { maxBytes: 1_000_000 })
  await client.downloadMedia(mediaId, { to: 'pump.jpg' })
  return (content?.length ?? length) + (contentType?.length ?? 0)
}

/** An event is told apart by its kind, and ends a wait as it is. */
export function events(following: ReturnType<Client['waitMany']>): ReturnType<typeof webhook.handler> {
  const parsed: webhook.Event[] = [webhook.parseStatus('messageId=m-1&status=Sent'), webhook.parseReceived(new Uint8Array(1))]
  const callback = webhook.parseCallback(new Uint8Array(1), { encoding: 'windows-1252' })
  void [parsed, callback.kind === 'callback_notification' ? callback.number : callback.addressFrom]
  return webhook.handler(
    async (event) => {
      switch (event.kind) {
        case 'status':
          return following.notify(event)
        case 'received':
          return void (await Promise.resolve(event.content?.type === 'InteractiveReply' && event.replyId))
        case 'callback_reply':
        case 'callback_sms':
          return void [event.message, event.jobId, event.timeStamp?.date, event.raw[0]?.[0]]
        case 'callback_notification':
          return void [event.resultCode, event.number]
        default: {
          const nothing: never = event
          return nothing
        }
      }
    },
    { callbackEncoding: 'utf-8', allow: ['127.0.0.1'], maxBody: 65_536, onError: (error, event) => void [error, event?.kind] },
  )
}

export async function wrongFiles(client: Client): Promise<void> {
  // @ts-expect-error a source is no number
  await client.uploadMedia(5)
  // @ts-expect-error there is no such encoding
  await client.uploadMedia('pump.jpg', { encoding: 'zip' })
  // @ts-expect-error a target is a path or a stream
  await client.downloadMedia('id', { to: 5 })
  // @ts-expect-error a handler needs somebody to tell
  webhook.handler()
  // @ts-expect-error there is no such option
  webhook.handler(() => {}, { anybody: true })
}

/** Jobs of the HTTPS interface, from the send to the state, and what was received. */
export async function jobs(client: HttpsClient, signal: CallOptions['signal']): Promise<(string | undefined)[]> {
  const sms: HttpsSms = { to: ['+41791234567', 'Night shift'], text: 'Pump 3 stopped', notificationLevel: 2, msgType: 'Flash', sendDate: new Date() }
  const { jobId, resultCode } = await client.sendSms({ ...sms, notificationLevel: 7, msgType: 'Silent' }, { timeoutMs: 5_000, signal })
  await client.sendFax({ to: '+41791234567', text: 'Pump 3 stopped', numberOfRetries: 2, sendDate: '2026-11-21T10:00:00' })
  await client.sendVoice({ to: '+41791234567', text: 'Pump 3 stopped', language: 'DE' })
  const { states, final } = await client.status(jobId)
  const shown = ({ status, statusCode, timeStamp, final: last }: JobStatus): string =>
    `${status} ${statusCode?.toFixed()} ${timeStamp?.date?.getTime()} ${timeStamp?.time} ${timeStamp?.doubt === 'twice'} ${last}`
  const lines = [...states.map(shown), String(final && resultCode)]
  for await (const state of client.statusRange(new Date(0), '2026-11-21T10:00:00Z', { signal })) lines.push(shown(state))
  const { accepted } = await client.resolve(jobId).catch((error: unknown) => client.resolve(error instanceof EcallError ? error.jobId : undefined))
  const messages = client.messages({ follow: true, pollMs: 1_000, number: '+41790000000', maxRetries: 5, signal })
  for await (const { message, addressFrom } of messages) {
    lines.push(message ?? addressFrom ?? '')
    if (accepted) break
  }
  await messages.acknowledge()
  const { message: next } = await client.nextMessage({ timeoutMs: 5_000 })
  const { deleted } = await client.deleteMessage(next?.messageId)
  return [...lines, next?.timeStamp?.text, String(deleted)]
}

export async function wrongJobs(client: HttpsClient): Promise<void> {
  // @ts-expect-error a sender is nothing to a fax
  await client.sendFax({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
  // @ts-expect-error one telephone is called at a time
  await client.sendVoice({ to: ['+41791234567'], text: 'Pump 3 stopped' })
  // @ts-expect-error a level is a number
  await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', notificationLevel: 'all' })
  // @ts-expect-error a range has two ends
  client.statusRange(new Date())
  // @ts-expect-error there is no such option
  client.messages({ pollms: 5 })
  // @ts-expect-error there may be none
  ;(await client.nextMessage()).message.messageId
  // @ts-expect-error there is no such encoding
  webhook.parseCallback('', { encoding: 'latin1' })
  // @ts-expect-error results are only read
  ;(await client.status('id')).states.pop()
}

/** The same jobs over SOAP, a fax with files among them. */
export async function soap(client: SoapClient, bytes: Uint8Array, signal: CallOptions['signal']): Promise<(string | number | undefined)[]> {
  const fax: SoapFax = { to: ['+41791234567'], files: ['pump.pdf', { path: 'pump.pdf', name: 'p.pdf' }, { name: 'log.txt', data: bytes }], subject: 'Pump 3' }
  const { jobId } = await client.sendFax(fax, { timeoutMs: 60_000, signal })
  await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm', msgType: 'Flash', sendDate: new Date() })
  await client.sendVoice({ to: new Set(['+41791234567']), text: 'Pump 3 stopped', language: 'DE' })
  const { sendState, errorState, final, finishDate } = await client.wait(jobId, { address: '+41791234567', until: ['Sent'], pollInitialMs: 100, signal })
  const { status, pointsUsed } = await client.state(jobId, { address: '+41791234567', timeoutMs: 5_000 })
  const { accepted, state } = await client.resolve(jobId)
  const last = (error: unknown): number | undefined => (error instanceof EcallError ? error.lastJobState?.sendState : undefined)
  return [sendState, errorState, String(final), finishDate?.date?.getTime(), status, pointsUsed, String(accepted), state?.jobId, last(undefined)]
}

export async function wrongSoap(client: SoapClient, bytes: Uint8Array): Promise<void> {
  new SoapClient({ soapVersion: '1.2' })
  // @ts-expect-error there is no such version
  new SoapClient({ soapVersion: '2.0' })
  // @ts-expect-error an SMS has no files
  await client.sendSms({ to: '+41791234567', text: 'Pump 3 stopped', files: [] })
  // @ts-expect-error bytes have a name
  await client.sendFax({ to: '+41791234567', files: [bytes] })
  // @ts-expect-error bytes have a name
  await client.sendFax({ to: '+41791234567', files: [{ data: bytes }] })
  // @ts-expect-error the address is an option
  await client.state('id', '+41791234567')
  // @ts-expect-error there may be none
  ;(await client.resolve('id')).state.sendState
}

/** A bound client: events told apart by their type, one message and many. */
export async function smpp(client: SmppClient, octets: Uint8Array, signal: CallOptions['signal']): Promise<string[]> {
  const events = client.events({ signal })
  const { systemId, interfaceVersion } = await client.bind({ signal })
  const message: SubmitMessage = { to: '+41791234567', text: 'Pump 3 stopped', tag: 'pump-3', registeredDelivery: 'failure', alphabet: 'ucs2', tlvs: [{ tag: 'user_message_reference', value: 7 }] }
  const { messageId, parts } = await client.submit(message, { timeoutMs: 5_000, delivery: 'at_most_once', signal })
  await client.submit({ to: '+41791234567', userData: octets, dataCoding: 4 })
  const lines = [systemId, String(interfaceVersion), messageId ?? '', parts[0]?.state ?? '']
  for await (const event of events) {
    lines.push(shown(event))
    if (event.type === 'receipt' && event.messageId === messageId && event.final) break
  }
  async function* rows(): AsyncGenerator<SubmitMessage> {
    yield message
  }
  const ended = ({ index, result, error }: SubmittedItem): string => `${index} ${error ? error.smppStatus : result.messageId}`
  for (const source of [[message], new Set([message]), rows()]) {
    const sending = client.submitMany(source, { delivery: 'at_least_once', onProgress: ({ open }) => lines.push(String(open)), signal })
    for await (const item of sending) lines.push(ended(item))
    lines.push(...(await sending.stop()).map(ended), String(sending.counts.unknown))
  }
  await events.acknowledge()
  await client.unbind()
  return lines
}

function shown(event: SmppEvent): string {
  switch (event.type) {
    case 'receipt':
      return `${event.state} ${event.doneDate?.year} ${event.networkError?.code} ${event.part} ${event.tlvs[0]?.tag}`
    case 'message':
      return event.text ?? String(event.octets.length)
    case 'incomplete':
      return `${event.missing[0]} ${event.parts[0]?.[1]}`
    case 'link':
      return event.state === 'down' ? `${event.reason} ${event.code} ${event.pauseMs} ${event.unknown}` : event.state
    case 'response':
      return `${event.reason} ${event.command.toFixed()}`
    case 'raw':
      return `${event.reason} ${event.octets.length}`
    default: {
      const nothing: never = event
      return nothing
    }
  }
}

export async function wrongSmpp(client: SmppClient): Promise<void> {
  new SmppClient({ username: 'u', password: 'p', baseUrl: 'smpps://localhost:2776', window: 100, bindMode: 'transmitter', registeredDelivery: 'none' })
  // @ts-expect-error there is no such option here
  new SmppClient({ proxy: 'http://localhost' })
  // @ts-expect-error there is no such mode
  new SmppClient({ bindMode: 'both' })
  // @ts-expect-error octets are bytes
  await client.submit({ to: '+41791234567', userData: '00' })
  // @ts-expect-error one recipient at a time
  await client.submit({ to: ['+41791234567'], text: 'Pump 3 stopped' })
  // @ts-expect-error there is no such option of a message
  await client.submit({ to: '+41791234567', text: 'Pump 3 stopped', flashy: true })
  // @ts-expect-error there is no such option
  client.submitMany([], { concurrency: 5 })
  // @ts-expect-error there is no such option
  client.events({ only: ['receipt'] })
  // @ts-expect-error a bind has no options but a signal
  await client.bind({ timeoutMs: 5 })
  // @ts-expect-error a receipt may lack its date
  for await (const event of client.events()) if (event.type === 'receipt') event.doneDate.year
}

export function costs(given: string): [number, text.Alphabet, string[]] {
  const estimate: text.Estimate = text.estimate(given, { channel: 'sms', pageLimit: 2, forceGsm: true, referenceBits: 16 })
  const { pages, units, alphabet } = text.estimateMany([given, given], { referenceBits: 8 })
  text.estimateMany(new Set([given]))
  const first: number | undefined = pages[0] ?? units[0] ?? text.split(given, { wholeWords: true }).pages[0]?.units
  const lost = estimate.cut?.characters ?? estimate.transliterated?.pages ?? estimate.problems[0]?.limit ?? first ?? 0
  const { text: plain, left } = text.toGsm(given)
  return [lost + plain.length, alphabet[0] ?? estimate.alphabet, [...estimate.forcing, ...left].map(({ character }) => character)]
}

/** A part's header says how to read it and where it belongs. */
export function received(parts: text.Reassembler, octets: Uint8Array): string | undefined {
  const { concatenation, locking, single, fillBits, body } = text.parseHeader(octets)
  const septets = text.unpack(body, 153, fillBits)
  if (concatenation === undefined) return text.decodeGsm(septets, { locking, single })
  const pushed = parts.push({ from: '+41791234567', to: '5555', ...concatenation, body: septets }, Date.now())
  switch (pushed.outcome) {
    case 'complete':
      return pushed.text.bodies.map((one) => text.decodeGsm(one, { locking })).join('')
    case 'waiting':
      return pushed.displaced?.missing.join()
    case 'duplicate':
      return String(pushed.part.bits)
    case 'invalid':
      return pushed.problem
    default: {
      const nothing: never = pushed
      return nothing
    }
  }
}

export async function cut(client: Client): Promise<[number | undefined, string | undefined]> {
  const sms = { to: '+41791234567', text: '“Pump 3”', toGsm: true }
  const { estimate, replacements } = await client.sendSms(sms, { allowTruncation: true })
  return [estimate?.cut?.from.utf16, replacements[0]?.to]
}

export function wrongTexts(estimate: text.Estimate): void {
  // @ts-expect-error a text is a string
  text.estimate(5)
  // @ts-expect-error there is no such channel
  text.estimate('', { channel: 'fax' })
  // @ts-expect-error names are in camel case
  text.estimate('', { page_limit: 1 })
  // @ts-expect-error the words of a split are nothing to an estimate
  text.estimate('', { wholeWords: true })
  // @ts-expect-error a reference has 8 or 16 bits
  text.split('', { referenceBits: 12 })
  // @ts-expect-error one text is no column of texts
  text.estimateMany('')
  // @ts-expect-error octets are in arrays of their own
  text.decodeUcs2([0, 97])
  // @ts-expect-error there is no such language
  text.decodeGsm(new Uint8Array(1), { locking: 'latin' })
  // @ts-expect-error the time is the caller's
  new text.Reassembler().expire()
  // @ts-expect-error made by the library only
  new text.Estimate()
  // @ts-expect-error results are only read
  estimate.pages = 2
  // @ts-expect-error all of a text may be sent
  estimate.cut.characters
}
