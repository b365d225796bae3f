'use strict'
// The state of one message, however it became known.

/** What a model has under another name here. */
const RENAMED = { messageIdList: 'messageIds' }

/** Gives `target` the members of a model that came from the addon: its time becomes a date with a text beside. */
function assign(target, { model, extra, instant }) {
  for (const name in model) {
    if (name !== 'timestamp') {
      target[RENAMED[name] ?? name] = model[name]
    } else {
      if (instant !== undefined) target.timestamp = new Date(instant)
      target.timestampText = model.timestamp
    }
  }
  target.extra = extra
  return target
}

class ReportedStatus {
  constructor(came) {
    assign(this, came)
    this.final = came.final
  }
}

module.exports = { ReportedStatus, assign }
