package ecall

import ecall.ffi.Interrupt
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/**
 * Makes a suspending call of uniffi's that can be cancelled and still says what became of it.
 *
 * uniffi frees the future of a cancelled coroutine, and with it what the call had to tell. So the call runs in a coroutine
 * that is not the caller's child; when the caller is cancelled, its token ends it and its last word is awaited, which takes
 * no longer than a turn of the I/O thread.
 */
internal suspend fun <T> cancellable(call: suspend (CancelToken) -> T): T = CancelToken().use { token ->
    val context = currentCoroutineContext()
    context.ensureActive()
    val detached = CoroutineScope(context.minusKey(Job))
    val running = detached.async(start = CoroutineStart.UNDISPATCHED) { runCatching { translated { call(token) } } }
    val result = try {
        running.await()
    } catch (cancelled: CancellationException) {
        token.cancel()
        val last = withContext(NonCancellable) { running.await() }
        val error = last.exceptionOrNull() as? EcallException
        if (error is CancelledException) throw if (error.mayHaveGoneOut) cancelled.because(error) else cancelled
        last
    }
    result.getOrThrow()
}

/** Makes a blocking call; where it ended because the thread was interrupted, that is said as Java says it. */
internal inline fun <T> interruptible(call: () -> T): T =
    try {
        translated(call)
    } catch (error: CancelledException) {
        if (!Thread.interrupted()) throw error
        val interrupted = InterruptedException("the thread was interrupted")
        throw if (error.mayHaveGoneOut) interrupted.initCause(error) else interrupted
    }

/**
 * Waits on this thread for what is asked for on the I/O thread. Where it is interrupted when that is there already, it returns
 * all the same, and the thread stays interrupted.
 */
internal fun <T> waiting(ask: suspend () -> T): T {
    // A coroutine would be begun all the same.
    if (Thread.interrupted()) throw InterruptedException("the thread was interrupted")
    var there: Result<T>? = null
    return try {
        runBlocking { ask().also { there = Result.success(it) } }
    } catch (interrupted: InterruptedException) {
        val found = there ?: throw interrupted
        Thread.currentThread().interrupt()
        found.getOrThrow()
    }
}

/** Asked by the library whether the thread that makes a blocking call was interrupted. */
internal object ThreadInterrupt : Interrupt {
    override fun requested(): Boolean = Thread.currentThread().isInterrupted
}

/** What a function of the caller's throws must not reach the library: it goes where an uncaught exception goes. */
internal inline fun hooked(call: () -> Unit) {
    try {
        call()
    } catch (thrown: Throwable) {
        val thread = Thread.currentThread()
        thread.uncaughtExceptionHandler.uncaughtException(thread, thrown)
    }
}

private fun CancellationException.because(error: EcallException): CancellationException =
    CancellationException(message, error).also { it.addSuppressed(this) }
