package ecall

import ecall.ffi.Bulk
import ecall.ffi.Following
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch

/** How long a blocking wait goes on without looking whether its thread was interrupted, in milliseconds. */
private const val TICK_MS = 100L

/** Many messages that are being sent. Every message that was given in comes out as one result. May be closed at any time. */
public abstract class SendingMany internal constructor(internal val bulk: Bulk) : AutoCloseable {
    /** How far it has come. */
    public val counts: SendManyCounts get() = bulk.counts()

    /** The indices of the messages that [cancel] left in doubt: those that were under way. */
    public val unknown: List<Long> get() = bulk.unknown()

    /** Ends the calls that are under way and begins no other. What was given in comes out all the same. */
    public fun cancel(): Unit = bulk.cancel()

    /** Cancels it. */
    override fun close(): Unit = cancel()
}

/**
 * The results of many messages, on the calling thread, in the order in which they end. Messages are taken from the iterator as
 * there is room for them. For one thread at a time; an interrupt cancels it and throws `InterruptedException`, after which the
 * results that are left may still be taken.
 */
public class SendMany internal constructor(bulk: Bulk, private val messages: Iterator<String>) :
    SendingMany(bulk), Iterator<SendManyResult> {
    private val done = ArrayDeque<SendManyResult>()
    private var giving = true
    private var over = false

    override fun hasNext(): Boolean {
        while (done.isEmpty() && !over) step()
        return done.isNotEmpty()
    }

    override fun next(): SendManyResult = if (hasNext()) done.removeFirst() else throw NoSuchElementException()

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
            while (giving && bulk.room() > 0) {
                if (messages.hasNext()) bulk.give(messages.next()) else endOfMessages()
            }
        } catch (thrown: Throwable) {
            giving = false
            cancel()
            throw thrown
        }
    }

    private fun endOfMessages() {
        giving = false
        bulk.end()
    }
}

/** The same for coroutines. */
public class SendManyFlow internal constructor(bulk: Bulk, messages: Flow<String>) : SendingMany(bulk) {
    /**
     * The results, in the order in which they end. To be collected once; a collector that is cancelled ends the sending, and
     * [unknown] says what that left in doubt. What the flow of messages throws ends it too.
     */
    public val results: Flow<SendManyResult> = channelFlow {
        val room = Channel<Unit>(Channel.CONFLATED)
        val feeder = launch {
            messages.collect { message ->
                // There is always a result on its way that makes room.
                while (bulk.room() == 0) room.receive()
                translated { bulk.give(message) }
            }
            bulk.end()
        }
        try {
            do {
                val turn = translated { bulk.turn(false) }
                room.trySend(Unit)
                turn.done.forEach { send(it) }
            } while (!turn.over)
        } finally {
            bulk.cancel()
            feeder.cancel()
        }
    }
}

/**
 * Many messages that are being followed. Each comes out once, by [results] or by the blocking iterator. For one thread or
 * coroutine at a time; [notify] and [cancel] may be called from others.
 */
public class WaitMany internal constructor(private val following: Following) : Iterator<Followed>, AutoCloseable {
    private val done = ArrayDeque<Followed>()
    private var over = false

    /** What became of each message, in the order in which that is known. To be collected once. */
    public val results: Flow<Followed> = flow {
        try {
            do {
                val turn = translated { following.turn() }
                turn.done.forEach { emit(it) }
            } while (!turn.over)
        } finally {
            following.cancel()
        }
    }

    override fun hasNext(): Boolean {
        while (done.isEmpty() && !over) {
            if (Thread.interrupted()) {
                cancel()
                throw InterruptedException("the thread was interrupted")
            }
            val turn = translated { following.turnBlocking(TICK_MS) } ?: continue
            done.addAll(turn.done)
            over = turn.over
        }
        return done.isNotEmpty()
    }

    override fun next(): Followed = if (hasNext()) done.removeFirst() else throw NoSuchElementException()

    /** How many messages are still followed. */
    public val open: Int get() = following.open()

    /** What a webhook told: a state that ends the wait for a message sooner. */
    public fun notify(event: StatusEvent): Unit = notify(event.status.wire())

    /** The same as the webhook brought it, a JSON object. */
    public fun notify(event: String): Unit = translated { following.notify(event) }

    /** Ends it: what is still followed comes out as cancelled. */
    public fun cancel(): Unit = following.cancel()

    /** Cancels it. */
    override fun close(): Unit = cancel()
}

/** A state in the names of the wire. */
private fun ReportedStatus.wire(): String {
    val known = mapOf(
        "channel" to channel,
        "messageId" to messageId,
        "status" to status,
        "reasonCode" to reasonCode,
        "reason" to reason,
        "from" to from,
        "to" to to,
        "pageTotal" to pageTotal,
        "timestamp" to timestamp,
    )
    val json = json(known.filterValues { it != null })
    // Both are objects: what is not known follows what is.
    return if (extra == "{}") json else json.dropLast(1) + (if (json == "{}") "" else ",") + extra.drop(1)
}
