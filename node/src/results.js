'use strict'
// What the operations of a client return.

const { toAttempt } = require('./errors.js')
const { toBytes } = require('./json.js')

class Answer {
  #body

  constructor(fields) {
    this.httpStatus = fields.httpStatus
    this.requestId = fields.requestId ?? undefined
    this.attempts = fields.attempts.length === 0 ? [] : fields.attempts.map(toAttempt)
    this.#body = fields.rawBody
  }

  get rawBody() {
    if (!Buffer.isBuffer(this.#body)) this.#body = toBytes(this.#body)
    return this.#body
  }
}

class MessageResult extends Answer {
  constructor(fields) {
    super(fields)
    this.messageId = fields.messageId ?? undefined
    this.messageIds = fields.messageIds
    this.timestamp = date(fields.timestamp)
    this.timestampText = fields.timestampText ?? undefined
    this.possibleDuplicate = fields.possibleDuplicate
    this.extra = fields.extra
  }
}

class MessageStatus extends Answer {
  constructor(fields) {
    super(fields)
    Object.assign(this, toState(fields))
  }
}

class RawResponse extends Answer {
  constructor(fields) {
    super(fields)
    this.headers = fields.headers
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

function date(milliseconds) {
  return milliseconds === null ? undefined : new Date(milliseconds)
}

/** The state of a message, of an answer or in an error. */
function toState(fields) {
  return {
    channel: fields.channel ?? undefined,
    messageId: fields.messageId ?? undefined,
    status: fields.status ?? undefined,
    reasonCode: fields.reasonCode ?? undefined,
    reason: fields.reason ?? undefined,
    timestamp: date(fields.timestamp),
    timestampText: fields.timestampText ?? undefined,
    from: fields.from ?? undefined,
    to: fields.to ?? undefined,
    pageTotal: fields.pageTotal ?? undefined,
    final: fields.final,
    extra: fields.extra,
  }
}

module.exports = { Answer, MessageResult, MessageStatus, RawResponse, toState }
