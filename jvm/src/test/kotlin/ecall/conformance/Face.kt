package ecall.conformance

import ecall.CancelToken
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonObject
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import kotlin.concurrent.thread

/** When a call is cancelled: after [wait], or before it is made where there is none. */
class Cancelling(val wait: (() -> Unit)?)

/** An error that came after something: how many states were told before it. */
class Interrupted(val statesBefore: Int, cause: Throwable) : Exception(cause)

fun isCancellation(thrown: Throwable) = thrown is CancellationException || thrown is InterruptedException

/** The two ways in which every call can be made. */
enum class Face(val language: String) {
    /** By functions that suspend; cancelled with the coroutine. */
    SUSPENDING("jvm") {
        override fun call(
            client: AutoCloseable,
            operation: String,
            arguments: JsonObject,
            options: JsonObject,
            cancel: Cancelling?,
        ): Map<String, Any?> = runBlocking(Dispatchers.Default) {
            val made = CompletableFuture<Map<String, Any?>>()
            val call = suspend { Suspending(client, arguments, options).call(operation) }
            // What it throws is kept as it is: a deferred would lose the cause of a cancellation.
            val running = launch(start = kotlinx.coroutines.CoroutineStart.UNDISPATCHED) {
                if (cancel != null && cancel.wait == null) coroutineContext[kotlinx.coroutines.Job]!!.cancel()
                runCatching { call() }.onSuccess(made::complete).onFailure(made::completeExceptionally)
            }
            cancel?.wait?.let {
                it()
                running.cancel()
            }
            running.join()
            joined(made)
        }
    },

    /** By functions that block; cancelled by a token, or by an interrupt where there is no place for one. */
    BLOCKING("jvm-blocking") {
        override fun call(
            client: AutoCloseable,
            operation: String,
            arguments: JsonObject,
            options: JsonObject,
            cancel: Cancelling?,
        ): Map<String, Any?> {
            val token = CancelToken()
            val blocking = Blocking(client, arguments, options, token)
            if (cancel == null) return blocking.call(operation)
            val byInterrupt = operation in STREAMS
            val made = CompletableFuture<Map<String, Any?>>()
            if (cancel.wait == null && !byInterrupt) token.cancel()
            val caller = thread {
                if (cancel.wait == null && byInterrupt) Thread.currentThread().interrupt()
                runCatching { blocking.call(operation) }.onSuccess(made::complete).onFailure(made::completeExceptionally)
            }
            cancel.wait?.let {
                it()
                if (byInterrupt) caller.interrupt() else token.cancel()
            }
            return joined(made)
        }
    };

    /** Makes a call; its result has the names of cases. */
    abstract fun call(
        client: AutoCloseable,
        operation: String,
        arguments: JsonObject,
        options: JsonObject,
        cancel: Cancelling?,
    ): Map<String, Any?>
}

private val STREAMS = setOf("status_range", "messages")

private fun <T> joined(future: CompletableFuture<T>): T =
    try {
        future.get()
    } catch (failed: ExecutionException) {
        throw failed.cause ?: failed
    }
