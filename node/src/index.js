'use strict'

const { version } = require('../package.json')
const { Client } = require('./client.js')
const { AbortError, EcallError, classes } = require('./errors.js')
const { SendMany, WaitMany } = require('./many.js')
const { Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia } = require('./results.js')
const { ReportedJobState, ReportedStatus } = require('./status.js')
const text = require('./text.js')

const results = { Answer, ListStatus, MessageResult, MessageStatus, RawResponse, ReportedJobState, ReportedStatus, SentList }

module.exports = {
  ...{ Client, ...results, Media, UploadedMedia, SendMany, WaitMany },
  ...{ EcallError, AbortError, ...classes },
  ...{ text, version },
}

// The other interfaces are loaded when they are first asked for: most programs use one.
later(['HttpsClient'], () => require('./https.js'))
later(['SoapClient'], () => require('./soap.js'))
later(['CachedMessage', 'CallbackMessage', 'CallbackNotification', 'Deletion', 'InboundSms'], () => require('./job.js'))
later(['JobState', 'JobStates', 'JobStatus', 'Resolution', 'SentJob', 'SoapResolution'], () => require('./job.js'))
later(['Messages', 'StatusRange'], () => require('./stream.js'))
later(['SmppBound', 'SmppClient'], () => require('./smpp.js'))
later(['SubmitMany', 'Submitted'], () => require('./submit.js'))
later(['LinkEvent', 'RawPdu', 'SmppEvents', 'SmppIncomplete', 'SmppMessage', 'SmppReceipt', 'StrayResponse'], () => require('./events.js'))
later(['ReceivedMessage', 'StatusEvent', 'webhook'], () => require('./webhook.js'))

function later(names, load) {
  for (const name of names) {
    Object.defineProperty(module.exports, name, { configurable: true, enumerable: true, get: () => load()[name] })
  }
}
