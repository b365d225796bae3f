import type { AbortSignalLike, CallOptions, ClientOptions } from './index.js'
import type { JobTime } from './https.js'
import type { JobState, SentJob, SoapResolution } from './job.js'
import type { FileUrl } from './media.js'
import type {
  CallOptionValues,
  SoapFaxOptionValues,
  SoapSmsOptionValues,
  SoapVoiceOptionValues,
  WaitOptionValues,
} from './options.js'

/** A text to send by SMS over the SOAP interface. */
export interface SoapSms extends Omit<SoapSmsOptionValues, 'sendDate'>, JobTime {
  /** One address or several: numbers (`+41…` or `0041…`), or a pager (`074123456:1234`). */
  to: string | Iterable<string>
  /** The text, at least 1 character. */
  text: string
  /** The sender: an optional `+` and up to 16 digits, or up to 11 characters; `defaultFrom` of the client unless given. */
  from?: string | undefined
}

/** A file on disk, which is read while it is sent, and must not change meanwhile. */
export interface FaxPath {
  path: string | FileUrl
  /** The name under which it is sent, by whose end the service knows its type; that on disk unless given. */
  name?: string | undefined
}

/** A file in memory, which is copied when the call is made. */
export interface FaxData {
  /** The name under which it is sent, by whose end the service knows its type. */
  name: string
  data: ArrayBufferView | ArrayBufferLike
}

/** A file of a fax; a text is its path. */
export type FaxFile = string | FileUrl | FaxPath | FaxData

/** A text to send by fax over the SOAP interface, with files or without. */
export interface SoapFax extends Omit<SoapFaxOptionValues, 'sendDate'>, JobTime {
  /** One address or several, as of an SMS. */
  to: string | Iterable<string>
  /** The text; may be absent where there are files (provisional). */
  text?: string | undefined
  /** Files that go with it. */
  files?: Iterable<FaxFile> | undefined
}

/** A text to read to people on the telephone. */
export interface SoapVoice extends Omit<SoapVoiceOptionValues, 'sendDate'>, JobTime {
  /** One telephone number or several. */
  to: string | Iterable<string>
  /** The text, at least 1 character. */
  text: string
}

/** Of which recipient the state is asked for. */
export interface JobStateOptions extends CallOptionValues {
  /** The recipient; that of the last job of this id where it is absent. */
  address?: string | undefined
  /** Cancels the call: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** How a job is followed, and at which recipient. */
export interface JobWaitOptions extends WaitOptionValues {
  /** The recipient; that of the last job of this id where it is absent. */
  address?: string | undefined
  /** Ends the wait early: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/**
 * Sends SMS, faxes and voice messages over eCall's SOAP WebService, and follows them.
 *
 * It has the options of {@link Client}, and what holds of that holds of it too; `baseUrl` is the root of this interface, and its
 * variable `ECALL_SOAP_URL`.
 */
export declare class SoapClient {
  /**
   * Opens no connection.
   *
   * @throws {ConfigError} naming every option that is missing or wrong.
   */
  constructor(options?: ClientOptions)

  /**
   * Sends a text by SMS, or to a pager, to one address or several.
   *
   * @throws {InvalidArgumentError} before anything goes out, with every problem of the message
   * @throws {OutcomeUnknownError} where the job may have been accepted: {@link SoapClient.resolve} asks for the error's `jobId`
   * @throws {EcallError} of another kind where it certainly was not
   */
  sendSms(sms: SoapSms, options?: CallOptions): Promise<SentJob>

  /**
   * Sends a text by fax, to one address or several, with files or without. Files are read and encoded while they go out.
   *
   *     await client.sendFax({ to, text: 'Plan of pump 3', files: ['pump3.pdf', { name: 'log.txt', data: log }] })
   *
   * @throws see {@link SoapClient.sendSms}. A file's problem has the field `files[0]` and the rule `file_type`, `max_length`, `readable`,
   *   `length` (it changed) or `characters` (its name)
   */
  sendFax(fax: SoapFax, options?: CallOptions): Promise<SentJob>

  /**
   * Calls telephones and reads a text to them.
   *
   * @throws see {@link SoapClient.sendSms}
   */
  sendVoice(voice: SoapVoice, options?: CallOptions): Promise<SentJob>

  /**
   * What has become of a job at one of its recipients.
   *
   * @param jobId 1 to 50 characters; `undefined`, as an error that is about no job has it, is refused at run time
   * @throws {NotFoundError} for a job that the service does not know (provisional)
   */
  state(jobId: string | undefined, options?: JobStateOptions): Promise<JobState>

  /**
   * Follows a job until its state is final or one of `until`. A job for a pager is done with `Sent`, which has to be asked for.
   *
   * @throws {TimeoutError} when the time is up, with `lastJobState`
   * @throws as {@link SoapClient.state}
   */
  wait(jobId: string | undefined, options?: JobWaitOptions): Promise<JobState>

  /**
   * Asks the service what became of a job whose sending had no certain end. Never sends anything again.
   *
   * @throws as {@link SoapClient.state}, but for a job that is not known
   */
  resolve(jobId: string | undefined, options?: CallOptions): Promise<SoapResolution>

  /** Refuses every later call with {@link ClosedError}. Calls that are under way go on to their end. */
  close(): void

  /** Whether it was closed. */
  get closed(): boolean
}
