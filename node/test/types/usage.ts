// A consumer under every strict option. Lines marked with `@ts-expect-error` must not compile.

import {
  AbortError,
  Client,
  EcallError,
  OutcomeUnknownError,
  type CallOptions,
  type Content,
  type ErrorKind,
  type LogEvent,
  type Message,
  type MessageResult,
  type Outcome,
  type Recipient,
  type Status,
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
