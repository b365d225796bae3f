package ecall

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.time.Instant

/**
 * Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads the messages that wait there.
 *
 * Threads, coroutines, cancellation and errors are as of [Client]. An id of a job is made where none is given; an
 * [OutcomeUnknownException] has it as `jobId`, by which [resolve] asks the service what became of it.
 *
 * @param options what is not given comes from the environment (`ECALL_USERNAME`, `ECALL_PASSWORD`, `ECALL_FROM`, `ECALL_HTTPS_URL`).
 * @param log takes the client's events.
 */
public class HttpsClient @JvmOverloads constructor(options: ClientOptions = ClientOptions(), log: LogHook? = null) :
    AutoCloseable {
    private val inner = translated { ecall.ffi.HttpsClient(optionsJson(options), ThreadInterrupt, log?.asLog()) }

    /** Sends a text by SMS, to one address or several. */
    public suspend fun sendSms(
        to: List<String>,
        text: String,
        from: String? = null,
        sms: HttpsSmsOptions = HttpsSmsOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = cancellable { token -> inner.sendSms(to, text, from, optionsJson(sms), optionsJson(options), token) }

    /** Sends a text by SMS to one address. */
    public suspend fun sendSms(
        to: String,
        text: String,
        from: String? = null,
        sms: HttpsSmsOptions = HttpsSmsOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = sendSms(listOf(to), text, from, sms, options)

    /** Sends a text by SMS, to one address or several, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendSmsBlocking(
        to: List<String>,
        text: String,
        from: String? = null,
        sms: HttpsSmsOptions = HttpsSmsOptions(),
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
        sms: HttpsSmsOptions = HttpsSmsOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob = sendSmsBlocking(listOf(to), text, from, sms, options, cancel)

    /** Sends a text by fax, to one address or several. */
    public suspend fun sendFax(
        to: List<String>,
        text: String,
        fax: HttpsFaxOptions = HttpsFaxOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = cancellable { token -> inner.sendFax(to, text, optionsJson(fax), optionsJson(options), token) }

    /** Sends a text by fax, to one address or several, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendFaxBlocking(
        to: List<String>,
        text: String,
        fax: HttpsFaxOptions = HttpsFaxOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob = interruptible { inner.sendFaxBlocking(to, text, optionsJson(fax), optionsJson(options), cancel) }

    /** Calls a telephone and reads a text to it. */
    public suspend fun sendVoice(
        to: String,
        text: String,
        voice: HttpsVoiceOptions = HttpsVoiceOptions(),
        options: CallOptions = CallOptions(),
    ): SentJob = cancellable { token -> inner.sendVoice(to, text, optionsJson(voice), optionsJson(options), token) }

    /** Calls a telephone and reads a text to it, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendVoiceBlocking(
        to: String,
        text: String,
        voice: HttpsVoiceOptions = HttpsVoiceOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentJob = interruptible { inner.sendVoiceBlocking(to, text, optionsJson(voice), optionsJson(options), cancel) }

    /** Asks what has become of a job: a state for each of its recipients. */
    public suspend fun status(jobId: String, options: CallOptions = CallOptions()): JobStates =
        cancellable { token -> inner.status(jobId, optionsJson(options), token) }

    /** Asks what has become of a job, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun statusBlocking(
        jobId: String,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): JobStates = interruptible { inner.statusBlocking(jobId, optionsJson(options), cancel) }

    /** Asks the service what became of a job whose sending had no certain end. Never sends anything again. */
    public suspend fun resolve(jobId: String, options: CallOptions = CallOptions()): Resolution =
        cancellable { token -> inner.resolve(jobId, optionsJson(options), token) }

    /** Asks what became of a job, blocking the calling thread. As [resolve]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun resolveBlocking(
        jobId: String,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): Resolution = interruptible { inner.resolveBlocking(jobId, optionsJson(options), cancel) }

    /** The states of all jobs between two times, read as they are asked for. [options] are those of each request. */
    @JvmOverloads
    public fun statusRange(start: Instant, end: Instant, options: CallOptions = CallOptions()): StatusRange =
        statusRange(start.toString(), end.toString(), options)

    /** The same of times as texts, ISO 8601 with their zone. */
    @JvmOverloads
    public fun statusRange(start: String, end: String, options: CallOptions = CallOptions()): StatusRange =
        StatusRange(translated { inner.statusRange(start, end, optionsJson(options)) })

    /** Asks for the next message in the cache, of one leased number or of all. It stays there until it is deleted. */
    public suspend fun nextMessage(number: String? = null, options: CallOptions = CallOptions()): CachedMessage =
        cancellable { token -> inner.nextMessage(number, optionsJson(options), token) }

    /** Asks for the next message in the cache, blocking the calling thread. As [nextMessage]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun nextMessageBlocking(
        number: String? = null,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): CachedMessage = interruptible { inner.nextMessageBlocking(number, optionsJson(options), cancel) }

    /** Deletes a message from the cache. */
    public suspend fun deleteMessage(messageId: String, options: CallOptions = CallOptions()): Deletion =
        cancellable { token -> inner.deleteMessage(messageId, optionsJson(options), token) }

    /** Deletes a message from the cache, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun deleteMessageBlocking(
        messageId: String,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): Deletion = interruptible { inner.deleteMessageBlocking(messageId, optionsJson(options), cancel) }

    /**
     * The messages in the cache, one after the other. One is deleted there when the next is asked for, or it is acknowledged:
     * a loop that is left by an exception leaves its last message where it was. [options] are those of each request.
     */
    @JvmOverloads
    public fun messages(messages: MessagesOptions = MessagesOptions(), options: CallOptions = CallOptions()): Messages =
        Messages(translated { inner.messages(optionsJson(messages), optionsJson(options)) })

    /** Refuses every later call with [ClosedException]; calls that are under way go on to their end. */
    override fun close(): Unit = inner.shut()
}

/** The states between two times, each told once: by [states], or by the blocking iterator. */
public class StatusRange internal constructor(private val inner: ecall.ffi.StatusRange) : Iterator<JobStatus> {
    private val ready = ArrayDeque<JobStatus>()

    /** The states. To be collected once. */
    public val states: Flow<JobStatus> = flow {
        while (fill()) emit(ready.removeFirst())
    }

    override fun hasNext(): Boolean = ready.isNotEmpty() || waiting { fill() }

    override fun next(): JobStatus = if (hasNext()) ready.removeFirst() else throw NoSuchElementException()

    private suspend fun fill(): Boolean {
        if (ready.isEmpty()) ready.addAll(cancellable { token -> inner.next(token) })
        return ready.isNotEmpty()
    }
}

/** The messages in the cache: by [messages], by the blocking iterator, or one by one. */
public class Messages internal constructor(private val inner: ecall.ffi.Messages) : Iterator<InboundSms> {
    private val ready = ArrayDeque<InboundSms>(1)

    /** The messages. A message is taken when what collects the flow has returned from it. */
    public val messages: Flow<InboundSms> = flow {
        while (true) emit(receive() ?: break)
    }

    /** The next message, nothing at the end; the one before is taken with that. */
    public suspend fun receive(): InboundSms? = ready.removeFirstOrNull() ?: cancellable { token -> inner.next(token) }

    /** Says that the last message is taken. */
    public suspend fun acknowledge(): Unit = cancellable { token -> inner.acknowledge(token) }

    /** Says that the last message is taken, blocking the calling thread. */
    @Throws(InterruptedException::class)
    public fun acknowledgeBlocking(): Unit = waiting { acknowledge() }

    /** Asks for the next message, with which the one before is taken. */
    override fun hasNext(): Boolean {
        if (ready.isEmpty()) waiting { receive() }?.let(ready::add)
        return ready.isNotEmpty()
    }

    override fun next(): InboundSms = if (hasNext()) ready.removeFirst() else throw NoSuchElementException()
}
