'use strict'
// What eCall sends by itself, and a request handler that takes it. See `types/webhook.d.ts`.

const { isUint8Array } = require('node:util').types

const native = require('./addon.js')
const { isAbsent, json, members, optionalString, refused } = require('./arguments.js')
const { from, toError, toThrown } = require('./errors.js')
const { CallbackMessage, CallbackNotification } = require('./job.js')
const { ReportedStatus, assign } = require('./status.js')

class StatusEvent extends ReportedStatus {
  constructor(came) {
    super(came)
    this.kind = came.kind
    if (came.listId !== undefined) this.listId = came.listId
    this.raw = came.raw
  }
}

class ReceivedMessage {
  constructor(came) {
    this.kind = came.kind
    assign(this, came)
    for (const name of ['text', 'replyId', 'replyTitle', 'contentType']) {
      if (came[name] !== undefined) this[name] = came[name]
    }
  }
}

const CLASSES = {
  status: StatusEvent,
  received: ReceivedMessage,
  callback_reply: CallbackMessage,
  callback_notification: CallbackNotification,
  callback_sms: CallbackMessage,
}

/** An event as it came from the addon. */
function toEvent(came) {
  const type = CLASSES[came.kind]
  return type === undefined ? came : new type(came)
}

function parseStatus(data) {
  return toEvent(JSON.parse(thrown(() => native.parseStatus(octets(data)))))
}

function parseReceived(data) {
  return toEvent(JSON.parse(thrown(() => native.parseReceived(octets(data)))))
}

function parseCallback(data, options) {
  const encoding = optionalString('encoding', members(options, ['encoding']).encoding)
  return toEvent(JSON.parse(thrown(() => native.parseCallback(octets(data), encoding))))
}

function isFromEcall(ip) {
  return typeof ip === 'string' && native.isFromEcall(ip)
}

function octets(data) {
  if (typeof data === 'string') return Buffer.from(data)
  // Nobody changes it while it is read.
  if (isUint8Array(data)) return Uint8Array.from(data)
  throw refused('data', 'must be a string or a Uint8Array')
}

function handler(onEvent, options) {
  if (typeof onEvent !== 'function') throw refused('onEvent', 'must be a function')
  const { onError, ...rest } = options ?? {}
  if (!isAbsent(onError) && typeof onError !== 'function') throw refused('onError', 'must be a function')
  const receiver = native.Receiver.make(json('options', rest, { outcome: 'not_applicable' }))
  if (typeof receiver === 'string') throw from(toError(JSON.parse(receiver)), handler)

  return async function handle(request, response) {
    let told
    try {
      const came = await received(receiver, request)
      if (came.told === undefined) return refuse(response, came)
      told = toEvent(came.told)
    } catch (error) {
      // The connection broke before all was read, or something else read the body already.
      return failed(response, error, onError)
    }
    try {
      await onEvent(told)
    } catch (error) {
      return failed(response, error, onError, told)
    }
    answer(response, 200)
  }
}

/** What a request tells, or why it is not taken. The body is read only where the rest is in order. */
async function received(receiver, request) {
  const peer = request.socket?.remoteAddress ?? ''
  const { method = '', headers } = request
  const forwarded = headers['x-forwarded-for']?.toString()
  const length = Number.parseInt(headers['content-length'], 10)
  const refusal = receiver.admit(peer, method, forwarded, Number.isNaN(length) ? undefined : length)
  if (refusal !== null) return { ...JSON.parse(refusal), unread: true }
  const body = parsed(request) ?? (await read(request, receiver.maxBody))
  const url = request.url ?? ''
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : undefined
  const came = JSON.parse(thrown(() => receiver.open(peer, method, forwarded, query, body)))
  return { ...came, unread: body.length > receiver.maxBody }
}

/** The body where something read it before: as it was, or written again where that was made an object. */
function parsed({ rawBody, body, readableEnded }) {
  for (const one of [rawBody, body]) {
    if (typeof one === 'string' || isUint8Array(one)) return octets(one)
  }
  if (typeof body !== 'object' || body === null) return readableEnded ? Buffer.alloc(0) : undefined
  // Some parsers leave an empty object where they read nothing.
  return readableEnded || Object.keys(body).length > 0 ? Buffer.from(JSON.stringify(body)) : undefined
}

/** The body, but no more of it than shows that it is too long. */
async function read(request, most) {
  const chunks = []
  let length = 0
  await new Promise((resolve, reject) => {
    const cut = () => reject(new Error('the request was cut off'))
    // Before this was called: nothing more is told of it.
    if (request.destroyed) cut()
    const take = (chunk) => {
      const piece = Buffer.from(chunk)
      chunks.push(piece)
      length += piece.length
      if (length > most) resolve()
    }
    request.on('data', take).once('end', resolve).once('error', reject).once('close', cut)
  })
  request.pause()
  return Buffer.concat(chunks, Math.min(length, most + 1))
}

function refuse(response, { status, reason, allow, unread }) {
  answer(response, status, reason, { ...(allow && { allow }), ...(unread && { connection: 'close' }) })
}

/** The error is told to the server's side, and nothing of it to the other. */
function failed(response, error, onError, event) {
  try {
    if (isAbsent(onError)) process.emitWarning(error instanceof Error ? error : String(error))
    else onError(error, event)
  } finally {
    answer(response, 500, 'the event could not be handled')
  }
}

function answer(response, status, reason, headers) {
  if (response.headersSent || response.destroyed) return
  const type = reason === undefined ? {} : { 'content-type': 'text/plain; charset=utf-8' }
  response.writeHead(status, { ...type, ...headers })
  response.end(reason)
}

/** What the addon tells; what core refuses becomes the error of its kind. */
function thrown(made) {
  try {
    return made()
  } catch (error) {
    throw toThrown(error, thrown)
  }
}

const webhook = { handler, isFromEcall, parseCallback, parseReceived, parseStatus }
module.exports = { ReceivedMessage, StatusEvent, webhook }
