import type { ErrorKind, Outcome } from './kinds.js'
import type { SubmittedPart } from './smpp.js'
import type { ReportedJobState, ReportedStatus } from './status.js'

/** One field that was refused: by this library before anything was sent, or by the service. Never holds its value. */
export interface FieldError {
  /**
   * Path of the field in the names of the wire (`to`, `toList[0].address`, `content.text`), or the name of an option; the
   * service's own spelling where the service refused it.
   */
  readonly field: string
  /** The rule that was broken, a stable word: `required`, `max_length`, `exclusive`; `service` where the service refused it. */
  readonly rule: string
  /** What is wrong, in a sentence for people. */
  readonly message: string
  /** Length of the value where the rule is about a length or a count: Unicode code points of a text, items of a list. */
  readonly length?: number
  /** The limit that was passed, in the unit of `length`. */
  readonly limit?: number
}

/** What became of one attempt of a call. */
export interface Attempt {
  /** When it began. */
  readonly time: Date
  /** How long it took, in milliseconds. */
  readonly durationMs: number
  /** What went wrong. */
  readonly code: ErrorKind
  /** Whether this attempt may have been accepted. */
  readonly outcome: Outcome
  /** The cause in a sentence. */
  readonly message: string
  /** HTTP status, when an answer came. */
  readonly httpStatus?: number
  /** `x-f24-request-id`, when an answer came. */
  readonly requestId?: string
}

/** What an error is made of. Programs make errors in tests only. */
export interface ErrorDetails {
  code?: ErrorKind | undefined
  outcome?: Outcome | undefined
  httpStatus?: number | undefined
  ecallCode?: string | undefined
  ecallMessage?: string | undefined
  fields?: readonly FieldError[] | undefined
  requestId?: string | undefined
  messageId?: string | undefined
  jobId?: string | undefined
  smppStatus?: number | undefined
  parts?: readonly SubmittedPart[] | undefined
  retryAfterMs?: number | undefined
  attempts?: readonly Attempt[] | undefined
  lastStatus?: ReportedStatus | undefined
  lastJobState?: ReportedJobState | undefined
  rawBody?: string | Uint8Array | undefined
  cause?: unknown
}

/**
 * Why a call failed, and whether its message may have gone out all the same. Holds no password and no credentials.
 *
 * Every `code` has a subclass of its own. Where the last attempt failed in another way than the call as a whole, `cause` is
 * the error of that attempt.
 */
export declare class EcallError extends Error {
  constructor(message?: string, details?: ErrorDetails)
  /** What went wrong, as a stable word. */
  readonly code: ErrorKind
  /** Whether the message may have gone out: `not_accepted`, `unknown`, or `not_applicable` where the call was not a send. */
  readonly outcome: Outcome
  /** HTTP status of the last answer. */
  readonly httpStatus?: number
  /** The service's own code, an open set. */
  readonly ecallCode?: string
  /** The service's own explanation. */
  readonly ecallMessage?: string
  /** The fields that were refused, by this library or by the service. */
  readonly fields: readonly FieldError[]
  /** `x-f24-request-id` of the last answer; the service's support asks for it. */
  readonly requestId?: string
  /** The message that the call was about. */
  readonly messageId?: string
  /** The job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown. */
  readonly jobId?: string
  /** The `command_status` of the last answer (SMPP). */
  readonly smppStatus?: number
  /** What became of each part of the message (SMPP), in their order. */
  readonly parts?: readonly SubmittedPart[]
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number
  /** What became of each attempt, in order; empty when nothing was attempted. */
  readonly attempts: readonly Attempt[]
  /** The last state that was read before the time of a `wait` was up. */
  readonly lastStatus?: ReportedStatus
  /** The same of a job (SOAP). */
  readonly lastJobState?: ReportedJobState
  /** The body of the last answer as it came, when there was one: a `Buffer`. */
  get rawBody(): Uint8Array | undefined
  /** What went wrong underneath, where it is known. */
  readonly cause?: unknown
  /** Everything but stack, cause and body, for logs. */
  toJSON(): Record<string, unknown>
}

/**
 * A call was cancelled by its `signal`. `cause` is the library's error with everything that is known; `outcome` says whether
 * the message may have gone out.
 */
export declare class AbortError extends Error {
  constructor(error: EcallError, reason?: unknown)
  readonly name: 'AbortError'
  readonly code: 'ABORT_ERR'
  /** Whether the message may have gone out. */
  readonly outcome: Outcome
  /** The `reason` of the signal. */
  readonly reason: unknown
  readonly cause: EcallError
}
