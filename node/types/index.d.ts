import type { Attempt } from './error.js'
import type { ErrorKind } from './kinds.js'
import type { SendListOptions, SendMany, SendManyOptions, SentItem, AcceptedItem, FailedItem, WaitMany, WaitManyOptions } from './many.js'
import type { DownloadOptions, MediaSource, UploadOptions } from './media.js'
import type { MessageRequest } from './models.js'
import type { CallOptionValues, ClientOptionValues, SmsOptionValues, WaitOptionValues } from './options.js'
import type { LinkState, MessageResultFields, MessageState } from './results.js'
import type { ReportedStatus } from './status.js'
import type { Estimate, Replacement } from './text.js'

export * from './error.js'
export * from './https.js'
export * from './job.js'
export * from './kinds.js'
export * from './many.js'
export * from './media.js'
export * from './models.js'
export type {
  BindMode,
  DefaultAlphabet,
  Delivery,
  DestinationPrefix,
  FlashForm,
  LongMessage,
  MediaEncoding,
  RegisteredDelivery,
  SmppAlphabet,
  SoapVersion,
} from './options.js'
export type { LinkState, MessageState } from './results.js'
export * from './smpp.js'
export * from './soap.js'
export { ReportedJobState, ReportedStatus } from './status.js'

/** Texts and telephone numbers: what a text costs and why, its pages, the octets of an alphabet, received parts. Needs no client. */
export * as text from './text.js'

/** What eCall sends by itself: states of messages, received messages and callbacks, and a request handler that takes them. Needs no client. */
export * as webhook from './webhook.js'
export { ReceivedMessage, StatusEvent } from './webhook.js'

/** Version of the package. */
export declare const version: string

/** The part of `AbortSignal` that is used. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The configuration of a client. What is not given comes from the environment, else from the defaults. */
export interface ClientOptions extends ClientOptionValues {
  /**
   * Takes what a client tells about its attempts, and a bound one about its link. It is called soon after they happen, never holds a
   * call up and never keeps the process from ending; what it throws becomes a warning of the process.
   */
  onLog?: ((event: LogEvent) => void) | undefined
}

