package ecall.conformance

import ecall.CallOptions
import ecall.CallbackEncoding
import ecall.Client
import ecall.DownloadOptions
import ecall.EmailNotificationAddress
import ecall.HttpsClient
import ecall.HttpsFaxOptions
import ecall.HttpsSmsOptions
import ecall.HttpsVoiceOptions
import ecall.MediaSource
import ecall.MessagesOptions
import ecall.Notification
import ecall.NotificationEvent
import ecall.ReceiverOptions
import ecall.SendManyOptions
import ecall.SmppClient
import ecall.SmppEvents
import ecall.SmppSubmit
import ecall.SmsOptions
import ecall.SoapClient
import ecall.SoapFaxOptions
import ecall.SoapSmsOptions
import ecall.SoapVoiceOptions
import ecall.SubmitOptions
import ecall.UploadOptions
import ecall.WaitManyOptions
import ecall.WaitOptions
import ecall.Webhook
import ecall.WebhookReceiver
import ecall.WebhookRequest
import ecall.WireMessage
import ecall.ffi.FaxFile
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import java.util.Base64
import java.util.HexFormat
import java.util.concurrent.ConcurrentHashMap

/** The arguments of a call as this language takes them, and the operations that are the same on both faces. */
abstract class Calls(client: AutoCloseable, private val given: JsonObject, private val own: JsonObject) {
    protected val rest: Client by lazy { client as Client }
    protected val https: HttpsClient by lazy { client as HttpsClient }
    protected val soap: SoapClient by lazy { client as SoapClient }
    protected val smpp: SmppClient by lazy { client as SmppClient }

    protected fun text(name: String): String = given.getValue(name).text

    protected fun textOrNull(name: String): String? = given[name]?.takeUnless { it is JsonNull }?.text

    protected fun texts(name: String): List<String> = given.getValue(name).jsonArray.map { it.text }

    /** What is one text or several. */
    protected val addresses: List<String>
        get() = (given.getValue("to") as? JsonArray)?.map { it.text } ?: listOf(text("to"))

    /** What is given besides these, with the options of the call where they are of one kind. */
    private fun others(vararg known: String): Map<String, Any?> = camelled(JsonObject(given.filterKeys { it !in known }))

    protected val options: CallOptions get() = CallOptions(extra = camelled(own))
    protected val sms: SmsOptions get() = SmsOptions(extra = others("to", "text", "from"))
    protected val httpsSms: HttpsSmsOptions get() = HttpsSmsOptions(extra = others("to", "text", "from"))
    protected val httpsFax: HttpsFaxOptions get() = HttpsFaxOptions(extra = others("to", "text"))
    protected val httpsVoice: HttpsVoiceOptions get() = HttpsVoiceOptions(extra = others("to", "text"))
    protected val soapSms: SoapSmsOptions get() = SoapSmsOptions(extra = others("to", "text", "from"))
    protected val soapFax: SoapFaxOptions get() = SoapFaxOptions(extra = others("to", "text", "files"))
    protected val soapVoice: SoapVoiceOptions get() = SoapVoiceOptions(extra = others("to", "text"))
    protected val submitting: SubmitOptions
        get() = submitOptions(JsonObject(given.filterKeys { it !in setOf("to", "text", "from") } + own))

    /** Octets are hex digits here. */
    private fun submitOptions(given: JsonObject): SubmitOptions {
        val octets = given["user_data_base64"]?.let { HexFormat.of().formatHex(Base64.getDecoder().decode(it.text)) }
        return SubmitOptions(userData = octets, extra = camelled(JsonObject(given - "user_data_base64")))
    }

    protected val submittingMany: SubmitOptions get() = SubmitOptions(extra = others("messages") + camelled(own))
    protected val submits: List<SmppSubmit>
        get() = given.getValue("messages").jsonArray.map { it.jsonObject }.map { one ->
            val options = one["options"]?.jsonObject?.let(::submitOptions)
            SmppSubmit(one.getValue("to").text, one.getValue("text").text, one["from"]?.text, options)
        }
    protected val only: List<String>? get() = given["only"]?.jsonArray?.map { it.text }
    protected val leaves: Boolean get() = given["leave"]?.text == "true"
    protected val files: List<FaxFile>
        get() = given["files"]?.jsonArray.orEmpty().map { it.jsonObject }.map { file ->
            val bytes = file["text"]?.text?.toByteArray() ?: Base64.getDecoder().decode(file.getValue("base64").text)
            FaxFile.Bytes(file.getValue("name").text, bytes)
        }
    protected val waiting: WaitOptions
        get() = WaitOptions(extra = others("message_id", "job_id", "address") + camelled(own))
    protected val sendingMany: SendManyOptions get() = SendManyOptions(extra = others("messages") + camelled(own))
    protected val waitingMany: WaitManyOptions
        get() = WaitManyOptions(extra = others("message_ids", "events") + camelled(own))
    protected val uploading: UploadOptions get() = UploadOptions(extra = others("text", "base64") + camelled(own))
    protected val downloading: DownloadOptions get() = DownloadOptions(extra = camelled(own))
    protected val reading: MessagesOptions get() = MessagesOptions(extra = others("take", "acknowledge"))
    protected val take: Int? get() = (given["take"])?.text?.toInt()
    protected val acknowledges: Boolean get() = given["acknowledge"]?.text == "true"
    protected val json: String? get() = given["json"]?.toString()
    protected val events: List<String> get() = given["events"]?.jsonArray?.map { it.toString() }.orEmpty()

