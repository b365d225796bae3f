import type { AbortSignalLike, CallOptions, ClientOptions } from './index.js'
import type { CachedMessage, Deletion, InboundSms, JobStates, JobStatus, Resolution, SentJob } from './job.js'
import type {
  CallOptionValues,
  HttpsFaxOptionValues,
  HttpsSmsOptionValues,
  HttpsVoiceOptionValues,
  MessagesOptionValues,
} from './options.js'

/**
 * How much is told of what becomes of an SMS: 0 as soon as something is known, 1 at the last point to which it can be tracked, 2 as 1
 * and where the sending is delayed, 3 failures only. Other values may come.
 */
export type NotificationLevel = 0 | 1 | 2 | 3 | (number & {})

/** What every job may have. */
export interface JobTime {
  /** When: a `Date`, or ISO 8601, without a zone in Europe/Zurich; at once where it is absent. */
  sendDate?: Date | string | undefined
}

/** A text to send by SMS over the HTTPS interface. */
export interface HttpsSms extends Omit<HttpsSmsOptionValues, 'sendDate'>, JobTime {
  /** One address or several: numbers in international form (`+41…` or `0041…`), or persons and groups of the address book. */
  to: string | Iterable<string>
  /** The text, at least 1 character. */
  text: string
  /** The sender: an optional `+` and up to 16 digits, or up to 11 characters; `defaultFrom` of the client unless given. */
  from?: string | undefined
}

/** A text to send by fax. */
export interface HttpsFax extends Omit<HttpsFaxOptionValues, 'sendDate'>, JobTime {
  /** One address or several, as of an SMS. */
  to: string | Iterable<string>
  /** The text, at least 1 character. */
  text: string
}

/** A text to read to somebody on the telephone. */
export interface HttpsVoice extends Omit<HttpsVoiceOptionValues, 'sendDate'>, JobTime {
  /** The telephone number. */
  to: string
  /** The text, at least 1 character. */
  text: string
}

/** Which message is asked for. */
export interface NextMessageOptions extends CallOptionValues {
  /** The leased number whose messages are read; those of all numbers where it is absent. */
  number?: string | undefined
  /** Cancels the call: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** Which messages are read, and for how long. The options of calls are those of each request. */
export interface MessagesOptions extends MessagesOptionValues, CallOptionValues {
  /** Ends what is waited for: `next` is then rejected with an `AbortError`. A message that was handed over last stays untaken. */
  signal?: AbortSignalLike | undefined
}

/**
 * The states between two times; made by `HttpsClient.statusRange`. Read as they are asked for, and nothing goes on between two
 * questions: one that is waited for is all that keeps the process alive. Ends after an error.
 */
export declare class StatusRange implements AsyncIterableIterator<JobStatus> {
  protected constructor()
  [Symbol.asyncIterator](): this
  /**
   * One more state.
   *
   * @throws {RejectedError} with `ecallCode` 11701 where one second has more than 1000
   * @throws {EcallError} as every read
   */
  next(): Promise<IteratorResult<JobStatus, undefined>>
  /** Ends it, as `for await` does when it is left. */
  return(value?: undefined): Promise<IteratorResult<JobStatus, undefined>>
}

/**
 * The messages in the cache, one after the other; made by `HttpsClient.messages`.
 *
 * A message is taken, and deleted at the service, when the next is asked for or {@link Messages.acknowledge} is called, and never
 * before: one at which the loop is left, by `break`, by an error or with the process, comes again. Nothing goes on between two
 * questions: one that is waited for is all that keeps the process alive, also while it pauses before an empty cache is asked again.
 */
export declare class Messages implements AsyncIterableIterator<InboundSms> {
  protected constructor()
  [Symbol.asyncIterator](): this
  /**
   * The next message; the one before is taken with that. Over once the cache is empty, unless it is followed. After an error the
   * same is tried again, in another `for await` too, and nothing is lost.
   *
   * @throws {UnexpectedResponseError} where a message has no id, or comes again after it was deleted
   * @throws {EcallError} as every read
   */
  next(): Promise<IteratorResult<InboundSms, undefined>>
  /** Ends it, as `for await` does when it is left. The message that was handed over last stays untaken. */
  return(value?: undefined): Promise<IteratorResult<InboundSms, undefined>>
  /**
   * Says that the message that was handed over last is taken, also after the loop was left. Where there is none, nothing happens.
   *
   * @throws {EcallError} as every read: the message may come again
   */
  acknowledge(): Promise<void>
}

/**
 * Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads what was received.
 *
 * It has the options of {@link Client}, and what holds of that holds of it too; `baseUrl` is the root of this interface, and its
 * variable `ECALL_HTTPS_URL`. Every request is a POST, so that the password stands in no URL.
 */
export declare class HttpsClient {
  /**
   * Opens no connection.
   *
   * @throws {ConfigError} naming every option that is missing or wrong.
   */
  constructor(options?: ClientOptions)

