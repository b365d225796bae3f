'use strict'
// What the operations of a client return. The addon tells which members there are; see `types/results.d.ts`.

const { toAttempt, toState } = require('./errors.js')
const { toBytes } = require('./json.js')

class Answer {
  #rawBody

  constructor({ rawBody, attempts, ...members }) {
    Object.assign(this, toState(members))
    this.attempts = attempts.length === 0 ? attempts : attempts.map(toAttempt)
    this.#rawBody = rawBody
  }

  get rawBody() {
    return (this.#rawBody = toBytes(this.#rawBody))
  }
}

class MessageResult extends Answer {}

class MessageStatus extends Answer {}

class RawResponse extends Answer {
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