    protected val message: WireMessage get() = wire(given.getValue("message"))
    protected val messages: List<WireMessage> get() = given.getValue("messages").jsonArray.map(::wire)

    @Suppress("UNCHECKED_CAST")
    private fun wire(message: JsonElement) = WireMessage(plain(message) as Map<String, Any?>)

    protected val notification: Notification?
        get() = given["notification"]?.jsonObject?.let { it ->
            val addresses = it.getValue("addresses").jsonArray.map { address ->
                check(address.jsonObject.getValue("type").text == "Email")
                EmailNotificationAddress(address.jsonObject.getValue("address").text)
            }
            Notification(addresses, it["forEvent"]?.text?.let(NotificationEvent::of))
        }

    protected val source: MediaSource
        get() = MediaSource.of(textOrNull("text")?.toByteArray() ?: Base64.getDecoder().decode(text("base64")))

    /** The operations that need no client. */
    protected fun withoutClient(operation: String): Map<String, Any?> = when (operation) {
        "parse_status" -> statusEvent(Webhook.parseStatus(text("data")))
        "parse_received" -> received(Webhook.parseReceived(text("data")))
        "parse_callback" -> event(
            textOrNull("encoding")?.let { Webhook.parseCallback(text("data"), encoding(it)) } ?: Webhook.parseCallback(text("data")),
        )
        "is_from_ecall" -> mapOf("admitted" to Webhook.isFromEcall(text("ip")))
        "receive" -> receive()
        else -> error("no operation $operation")
    }

    private fun encoding(word: String) = CallbackEncoding.entries.first { it.value == word }

    private fun receive(): Map<String, Any?> {
        val forwarded = given["headers"]?.jsonObject.orEmpty().filterKeys { it == "x-forwarded-for" }.values.map { it.text }
        val request = WebhookRequest(
            text("peer"),
            text("method"),
            textOrNull("query"),
            textOrNull("body").orEmpty().toByteArray(),
            forwarded,
        )
        val receiver = WebhookReceiver(ReceiverOptions(extra = camelled(given["options"]?.jsonObject ?: JsonObject(emptyMap()))))
        var told: Map<String, Any?>? = null
        val response = receiver.receive(request) { told = event(it) }
        return mapOf("status" to response.status, "event" to told)
    }

    protected fun raw(answer: ecall.Response): Map<String, Any?> {
        val body = answer.rawBody.decodeToString()
        val json = if (body.isEmpty()) null else runCatching { Json.parseToJsonElement(body) }.getOrNull()
        return common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf("json" to json)
    }

    protected fun uploaded(answer: ecall.UploadedMedia): Map<String, Any?> =
        common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf("media_id" to answer.mediaId)

    protected fun downloaded(answer: ecall.DownloadedMedia): Map<String, Any?> =
        common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
            "content_type" to answer.contentType,
            "length" to answer.length,
            "text" to answer.content.decodeToString(),
        )

    protected fun cached(answer: ecall.CachedMessage): Map<String, Any?> =
        common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf("message" to answer.message?.let(::inbound))

    protected fun deleted(answer: ecall.Deletion): Map<String, Any?> =
        common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf("deleted" to answer.deleted)

    /** Tells of an error how many states came before it. */
    protected inline fun <T> counted(found: List<*>, act: () -> T): T =
        try {
            act()
        } catch (thrown: Throwable) {
            throw Interrupted(found.size, thrown)
        }

    /** Whether an event is one that is asked for. */
    protected fun isWanted(event: Map<String, Any?>): Boolean = only?.contains(event["type"]) ?: (event["type"] != "link")

    /** Which client the call is about. */
    protected val about: AutoCloseable = client

    protected companion object {
        /** The readers that cases keep. */
        val readers: MutableMap<SmppClient, SmppEvents> = ConcurrentHashMap()
    }
}
