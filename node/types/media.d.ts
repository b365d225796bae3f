import type { AbortSignalLike } from './index.js'
import type { DownloadOptionValues, UploadOptionValues } from './options.js'

/** How far a transfer has come. */
export interface MediaProgress {
  /** Bytes of the file that went out or came in, in this attempt. */
  readonly transferred: number
  /** How many it has, where that is known. */
  readonly total?: number
}

/** What both kinds of transfer may be told. */
export interface TransferOptions {
  /** Told how far it has come, and never holds it up: values may be skipped. What it throws ends the transfer and comes out of it. */
  onProgress?: ((progress: MediaProgress) => void) | undefined
  /** Cancels the call: its promise is then rejected with an `AbortError`. */
  signal?: AbortSignalLike | undefined
}

/** How a file is sent. `contentType` and `filename` of a `Blob` or `File` are its own unless given. */
export interface UploadOptions extends UploadOptionValues, TransferOptions {}

/** How a file is fetched. */
export interface DownloadOptions extends DownloadOptionValues, TransferOptions {
  /**
   * Where it goes: a path, or a `Writable`, which is not ended. Into memory, as `content`, unless set. Under a path there is the
   * whole file in the end or, where the call fails, what was there before.
   */
  to?: string | FileUrl | WritableLike | undefined
}

/** A `URL` whose protocol is `file:`. */
export interface FileUrl {
  readonly href: string
  readonly protocol: string
}

/** The part of a `Writable` that is used. */
export interface WritableLike {
  write(chunk: Uint8Array, callback: (error?: Error | null) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** The part of a `Blob` that is used. */
export interface BlobLike {
  readonly size: number
  readonly type: string
  stream(): unknown
}

/** A piece of a file. A string is sent as UTF-8. */
export type MediaPiece = string | ArrayBufferView | ArrayBufferLike

/**
 * A file: its bytes, a `Blob` or `File`, its path, or what gives it a piece at a time, as every `Readable` does. Bytes and a path can be
 * read again, so an upload of them is repeated after a transient failure; others are not, once they were asked for a piece.
 */
export type MediaSource = ArrayBufferView | ArrayBufferLike | BlobLike | string | FileUrl | AsyncIterable<MediaPiece>