/** What one call does otherwise than its client. */
export interface CallOptions extends CallOptionValues {
  /** Cancels the call: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** How `wait` follows a message. */
export interface WaitOptions extends WaitOptionValues {
  /** Ends the wait early: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** A text to send by SMS. */
export interface SmsMessage extends SmsOptionValues {
  /** The recipient's number. */
  to: string
  /** The text, at least 1 character. */
  text: string
  /** The sender; `defaultFrom` of the client unless given. */
  from?: string | undefined
}

/** A message to send. `from` is the `defaultFrom` of the client unless given. */
export type Message = Omit<MessageRequest, 'from'> & { from?: string | undefined }

/** What a client tells about its work. Holds no password, header, phone number or text. */
export interface LogEvent {
  /** How much it matters. */
  readonly level: 'debug' | 'info' | 'warning' | (string & {})
  /**
   * `attempt` (one failed), `retry` (a pause begins), `done` (the call was answered), `failed` (it ended in an error) or
   * `pause` (the service asked for fewer requests, and every call of a `sendMany` or `waitMany` waits). On SMPP `failed` (a message was
   * not accepted), the states of the link, and `long_credentials` once, where they are longer than the standard allows.
   */
  readonly event: 'attempt' | 'retry' | 'done' | 'failed' | 'pause' | LinkState | 'long_credentials' | (string & {})
  /**
   * `send`, `status`, `check`, `request`, `send_list`, `list_status`, `upload_media` or `download_media`; over HTTPS `send_sms`,
   * `send_fax`, `send_voice`, `status`, `status_range`, `resolve`, `next_message` or `delete_message`; over SOAP `send_sms`, `send_fax`,
   * `send_voice`, `state` or `resolve`; over SMPP `bind`, `submit` or `link`.
   */
  readonly operation: string
  /** Number of the attempt, from 1. */
  readonly attempt: number
  /** Length of the attempt, or of the pause that begins, in milliseconds. */
  readonly durationMs: number
  /** HTTP status, when an answer came. */
  readonly httpStatus?: number
  /** The kind of error, when there was one. */
  readonly code?: ErrorKind
  /** `x-f24-request-id`, when an answer came. */
  readonly requestId?: string
}

/** What the service answered, and how the answer came about. */
export declare class Answer {
  protected constructor()
  /** HTTP status. */
  readonly httpStatus: number
  /** `x-f24-request-id`; the service's support asks for it. */
  readonly requestId?: string
  /** The attempts that failed before this answer; empty when the first was answered. */
  readonly attempts: readonly Attempt[]
  /** The body as it came: a `Buffer`. */
  get rawBody(): Uint8Array
}

export interface MessageResult extends MessageResultFields {}
/** An accepted message. */
export declare class MessageResult extends Answer {
  protected constructor()
  /** An attempt before the accepted one may have been accepted too: the message may arrive twice. */
  readonly possibleDuplicate: boolean
  /** What the text costs as it was sent, and where the service cuts it, if it does; absent for content that is no text. */
  readonly estimate?: Estimate
  /**
   * What was replaced in the text before it was sent, where `toGsm` was asked for; places are those of the text that was given.
   */
  readonly replacements: readonly Replacement[]
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface MessageStatus extends MessageState {}
/** What has become of a message. */
export declare class MessageStatus extends Answer {
  protected constructor()
  /** Whether no other state will follow on this channel. */
  readonly final: boolean
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** A list of messages that the service looked at. Some may have been accepted and others not. */
export declare class SentList extends Answer {
  protected constructor()
  /** What `listStatus` asks for; the service answers for seven days. */
  readonly listId?: string
  /** What became of each message, in the order in which they were given. */
  readonly items: readonly SentItem[]
  /** The messages that were accepted. */
  get accepted(): AcceptedItem[]
  /** The messages that were not accepted, or of which that is not known. */
  get failed(): FailedItem[]
  /**
   * Throws where not every message was accepted.
   *
   * @throws {OutcomeUnknownError} where that is not known of one of them
   * @throws {EcallError} of the kind of the failures, or {RejectedError} where they are of several; its fields name each message
   *   (`messages[3]`) and what was wrong with it
   */
  raiseForFailed(): void
  /** An attempt before the one that was answered may have been accepted too: the messages may arrive twice. */
  readonly possibleDuplicate: boolean
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** What has become of the messages of a list. */
export declare class ListStatus extends Answer {
  protected constructor()
  /** The list's id, where the answer has it. */
  readonly listId?: string
  /** The state of each message, one per recipient, in the service's order. */
  readonly messages: readonly ReportedStatus[]
  /** Whether no other state will follow for any of the messages. False of a list without messages. */
  readonly final: boolean
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** A file that the service has. */
export declare class UploadedMedia extends Answer {
  protected constructor()
  /** What a content names the file by. */
  readonly mediaId: string
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** A file that was fetched. `rawBody` is empty. */
export declare class Media extends Answer {
  protected constructor()
  /** What kind of file the service says it is. */
  readonly contentType?: string
  /** How many bytes it has. */
  readonly length: number
  /** The file itself, a `Buffer`, where it was fetched into memory. */
  readonly content?: Uint8Array
}

/** The answer to a raw request. */
export declare class RawResponse extends Answer {
  protected constructor()
  /** The headers, their names in lower case; several of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as a text. */
  get text(): string
  /** The body read as JSON; undefined where it is none. */
  get json(): unknown
}

/**
 * Sends messages over eCall's REST interface and follows them.
 *
 * Holds its connections until it is collected, and keeps the process alive only while a call is under way. Any number of
 * calls may be under way at once. Every promise is rejected with an {@link EcallError}, or with an {@link AbortError} where
 * its signal was aborted.
 */
export declare class Client {
  /**
   * Opens no connection.
   *
   * @throws {ConfigError} naming every option that is missing or wrong.
   */
  constructor(options?: ClientOptions)

  /**
   * Sends a text by SMS.
   *
   * @throws see {@link Client.send}
   */
  sendSms(sms: SmsMessage, options?: CallOptions): Promise<MessageResult>

  /**
   * Sends a message.
   *
   * @throws {InvalidArgumentError} before anything goes out, with every problem of the message
   * @throws {OutcomeUnknownError} where the message may have been accepted
   * @throws {EcallError} of another kind where it certainly was not
   */
  send(message: Message, options?: CallOptions): Promise<MessageResult>