  /**
   * Sends a text by SMS, to one address or several. The service looks at them in order and stops at the first that is invalid.
   *
   * @throws {InvalidArgumentError} before anything goes out, with every problem of the message
   * @throws {OutcomeUnknownError} where the job may have been accepted: {@link HttpsClient.resolve} asks for the error's `jobId`
   * @throws {EcallError} of another kind where it certainly was not
   */
  sendSms(sms: HttpsSms, options?: CallOptions): Promise<SentJob>

  /**
   * Sends a text by fax, to one address or several.
   *
   * @throws see {@link HttpsClient.sendSms}
   */
  sendFax(fax: HttpsFax, options?: CallOptions): Promise<SentJob>

  /**
   * Calls a telephone and reads a text to it.
   *
   * @throws see {@link HttpsClient.sendSms}
   */
  sendVoice(voice: HttpsVoice, options?: CallOptions): Promise<SentJob>

  /**
   * What has become of a job: a state for each of its recipients.
   *
   * @param jobId 1 to 50 characters; `undefined`, as an error that is about no job has it, is refused at run time
   * @throws {NotFoundError} for a job that the service does not know (provisional)
   */
  status(jobId: string | undefined, options?: CallOptions): Promise<JobStates>

  /**
   * The states of all jobs between two times, however many they are: where the service says that there are more than 1000, the
   * range is halved, down to one second.
   *
   *     for await (const { jobId, status } of client.statusRange(yesterday, new Date())) …
   *
   * @param start a `Date`, or ISO 8601, without a zone in Europe/Zurich
   * @param end likewise, not before the start
   * @param options those of each request; the signal ends it
   * @throws {InvalidArgumentError} for what is no time, and where the end is before the start
   */
  statusRange(start: Date | string, end: Date | string, options?: CallOptions): StatusRange

  /**
   * Asks the service what became of a job whose sending had no certain end. Never sends anything again.
   *
   * @throws as {@link HttpsClient.status}, but for a job that is not known
   */
  resolve(jobId: string | undefined, options?: CallOptions): Promise<Resolution>

  /**
   * The next message in the cache, if there is one. It stays in the cache until it is deleted.
   *
   *     const { message } = await client.nextMessage()
   *
   * @throws {UnexpectedResponseError} for an answer that holds no message and does not say that there is none
   */
  nextMessage(options?: NextMessageOptions): Promise<CachedMessage>

  /**
   * Deletes a message from the cache, and says whether it was there. May be repeated freely.
   *
   * @throws {EcallError} as every read
   */
  deleteMessage(messageId: string | undefined, options?: CallOptions): Promise<Deletion>

  /**
   * The messages in the cache, one after the other, each of them taken when the next is asked for.
   *
   *     for await (const { addressFrom, message } of client.messages({ follow: true })) await store(addressFrom, message)
   *
   * @throws {InvalidArgumentError} naming every option that is out of range
   */
  messages(options?: MessagesOptions): Messages

  /** Refuses every later call with {@link ClosedError}. Calls that are under way go on to their end. */
  close(): void

  /** Whether it was closed. */
  get closed(): boolean
}
