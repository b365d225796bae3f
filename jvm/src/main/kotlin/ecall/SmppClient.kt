package ecall

import ecall.ffi.SmppEvent
import ecall.ffi.SubmitBulk
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound.
 *
 * Threads, coroutines, cancellation and errors are as of [Client]. The link has a thread of its own, from [bind] to [unbind]; it is
 * opened again by itself where it breaks.
 *
 * @param options what is not given comes from the environment (`ECALL_USERNAME`, `ECALL_PASSWORD`, `ECALL_FROM`, `ECALL_SMPP_URL`).
 * @param log takes the client's events, the states of the link among them.
 */
public class SmppClient @JvmOverloads constructor(options: SmppOptions = SmppOptions(), log: LogHook? = null) :
    AutoCloseable {
    private val inner = translated { ecall.ffi.SmppClient(optionsJson(options), ThreadInterrupt, log?.asLog()) }

    /** Opens the link, and returns once the centre has taken the bind. Cancelled, it closes the client. */
    public suspend fun bind(): SmppBound = cancellable { token -> inner.bind(token) }

    /** Opens the link, blocking the calling thread. As [bind]. */
    @Throws(InterruptedException::class)
    public fun bindBlocking(): SmppBound = interruptible { inner.bindBlocking() }

    /** Ends the link, after everything that was given was sent. */
    public suspend fun unbind(): Unit = cancellable { token -> inner.unbind(token) }

    /** Ends the link, blocking the calling thread. As [unbind]. */
    @Throws(InterruptedException::class)
    public fun unbindBlocking(): Unit = interruptible { inner.unbindBlocking() }

    /** Sends a text, and returns once the centre has answered every part of it. */
    public suspend fun submit(
        to: String,
        text: String,
        from: String? = null,
        options: SubmitOptions = SubmitOptions(),
    ): Submitted = cancellable { token -> inner.submit(to, text, from, optionsJson(options), token) }

    /** Sends a text, blocking the calling thread. As [submit]. */
    @JvmOverloads
    @Throws(InterruptedException::class)
    public fun submitBlocking(
        to: String,
        text: String,
        from: String? = null,
        options: SubmitOptions = SubmitOptions(),
        cancel: CancelToken? = null,
    ): Submitted = interruptible { inner.submitBlocking(to, text, from, optionsJson(options), cancel) }

    /** Begins to send many messages, in their order; [options] are those of all that have none of their own. */
    @JvmOverloads
    public fun submitMany(
        messages: Iterable<SmppSubmit>,
        options: SubmitOptions = SubmitOptions(),
        cancel: CancelToken? = null,
    ): SubmitMany = SubmitMany(translated { inner.submitMany(optionsJson(options), cancel) }, messages.iterator())

    /**
     * What happens on the link: receipts, messages, states. Events are read by one reader at a time; what nobody reads is
     * kept as far as the options allow.
     */
    public fun events(): SmppEvents = SmppEvents(translated { inner.events() })

    /** Ends the link, if there is one, as [unbindBlocking]; one that does not end in order is given up, and nothing is thrown. */
    override fun close() {
        try {
            unbindBlocking()
        } catch (_: EcallException) {
            // The link has ended all the same, and results say what became of messages.
        }
    }
}

/**
 * A message of many.
 *
 * @property to the destination, a telephone number in international form.
 * @property text what it says.
 * @property from the sender; the configured one unless given.
 * @property options what else it has; as it was said for all of them unless given.
 */
public class SmppSubmit @JvmOverloads constructor(
    public val to: String,
    public val text: String,
    public val from: String? = null,
    public val options: SubmitOptions? = null,
)

/** So many messages cross together at most: enough to make the crossing cheap. */
private const val TOGETHER = 500

/** How long a blocking wait goes on without looking whether its thread was interrupted, in milliseconds. */
private const val TICK_MS = 100L

/**
 * Many messages that are being sent over SMPP. Every message that was given in comes out as one result, by [results] or by the
 * blocking iterator. For one thread or coroutine at a time; [cancel] may be called from others.
 */
public class SubmitMany internal constructor(private val bulk: SubmitBulk, private val messages: Iterator<SmppSubmit>) :
    Iterator<SubmitManyResult>, AutoCloseable {
    private val done = ArrayDeque<SubmitManyResult>()
    private var giving = true
    private var over = false

    /** The results, in the order in which they end. To be collected once; a collector that is cancelled ends the sending. */
    public val results: Flow<SubmitManyResult> = flow {
        try {
            while (!over) {
                val turn = translated {
                    fill()
                    bulk.turn(giving)
                }
                over = turn.over
                turn.done.forEach { emit(it) }
            }
        } finally {
            bulk.cancel()
        }
    }

    override fun hasNext(): Boolean {
        while (done.isEmpty() && !over) step()
        return done.isNotEmpty()
    }

    override fun next(): SubmitManyResult = if (hasNext()) done.removeFirst() else throw NoSuchElementException()

    /** How far it has come. */
    public val counts: SendManyCounts get() = bulk.counts()

    /** Ends it: what was not written is not sent, and what was comes out as unknown. */
    public fun cancel(): Unit = bulk.cancel()

    /** Cancels it. */
    override fun close(): Unit = cancel()

    private fun step() = translated {
        fill()
        if (Thread.interrupted()) {
            giving = false
            cancel()
            throw InterruptedException("the thread was interrupted")
        }
        val turn = bulk.turnBlocking(giving, TICK_MS) ?: return@translated
        done.addAll(turn.done)
        over = turn.over
    }

    private fun fill() {
        try {
            while (giving) {
                val room = minOf(bulk.room(), TOGETHER)
                if (room == 0) return
                val batch = ArrayList<ecall.ffi.SubmitMessage>(room)
                while (batch.size < room && messages.hasNext()) batch += messages.next().crossing()
                if (batch.isNotEmpty()) bulk.give(batch)
                if (batch.size < room) {
                    giving = false
                    bulk.end()
                }
            }
        } catch (thrown: Throwable) {
            giving = false
            cancel()
            throw thrown
        }
    }
}

private fun SmppSubmit.crossing() = ecall.ffi.SubmitMessage(to, text, from, options?.let(::optionsJson))

/**
 * A reader of what happens on the link: by [events], by the blocking iterator, or one by one. An event is taken when the next
 * is asked for, or it is acknowledged; a reader that is left by an exception leaves its last event untaken, and the centre
 * sends it again. For one thread or coroutine at a time.
 */
public class SmppEvents internal constructor(private val inner: ecall.ffi.SmppEvents) : Iterator<SmppEvent>, AutoCloseable {
    private val ready = ArrayDeque<SmppEvent>(1)

    /** The events. One is taken when what collects the flow has returned from it. */
    public val events: Flow<SmppEvent> = flow {
        while (true) emit(receive() ?: break)
    }

    /** The next event, nothing once the client was closed; the one before is taken with that. */
    public suspend fun receive(): SmppEvent? = ready.removeFirstOrNull() ?: cancellable { token -> inner.next(token) }

    /** Asks for the next event, with which the one before is taken. */
    override fun hasNext(): Boolean {
        if (ready.isEmpty()) waiting { receive() }?.let(ready::add)
        return ready.isNotEmpty()
    }

    override fun next(): SmppEvent = if (hasNext()) ready.removeFirst() else throw NoSuchElementException()

    /** Says that the last event is taken. */
    public fun acknowledge(): Unit = translated { inner.acknowledge() }

    /** Ends the reading; the last event is not taken. */
    override fun close(): Unit = inner.close()
}
