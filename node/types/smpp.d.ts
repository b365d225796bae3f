import type { EcallError } from './error.js'
import type { AbortSignalLike, CallOptions, ClientOptions } from './index.js'
import type { ErrorKind } from './kinds.js'
import type { SendManyCounts } from './many.js'
import type { SmppOptionValues, SubmitOptionValues } from './options.js'
import type {
  LinkEventFields,
  LinkState,
  RawPduFields,
  SmppIncompleteFields,
  SmppMessageFields,
  SmppReceiptFields,
  StrayResponseFields,
} from './results.js'

/** Options of other interfaces, which are refused here or say nothing. */
type OfHttp =
  | 'allowPlainHttp'
  | 'apiVersion'
  | 'attemptTimeoutMs'
  | 'backoffInitialMs'
  | 'backoffMaxMs'
  | 'http2'
  | 'proxy'
  | 'soapVersion'
  | 'userAgent'

/** The configuration of an SMPP client. What is not given comes from the environment, else from the defaults. */
export interface SmppClientOptions extends Omit<ClientOptions, OfHttp>, SmppOptionValues {}

/** What may end a wait early. */
export interface SignalOptions {
  /** Its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** An optional parameter, named as the protocol does in lower case: `{ tag: 'user_message_reference', value: 7 }`. */
export interface SmppTlv {
  readonly tag: string
  /** A number, a text, or hex digits where it is octets; of parameters with several fields an object. */
  readonly value?: unknown
}

/** A moment by a calendar and a clock, as the centre wrote it. */
export interface SmppTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Tenths of a second. */
  readonly tenths: number
  /** Quarters of an hour by which this clock is ahead of UTC; null where the centre does not say it. */
  readonly quarters: number | null
}

/**
 * A text to send over SMPP, or octets. What it has of `timeoutMs`, `maxRetries` and `delivery` holds where the call has no such option.
 */
export interface SubmitMessage extends Omit<SubmitOptionValues, 'tlvs' | 'userData'> {
  /** The recipient's number in international form, with `+`, with `00`, or its digits alone. */
  to: string
  /** The text; may be absent where there are octets in its place. */
  text?: string | undefined
  /** The sender; `defaultFrom` of the client unless given, else the account's own. */
  from?: string | undefined
  /** Octets that are sent as they are in place of a text, 254 at most. Their `dataCoding` is 4 unless it is given. */
  userData?: ArrayBufferView | ArrayBufferLike | undefined
  /** Optional parameters of every part. */
  tlvs?: readonly SmppTlv[] | undefined
}

/** How many messages are sent: what those have that have nothing besides recipient, text and sender. */
export interface SubmitManyOptions extends Omit<SubmitMessage, 'to' | 'text' | 'from'> {
  /** Told how far it has come, at most once for each batch of results. What it throws ends the sending and comes out of it. */
  onProgress?: ((counts: SendManyCounts) => void) | undefined
  /**
   * Ends it early: no more messages are taken, what was not written is not sent, and when the rest of the results has come out, an
   * `AbortError` does.
   */
  signal?: AbortSignalLike | undefined
}

/** A part of a message and what became of it. */
export interface SubmittedPart {
  /**
   * `accepted`, `refused`, `unknown` (it was written and no response was read) or `not_sent` (a part before it was not accepted, or the
   * call ended first).
   */
  readonly state: 'accepted' | 'refused' | 'unknown' | 'not_sent' | (string & {})
  /** The centre's id, where it gave one. */
  readonly messageId?: string
  /** The `command_status` of the response, where one was read. */
  readonly smppStatus?: number
}

/** A message that the centre accepted, all parts of it. */
export declare class Submitted {
  protected constructor()
  /** The centre's id of the first part, by which receipts name it; absent where the centre gave none. */
  readonly messageId?: string
  /** Its parts, in their order; one at least. */
  readonly parts: readonly SubmittedPart[]
  /** A part may have been accepted twice: an attempt before the accepted one had no certain end. */
  readonly possibleDuplicate: boolean
}

