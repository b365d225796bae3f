'use strict'

const { version } = require('../package.json')
const { Client } = require('./client.js')
const { AbortError, EcallError, classes } = require('./errors.js')
const { SmppEvents, ...happened } = require('./events.js')
const { HttpsClient } = require('./https.js')
const jobs = require('./job.js')
const { SendMany, WaitMany } = require('./many.js')
const { Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia } = require('./results.js')
const { SmppBound, SmppClient } = require('./smpp.js')
const { SoapClient } = require('./soap.js')
const { ReportedJobState, ReportedStatus } = require('./status.js')
const { Messages, StatusRange } = require('./stream.js')
const { SubmitMany, Submitted } = require('./submit.js')
const text = require('./text.js')
const { ReceivedMessage, StatusEvent, ...webhook } = require('./webhook.js')

const results = { Answer, ListStatus, MessageResult, MessageStatus, RawResponse, ReportedJobState, ReportedStatus, SentList }
const media = { Media, UploadedMedia }
const many = { SendMany, WaitMany }
const streams = { Messages, StatusRange }
const smpp = { SmppBound, SmppEvents, SubmitMany, Submitted, ...happened }
const events = { ReceivedMessage, StatusEvent }

module.exports = {
  ...{ Client, HttpsClient, SmppClient, SoapClient },
  ...{ ...results, ...jobs, ...streams, ...smpp, ...media, ...many, ...events },
  ...{ EcallError, AbortError, ...classes },
  ...{ text, version, webhook },
}
