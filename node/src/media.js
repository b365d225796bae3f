'use strict'
// Files: what they are taken from, where they go, and their progress. See `types/media.d.ts`.

const { fileURLToPath } = require('node:url')

const { CancelToken, Feed, Tap } = require('./addon.js')
const { isAbsent, json, refused, string, viewed } = require('./arguments.js')
const { wrongArgument } = require('./errors.js')
const port = require('./port.js')
const { checked } = require('./signal.js')

/**
 * Makes a transfer: `begin` gets the id, the options, the progress hook's id and a token. Resolves to its end. What the hook throws
 * ends it and is thrown. `pump` moves the bytes meanwhile, if they are not moved without JavaScript.
 */
async function transfer(hook, options, { defaults, pump }, begin) {
  const { signal, onProgress, ...rest } = options ?? {}
  if (!isAbsent(onProgress) && typeof onProgress !== 'function') throw refused('onProgress', 'must be a function')
  const own = json('options', { ...defaults, ...rest }, { outcome: 'not_applicable' })
  const token = new CancelToken()
  const cancel = () => token.cancel()
  if (!isAbsent(signal) && checked(signal).aborted) cancel()
  let thrown
  const told = isAbsent(onProgress)
    ? undefined
    : port().hook((progress) => {
        if (thrown !== undefined) return
        try {
          onProgress(progress.total === null ? { transferred: progress.transferred } : progress)
        } catch (error) {
          thrown = { error }
          cancel()
        }
      })
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const ended = port().call(hook, (id) => begin(id, own, told?.id, token), told)
    // Not waited for: a stream that is stuck must not hold up the end.
    pump?.run(hook)
    const end = await ended
    if (thrown !== undefined) throw thrown.error
    return end
  } finally {
    pump?.stop()
    signal?.removeEventListener('abort', cancel)
  }
}

/**
 * What an upload is made of: `bytes`, a `path` or a `feed` with its pump; and `defaults` of its options.
 */
function toSource(given) {
  if (typeof given === 'string') return { path: string('source', given) }
  if (given instanceof URL) return { path: toPath('source', given, 'not_applicable') }
  const bytes = viewed(given)
  if (bytes !== undefined) return { bytes }
  if (given instanceof Blob) {
    const defaults = { contentType: given.type || undefined, filename: given.name }
    return { ...fed(given.stream(), given.size), defaults }
  }
  if (typeof given?.[Symbol.asyncIterator] === 'function') return fed(given)
  throw refused('source', 'must be bytes, a Blob, a path, a Readable or an async iterable')
}

function toPath(field, url, outcome) {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw wrongArgument(field, 'must be a file URL', { cause, outcome })
  }
}

function fed(chunks, length) {
  const feed = new Feed(port().native, length)
  return { feed, pump: new Pump(feed, chunks) }
}

/** Gives a feed the pieces that it wants. */
class Pump {
  #feed
  #chunks
  #iterator
  #ended = false
  /** Why the source failed, if it did. */
  failure

  constructor(feed, chunks) {
    this.#feed = feed
    this.#chunks = chunks
  }

  async run(hook) {
    try {
      while (await asked(hook, (id) => this.#feed.wanted(id))) {
        this.#iterator ??= this.#chunks[Symbol.asyncIterator]()
        const { value, done } = await this.#iterator.next()
        if (done) {
          this.#ended = true
          this.#feed.end(false)
          return
        }
        this.#feed.give(toPiece(value))
      }
    } catch (error) {
      this.failure = error
      this.#feed.end(true)
    }
  }

  /** Tells a source that is not at its end that nothing more is wanted of it, and does not wait for what it says. */
  stop() {
    if (this.#ended) return
    if (typeof this.#chunks.destroy === 'function') this.#chunks.destroy()
    else Promise.resolve(this.#iterator?.return?.()).catch(() => {})
  }
}

function toPiece(value) {
  if (typeof value === 'string') return Buffer.from(value)
  const bytes = viewed(value)
  if (bytes === undefined) throw new TypeError('a source gives strings or bytes')
  return bytes
}

/** Where a download goes: a `path`, or a `tap` that holds it as a `whole` or gives its pieces to a pump. */
function toTarget(given) {
  const tap = new Tap(port().native)
  if (isAbsent(given)) return { tap, whole: true }
  if (typeof given === 'string') return { tap, path: string('to', given), whole: false }
  if (given instanceof URL) return { tap, path: toPath('to', given, 'not_applicable'), whole: false }
  if (typeof given.write === 'function' && typeof given.on === 'function') {
    return { tap, whole: false, pump: new Drain(tap, given) }
  }
  throw refused('to', 'must be a path or a Writable')
}

/** Puts the pieces of a tap into a stream. */
class Drain {
  #tap
  #writable
  // Without a listener a stream that fails ends the process. What it says comes back from `write` as well.
  #ignore = () => {}
  /** Why the stream failed, if it did. */
  failure

  constructor(tap, writable) {
    this.#tap = tap
    this.#writable = writable
  }

  async run(hook) {
    this.#writable.on('error', this.#ignore)
    try {
      while (await asked(hook, (id) => this.#tap.next(id))) {
        await written(this.#writable, this.#tap.take())
        this.#tap.done(false)
      }
    } catch (error) {
      this.failure = error
      this.#tap.done(true)
    }
  }

  stop() {
    // Streams tell of an error after the callback of the write that met it.
    setImmediate(() => this.#writable.off('error', this.#ignore))
  }
}

function written(writable, piece) {
  return new Promise((resolve, reject) => {
    writable.write(piece, (error) => (isAbsent(error) ? resolve() : reject(error)))
  })
}

async function asked(hook, begin) {
  const [, end, value] = await port().call(hook, begin)
  return end === 'ok' && value
}

module.exports = { toPath, toSource, toTarget, transfer }
