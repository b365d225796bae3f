package ecall

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

private const val TO = "+41791234567"

/** Longer than the first pause between attempts, so that a call that went on would be seen. */
private const val LONG_ENOUGH_MS = 1500L

private val silence = mapOf("fault" to "silence")

@Timeout(60)
class CancellationTest {
    private val user = Mock.user()

    /** What a coroutine that sends by [send] throws when it is cancelled after [ready]. */
    private fun cancelledAfter(ready: suspend () -> Unit, send: suspend () -> Any): Throwable = runBlocking(Dispatchers.Default) {
        val thrown = CompletableFuture<Throwable>()
        val sending = async {
            runCatching { send() }.onFailure { thrown.complete(it) }.onSuccess { thrown.complete(AssertionError("it returned $it")) }
        }
        ready()
        sending.cancel()
        thrown.get(2, TimeUnit.SECONDS)
    }

    @Test
    fun `a cancelled coroutine is told that its message may have gone out`() {
        Mock.script(user, silence)
        val client = Client(Mock.options(user))
        val cancelled = cancelledAfter({ Mock.await(user, 1) }) { client.sendSms(TO, "text") }
        assertInstanceOf(CancellationException::class.java, cancelled)
        val error = assertInstanceOf(EcallException::class.java, cancelled.cause)
        assertEquals(ErrorKind.CANCELLED to Outcome.UNKNOWN, error.kind to error.outcome)
        assertEquals(1, Mock.requests(user).size)
    }

    @Test
    fun `a coroutine that was cancelled before its message was begun has no cause`() {
        val url = Mock.listener(mapOf("connections" to listOf("silent")))
        val client = Client(Mock.options(user).copy(baseUrl = url))
        val cancelled = cancelledAfter({ delay(200) }) { client.sendSms(TO, "text") }
        assertInstanceOf(CancellationException::class.java, cancelled)
        assertNull(generateSequence(cancelled.cause) { it.cause }.firstOrNull { it is EcallException })
        assertEquals(0, Mock.requests(user).size)
    }

    @Test
    fun `the future of uniffi itself ends its call when it is dropped`() {
        val refused = mapOf("respond" to mapOf("status" to 503))
        Mock.script(user, refused, refused, refused, refused)
        val client = ecall.ffi.Client(optionsJson(Mock.options(user)), null, null)
        val cancelled = cancelledAfter({ Mock.await(user, 1) }) { client.sendSms(TO, "text", null, null, null, null) }
        assertInstanceOf(CancellationException::class.java, cancelled)
        assertNull(generateSequence(cancelled.cause) { it.cause }.firstOrNull { it is EcallException })
        val arrived = Mock.requests(user).size
        Thread.sleep(LONG_ENOUGH_MS)
        assertEquals(arrived, Mock.requests(user).size)
    }

    @Test
    fun `withTimeout ends the call, and says no more than that`() = runBlocking {
        Mock.script(user, silence)
        val client = Client(Mock.options(user))
        val thrown = runCatching { withTimeout(500) { client.sendSms(TO, "text") } }.exceptionOrNull()
        assertInstanceOf(TimeoutCancellationException::class.java, thrown)
        assertEquals(1, Mock.requests(user).size)
    }

    @Test
    fun `the time-out of the call says what became of the message`(): Unit = runBlocking {
        Mock.script(user, silence)
        val client = Client(Mock.options(user))
        val thrown = runCatching { client.sendSms(TO, "text", options = CallOptions(timeoutMs = 500)) }.exceptionOrNull()
        assertInstanceOf(OutcomeUnknownException::class.java, thrown)
    }

    @Test
    fun `an interrupted thread is told that its message may have gone out`() {
        Mock.script(user, silence)
        val client = Client(Mock.options(user))
        val thrown = CompletableFuture<Throwable>()
        val caller = thread {
            val error = assertThrows(Throwable::class.java) { client.sendSmsBlocking(TO, "text") }
            if (Thread.currentThread().isInterrupted) thrown.complete(AssertionError("still interrupted", error)) else thrown.complete(error)
        }
        Mock.await(user, 1)
        val before = System.nanoTime()
        caller.interrupt()
        val interrupted = assertInstanceOf(InterruptedException::class.java, thrown.get(2, TimeUnit.SECONDS))
        assertTrue(System.nanoTime() - before < 500_000_000)
        val error = assertInstanceOf(EcallException::class.java, interrupted.cause)
        assertEquals(ErrorKind.CANCELLED to Outcome.UNKNOWN, error.kind to error.outcome)
    }

    @Test
    fun `a program ends by itself while a client is open and after it used the I-O thread`() {
        val output = program(emptyList(), "ecall.OneSms", user, Mock.restUrl, Mock.caFile)
        assertEquals(1, Mock.requests(user).size, output)
        assertFalse("Exception" in output, output)
    }
}

/** What a program of its own says, which has to end by itself and well. */
fun program(options: List<String>, main: String, vararg arguments: String): String {
    val java = ProcessHandle.current().info().command().get()
    val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
    val library = "-Djna.library.path=${System.getProperty("jna.library.path")}"
    val process = ProcessBuilder(listOf(java, library, "-cp", classes) + options + main + arguments).redirectErrorStream(true).start()
    val output = process.inputStream.bufferedReader().readText()
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it did not end: $output")
    assertEquals(0, process.exitValue(), output)
    return output
}

/** A program of its own: sends one SMS and returns from `main` without closing anything. */
object OneSms {
    @JvmStatic
    fun main(args: Array<String>) = runBlocking {
        val (user, url, ca) = args
        val client = Client(ClientOptions(username = user, password = "demo", baseUrl = url, caFile = ca, defaultFrom = "jvm"))
        println(client.sendSms(TO, "one").messageId)
    }
}
