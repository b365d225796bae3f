// Files: every kind of source and target, progress, signals, and streams that fail or take their time.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

import { AbortError, Client, InvalidArgumentError, Media, NotFoundError, UploadedMedia } from 'ecall'

import { Mock } from './support/mock.mjs'

const TEXT = 'Wärme: 45 °C\n'
const BYTES = Buffer.from(TEXT)

let mock
let folder
before(async () => {
  mock = await Mock.start()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ecall-media-'))
})
after(async () => {
  await mock.stop()
  fs.rmSync(folder, { recursive: true })
})

function make(name, more) {
  const account = mock.account(name)
  return { account, client: new Client(account.options(more)), media: async () => (await mock.control('GET', `${account.path}/media`)).media }
}

/** An upload or download that fails because of the caller's own stream. */
function failed(field, cause) {
  return (error) => {
    assert.ok(error instanceof InvalidArgumentError && error.outcome === 'not_applicable', String(error))
    assert.deepEqual([error.fields[0].field, error.cause], [field, cause])
    return true
  }
}

describe('an upload', () => {
  it('takes every kind of source', async () => {
    const { client, media } = make('sources')
    const file = path.join(folder, 'report.txt')
    fs.writeFileSync(file, BYTES)
    async function* pieces() {
      yield 'Wärme: '
      yield new Uint8Array(Buffer.from('45 °')).buffer
      yield Buffer.from('C\n')
    }
    const sources = [
      [BYTES, 'file', 'application/octet-stream'],
      [Uint8Array.from([0, ...BYTES, 0]).subarray(1, BYTES.length + 1), 'file', 'application/octet-stream'],
      [Uint8Array.from(BYTES).buffer, 'file', 'application/octet-stream'],
      [new Blob([BYTES], { type: 'text/x-pump' }), 'file', 'text/x-pump'],
      [file, 'report.txt', 'text/plain'],
      [pathToFileURL(file), 'report.txt', 'text/plain'],
      [fs.createReadStream(file), 'file', 'application/octet-stream'],
      [Readable.from([BYTES]), 'file', 'application/octet-stream'],
      [pieces(), 'file', 'application/octet-stream'],
    ]
    for (const [source, filename, contentType] of sources) {
      const uploaded = await client.uploadMedia(source)
      assert.ok(uploaded instanceof UploadedMedia)
      const { mediaId, httpStatus, extra } = uploaded
      assert.deepEqual([httpStatus, extra], [200, {}])
      const { content, length } = await client.downloadMedia(mediaId)
      assert.deepEqual([Buffer.from(content), length], [BYTES, BYTES.length], String(source))
      const known = (await media()).find((one) => one.mediaId === mediaId)
      assert.deepEqual([known.filename, known.contentType.split(';')[0]], [filename, contentType])
    }
    const named = await client.uploadMedia(pieces(), { filename: 'a.json', contentType: 'text/csv', encoding: 'raw' })
    assert.equal((await client.downloadMedia(named.mediaId)).contentType, 'text/csv')
  })

  it('is not made from anything else', async () => {
    const { account, client } = make('no-source')
    for (const source of [undefined, 5, {}, [BYTES], () => BYTES]) {
      await assert.rejects(client.uploadMedia(source), { code: 'invalid_argument', outcome: 'not_applicable', message: /^source: / })
    }
    await assert.rejects(client.uploadMedia(new URL('https://example.invalid/')), { message: 'source: must be a file URL' })
    await assert.rejects(client.uploadMedia(path.join(folder, 'nothing')), failed('source', undefined))
    await assert.rejects(client.uploadMedia(BYTES, { onProgress: 5 }), { message: 'onProgress: must be a function' })
    await assert.rejects(client.uploadMedia(BYTES, { maxBytes: 5 }), { message: /^maxBytes: / })
    await assert.rejects(client.uploadMedia(Readable.from([BYTES]), { contentType: '' }), { message: /^contentType: / })
    await assert.rejects(client.uploadMedia(Readable.from([BYTES]), { filename: '\ud83d' }), { message: /^filename: / })
    client.close()
    await assert.rejects(client.uploadMedia(Readable.from([BYTES])), { code: 'closed' })
    assert.equal((await account.requests()).length, 0)
  })

  it('tells that its source failed, and why', async () => {
    const { client, media } = make('failing-source')
    const failure = new Error('the disk is gone')
    async function* failing() {
      yield BYTES
      throw failure
    }
    await assert.rejects(client.uploadMedia(failing()), failed('source', failure))
    const stream = new Readable({ read() { this.destroy(failure) } })
    await assert.rejects(client.uploadMedia(stream), failed('source', failure))
    await assert.rejects(client.uploadMedia(Readable.from([5])), (error) => error instanceof InvalidArgumentError && error.cause instanceof TypeError)
    assert.deepEqual(await media(), [])
  })

  it('takes no more than it can send, and lets go of a source that it does not need', async () => {
    const { account, client } = make('backpressure')
    await account.script({ fault: 'silence' })
    const piece = Buffer.alloc(64 << 10)
    let [taken, closed] = [0, false]
    async function* endless() {
      try {
        for (;;) {
          taken += 1
          yield piece
        }
      } finally {
        closed = true
      }
    }
    const controller = new AbortController()
    const uploaded = client.uploadMedia(endless(), { signal: controller.signal })
    await account.requestAfter(0)
    // The other side reads all of the body; a hundred pieces are enough.
    while (taken < 100) await new Promise(setImmediate)
    controller.abort()
    await assert.rejects(uploaded, AbortError)
    const { length } = { length: taken }
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.ok(closed && taken <= length + 1, `${taken} and ${length}`)
  })

  it('ends in time though its source is stuck', async () => {
    const { client } = make('stuck')
    const stream = new Readable({ read() {} })
    await assert.rejects(client.uploadMedia(stream, { timeoutMs: 100, maxRetries: 0 }), { code: 'timeout' })
    assert.equal(stream.destroyed, true)
    async function* never() {
      await new Promise(() => {})
    }
    await assert.rejects(client.uploadMedia(never(), { timeoutMs: 100, maxRetries: 0 }), { code: 'timeout' })
  })

  it('tells how far it has come, and ends with the error of its hook', async () => {
    const { client } = make('upload-progress')
    const told = []
    const size = 1 << 20
    await client.uploadMedia(Buffer.alloc(size), { onProgress: (progress) => told.push(progress) })
    assert.deepEqual(told.at(-1), { transferred: size, total: size })
    assert.ok(told.every(({ transferred }, index) => index === 0 || transferred > told[index - 1].transferred))
    const failure = new Error('full disk')
    const onProgress = () => {
      throw failure
    }
    await assert.rejects(client.uploadMedia(Buffer.alloc(size), { onProgress }), (error) => error === failure)
  })
})

