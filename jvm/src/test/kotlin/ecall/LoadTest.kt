package ecall

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import java.io.File
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread

private const val TO = "+41791234567"

/** What one client bears, and what it leaves behind. `-Decall.calls` is how many calls the look for growth takes. */
@Timeout(600)
class LoadTest {
    private val user = Mock.user()

    @Test
    fun `fifty threads and two hundred coroutines share one client`(): Unit = runBlocking {
        val client = Client(Mock.options(user))
        val ids = ConcurrentLinkedQueue<String>()
        val threads = (1..50).map { number ->
            thread { repeat(4) { ids += client.sendSmsBlocking(TO, "thread $number, $it").messageId!! } }
        }
        (1..200).map { async(Dispatchers.Default) { ids += client.sendSms(TO, "coroutine $it").messageId!! } }.awaitAll()
        threads.forEach { it.join() }
        assertEquals(400, ids.toSet().size)
        val expected = (1..200).map { "coroutine $it" } + (1..50).flatMap { number -> (0..3).map { "thread $number, $it" } }
        val arrived = Mock.requests(user).map { it.getValue("json").jsonObject.at("content/text") }
        assertEquals(expected.sorted(), arrived.sorted())
        client.close()
    }

    @Test
    fun `no thread is left of a client that was closed`(): Unit = runBlocking {
        suspend fun use() {
            Client(Mock.options(user)).use {
                it.sendSmsBlocking(TO, "blocking")
                it.sendSms(TO, "suspending")
                assertEquals(1, it.sendManyBlocking(listOf(WireMessage(sms))).asSequence().count())
            }
            val options = SmppOptions(username = user, password = "demo", baseUrl = Mock.smppUrl, caFile = Mock.caFile)
            SmppClient(options).use {
                it.bindBlocking()
                it.submit(TO, "over SMPP", from = "jvm")
                assertTrue("ecall-smpp" in native())
            }
        }
        repeat(10) { use() }
        // A link's thread ends a moment after its client. The one I/O thread is that of the process, and holds nothing up.
        Mock.await { native().filter { it.startsWith("ecall") } == listOf("ecall-io") }
    }

    @Test
    fun `memory does not grow with the number of calls`() {
        val calls = Integer.getInteger("ecall.calls", 10_000)
        val heap = listOf("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch")
        val output = program(heap, "ecall.ManySms", user, Mock.restUrl, Mock.caFile, calls.toString())
        val grown = output.trim().split(" ").map(String::toInt)
        assertTrue(grown[0] < 24_000 && grown[1] < 8_000, "$grown KiB more after $calls calls")
        Mock.control("DELETE", "/_mock/accounts/$user", null)
    }

    private val sms = mapOf("channel" to "Sms", "to" to TO, "content" to mapOf("type" to "Text", "text" to "many"))

    /** The names of the process's threads, those that Java does not know among them. */
    private fun native(): List<String> =
        File("/proc/self/task").listFiles().orEmpty().mapNotNull { runCatching { File(it, "comm").readText().trim() }.getOrNull() }
}

/** A program of its own: makes calls, and says by how many KiB the process and Java's objects in it have grown meanwhile. */
object ManySms {
    @JvmStatic
    fun main(args: Array<String>) = runBlocking {
        val (user, url, ca, calls) = args
        val client = Client(ClientOptions(username = user, password = "demo", baseUrl = url, caFile = ca, defaultFrom = "jvm"))
        suspend fun some(count: Int) = coroutineScope {
            repeat(50) { launch(Dispatchers.Default) { repeat(count / 100) { client.sendSms(TO, "text") } } }
            repeat(50) { launch(Dispatchers.IO) { repeat(count / 100) { client.sendSmsBlocking(TO, "text") } } }
        }
        some(calls.toInt())
        val before = heap() to resident()
        some(calls.toInt())
        val after = heap() to resident()
        println("${after.second - before.second} ${after.first - before.first}")
    }

    /** What is alive: objects with something of the library's behind them go in several turns, and a thread of Java's ends them. */
    private fun heap(): Long {
        fun used(): Long {
            System.gc()
            Thread.sleep(100)
            return Runtime.getRuntime().run { totalMemory() - freeMemory() } / 1024
        }
        return generateSequence(::used).take(20).min()
    }

    /** What the process has in memory: all of Java's heap is there from the start, so what grows is something else. */
    private fun resident(): Int =
        File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }.filter(Char::isDigit).toInt()
}
