'use strict'
// What the operations of a client return. The addon tells which members a model has; see `types/results.d.ts`.

const { assign, toAttempt } = require('./errors.js')
const { toEstimate } = require('./estimate.js')
const { toBytes } = require('./json.js')

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

module.exports = { Answer, MessageResult, MessageStatus, RawResponse }
