package ecall.conformance

import ecall.Client
import ecall.ClientOptions
import ecall.EcallException
import ecall.HttpsClient
import ecall.Mock
import ecall.SmppClient
import ecall.SmppOptions
import ecall.SoapClient
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import java.util.Base64

/** What a call makes that later ones are about: names of its result, or of its error. */
private val MADE = listOf("message_id", "list_id", "media_id", "job_id")

/** The calls that make something. */
private val MAKERS =
    setOf("send", "send_sms", "send_fax", "send_voice", "send_list", "upload_media", "next_message", "messages", "submit")

private val PAUSES = mapOf("backoffInitialMs" to 10, "backoffMaxMs" to 50)
private val SMPP_PAUSES = mapOf(
    "responseTimeoutMs" to 5000,
    "reconnectInitialMs" to 10,
    "reconnectMaxMs" to 50,
    "refusedBindIntervalMs" to 50,
)

fun runCase(definition: JsonObject, face: Face) = Run(definition, face).run()

val JsonElement.text: String get() = jsonPrimitive.content

/** One conformance case over the public surface. */
private class Run(private val definition: JsonObject, private val face: Face) {
    /** Longer than SMPP allows, as those of other languages. */
    private val user = Mock.user() + "-of-a-case"
    private val password = "secret-$user"
    private val listener = definition["listener"]?.let { Mock.control("POST", "/_mock/listeners", it).jsonObject }
    private val made = MADE.associateWith { "" }.toMutableMap()
    private val kind = definition.getValue("interface").text
    private val isSmpp = kind == "smpp"
    private val client: Result<AutoCloseable> by lazy { runCatching { make() } }

    fun run() {
        try {
            case()
        } finally {
            client.getOrNull()?.close()
            Mock.control("DELETE", "/_mock/accounts/$user", null)
            listener?.let { Mock.control("DELETE", "/_mock/listeners/${it.getValue("id").text}", null) }
        }
    }

    private fun case() {
        definition["account"]?.let { Mock.control("PUT", "/_mock/accounts/$user", filled(it)) }
        definition.getValue("steps").jsonArray.forEachIndexed { index, step ->
            try {
                step(step.jsonObject)
            } catch (problem: Throwable) {
                throw AssertionError("step $index: ${problem.message}", problem)
            }
        }
        arrived(filled(definition.getValue("arrived")).jsonObject)
    }

    private fun make(): AutoCloseable {
        val url = when (kind) {
            "rest" -> Mock.restUrl
            "https" -> Mock.httpsUrl
            "soap" -> Mock.soapUrl
            else -> Mock.smppUrl
        }
        val pauses = if (isSmpp) SMPP_PAUSES else PAUSES
        val defaults = pauses + mapOf(
            "username" to user,
            "password" to password,
            "baseUrl" to (listener?.getValue("url")?.text ?: url),
            "caFile" to Mock.caFile,
            "timeoutMs" to 10_000,
            "maxRetries" to 3,
        )
        val all = (defaults + camelled(filled(definition.getValue("client")).jsonObject)).filterValues { it != null }
        return when (kind) {
            "rest" -> Client(ClientOptions(extra = all))
            "https" -> HttpsClient(ClientOptions(extra = all))
            "soap" -> SoapClient(ClientOptions(extra = all))
            else -> SmppClient(SmppOptions(extra = all))
        }
    }

    private fun step(step: JsonObject) {
        val script = if (isSmpp) "smpp/script" else "script"
        step["mock"]?.let { Mock.control("POST", "/_mock/accounts/$user/$script", filled(it)) }
        step["sleep_ms"]?.let { Thread.sleep(it.jsonPrimitive.long) }
        step["post"]?.jsonObject?.let {
            Mock.control("POST", "/_mock/accounts/$user/${filledText(it.getValue("path").text)}", filled(it.getValue("json")))
        }
        if ("close_idle" in step) Mock.control("POST", "/_mock/accounts/$user/close_idle", JsonObject(emptyMap()))
        step["call"]?.let { call(filled(it).jsonObject, step.getValue("expect")) }
    }

    private fun call(call: JsonObject, stated: JsonElement) {
        val operation = call.getValue("operation").text
        val begun = System.nanoTime()
        val outcome = client.mapCatching { made(it, call, operation) }
        val elapsed = (System.nanoTime() - begun) / 1e6
        if (operation in MAKERS) remember(outcome)
        val expect = filled(stated).jsonObject
        expect["elapsed_ms"]?.let { within("elapsed_ms", it.jsonObject, elapsed) }
        expect["result"]?.let { checkResult(it.jsonObject, outcome) }
        expect["error"]?.let { checkError(it.jsonObject, outcome) }
    }

    private fun made(client: AutoCloseable, call: JsonObject, operation: String): Map<String, Any?> {
        val arguments = call.getValue("arguments").jsonObject
        val cancel = call["cancel"]?.jsonObject?.let(::cancelling)
        return face.call(client, operation, arguments, call["options"]?.jsonObject ?: JsonObject(emptyMap()), cancel)
    }

    private fun cancelling(cancel: JsonObject): Cancelling {
        val before = requests().size
        val wait: (() -> Unit)? = if (cancel.getValue("when").text == "before") {
            null
        } else {
            {
                Mock.await { requests().size > before }
                Thread.sleep(cancel["after_ms"]?.jsonPrimitive?.long ?: 0)
            }
        }
        return Cancelling(wait)
    }

