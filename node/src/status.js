'use strict'
// The state of one message or job, however it became known.

/** What a model has under another name here. */
const RENAMED = { messageIdList: 'messageIds' }
/** Local times of models, none of which has two. */
const LOCAL = ['timeStamp', 'finishDate']

/**
 * Gives `target` the members of a model that came from the addon: its time becomes a date with a text beside, and of a local time the
 * date stands in it.
 */
function assign(target, { model, extra, instant }) {
  for (const name in model) {
    if (name === 'timestamp') {
      if (instant !== undefined) target.timestamp = new Date(instant)
      target.timestampText = model.timestamp
    } else if (LOCAL.includes(name)) {
      target[name] = { ...model[name], ...(instant !== undefined && { date: new Date(instant) }) }
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

/** The same for a job, whose state is a number and a word. */
function assignJob(target, came) {
  assign(target, came)
  if (came.status !== undefined) target.status = came.status
  target.final = came.final
}

class ReportedJobState {
  constructor(came) {
    assignJob(this, came)
  }
}

module.exports = { ReportedJobState, ReportedStatus, assign, assignJob }
