import type { Answer } from './index.js'
import type { InboundSmsFields, JobNotificationFields, JobStateFields, JobStatusFields } from './results.js'
import type { Status } from './models.js'
import type { ReportedJobState } from './status.js'
import type { Estimate, Replacement } from './text.js'

/** A time as the HTTPS and SOAP interfaces write it, and the instant that it means. Without a zone it is Europe/Zurich (provisional). */
export interface LocalTime {
  /** As it stood there: `dd.mm.yyyy hh:mm:ss` or ISO 8601, or any other text. */
  readonly text: string
  /** The same with its offset, `2026-10-25T02:30:00+02:00`; absent where the text is no time. */
  readonly time?: string
  /** The instant; absent where the text is no time. */
  readonly date?: Date
  /**
   * Why the instant is not certain: the time occurs `twice`, in the night in which summer time ends, and `date` is the earlier; or
   * `never`, in the night in which it begins, and `date` is an hour later on the clock. Absent where it is certain.
   */
  readonly doubt?: 'twice' | 'never'
}

/** A job that the service accepted. */
export declare class SentJob extends Answer {
  protected constructor()
  /** What `status` and `resolve` ask for: the id that was given, or one that was made. */
  readonly jobId: string
  /** What the service said besides the HTTP status, 0 where it said anything. Provisional: its answer to a send is not documented. */
  readonly resultCode?: number
  /** The text that belongs to the code; of an answer that is no XML the whole of it. */
  readonly resultText?: string
  /** An attempt before the accepted one may have been accepted too: the message may arrive twice. */
  readonly possibleDuplicate: boolean
  /** What the text of an SMS costs, and where the service cuts it, if it does. */
  readonly estimate?: Estimate
  /** What was replaced in the text before it was sent, where `toGsm` was asked for; places are those of the text that was given. */
  readonly replacements: readonly Replacement[]
}

export interface JobStatus extends JobStatusFields {}
/** The state of one recipient's part of a job. Any field may be missing. */
export declare class JobStatus {
  protected constructor()
  /** The state in the words of REST (provisional); the number as a text where there is none. */
  readonly status?: Status
  /** Whether no other state will follow. The number says it, not the word. */
  readonly final: boolean
  /** What this version does not know: texts or, where they have children of their own, objects. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** What has become of a job. */
export declare class JobStates extends Answer {
  protected constructor()
  /** A state for each of its recipients. */
  readonly states: readonly JobStatus[]
  /** Whether no other state will follow for any of them. */
  readonly final: boolean
}

/** What the service knows of a job whose sending had no certain end. */
export declare class Resolution extends Answer {
  protected constructor()
  /**
   * Whether the service has the job. Where it has not, it was not accepted or is not in the service's log yet: ask again before
   * sending again.
   */
  readonly accepted: boolean
  /** A state for each of its recipients; empty where the service does not have the job. */
  readonly states: readonly JobStatus[]
}

export interface JobState extends JobStateFields {}
/** What has become of a job at one of its recipients, over the SOAP interface. Any field may be missing. */
export declare class JobState extends Answer {
  protected constructor()
  /** The state in the words of REST (provisional); the number as a text where there is none. */
  readonly status?: Status
  /** Whether no other state will follow. The number says it, not the word. */
  readonly final: boolean
  /** What this version does not know: texts or, where they have children of their own, objects. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** What the SOAP interface knows of a job whose sending had no certain end. */
export declare class SoapResolution extends Answer {
  protected constructor()
  /**
   * Whether the service has the job. Where it has not, it was not accepted or is not in the service's log yet: ask again before
   * sending again.
   */
  readonly accepted: boolean
  /** The last state of a job that was accepted. */
  readonly state?: ReportedJobState
}

export interface InboundSms extends InboundSmsFields {}
/** A text message that somebody sent to a number of the account. Any field may be missing. */
export declare class InboundSms {
  protected constructor()
  /** What this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** The next message of the cache, where there is one. */
export declare class CachedMessage extends Answer {
  protected constructor()
  /** The message; absent where the cache is empty. */
  readonly message?: InboundSms
}

/** A message that is in the cache no more. */
export declare class Deletion extends Answer {
  protected constructor()
  /** Whether it was there (provisional). */
  readonly deleted: boolean
}

/** Every parameter of a callback as it came, in order; also what the URL's owner put there. */
export type CallbackParameters = readonly (readonly [name: string, value: unknown])[]

/**
 * Somebody replied to a message of the HTTPS or SOAP interface (`callback_reply`), or sent one to a number whose messages are
 * forwarded (`callback_sms`).
 */
export declare class CallbackMessage extends InboundSms {
  protected constructor()
  readonly kind: 'callback_reply' | 'callback_sms'
  readonly raw: CallbackParameters
}

export interface CallbackNotification extends JobNotificationFields {}
/** The state of a job of the HTTPS or SOAP interface changed. Any field may be missing. */
export declare class CallbackNotification {
  protected constructor()
  readonly kind: 'callback_notification'
  readonly raw: CallbackParameters
  /** What this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}
