'use strict'

const { version } = require('../package.json')
const { Client } = require('./client.js')
const { AbortError, EcallError, classes } = require('./errors.js')
const { SendMany, WaitMany } = require('./many.js')
const { Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia } = require('./results.js')
const { ReportedStatus } = require('./status.js')
const text = require('./text.js')
const { ReceivedMessage, StatusEvent, ...webhook } = require('./webhook.js')

const results = { Answer, ListStatus, MessageResult, MessageStatus, RawResponse, ReportedStatus, SentList }
const media = { Media, UploadedMedia }
const many = { SendMany, WaitMany }
const events = { ReceivedMessage, StatusEvent }

module.exports = { Client, ...results, ...media, ...many, ...events, EcallError, AbortError, ...classes, text, version, webhook }
