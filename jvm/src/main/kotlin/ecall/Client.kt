package ecall

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map

/**
 * Sends messages over eCall's REST interface.
 *
 * May be shared by all threads and coroutines. The suspending functions may be called from any dispatcher and block no
 * thread; those whose name ends in `Blocking` run on the thread that calls them. Every function throws [EcallException] where
 * the call failed.
 *
 * A cancelled coroutine ends its call at once and throws `CancellationException`, whose cause is the [EcallException]
 * where the message may have gone out all the same; a call that was accepted at that very moment returns. `withTimeout`
 * replaces that exception by its own: give the option `timeoutMs` instead, which tells what became of the message. An
 * interrupted thread ends its blocking call within a tenth of a second with `InterruptedException`, with the same cause; a
 * [CancelToken] ends it with [CancelledException].
 *
 * @param options what is not given comes from the environment (`ECALL_USERNAME`, `ECALL_PASSWORD`, `ECALL_FROM`, `ECALL_REST_URL`).
 * @param log takes the client's events.
 */
public class Client @JvmOverloads constructor(options: ClientOptions = ClientOptions(), log: LogHook? = null) : AutoCloseable {
    private val inner = translated { ecall.ffi.Client(optionsJson(options), ThreadInterrupt, log?.asLog()) }

    /**
     * Sends a text by SMS.
     *
     * @param to the recipient's number.
     * @param text what it says: at least 1 character, at most 10 pages.
     * @param from the sender; the configured one unless given.
     */
    public suspend fun sendSms(
        to: String,
        text: String,
        from: String? = null,
        sms: SmsOptions = SmsOptions(),
        options: CallOptions = CallOptions(),
    ): MessageResult = cancellable { token -> inner.sendSms(to, text, from, optionsJson(sms), optionsJson(options), token) }

    /** Sends a text by SMS, blocking the calling thread. Parameters as of [sendSms]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendSmsBlocking(
        to: String,
        text: String,
        from: String? = null,
        sms: SmsOptions = SmsOptions(),
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): MessageResult =
        interruptible { inner.sendSmsBlocking(to, text, from, optionsJson(sms), optionsJson(options), cancel) }

    /** Sends a message. */
    public suspend fun send(message: AnyMessage, options: CallOptions = CallOptions()): MessageResult =
        cancellable { token -> inner.send(message.toJson(), optionsJson(options), token) }

    /** Sends a message, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendBlocking(
        message: AnyMessage,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): MessageResult = interruptible { inner.sendBlocking(message.toJson(), optionsJson(options), cancel) }

    /** Asks for the state of a message by the id that its send returned. */
    public suspend fun status(messageId: String, options: CallOptions = CallOptions()): MessageStatus =
        cancellable { token -> inner.status(messageId, optionsJson(options), token) }

    /** Asks for the state of a message, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun statusBlocking(
        messageId: String,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): MessageStatus = interruptible { inner.statusBlocking(messageId, optionsJson(options), cancel) }

    /** Follows a message to its final state, or to one that [options] name. Fails with [TimeoutException] where the time is up. */
    public suspend fun await(messageId: String, options: WaitOptions = WaitOptions()): MessageStatus =
        cancellable { token -> inner.waitFor(messageId, optionsJson(options), token) }

    /** Follows a message, blocking the calling thread. As [await]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun awaitBlocking(
        messageId: String,
        options: WaitOptions = WaitOptions(),
        cancel: CancelToken? = null,
    ): MessageStatus = interruptible { inner.waitForBlocking(messageId, optionsJson(options), cancel) }

    /** Sends several messages in one call. Some may be accepted and others not: see the result's items. */
    public suspend fun sendList(
        messages: List<AnyMessage>,
        notification: Notification? = null,
        options: CallOptions = CallOptions(),
    ): SentList = cancellable { token -> inner.sendList(json(messages), notification?.toJson(), optionsJson(options), token) }

    /** Sends several messages in one call, blocking the calling thread. As [sendList]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun sendListBlocking(
        messages: List<AnyMessage>,
        notification: Notification? = null,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): SentList =
        interruptible { inner.sendListBlocking(json(messages), notification?.toJson(), optionsJson(options), cancel) }

    /** Asks for the states of a list's messages. */
    public suspend fun listStatus(listId: String, options: CallOptions = CallOptions()): ListStatus =
        cancellable { token -> inner.listStatus(listId, optionsJson(options), token) }

