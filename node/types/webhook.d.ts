import type { CallbackMessage, CallbackNotification } from './job.js'
import type { CallbackEncoding, ReceiverOptionValues } from './options.js'
import type { ReceivedMessageFields } from './results.js'
import { ReportedStatus } from './status.js'

/**
 * The state of a message changed. `WaitMany.notify` takes it as it is.
 */
export declare class StatusEvent extends ReportedStatus {
  protected constructor()
  readonly kind: 'status'
  /** The list that the message was sent with (provisional). */
  readonly listId?: string
  /**
   * Every parameter of the query or member of the JSON as it came, in order. Those of a query are texts, and may hold what the
   * URL's owner put there.
   */
  readonly raw: readonly (readonly [name: string, value: unknown])[]
}

export interface ReceivedMessage extends ReceivedMessageFields {}
/** Somebody sent a message to a number of the account. */
export declare class ReceivedMessage {
  protected constructor()
  readonly kind: 'received'
  /** The text, where the content is one. */
  readonly text?: string
  /** The id of the button or row that was chosen of an interactive message. */
  readonly replyId?: string
  /** Its title. */
  readonly replyTitle?: string
  /** The `type` of the content. */
  readonly contentType?: string
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** What eCall sent, told apart by `kind`. */
export type Event = StatusEvent | ReceivedMessage | CallbackMessage | CallbackNotification

/**
 * Reads a status notification: the query of a GET (`Url` in a message's notification addresses; with or without its `?`, or a whole
 * URL), or the JSON of a POST (`UrlPost`).
 *
 * @throws {InvalidArgumentError} for what is neither, and where both the message id and the status are missing; the error holds
 *   nothing of the data
 */
export declare function parseStatus(data: string | Uint8Array): StatusEvent

/**
 * Reads a received message: the JSON of a POST.
 *
 * @throws {InvalidArgumentError} for what is no JSON object, and where both content and sender are missing; the error holds nothing
 *   of the data
 */
export declare function parseReceived(data: string | Uint8Array): ReceivedMessage

/** How a callback is read. */
export interface CallbackOptions {
  /** How its texts are encoded; `auto` unless set. */
  encoding?: CallbackEncoding | undefined
}

/**
 * Reads a callback of the HTTPS or SOAP interface: the query of a GET, with or without its `?`, or the whole URL. It is told apart by
 * its `Function`, else by the parameters that are there.
 *
 * @throws {InvalidArgumentError} for what is none; the error holds nothing of the data
 */
export declare function parseCallback(data: string | Uint8Array, options?: CallbackOptions): CallbackMessage | CallbackNotification

/**
 * Whether an address is one of those that eCall's webhooks come from. False for anything that is no address. Give it the address
 * of the connection, never a header that a stranger may have written; {@link handler} minds that by itself.
 */
export declare function isFromEcall(ip: string | undefined): boolean

/** What a receiver of webhooks takes, and from whom. */
export interface HandlerOptions extends ReceiverOptionValues {
  /**
   * Told why an event could not be handled, and the event itself if it was read; a warning of the process unless set. The other side
   * learns nothing of it.
   */
  onError?: ((error: unknown, event: Event | undefined) => void) | undefined
}

/** The part of a request of `node:http`, Express and their like that is used. */
export interface RequestLike {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** The part of a response that is used. */
export interface ResponseLike {
  writeHead(status: number, headers: Record<string, string>): unknown
  end(body?: string): unknown
}

/**
 * A request handler for `http.createServer`, Express and what works like them.
 *
 *     http.createServer(webhook.handler((event) => console.log(event.kind, event.extra))).listen(8080)
 *     app.use('/ecall', webhook.handler(async (event) => store(event)))
 *
 * Events are those of all interfaces: states, received messages and callbacks, told apart by `kind`.
 *
 * It looks at the source of a request before it reads anything, reads no more than `maxBody`, and answers 200 once `onEvent` has
 * returned or its promise is fulfilled, 500 where it threw. It works behind body parsers too. eCall's requests are not signed, and
 * nothing says how often one is repeated: bear seeing an event twice.
 *
 * @throws {ConfigError} naming every option that is wrong
 */
export declare function handler(
  onEvent: (event: Event) => unknown,
  options?: HandlerOptions,
): (request: RequestLike, response: ResponseLike) => Promise<void>
