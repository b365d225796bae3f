package ecall

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpHandler
import ecall.ffi.Event
import ecall.ffi.Opened
import ecall.ffi.RequestHead
import ecall.ffi.RequestRefusal

/** What eCall sends by itself: status notifications, received messages, and the callbacks of the HTTPS and SOAP interfaces. */
public object Webhook {
    /** Reads a status notification: JSON, a query, or a URL with one. */
    @JvmStatic
    public fun parseStatus(data: ByteArray): StatusEvent = translated { ecall.ffi.parseStatus(data) }

    /** The same of a text. */
    @JvmStatic
    public fun parseStatus(data: String): StatusEvent = parseStatus(data.toByteArray())

    /** Reads a received message, which is JSON. */
    @JvmStatic
    public fun parseReceived(data: ByteArray): ReceivedMessage = translated { ecall.ffi.parseReceived(data) }

    /** The same of a text. */
    @JvmStatic
    public fun parseReceived(data: String): ReceivedMessage = parseReceived(data.toByteArray())

    /** Reads a callback of the HTTPS or SOAP interface: the query of a GET, with or without its `?`, or the whole URL. */
    @JvmStatic
    @JvmOverloads
    public fun parseCallback(data: String, encoding: CallbackEncoding = CallbackEncoding.AUTO): Event =
        translated { ecall.ffi.parseCallback(data.toByteArray(), encoding.value) }

    /** Whether an address is one of those that eCall sends from. */
    @JvmStatic
    public fun isFromEcall(ip: String): Boolean = ecall.ffi.isFromEcall(ip)
}

/**
 * A request to a server of yours, of which a [WebhookReceiver] says whether it is taken.
 *
 * @property peer the address of the connection's other end.
 * @property method the method, in capital letters.
 * @property query what follows the `?` of the address, as it came.
 * @property body the body.
 * @property forwardedFor the values of `x-forwarded-for`, in their order.
 */
public class WebhookRequest @JvmOverloads constructor(
    public val peer: String,
    public val method: String,
    public val query: String? = null,
    public val body: ByteArray = ByteArray(0),
    public val forwardedFor: List<String> = emptyList(),
)

/**
 * What to answer a request with.
 *
 * @property status the HTTP status: 200 where the handler returned.
 * @property reason the body, a sentence; empty where the request was taken.
 * @property allow the value of the header `allow`, where the answer has one.
 */
public class WebhookResponse internal constructor(
    public val status: Int,
    public val reason: String,
    public val allow: String? = null,
)

/** Takes an event. Where it throws, the request is answered with 500, and eCall may send it again. */
public fun interface WebhookHandler {
    /** One event. May come more than once. */
    public fun handle(event: Event)
}

/**
 * Goes from a request of eCall's to its answer, in any server. May be shared by all threads.
 *
 * Requests of strangers are refused: by default all but those from eCall's own addresses.
 */
public class WebhookReceiver @JvmOverloads constructor(options: ReceiverOptions = ReceiverOptions()) {
    private val inner = translated { ecall.ffi.Receiver(optionsJson(options)) }

    /** The longest body that is taken, in bytes. */
    public val maxBody: Int get() = inner.maxBody()

    /** What to answer [request] with. The handler is called with what it tells, on the calling thread; what it throws is thrown. */
    public fun receive(request: WebhookRequest, handler: WebhookHandler): WebhookResponse {
        val head = RequestHead(request.peer, request.method, request.forwardedFor, null)
        return when (val opened = translated { inner.open(head, request.query, request.body) }) {
            is Opened.Refused -> opened.refusal.response()
            is Opened.Told -> {
                handler.handle(opened.event)
                WebhookResponse(200, "")
            }
        }
    }

    /** A handler for the server of the JDK (`com.sun.net.httpserver`); a handler that throws is answered with 500. */
    public fun httpHandler(handler: WebhookHandler): HttpHandler = HttpHandler { exchange ->
        exchange.use {
            val response = try {
                refused(exchange) ?: receive(exchange.request(), handler)
            } catch (thrown: Throwable) {
                hooked { throw thrown }
                WebhookResponse(500, "the event could not be handled")
            }
            exchange.answer(response)
        }
    }

    private fun refused(exchange: HttpExchange): WebhookResponse? {
        val length = exchange.requestHeaders.getFirst("content-length")?.toLongOrNull()
        val head = RequestHead(exchange.peer(), exchange.requestMethod, exchange.forwardedFor(), length)
        return translated { inner.admit(head) }?.response()
    }

    private fun HttpExchange.request() = WebhookRequest(
        peer(),
        requestMethod,
        requestURI.rawQuery,
        // One more than may come, so that a longer body is refused without being read.
        requestBody.readNBytes(maxBody + 1),
        forwardedFor(),
    )
}

private fun RequestRefusal.response() = WebhookResponse(status, reason, allow)

private fun HttpExchange.peer(): String = remoteAddress.address.hostAddress

private fun HttpExchange.forwardedFor(): List<String> = requestHeaders["x-forwarded-for"].orEmpty()

private fun HttpExchange.answer(response: WebhookResponse) {
    response.allow?.let { responseHeaders.add("allow", it) }
    if (response.reason.isEmpty()) return sendResponseHeaders(response.status, -1)
    responseHeaders.add("content-type", "text/plain; charset=utf-8")
    val body = response.reason.toByteArray()
    sendResponseHeaders(response.status, body.size.toLong())
    responseBody.write(body)
}
