package ecall

import ecall.ffi.Interrupt

/** The answer to an accepted message. */
public typealias MessageResult = ecall.ffi.MessageResult

/**
 * Sends messages over eCall's REST interface.
 *
 * May be shared by all threads and coroutines. The suspending functions may be called from any dispatcher and block no
 * thread; the others run on the thread that calls them. Every function throws [EcallException] where the call failed.
 *
 * A cancelled coroutine ends its call at once and throws `CancellationException`, whose cause is the [EcallException]
 * where the message may have gone out all the same; a call that was accepted at that very moment returns. `withTimeout`
 * replaces that exception by its own: give the option `timeoutMs` instead, which tells what became of the message. An
 * interrupted thread ends its blocking call within a tenth of a second with `InterruptedException`, with the same cause.
 *
 * @param options names of `ecall::Options` in camelCase, for example `username`, `password`, `timeoutMs`; what they leave out
 *   comes from the environment.
 */
public class Client @JvmOverloads constructor(options: Map<String, Any?> = emptyMap()) : AutoCloseable {
    private val inner = translated { ecall.ffi.Client(optionsJson(options), ThreadInterrupt) }

    /**
     * Sends a text by SMS.
     *
     * @param to the recipient's number.
     * @param text what it says: at least 1 character, at most 10 pages.
     * @param from the sender; the configured one unless given.
     * @param sms names of `ecall::SmsOptions` in camelCase, for example `forceGsm`.
     * @param call names of `ecall::CallOptions` in camelCase, for example `timeoutMs`, in milliseconds.
     */
    public suspend fun sendSms(
        to: String,
        text: String,
        from: String? = null,
        sms: Map<String, Any?> = emptyMap(),
        call: Map<String, Any?> = emptyMap(),
    ): MessageResult = cancellable { token ->
        inner.sendSms(to, text, from, optionsJson(sms), optionsJson(call), token)
    }

    /** Sends a text by SMS, blocking the calling thread. Parameters as of [sendSms]. */
    @JvmOverloads
    public fun sendSmsBlocking(
        to: String,
        text: String,
        from: String? = null,
        sms: Map<String, Any?> = emptyMap(),
        call: Map<String, Any?> = emptyMap(),
    ): MessageResult = interruptible {
        inner.sendSmsBlocking(to, text, from, optionsJson(sms), optionsJson(call), null)
    }

    /**
     * Sends a message.
     *
     * @param message shaped as on the wire: `mapOf("channel" to "Sms", "to" to …, "content" to mapOf("type" to "Text", …))`.
     * @param call as of [sendSms].
     */
    public suspend fun send(message: Map<String, Any?>, call: Map<String, Any?> = emptyMap()): MessageResult =
        cancellable { token -> inner.send(json(message), optionsJson(call), token) }

    /** Sends a message, blocking the calling thread. Parameters as of [send]. */
    @JvmOverloads
    public fun sendBlocking(message: Map<String, Any?>, call: Map<String, Any?> = emptyMap()): MessageResult =
        interruptible { inner.sendBlocking(json(message), optionsJson(call), null) }

    /** Refuses every later call with `closed`; calls that are under way go on to their end. */
    override fun close(): Unit = inner.shut()
}

private object ThreadInterrupt : Interrupt {
    override fun requested(): Boolean = Thread.currentThread().isInterrupted
}
