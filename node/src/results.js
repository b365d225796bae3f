'use strict'
// What the operations of a client return. The addon tells which members a model has; see `types/results.d.ts`.

const { from, toAttempt, toError } = require('./errors.js')
const { toEstimate } = require('./estimate.js')
const { toBytes } = require('./json.js')
const { ReportedStatus, assign } = require('./status.js')

class Answer {
  #rawBody

  constructor(came) {
    this.httpStatus = came.httpStatus
    if (came.requestId !== undefined) this.requestId = came.requestId
    this.attempts = came.attempts === undefined ? [] : came.attempts.map(toAttempt)
    this.#rawBody = came.rawBytes === undefined ? came.rawBody : Buffer.from(came.rawBytes, 'latin1')
  }

  get rawBody() {
    return (this.#rawBody = toBytes(this.#rawBody))
  }
}

class MessageResult extends Answer {
  constructor(came) {
    super(came)
    assign(this, came)
    this.messageIds ??= []
    this.possibleDuplicate = came.possibleDuplicate
    if (came.estimate !== undefined) this.estimate = toEstimate(came.estimate)
    this.replacements = came.replacements ?? []
  }
}

class MessageStatus extends Answer {
  constructor(came) {
    super(came)
    assign(this, came)
    this.final = came.final
  }
}

class SentList extends Answer {
  #raised

  constructor(came) {
    super(came)
    if (came.listId !== undefined) this.listId = came.listId
    // What is known of the answer is known of each of its messages.
    const { httpStatus, requestId, attempts, rawBody, rawBytes, possibleDuplicate } = came
    const answer = { httpStatus, requestId, attempts, rawBody, rawBytes, possibleDuplicate }
    this.items = came.items.map(toItem((sent) => new MessageResult({ ...answer, ...sent })))
    this.possibleDuplicate = possibleDuplicate
    this.extra = came.extra
    this.#raised = came.raised
  }

  get accepted() {
    return this.items.filter(({ result }) => result !== undefined)
  }

  get failed() {
    return this.items.filter(({ error }) => error !== undefined)
  }

  raiseForFailed() {
    if (this.#raised !== undefined) throw from(toError(this.#raised), this.raiseForFailed)
  }
}

class ListStatus extends Answer {
  constructor(came) {
    super(came)
    if (came.listId !== undefined) this.listId = came.listId
    this.messages = came.messages.map((one) => new ReportedStatus(one))
    this.final = came.final
    this.extra = came.extra
  }
}

/** What makes an item of one of many messages: its index with its result or its error. */
function toItem(toResult) {
  return ({ ok, failed }, index) => (failed === undefined ? { index, result: toResult(ok) } : { index, error: toError(failed) })
}

class UploadedMedia extends Answer {
  constructor(came) {
    super(came)
    this.mediaId = came.mediaId
    this.extra = came.extra
  }
}

class Media extends Answer {
  constructor(came, content) {
    super(came)
    if (came.contentType !== undefined) this.contentType = came.contentType
    this.length = came.length
    if (content !== undefined) this.content = content
  }
}

class RawResponse extends Answer {
  constructor(came) {
    super(came)
    this.headers = came.headers
  }

  get text() {
    return this.rawBody.toString('utf8')
  }

  get json() {
    try {
      return JSON.parse(this.text)
    } catch {
      return undefined
    }
  }
}

module.exports = { Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia, toItem }