/** What became of one message of many. Where `error` is undefined there is a `result`. */
export type SubmittedItem =
  | {
      /** Which message, counted from 0 in the order in which they were given. */
      readonly index: number
      readonly result: Submitted
      readonly error?: undefined
    }
  | {
      /** Which message, counted from 0 in the order in which they were given. */
      readonly index: number
      /** Why it was not accepted, or that nobody knows: `error.outcome` says which. */
      readonly error: EcallError
      readonly result?: undefined
    }

/**
 * Any number of messages that are being sent over SMPP, and what becomes of each as it ends; made by `SmppClient.submitMany`. It goes on
 * only while its results are taken, and only that keeps the process alive.
 *
 * Leaving a `for await` stops it, and so does an error that the iterable or `onProgress` throws, which comes out as it is: what was not
 * written is not sent then, and `stop` has what became of the rest.
 */
export declare class SubmitMany implements AsyncIterableIterator<SubmittedItem> {
  protected constructor()
  [Symbol.asyncIterator](): this
  /** What became of one more message. */
  next(): Promise<IteratorResult<SubmittedItem, undefined>>
  /** Stops it, as `for await` does when it is left. */
  return(value?: undefined): Promise<IteratorResult<SubmittedItem, undefined>>
  /**
   * Takes no more messages and sends none of those that were not written. What became of those that were taken and have not come out:
   * now, or before the `for await` was left.
   */
  stop(): Promise<SubmittedItem[]>
  /** How far it has come. */
  get counts(): SendManyCounts
}

/** The centre that a client is bound to. */
export declare class SmppBound {
  protected constructor()
  /** What it calls itself. */
  readonly systemId: string
  /** Its version of the protocol, 0x34 for 3.4; absent where it does not say. */
  readonly interfaceVersion?: number
}

export interface SmppReceipt extends Omit<SmppReceiptFields, 'doneDate' | 'networkError' | 'submitDate' | 'tlvs'> {}
/** A delivery receipt or an intermediate notification. */
export declare class SmppReceipt {
  protected constructor()
  readonly type: 'receipt'
  /** When it came to its state, by the centre's clock. */
  readonly doneDate?: SmppTime
  /** The network's error: in which network (0 where it was not said), and its own number. */
  readonly networkError?: { readonly network: number; readonly code: number }
  /** When it was sent, by the centre's clock. */
  readonly submitDate?: SmppTime
  /** The optional parameters. */
  readonly tlvs: readonly SmppTlv[]
}

export interface SmppMessage extends Omit<SmppMessageFields, 'octets' | 'tlvs'> {}
/** A message that came in, all parts of it. */
export declare class SmppMessage {
  protected constructor()
  readonly type: 'message'
  /** The octets without headers, those of all parts together: a `Buffer`. */
  readonly octets: Uint8Array
  /** The optional parameters of the last part. */
  readonly tlvs: readonly SmppTlv[]
}

export interface SmppIncomplete extends Omit<SmppIncompleteFields, 'parts'> {}
/** Parts of a message whose others did not come in time. */
export declare class SmppIncomplete {
  protected constructor()
  readonly type: 'incomplete'
  /** Those that came: number and text, where it can be read. */
  readonly parts: readonly (readonly [number: number, text: string | null])[]
}

export interface LinkEvent extends Omit<LinkEventFields, 'code' | 'state'> {}
/** The state of the link changed. */
export declare class LinkEvent {
  protected constructor()
  readonly type: 'link'
  /** The state. */
  readonly state: LinkState | (string & {})
  /** The kind of the error, where there is one. */
  readonly code?: ErrorKind
}

export interface StrayResponse extends StrayResponseFields {}
/** A response that nobody waits for any more, or that nobody ever waited for. */
export declare class StrayResponse {
  protected constructor()
  readonly type: 'response'
}

export interface RawPdu extends Omit<RawPduFields, 'octets'> {}
/** A PDU that could not be read, or is of no use to a client. It was answered. */
export declare class RawPdu {
  protected constructor()
  readonly type: 'raw'
  /** The octets, the header included: a `Buffer`. */
  readonly octets: Uint8Array
}

/** Something that happened on the link, told apart by its `type`. Later versions may tell of others. */
export type SmppEvent = SmppReceipt | SmppMessage | SmppIncomplete | LinkEvent | StrayResponse | RawPdu

