package ecall

import ecall.ffi.Log

/** Takes the events of a client: attempts, pauses, ends, states of a link. None holds a password, a number or a text. */
public fun interface LogHook {
    /**
     * One event. Called on the thread that makes the call, or on one of the library's; must not block. What it throws goes to
     * the thread's handler of uncaught exceptions.
     */
    public fun event(event: LogEvent)
}

internal fun LogHook.asLog(): Log = object : Log {
    override fun event(event: LogEvent) = hooked { this@asLog.event(event) }
}
