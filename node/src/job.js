'use strict'
// What the HTTPS and SOAP interfaces answer, and what their callbacks tell. See `types/job.d.ts`.

const { toEstimate } = require('./estimate.js')
const { Answer } = require('./results.js')
const { ReportedJobState, assign, assignJob } = require('./status.js')

class SentJob extends Answer {
  constructor(came) {
    super(came)
    this.jobId = came.jobId
    if (came.resultCode !== undefined) this.resultCode = came.resultCode
    if (came.resultText !== undefined) this.resultText = came.resultText
    this.possibleDuplicate = came.possibleDuplicate
    if (came.estimate !== undefined) this.estimate = toEstimate(came.estimate)
    this.replacements = came.replacements ?? []
  }
}

class JobStatus {
  constructor(came) {
    assignJob(this, came)
  }
}

class JobState extends Answer {
  constructor(came) {
    super(came)
    assignJob(this, came)
  }
}

class SoapResolution extends Answer {
  constructor(came) {
    super(came)
    this.accepted = came.accepted
    if (came.state !== undefined) this.state = new ReportedJobState(came.state)
  }
}

class JobStates extends Answer {
  constructor(came) {
    super(came)
    this.states = came.states.map((one) => new JobStatus(one))
    this.final = came.final
  }
}

class Resolution extends Answer {
  constructor(came) {
    super(came)
    this.accepted = came.accepted
    this.states = came.states.map((one) => new JobStatus(one))
  }
}

class InboundSms {
  constructor(came) {
    assign(this, came)
  }
}

class CachedMessage extends Answer {
  constructor(came) {
    super(came)
    if (came.message !== undefined) this.message = new InboundSms(came.message)
  }
}

class Deletion extends Answer {
  constructor(came) {
    super(came)
    this.deleted = came.deleted
  }
}

class CallbackMessage extends InboundSms {
  constructor(came) {
    super(came)
    this.kind = came.kind
    this.raw = came.raw
  }
}

class CallbackNotification {
  constructor(came) {
    this.kind = came.kind
    assign(this, came)
    this.raw = came.raw
  }
}

module.exports = {
  CachedMessage,
  CallbackMessage,
  CallbackNotification,
  Deletion,
  InboundSms,
  JobState,
  JobStates,
  JobStatus,
  Resolution,
  SentJob,
  SoapResolution,
}