  /**
   * What has become of a message; the service answers for seven days.
   *
   * @param messageId of the result of a send; `undefined`, as the result of a send to many has it, is refused at run time
   * @throws {NotFoundError} for an id that the service does not know
   */
  status(messageId: string | undefined, options?: CallOptions): Promise<MessageStatus>

  /**
   * Follows a message until its state is final for its channel, or one of `until`.
   *
   * @throws {TimeoutError} when the time is up (300 seconds unless set), with the last state as `lastStatus`
   */
  wait(messageId: string | undefined, options?: WaitOptions): Promise<MessageStatus>

  /**
   * Sends several messages in one call and says what became of each: see `items`, `failed` and `raiseForFailed` of the result.
   *
   * @throws {InvalidArgumentError} before anything goes out, with every problem of every message (`messages[3].to`)
   * @throws see {@link Client.send}
   */
  sendList(messages: Iterable<Message>, options?: SendListOptions): Promise<SentList>

  /**
   * What has become of the messages of a list; the service answers for seven days.
   *
   * @param listId of the result of `sendList`; `undefined` is refused at run time
   * @throws {NotFoundError} for an id that the service does not know
   */
  listStatus(listId: string | undefined, options?: CallOptions): Promise<ListStatus>

  /**
   * Sends any number of messages, ten at a time unless set, and yields what became of each as it ends. Messages are taken as
   * they are needed: no more than are under way, and as many again that wait. Where the service asks for fewer requests (429,
   * 503), all of them pause.
   *
   *     for await (const { index, result, error } of client.sendMany(messages)) …
   *
   * @param messages an iterable or an async iterable; a message that cannot be read is the error of its index
   * @throws {InvalidArgumentError} naming every option that is out of range
   */
  sendMany(messages: Iterable<Message> | AsyncIterable<Message>, options?: SendManyOptions): SendMany

  /**
   * Follows many messages to their final states with one loop, and yields each once. What webhooks tell
   * ({@link WaitMany.notify}) shortens it.
   *
   *     for await (const { messageId, status, error } of client.waitMany(ids)) …
   *
   * @throws {InvalidArgumentError} naming every id (`messageIds[3]`) and option that breaks a rule
   */
  waitMany(messageIds: Iterable<string | undefined>, options?: WaitManyOptions): WaitMany

  /**
   * Sends a file to the service; a content names it by the id that comes back.
   *
   *     const { mediaId } = await client.uploadMedia('pump.jpg')
   *
   * @throws {InvalidArgumentError} for options that break a rule, and with field `source` where the source cannot be read: what it
   *   threw is the `cause`
   * @throws {RejectedError} with `ecallCode` `CannotConvertMediaBody` where the service cannot make use of the file
   */
  uploadMedia(source: MediaSource, options?: UploadOptions): Promise<UploadedMedia>

  /**
   * Fetches a file from the service. Provisional: its path is inferred.
   *
   * @throws {NotFoundError} for an id that the service does not know
   * @throws {UnexpectedResponseError} for a file above `maxBytes` in memory
   * @throws {InvalidArgumentError} with field `target` where the target cannot be written: what it threw is the `cause`
   */
  downloadMedia(mediaId: string | undefined, options?: DownloadOptions): Promise<Media>

  /**
   * Tells whether the credentials are good, sending nothing. Provisional: it asks for a message that does not exist.
   *
   * @throws {AuthenticationError} or {PermissionError} where they are not
   */
  check(options?: CallOptions): Promise<Answer>

  /**
   * An authenticated request to a path of the service that this library has no name for. GET and HEAD are reads, all else is a
   * send and handled with the same care.
   *
   * @param path begins with `/` and stays below `baseUrl`
   * @param json the body; none where it is undefined
   * @throws {InvalidArgumentError} where `path` leads elsewhere
   * @throws {EcallError} where the answer is not 2xx
   */
  request(method: string, path: string, json?: unknown, options?: CallOptions): Promise<RawResponse>

  /** Refuses every later call with {@link ClosedError}. Calls that are under way go on to their end. */
  close(): void

  /** Whether it was closed. */
  get closed(): boolean
}