    private fun remember(outcome: Result<Map<String, Any?>>) {
        val result = outcome.getOrNull().orEmpty()
        val last = (result["messages"] as? List<*>)?.lastOrNull() ?: result["message"]
        val job = outcome.exceptionOrNull()?.let { errorOf(it)?.jobId }
        for (name in MADE) {
            val found = result[name] ?: (last as? Map<*, *>)?.get(name) ?: if (name == "job_id") job else null
            if (found != null) made[name] = found as String
        }
    }

    private fun checkResult(stated: JsonObject, outcome: Result<Map<String, Any?>>) {
        val found = outcome.getOrThrow()
        for ((key, value) in stated) {
            if (key == "json") exactly(key, value, found[key] as JsonElement?) else matches(key, value, found[key])
        }
    }

    private fun checkError(stated: JsonObject, outcome: Result<Map<String, Any?>>) {
        val thrown = checkNotNull(outcome.exceptionOrNull()) { "succeeded: ${outcome.getOrNull()}" }
        val before = (thrown as? Interrupted)?.statesBefore
        val seen = if (thrown is Interrupted) thrown.cause!! else thrown
        val error = errorOf(seen)
        if (error != null) return matches("error", stated, failure(error, seen, before))
        // The language's own cancellation, which carries no error: certainly nothing was accepted.
        if (!isCancellation(seen)) throw seen
        val outcomeOfNothing = if (sends(stated)) "not_accepted" else "not_applicable"
        matches("error", JsonObject(stated.filterKeys { it == "kind" || it == "outcome" }), mapOf("kind" to "cancelled", "outcome" to outcomeOfNothing))
    }

    private fun sends(stated: JsonObject) = stated["outcome"]?.text != "not_applicable"

    private fun errorOf(thrown: Throwable): EcallException? =
        generateSequence(if (thrown is Interrupted) thrown.cause else thrown) { if (isCancellation(it)) it.cause else null }
            .filterIsInstance<EcallException>().firstOrNull()

    private fun arrived(stated: JsonObject) {
        val found = requests()
        within("arrived", stated.getValue("count").jsonObject, found.size.toDouble())
        stated["requests"]?.jsonArray?.forEachIndexed { index, one ->
            for ((key, value) in one.jsonObject) {
                val where = "request $index: $key"
                val request = found[index]
                when (key) {
                    "json" -> exactly(where, value, request[key])
                    "form" -> exactly(where, value, form(request))
                    "body_text" -> {
                        val body = Base64.getDecoder().decode(request.getValue("body_base64").text)
                        matches(where, value, body.decodeToString())
                    }
                    else -> matches(where, value, plain(request[key] ?: JsonNull))
                }
            }
        }
        stated["binds"]?.let { binds ->
            matches("binds", binds, Mock.smpp(user).filter { it.getValue("command").text.startsWith("bind_") }.map(::plain))
        }
        stated["summary"]?.let(::summary)
        stated["connections"]?.let {
            val here = Mock.control("GET", "/_mock/listeners/${listener!!.getValue("id").text}", null).jsonObject
            within("connections", it.jsonObject, here.getValue("connections").jsonPrimitive.long.toDouble())
        }
    }

    /** Asked for until it is so: a link ends a moment after the client. */
    private fun summary(stated: JsonElement) {
        val end = System.nanoTime() + 5_000_000_000
        while (true) {
            val found = plain(Mock.control("GET", "/_mock/accounts/$user/smpp/summary", null))
            val problem = runCatching { matches("summary", stated, found) }.exceptionOrNull() ?: return
            if (System.nanoTime() > end) throw problem
            Thread.sleep(10)
        }
    }

    private fun requests() = if (isSmpp) Mock.submits(user) else Mock.requests(user)

    private fun form(request: JsonObject): JsonElement? {
        val form = request["form"] as? JsonObject ?: return null
        return JsonObject(form.filterKeys { it.lowercase() !in setOf("username", "password") })
    }

    /** The value with every placeholder of ours filled in. */
    private fun filled(value: JsonElement): JsonElement = when (value) {
        is JsonObject -> JsonObject(value.entries.associate { (key, item) -> filledText(key) to filled(item) })
        is JsonArray -> JsonArray(value.map(::filled))
        is JsonPrimitive -> if (value.isString) JsonPrimitive(filledText(value.content)) else value
    }

    private fun filledText(text: String): String {
        if ("{{" !in text) return text
        val places = made + mapOf(
            "username" to user,
            "password" to password,
            "rest_url" to Mock.restUrl,
            "https_url" to Mock.httpsUrl,
            "soap_url" to Mock.soapUrl,
            "smpp_url" to Mock.smppUrl,
            "control_url" to Mock.controlUrl,
            "listener_url" to listener?.getValue("url")?.text.orEmpty(),
        )
        return Regex("""\{\{(\w+)\}\}""").replace(text) { places[it.groupValues[1]] ?: it.value }
    }
}

/** Names of options as this language writes them. */
fun camelled(options: JsonObject): Map<String, Any?> = options.entries.associate { (name, value) ->
    Regex("_([a-z0-9])").replace(name) { it.groupValues[1].uppercase() } to plain(value)
}
