import type { Status } from './models.js'
import type { JobStateFields, MessageState } from './results.js'

export interface ReportedStatus extends MessageState {}
/** The state of one message: as an error or one of many answers has it, or as a webhook told it. */
export declare class ReportedStatus {
  protected constructor()
  /** Whether no other state will follow on this channel. */
  readonly final: boolean
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface ReportedJobState extends JobStateFields {}
/** The state of a job without the answer that it came in: as an error or a resolution has it. */
export declare class ReportedJobState {
  protected constructor()
  /** The state in the words of REST (provisional); the number as a text where there is none. */
  readonly status?: Status
  /** Whether no other state will follow. */
  readonly final: boolean
  /** What this version does not know: texts or, where they have children of their own, objects. */
  readonly extra: Readonly<Record<string, unknown>>
}
