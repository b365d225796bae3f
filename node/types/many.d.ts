import type { EcallError } from './error.js'
import type { AbortSignalLike, MessageResult, MessageStatus } from './index.js'
import type { Notification } from './models.js'
import type { CallOptionValues, SendManyOptionValues, WaitManyOptionValues } from './options.js'
import type { MessageState } from './results.js'
import type { ReportedStatus } from './status.js'

/** How a list is sent. */
export interface SendListOptions extends CallOptionValues {
  /** Who is told what becomes of the messages; they have none of their own. */
  notification?: Notification | undefined
  /** Cancels the call: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** A message that the service accepted. */
export interface AcceptedItem {
  /** Which message, counted from 0 in the order in which they were given. */
  readonly index: number
  /** What the service answered. */
  readonly result: MessageResult
  readonly error?: undefined
}

/** A message that was not accepted, or of which nobody knows: `error.outcome` says which. */
export interface FailedItem {
  /** Which message, counted from 0 in the order in which they were given. */
  readonly index: number
  /** Why. */
  readonly error: EcallError
  readonly result?: undefined
}

/** What became of one message of many. Where `error` is undefined there is a `result`. */
export type SentItem = AcceptedItem | FailedItem

/** How `sendMany` sends messages. */
export interface SendManyOptions extends SendManyOptionValues {
  /** Told how far it has come, at most once for each batch of results. What it throws ends the sending and comes out of it. */
  onProgress?: ((counts: SendManyCounts) => void) | undefined
  /**
   * Ends it early: no more messages are taken, what is under way is cancelled, and when the rest of the results has come out, an
   * `AbortError` does.
   */
  signal?: AbortSignalLike | undefined
}

/** How far the sending of many messages has come. */
export interface SendManyCounts {
  /** Messages that were taken from the iterable, those that wait included. */
  readonly given: number
  /** Accepted by the service. */
  readonly accepted: number
  /** Certainly not accepted: refused, or never sent. */
  readonly refused: number
  /** May have been accepted or not. */
  readonly unknown: number
  /** Accepted, and an attempt before may have been accepted too. */
  readonly possibleDuplicates: number
  /** Of these it is not yet known what becomes. */
  readonly open: number
}

/**
 * Any number of messages that are being sent, and what becomes of each as it ends; made by `Client.sendMany`. It goes on only
 * while its results are taken.
 *
 * Leaving a `for await` stops it, and so does an error that the iterable or `onProgress` throws, which comes out as it is:
 * calls that are under way are cancelled then, and `unknown` tells which messages that left in doubt.
 */
export declare class SendMany implements AsyncIterableIterator<SentItem> {
  protected constructor()
  [Symbol.asyncIterator](): this
  /** What became of one more message. */
  next(): Promise<IteratorResult<SentItem, undefined>>
  /** Stops it, as `for await` does when it is left. */
  return(value?: undefined): Promise<IteratorResult<SentItem, undefined>>
  /**
   * Cancels the calls that are under way and takes no more messages. What became of those that were taken and have not come
   * out: now, or before the `for await` was left.
   */
  stop(): Promise<SentItem[]>
  /** How far it has come. */
  get counts(): SendManyCounts
  /** The indices of the messages that may have been accepted or not because they were under way when it was stopped. */
  get unknown(): number[]
}

/** How `waitMany` follows messages. */
export interface WaitManyOptions extends WaitManyOptionValues {
  /** Ends it early: the messages that are still followed come out as cancelled, and then an `AbortError` does. */
  signal?: AbortSignalLike | undefined
}

/** What became of one message that was followed. Where `error` is undefined there is a `status`. */
export type FollowedItem =
  | {
      /** The message, as it was given. */
      readonly messageId: string
      /** Its final state, or one of `until`. */
      readonly status: ReportedStatus
      readonly error?: undefined
    }
  | {
      /** The message, as it was given. */
      readonly messageId: string
      /** Why no such state was read; `lastStatus` is the last one. */
      readonly error: EcallError
      readonly status?: undefined
    }

/** A state as the service writes it, in a notification or an answer. Names are read without regard to case. */
export type WireStatus = Omit<Partial<MessageState>, 'timestamp' | 'timestampText'> & { readonly timestamp?: string }

/**
 * Many messages that are being followed; made by `Client.waitMany`. Each comes out exactly once. Leaving a `for await` ends it.
 */
export declare class WaitMany implements AsyncIterableIterator<FollowedItem> {
  protected constructor()
  [Symbol.asyncIterator](): this
  /** What became of one more message. */
  next(): Promise<IteratorResult<FollowedItem, undefined>>
  /** Ends it, as `for await` does when it is left. */
  return(value?: undefined): Promise<IteratorResult<FollowedItem, undefined>>
  /**
   * What a webhook told of a message: where that is final, the message comes out at once. Of messages that are not followed, and
   * of those that came out already, nothing happens.
   *
   * @throws {InvalidArgumentError} where it is no object
   */
  notify(event: ReportedStatus | MessageStatus | WireStatus): void
  /** Ends it: the messages that are still followed come out as cancelled. */
  cancel(): void
  /** How many messages are still followed. */
  get open(): number
}