describe('a download', () => {
  const pattern = async (account, mib) => (await mock.control('POST', `${account.path}/media`, { contentType: 'image/png', pattern_mib: mib })).mediaId
  const isPattern = (bytes) => bytes.every((byte, index) => byte === ((index * 31 + (index >> 8)) & 0xff))

  it('goes into memory, to a path, and into a stream', async () => {
    const { account, client } = make('targets')
    const mediaId = await pattern(account, 1)
    const media = await client.downloadMedia(mediaId)
    assert.ok(media instanceof Media && Buffer.isBuffer(media.content) && isPattern(media.content))
    assert.deepEqual([media.contentType, media.length, media.rawBody.length], ['image/png', 1 << 20, 0])
    const file = path.join(folder, 'fetched.png')
    for (const to of [file, pathToFileURL(file)]) {
      const { length, content } = await client.downloadMedia(mediaId, { to })
      assert.deepEqual([length, content, isPattern(fs.readFileSync(file))], [1 << 20, undefined, true])
      fs.rmSync(file)
    }
    const pieces = []
    const slow = new Writable({ write: (piece, _, done) => setTimeout(() => done(void pieces.push(piece)), 1) })
    assert.equal((await client.downloadMedia(mediaId, { to: slow })).length, 1 << 20)
    assert.ok(isPattern(Buffer.concat(pieces)) && pieces.length >= 16)
    assert.deepEqual([slow.writableEnded, slow.listenerCount('error') <= 1], [false, true])
    assert.deepEqual(fs.readdirSync(folder).filter((name) => name.includes('part')), [])
  })

  it('is refused where it does not fit', async () => {
    const { account, client } = make('limits')
    const mediaId = await pattern(account, 1)
    await assert.rejects(client.downloadMedia(mediaId, { maxBytes: 1000 }), { code: 'unexpected_response' })
    await assert.rejects(client.downloadMedia('11111111-1111-1111-1111-111111111111', { to: path.join(folder, 'no') }), NotFoundError)
    assert.equal(fs.existsSync(path.join(folder, 'no')), false)
    for (const to of [5, {}, BYTES]) await assert.rejects(client.downloadMedia(mediaId, { to }), { message: 'to: must be a path or a Writable' })
    await assert.rejects(client.downloadMedia(mediaId, { to: folder }), failed('target', undefined))
    await assert.rejects(client.downloadMedia(undefined), { code: 'invalid_argument', outcome: 'not_applicable' })
  })

  it('tells that its stream failed, and why', async () => {
    const { account, client } = make('failing-target')
    const mediaId = await pattern(account, 1)
    const failure = new Error('the disk is full')
    let writes = 0
    const stream = new Writable({ write: (_piece, _, done) => done((writes += 1) === 3 ? failure : null) })
    await assert.rejects(client.downloadMedia(mediaId, { to: stream }), failed('target', failure))
    await new Promise(setImmediate)
    assert.equal(stream.listenerCount('error'), 0)
  })

  it('tells how far it has come, and is ended by a signal', async () => {
    const { account, client } = make('download-progress')
    const mediaId = await pattern(account, 4)
    const told = []
    await client.downloadMedia(mediaId, { onProgress: (progress) => told.push(progress) })
    assert.deepEqual(told.at(-1), { transferred: 4 << 20, total: 4 << 20 })
    const controller = new AbortController()
    const to = new Writable({
      write(_piece, _, done) {
        controller.abort()
        done()
      },
    })
    await assert.rejects(client.downloadMedia(mediaId, { to, signal: controller.signal }), AbortError)
    await assert.rejects(client.downloadMedia(mediaId, { signal: AbortSignal.abort() }), AbortError)
  })
})
