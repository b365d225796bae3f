package ecall

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/** The mock server, started with the first test; it ends when this process closes its standard input by ending. */
object Mock {
    private val ready: JsonObject
    private val http = HttpClient.newHttpClient()
    private val users = AtomicInteger()

    init {
        val program = System.getenv("ECALL_MOCK_BIN") ?: System.getProperty("ecall.mock.bin")
        val process = ProcessBuilder(program, "serve", "--exit-with-stdin")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val output = process.inputStream.bufferedReader()
        ready = Json.parseToJsonElement(checkNotNull(output.readLine()) { "$program said nothing" }).jsonObject
        thread(isDaemon = true) { output.forEachLine { } }
    }

    val restUrl: String get() = text(ready, "rest_url")
    val httpsUrl: String get() = text(ready, "https_url")
    val controlUrl: String get() = text(ready, "control_url")
    val soapUrl: String get() = text(ready, "soap_url")
    val smppUrl: String get() = text(ready, "smpp_url")
    val caFile: String get() = text(ready, "ca_file")

    /** An account that no other test has. */
    fun user(): String = "jvm-${ProcessHandle.current().pid()}-${users.incrementAndGet()}"

    /** Options of a client of this account. */
    fun options(user: String): ClientOptions =
        ClientOptions(username = user, password = "demo", baseUrl = restUrl, caFile = caFile, defaultFrom = "jvm")

    fun settings(user: String, settings: Map<String, Any?>) {
        control("PUT", "/_mock/accounts/$user", settings)
    }

    fun script(user: String, vararg steps: Map<String, Any?>) {
        control("POST", "/_mock/accounts/$user/script", steps.asList())
    }

    /** Everything that has arrived for the account. */
    fun requests(user: String): List<JsonObject> =
        control("GET", "/_mock/accounts/$user/requests", null).jsonObject.getValue("requests").jsonArray.map { it.jsonObject }

    /** The messages that have arrived for the account over SMPP. */
    fun submits(user: String): List<JsonObject> = smpp(user).filter { text(it, "command") == "submit_sm" }

    /** Every request that has arrived for the account over SMPP. */
    fun smpp(user: String): List<JsonObject> =
        control("GET", "/_mock/accounts/$user/smpp/requests", null).jsonObject.getValue("requests").jsonArray.map { it.jsonObject }

    /** The address of another listener. */
    fun listener(settings: Map<String, Any?>): String = text(control("POST", "/_mock/listeners", settings).jsonObject, "url")

    /** Waits until [count] requests have arrived for the account. */
    fun await(user: String, count: Int) = await { requests(user).size >= count }

    /** Waits until it is so. */
    fun await(isSo: () -> Boolean) {
        val end = System.nanoTime() + 20_000_000_000
        while (!isSo()) {
            check(System.nanoTime() < end) { "it has not come to that within 20 s" }
            Thread.sleep(5)
        }
    }

    /** A request to the control interface; the parsed answer. */
    fun control(method: String, path: String, body: Any?): JsonElement {
        val text = if (body is JsonElement) body.toString() else body?.let { json(it) }
        val publisher = text?.let { HttpRequest.BodyPublishers.ofString(it) } ?: HttpRequest.BodyPublishers.noBody()
        val request = HttpRequest.newBuilder(URI(controlUrl + path)).method(method, publisher).build()
        val response = http.send(request, HttpResponse.BodyHandlers.ofString())
        check(response.statusCode() < 300) { "$method $path: ${response.statusCode()} ${response.body()}" }
        return Json.parseToJsonElement(response.body().ifEmpty { "null" })
    }

    private fun text(json: JsonObject, name: String) = json.getValue(name).jsonPrimitive.content
}

/** The text at this path of an object, `content/text`. */
fun JsonObject.at(path: String): String =
    path.split("/").dropLast(1).fold(this) { json, name -> json.getValue(name).jsonObject }
        .getValue(path.substringAfterLast("/")).jsonPrimitive.content
