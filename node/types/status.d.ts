import type { MessageState } from './results.js'

export interface ReportedStatus extends MessageState {}
/** The state of one message: as an error or one of many answers has it, or as a webhook told it. */
export declare class ReportedStatus {
  protected constructor()
  /** Whether no other state will follow on this channel. */
  readonly final: boolean
  /** Fields that this version does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}
