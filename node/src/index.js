'use strict'

const { version } = require('../package.json')
const { Client } = require('./client.js')
const { AbortError, EcallError, classes } = require('./errors.js')
const { Answer, MessageResult, MessageStatus, RawResponse } = require('./results.js')
const text = require('./text.js')

module.exports = { Client, Answer, MessageResult, MessageStatus, RawResponse, EcallError, AbortError, ...classes, text, version }
