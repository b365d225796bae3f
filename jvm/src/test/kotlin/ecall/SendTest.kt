package ecall

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

private const val TO = "+41791234567"

@Timeout(60)
class SendTest {
    private val user = Mock.user()

    private fun assertArrived(vararg texts: String) =
        assertEquals(texts.asList(), Mock.requests(user).map { it.getValue("json").jsonObject.at("content/text") })

    @Test
    fun `a suspending call sends one SMS`() = runBlocking {
        val sent = Client(Mock.options(user)).use { it.sendSms(TO, "Pump 3 stopped äöü €", from = "Alarm") }
        assertTrue(!sent.messageId.isNullOrEmpty())
        assertEquals(200, sent.httpStatus)
        assertNotNull(sent.requestId)
        assertNotNull(sent.instant)
        assertFalse(sent.possibleDuplicate)
        assertTrue(sent.messageId!! in sent.rawBody.decodeToString())
        assertArrived("Pump 3 stopped äöü €")
        assertEquals("Alarm", Mock.requests(user).single().getValue("json").jsonObject.at("from"))
    }

    @Test
    fun `a blocking call sends one SMS`() {
        val sent = Client(Mock.options(user)).use { it.sendSmsBlocking(TO, "Pump 3 stopped") }
        assertTrue(!sent.messageId.isNullOrEmpty())
        assertArrived("Pump 3 stopped")
        assertEquals("jvm", Mock.requests(user).single().getValue("json").jsonObject.at("from"))
    }

    @Test
    fun `a send says what its text costs and what was replaced in it`() {
        val sent = Client(Mock.options(user)).use { it.sendSmsBlocking(TO, "a – b", sms = SmsOptions(toGsm = true)) }
        val estimate = sent.estimate!!
        assertEquals(listOf(ecall.ffi.Alphabet.GSM, 1, 5), listOf(estimate.alphabet, estimate.pages, estimate.units))
        assertEquals("–" to "-", sent.replacements.single().let { it.from to it.to })
        assertArrived("a - b")
    }

    @Test
    fun `a message crosses with all that it is made of`() = runBlocking {
        val message = Message(
            channel = Channel.SMS,
            from = "Alarm",
            toList = listOf(NumberRecipient(TO), NumberRecipient("+41791234568")),
            content = TextContent("\"quoted\"\n", options = SmsContentOptions(pageLimit = 2, forceGsm = true)),
        )
        val client = Client(Mock.options(user))
        val sent = client.send(message)
        assertEquals(listOf(TO, "+41791234568"), sent.messageIds.map { it.address })
        assertEquals(2, client.sendBlocking(message).messageIds.size)
        assertArrived("\"quoted\"\n", "\"quoted\"\n")
        assertEquals("2", Mock.requests(user).first().getValue("json").jsonObject.at("content/options/pageLimit"))
    }

    @Test
    fun `many calls at once from many threads`() = runBlocking {
        val client = Client(Mock.options(user))
        val sent = (1..200).map { async(Dispatchers.Default) { client.sendSms(TO, "number $it") } }.awaitAll()
        assertEquals(200, sent.map { it.messageId }.toSet().size)
        assertEquals((1..200).map { "number $it" }.toSet(), Mock.requests(user).map { it.getValue("json").jsonObject.at("content/text") }.toSet())
    }

    @Test
    fun `a wrong password is an authentication error and nothing was accepted`() {
        Mock.settings(user, mapOf("password" to "another"))
        val client = Client(Mock.options(user))
        val calls = listOf<() -> Unit>(
            { client.sendSmsBlocking(TO, "text") },
            { runBlocking { client.sendSms(TO, "text") } },
        )
        for (call in calls) {
            val error = assertThrows(EcallException::class.java) { call() }
            assertInstanceOf(AuthenticationException::class.java, error)
            assertEquals(ErrorKind.AUTHENTICATION to Outcome.NOT_ACCEPTED, error.kind to error.outcome)
            assertEquals(401, error.httpStatus)
            assertNotNull(error.requestId)
            assertEquals(listOf(ErrorKind.AUTHENTICATION), error.attempts.map { it.kind })
            assertTrue(error.details.rawBody!!.isNotEmpty())
            assertFalse("demo" in error.stackTraceToString() + error.details)
        }
        assertEquals(2, Mock.requests(user).size)
    }

    @Test
    fun `every broken rule is told before anything goes out`() = runBlocking {
        val client = Client(Mock.options(user))
        val error = assertThrows(EcallException::class.java) { client.sendSmsBlocking("", "") }
        assertEquals(ErrorKind.INVALID_ARGUMENT, error.kind)
        assertEquals(setOf("to", "content.text"), error.fields.map { it.field }.toSet())
        val option = runCatching { client.sendSms(TO, "text", options = CallOptions(extra = mapOf("timeOutMs" to 1))) }.exceptionOrNull() as EcallException
        assertEquals(ErrorKind.INVALID_ARGUMENT to "time_out_ms", option.kind to option.fields.single().field)
        val surrogate = runCatching { client.sendSms(TO, "half \uD83D") }.exceptionOrNull() as EcallException
        assertEquals(ErrorKind.INVALID_ARGUMENT to Outcome.NOT_ACCEPTED, surrogate.kind to surrogate.outcome)
        assertEquals(0, Mock.requests(user).size)
    }

    @Test
    fun `an answer that is lost leaves the outcome unknown`() = runBlocking {
        Mock.script(user, mapOf("accept_then" to "reset"))
        val error = runCatching { Client(Mock.options(user)).sendSms(TO, "text") }.exceptionOrNull() as EcallException
        assertEquals(ErrorKind.OUTCOME_UNKNOWN to Outcome.UNKNOWN, error.kind to error.outcome)
        assertArrived("text")
    }

    @Test
    fun `a closed client refuses calls as the library does`() {
        val client = Client(Mock.options(user))
        client.close()
        assertThrows(ClosedException::class.java) { client.sendSmsBlocking(TO, "text") }
        assertThrows(ClosedException::class.java) { runBlocking { client.sendSms(TO, "text") } }
    }

    @Test
    fun `the configuration is checked by core`() {
        val error = assertThrows(EcallException::class.java) { Client(ClientOptions(username = "a:b", password = "p", apiVersion = 3)) }
        assertEquals(ErrorKind.CONFIG, error.kind)
        assertEquals(setOf("username", "api_version"), error.fields.map { it.field }.toSet())
    }

    @Test
    fun `the package has the library's version`() =
        assertEquals(ecall.ffi.version(), System.getProperty("ecall.version"))

    @Test
    fun `the table of errors crosses`() {
        val table = ecall.ffi.errorKinds().map { it.name to it.number }
        assertEquals(table, ErrorKind.entries.map { it.code to it.number })
        for (kind in ErrorKind.entries) {
            val error = EcallException.of(madeHere(kind, Outcome.UNKNOWN, "text"))
            assertEquals(kind.code.replace("_", "") + "exception", error.javaClass.simpleName.lowercase())
        }
    }

    @Test
    fun `options show no password`() {
        val shown = "${Mock.options(user)} ${SmppOptions(password = "demo")}"
        assertFalse("demo" in shown, shown)
    }
}
