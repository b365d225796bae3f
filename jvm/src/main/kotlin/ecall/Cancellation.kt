package ecall

import ecall.ffi.CancelToken
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.withContext

/**
 * Makes a suspending call of uniffi's that can be cancelled and still says what became of it.
 *
 * uniffi frees the future of a cancelled coroutine, and with it what the call had to tell. So the call runs in a coroutine
 * that is not the caller's child; when the caller is cancelled, its token ends it and its last word is awaited, which takes
 * no longer than a turn of the I/O thread.
 */
internal suspend fun <T> cancellable(call: suspend (CancelToken) -> T): T = CancelToken().use { token ->
    val detached = CoroutineScope(currentCoroutineContext().minusKey(Job))
    val running = detached.async(start = CoroutineStart.UNDISPATCHED) { runCatching { translated { call(token) } } }
    val result = try {
        running.await()
    } catch (cancelled: CancellationException) {
        token.cancel()
        val last = withContext(NonCancellable) { running.await() }
        val error = last.exceptionOrNull() as? EcallException
        if (error?.kind == CANCELLED) throw if (error.mayHaveGoneOut) cancelled.because(error) else cancelled
        last
    }
    result.getOrThrow()
}

/** Makes a blocking call; where it ended because the thread was interrupted, that is said as Java says it. */
internal inline fun <T> interruptible(call: () -> T): T =
    try {
        translated(call)
    } catch (error: EcallException) {
        if (error.kind != CANCELLED || !Thread.interrupted()) throw error
        val interrupted = InterruptedException("the thread was interrupted")
        throw if (error.mayHaveGoneOut) interrupted.initCause(error) else interrupted
    }

internal const val CANCELLED = "cancelled"

private fun CancellationException.because(error: EcallException): CancellationException =
    CancellationException(message, error).also { it.addSuppressed(this) }
