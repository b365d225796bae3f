package ecall

import ecall.ffi.FaxFile

/**
 * Sends SMS, faxes with files and voice messages over eCall's SOAP WebService.
 *
 * Threads, coroutines, cancellation and errors are as of [Client]. An id of a job is made where none is given; an
 * [OutcomeUnknownException] has it as `jobId`, by which [resolve] asks the service what became of it.
 *
 * @param options what is not given comes from the environment (`ECALL_USERNAME`, `ECALL_PASSWORD`, `ECALL_FROM`, `ECALL_SOAP_URL`).
 * @param log takes the client's events.
 */
public class SoapClient @JvmOverloads constructor(options: ClientOptions = ClientOptions(), log: LogHook? = null) :
    AutoCloseable {
    private val inner = translated { ecall.ffi.SoapClient(optionsJson(options), ThreadInterrupt, log?.asLog()) }

    /** Sends a text by SMS, or to a pager, to one address or several. */
    public suspend fun sendSms(
        to: List<String>,
        text: String,
        from: String? = null,
        sms: SoapSmsOptions = SoapSmsOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = cancellable { token -> inner.sendSms(to, text, from, optionsJson(sms), optionsJson(options), token) }

    /** Sends a text by SMS to one address. */
    public suspend fun sendSms(
        to: String,
        text: String,
        from: String? = null,
        sms: SoapSmsOptions = SoapSmsOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = sendSms(listOf(to), text, from, sms, options)

    /** Sends a text by SMS, or to a pager, to one address or several, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendSmsBlocking(
        to: List<String>,
        text: String,
        from: String? = null,
        sms: SoapSmsOptions = SoapSmsOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob =
        interruptible { inner.sendSmsBlocking(to, text, from, optionsJson(sms), optionsJson(options), cancel) }

    /** Sends a text by SMS to one address, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendSmsBlocking(
        to: String,
        text: String,
        from: String? = null,
        sms: SoapSmsOptions = SoapSmsOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob = sendSmsBlocking(listOf(to), text, from, sms, options, cancel)

    /** Sends a text by fax, to one address or several, with files or without. Files are read while they go out. */
    public suspend fun sendFax(
        to: List<String>,
        text: String,
        files: List<FaxFile> = emptyList(),
        fax: SoapFaxOptions = SoapFaxOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = cancellable { token -> inner.sendFax(to, text, files, optionsJson(fax), optionsJson(options), token) }

    /** Sends a text by fax, blocking the calling thread. As [sendFax]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendFaxBlocking(
        to: List<String>,
        text: String,
        files: List<FaxFile> = emptyList(),
        fax: SoapFaxOptions = SoapFaxOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob =
        interruptible { inner.sendFaxBlocking(to, text, files, optionsJson(fax), optionsJson(options), cancel) }

    /** Calls telephones and reads a text to them. */
    public suspend fun sendVoice(
        to: List<String>,
        text: String,
        voice: SoapVoiceOptions = SoapVoiceOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = cancellable { token -> inner.sendVoice(to, text, optionsJson(voice), optionsJson(options), token) }

    /** Calls telephones and reads a text to them, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendVoiceBlocking(
        to: List<String>,
        text: String,
        voice: SoapVoiceOptions = SoapVoiceOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob = interruptible { inner.sendVoiceBlocking(to, text, optionsJson(voice), optionsJson(options), cancel) }

    /** Asks what has become of a job at one of its recipients; without an address, of the last job of that id. */
    public suspend fun state(jobId: String, address: String? = null, options: CallOptions = CallOptions()): JobState =
        cancellable { token -> inner.state(jobId, address, optionsJson(options), token) }

    /** Asks what has become of a job, blocking the calling thread. As [state]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun stateBlocking(
        jobId: String,
        address: String? = null,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): JobState = interruptible { inner.stateBlocking(jobId, address, optionsJson(options), cancel) }

    /** Follows a job to its final state, or to one that [options] name. Fails with [TimeoutException] where the time is up. */
    public suspend fun await(jobId: String, address: String? = null, options: WaitOptions = WaitOptions()): JobState =
        cancellable { token -> inner.waitFor(jobId, address, optionsJson(options), token) }

    /** Follows a job, blocking the calling thread. As [await]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun awaitBlocking(
        jobId: String,
        address: String? = null,
        options: WaitOptions = WaitOptions(),
        cancel: CancelToken? = null,
    ): JobState = interruptible { inner.waitForBlocking(jobId, address, optionsJson(options), cancel) }

    /** Asks the service what became of a job whose sending had no certain end. Never sends anything again. */
    public suspend fun resolve(jobId: String, options: CallOptions = CallOptions()): SoapResolution =
        cancellable { token -> inner.resolve(jobId, optionsJson(options), token) }

    /** Asks what became of a job, blocking the calling thread. As [resolve]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun resolveBlocking(
        jobId: String,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SoapResolution = interruptible { inner.resolveBlocking(jobId, optionsJson(options), cancel) }

    /** Refuses every later call with [ClosedException]; calls that are under way go on to their end. */
    override fun close(): Unit = inner.shut()
}
