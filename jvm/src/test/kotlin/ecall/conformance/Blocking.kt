package ecall.conformance

import ecall.CancelToken
import ecall.HttpsClient
import ecall.MediaTarget
import ecall.SmppClient
import ecall.SoapClient
import kotlinx.serialization.json.JsonObject
import org.junit.jupiter.api.Assertions.assertTimeoutPreemptively
import java.time.Duration

/** The operations by functions that block. */
class Blocking(client: AutoCloseable, given: JsonObject, own: JsonObject, private val token: CancelToken) :
    Calls(client, given, own) {
    fun call(operation: String): Map<String, Any?> = when (about) {
        is HttpsClient -> ofHttps(operation)
        is SoapClient -> ofSoap(operation)
        is SmppClient -> ofSmpp(operation)
        else -> ofRest(operation)
    }

    private fun ofRest(operation: String): Map<String, Any?> = when (operation) {
        "send_sms" -> sent(rest.sendSmsBlocking(text("to"), text("text"), textOrNull("from"), sms, options, token))
        "send" -> sent(rest.sendBlocking(message, options, token))
        "status" -> state(rest.statusBlocking(text("message_id"), options, token))
        "wait" -> state(rest.awaitBlocking(text("message_id"), waiting, token))
        "check" -> emptyMap<String, Any?>().also { rest.checkBlocking(options, token) }
        "request" -> raw(rest.requestBlocking(text("method"), text("path"), json, options, token))
        "send_list" -> list(rest.sendListBlocking(messages, notification, options, token))
        "list_status" -> listStatus(rest.listStatusBlocking(text("list_id"), options, token))
        "send_many" -> rest.sendManyBlocking(messages, sendingMany, token).let { many(it.asSequence().toList(), it.counts) }
        "wait_many" -> rest.waitMany(texts("message_ids"), waitingMany, token).let {
            events.forEach(it::notify)
            states(it.asSequence().toList())
        }
        "upload_media" -> uploaded(rest.uploadMediaBlocking(source, uploading, cancel = token))
        "download_media" ->
            downloaded(rest.downloadMediaBlocking(text("media_id"), MediaTarget.MEMORY, downloading, cancel = token))
        else -> withoutClient(operation)
    }

    private fun ofHttps(operation: String): Map<String, Any?> = when (operation) {
        "send_sms" -> job(https.sendSmsBlocking(addresses, text("text"), textOrNull("from"), httpsSms, options, token))
        "send_fax" -> job(https.sendFaxBlocking(addresses, text("text"), httpsFax, options, token))
        "send_voice" -> job(https.sendVoiceBlocking(text("to"), text("text"), httpsVoice, options, token))
        "status" -> jobStates(https.statusBlocking(text("job_id"), options, token))
        "resolve" -> resolution(https.resolveBlocking(text("job_id"), options, token))
        "next_message" -> cached(https.nextMessageBlocking(textOrNull("number"), options, token))
        "delete_message" -> deleted(https.deleteMessageBlocking(text("message_id"), options, token))
        "status_range" -> {
            val found = mutableListOf<Map<String, Any?>>()
            val range = https.statusRange(text("start"), text("end"), options)
            counted(found) { range.forEach { found += jobState(it) } }
            mapOf("states" to found)
        }
        "messages" -> {
            val messages = https.messages(reading, options)
            val found = mutableListOf<Map<String, Any?>>()
            while (take.let { it == null || found.size < it } && messages.hasNext()) found += inbound(messages.next())
            if (acknowledges) messages.acknowledgeBlocking()
            mapOf("messages" to found)
        }
        else -> withoutClient(operation)
    }

    private fun ofSoap(operation: String): Map<String, Any?> = when (operation) {
        "send_sms" -> job(soap.sendSmsBlocking(addresses, text("text"), textOrNull("from"), soapSms, options, token))
        "send_fax" -> job(soap.sendFaxBlocking(addresses, text("text"), files, soapFax, options, token))
        "send_voice" -> job(soap.sendVoiceBlocking(addresses, text("text"), soapVoice, options, token))
        "state" -> soapState(soap.stateBlocking(text("job_id"), textOrNull("address"), options, token))
        "wait" -> soapState(soap.awaitBlocking(text("job_id"), textOrNull("address"), waiting, token))
        "resolve" -> soapResolution(soap.resolveBlocking(text("job_id"), options, token))
        else -> withoutClient(operation)
    }

    private fun ofSmpp(operation: String): Map<String, Any?> = when (operation) {
        "bind" -> bound(smpp.bindBlocking())
        "unbind" -> emptyMap<String, Any?>().also { smpp.unbindBlocking() }
        "submit" -> submitted(smpp.submitBlocking(text("to"), text("text"), textOrNull("from"), submitting, token))
        "submit_many" ->
            smpp.submitMany(submits, submittingMany, token).let { submittedMany(it.asSequence().toList(), it.counts) }
        "events" -> assertTimeoutPreemptively<Map<String, Any?>>(Duration.ofSeconds(20)) { events() }
        else -> withoutClient(operation)
    }

    private fun events(): Map<String, Any?> {
        val reader = readers.computeIfAbsent(smpp) { it.events() }
        val found = mutableListOf<Map<String, Any?>>()
        while (found.size < take!! && reader.hasNext()) found += happened(reader.next()).takeIf(::isWanted) ?: continue
        if (acknowledges) reader.acknowledge()
        if (leaves) readers.remove(smpp)!!.close()
        return mapOf("events" to found)
    }
}