    /** Asks for the states of a list's messages, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun listStatusBlocking(
        listId: String,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): ListStatus = interruptible { inner.listStatusBlocking(listId, optionsJson(options), cancel) }

    /** Begins to send many messages; its results are a flow. They go out as the flow is collected, as fast as it is. */
    @JvmSynthetic
    public fun sendMany(messages: Flow<AnyMessage>, options: SendManyOptions = SendManyOptions()): SendManyFlow =
        SendManyFlow(bulk(options, null), messages.map { it.toJson() })

    /** Begins to send many messages, whose results are taken on the calling thread. */
    @JvmOverloads
    public fun sendManyBlocking(
        messages: Iterable<AnyMessage>,
        options: SendManyOptions = SendManyOptions(),
        cancel: CancelToken? = null,
    ): SendMany = SendMany(bulk(options, cancel), messages.asSequence().map { it.toJson() }.iterator())

    private fun bulk(options: SendManyOptions, cancel: CancelToken?) =
        translated { inner.sendMany(optionsJson(options), cancel) }

    /** Begins to follow many messages by the ids that their sends returned. */
    @JvmOverloads
    public fun waitMany(
        messageIds: List<String>,
        options: WaitManyOptions = WaitManyOptions(),
        cancel: CancelToken? = null,
    ): WaitMany = WaitMany(translated { inner.waitMany(messageIds, optionsJson(options), cancel) })

    /** Sends a file. The id in its answer is what a content names it by. */
    public suspend fun uploadMedia(
        source: MediaSource,
        options: UploadOptions = UploadOptions(),
        progress: MediaProgress? = null,
    ): UploadedMedia {
        val (from, own) = source.opened()
        return transferred(own) {
            cancellable { token -> inner.uploadMedia(from, progress?.asProgress(), optionsJson(options), token) }
        }
    }

    /** Sends a file, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun uploadMediaBlocking(
        source: MediaSource,
        options: UploadOptions = UploadOptions(),
        progress: MediaProgress? = null,
        cancel: CancelToken? = null,
    ): UploadedMedia {
        val (from, own) = source.opened()
        return transferred(own) {
            interruptible { inner.uploadMediaBlocking(from, progress?.asProgress(), optionsJson(options), cancel) }
        }
    }

    /** Fetches a file. */
    public suspend fun downloadMedia(
        mediaId: String,
        target: MediaTarget = MediaTarget.MEMORY,
        options: DownloadOptions = DownloadOptions(),
        progress: MediaProgress? = null,
    ): DownloadedMedia {
        val (to, own) = target.opened()
        return transferred(own) {
            cancellable { token -> inner.downloadMedia(mediaId, to, progress?.asProgress(), optionsJson(options), token) }
        }
    }

    /** Fetches a file, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun downloadMediaBlocking(
        mediaId: String,
        target: MediaTarget = MediaTarget.MEMORY,
        options: DownloadOptions = DownloadOptions(),
        progress: MediaProgress? = null,
        cancel: CancelToken? = null,
    ): DownloadedMedia {
        val (to, own) = target.opened()
        return transferred(own) {
            interruptible { inner.downloadMediaBlocking(mediaId, to, progress?.asProgress(), optionsJson(options), cancel) }
        }
    }

    /** Asks whether the credentials are good, without sending anything. */
    public suspend fun check(options: CallOptions = CallOptions()): Checked =
        cancellable { token -> inner.check(optionsJson(options), token) }

    /** Asks whether the credentials are good, blocking the calling thread. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun checkBlocking(options: CallOptions = CallOptions(), cancel: CancelToken? = null): Checked =
        interruptible { inner.checkBlocking(optionsJson(options), cancel) }

    /**
     * Makes a raw request. GET and HEAD count as reads, everything else as a send.
     *
     * @param path relative to the interface's address.
     * @param json the body, a JSON text.
     */
    public suspend fun request(
        method: String,
        path: String,
        json: String? = null,
        options: CallOptions = CallOptions(),
    ): Response = cancellable { token -> inner.request(method, path, json, optionsJson(options), token) }

    /** Makes a raw request, blocking the calling thread. As [request]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun requestBlocking(
        method: String,
        path: String,
        json: String? = null,
        options: CallOptions = CallOptions(),
        cancel: CancelToken? = null,
    ): Response = interruptible { inner.requestBlocking(method, path, json, optionsJson(options), cancel) }

    /** Refuses every later call with [ClosedException]; calls that are under way go on to their end. */
    override fun close(): Unit = inner.shut()
}