/**
 * What happens on the link, one after the other; made by `SmppClient.events`, and a reader from that moment on.
 *
 * An event is taken when the next is asked for or {@link SmppEvents.acknowledge} is called, and never before: only then is a receipt or a
 * message answered, so that the centre delivers it again where the process dies before. Where a `for await` is left, by `break` or by an
 * error, the last one stays untaken. Where several read, each event goes to one of them. An event that is waited for keeps the process
 * alive, and nothing else here does.
 */
export declare class SmppEvents implements AsyncIterableIterator<SmppEvent> {
  protected constructor()
  [Symbol.asyncIterator](): this
  /** The next event; the one before is taken with that. Over once the client is closed and all were read. */
  next(): Promise<IteratorResult<SmppEvent, undefined>>
  /** Ends it, as `for await` does when it is left: this reader is gone, and the event that was handed over last stays untaken. */
  return(value?: undefined): Promise<IteratorResult<SmppEvent, undefined>>
  /** Says that the event that was handed over last is taken. Where there is none, or the reader is gone, nothing happens. */
  acknowledge(): Promise<void>
}

/**
 * Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound: once it is, the link is kept alive, and opened
 * again whenever it is lost, whether somebody waits or not.
 *
 * A bound client does not keep the process from ending: only what is awaited does (a call, the next result or the next event). A program
 * that ends without `unbind` breaks the link. Serves one JavaScript thread; each worker thread makes its own.
 *
 *     const client = new SmppClient({ username: 'u', password: 'p' })
 *     await client.bind()
 *     const { messageId } = await client.submit({ to: '+41791234567', text: 'Pump 3 stopped', from: 'Alarm' })
 *     for await (const event of client.events()) {
 *       if (event.type === 'receipt' && event.messageId === messageId && event.final) break
 *     }
 *     await client.unbind()
 */
export declare class SmppClient {
  /**
   * Opens no connection. `baseUrl` is `smpps://host:port`, and its variable `ECALL_SMPP_URL`.
   *
   * @throws {ConfigError} naming every option that is missing or wrong.
   */
  constructor(options?: SmppClientOptions)

  /**
   * Opens the link, and resolves once the centre has taken the bind. Transient failures are tried again, within `timeoutMs` and
   * `maxRetries`. From then on the link is opened again for ever whenever it is lost. Aborted, it closes the client.
   *
   * @throws {AuthenticationError} where name or password are refused, {@link RejectedError} where the bind is
   * @throws {InvalidArgumentError} where it is bound already, {@link ClosedError} where it was closed before
   * @throws {EcallError} of the kind with which the last attempt ended
   */
  bind(options?: SignalOptions): Promise<SmppBound>

  /**
   * Sends a text, in parts where it is too long for one message. Waits while there is no link and while the window is full.
   *
   * @throws {InvalidArgumentError} before anything goes out, with every problem of the message
   * @throws {OutcomeUnknownError} where a part may have been accepted and nobody knows
   * @throws {EcallError} of another kind where the message certainly was not. `parts` has what became of each, `smppStatus` the status
   */
  submit(message: SubmitMessage, options?: CallOptions): Promise<Submitted>

  /**
   * Sends any number of messages, as many at a time as the window has room for, taken only as they can be. They go out in their order.
   *
   *     for await (const { index, result, error } of client.submitMany(rows())) …
   *
   * @param messages each may have options of its own, which then stand in place of all of `options`
   * @throws {ClosedError} where the client is not bound
   */
  submitMany(messages: Iterable<SubmitMessage> | AsyncIterable<SubmitMessage>, options?: SubmitManyOptions): SubmitMany

  /**
   * What happens on the link: receipts, messages that come in, its states. While nobody reads, the centre is told to try again later:
   * ask for it before `bind`.
   */
  events(options?: SignalOptions): SmppEvents

  /**
   * Ends the link: takes nothing more from this moment on, sends what was given (for `timeoutMs` at most), waits for its responses,
   * unbinds and closes the connection. May be called again. Aborted while it waits, the link ends all the same.
   */
  unbind(options?: SignalOptions): Promise<void>

  /** The same for whom it is nothing to wait for. The process stays until it is done. */
  close(): void

  /** Whether it takes nothing any more: it was unbound or closed, or its bind was aborted. */
  get closed(): boolean
}
