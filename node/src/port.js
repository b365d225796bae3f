'use strict'
// Calls that are under way, and what comes back from the thread that makes them.

const { Port: NativePort } = require('./addon.js')

/** The port of this JavaScript thread. It keeps the thread from ending only while a call is under way. */
class Port {
  #pending = new Map()
  // What tells, by the ids of hooks.
  #hooks = new Map()
  // Hooks that were kept and then lost with all that could let go of them.
  #lost = new FinalizationRegistry((id) => this.#hooks.delete(id))
  #lastId = 0
  #lastHook = 0
  native = new NativePort((batch) => this.#take(JSON.parse(batch)))

  /** A hook of a client, or of a call. It is known here only while such a call is under way, or it is kept. */
  hook(tell) {
    this.#lastHook += 1
    return { id: this.#lastHook, tell, calls: 0 }
  }

  /** Keeps a hook of something that goes on without calls, until it is let go or nobody has it any more. */
  keep(hook) {
    if (hook === undefined) return
    this.#join(hook)
    this.#lost.register(hook, hook.id)
  }

  letGo(hook) {
    if (hook !== undefined) this.#leave(hook)
  }

  #join(hook) {
    if (hook.calls++ === 0) this.#hooks.set(hook.id, hook.tell)
  }

  #leave(hook) {
    if (--hook.calls === 0) this.#hooks.delete(hook.id)
  }

  /**
   * Begins a call; the promise holds `[id, 'ok' | 'failed', value]`, however the call ends. `progress` is a hook of this call alone.
   */
  call(hook, begin, progress) {
    return new Promise((resolve) => {
      const id = (this.#lastId + 1) >>> 0
      this.#lastId = id
      if (this.#pending.size === 0) this.native.hold()
      this.#pending.set(id, { resolve, hook, progress })
      if (progress !== undefined) this.#join(progress)
      if (hook !== undefined) this.#join(hook)
      try {
        begin(id)
      } catch (error) {
        this.#end(id)
        this.#rest()
        throw error
      }
    })
  }

  #take(batch) {
    for (const entry of batch) {
      if (entry[1] === 'event') tell(this.#hooks.get(entry[0]), entry[2])
      else this.#end(entry[0])?.(entry)
    }
    this.#rest()
  }

  /** Forgets a call and returns the function that resolves its promise. */
  #end(id) {
    const call = this.#pending.get(id)
    if (call === undefined) return undefined
    this.#pending.delete(id)
    const { resolve, hook, progress } = call
    if (progress !== undefined) this.#leave(progress)
    if (hook !== undefined) this.#leave(hook)
    return resolve
  }

  #rest() {
    if (this.#pending.size === 0) this.native.release()
  }
}

/** A hook that throws must not end the program whose calls it only watches. */
function tell(hook, event) {
  try {
    hook?.(event)
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error))
  }
}

let port

/** The port is made with the first client: nothing happens where the package is only imported. */
module.exports = () => (port ??= new Port())
