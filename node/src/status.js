'use strict'
// The state of one message or job, however it became known.

/** What a model has under another name here. */
const RENAMED = { messageIdList: 'messageIds' }

/**
 * Gives `target` the members of a model that came from the addon: its time becomes a date with a text beside, and of a local time the
 * date stands in it.
 */
function assign(target, { model, extra, instant }) {
  for (const name in model) {
    if (name === 'timestamp') {
      if (instant !== undefined) target.timestamp = new Date(instant)
      target.timestampText = model.timestamp
    } else if (name === 'timeStamp') {
      target.timeStamp = { ...model.timeStamp, ...(instant !== undefined && { date: new Date(instant) }) }
    } else {
      target[RENAMED[name] ?? name] = model[name]
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
