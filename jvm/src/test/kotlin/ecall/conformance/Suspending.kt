package ecall.conformance

import ecall.HttpsClient
import ecall.SmppClient
import ecall.SmppEvents
import ecall.SoapClient
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.JsonObject

/** The operations by functions that suspend. */
class Suspending(client: AutoCloseable, given: JsonObject, own: JsonObject) : Calls(client, given, own) {
    suspend fun call(operation: String): Map<String, Any?> = when (about) {
        is HttpsClient -> ofHttps(operation)
        is SoapClient -> ofSoap(operation)
        is SmppClient -> ofSmpp(operation)
        else -> ofRest(operation)
    }

    private suspend fun ofRest(operation: String): Map<String, Any?> = when (operation) {
        "send_sms" -> sent(rest.sendSms(text("to"), text("text"), textOrNull("from"), sms, options))
        "send" -> sent(rest.send(message, options))
        "status" -> state(rest.status(text("message_id"), options))
        "wait" -> state(rest.await(text("message_id"), waiting))
        "check" -> emptyMap<String, Any?>().also { rest.check(options) }
        "request" -> raw(rest.request(text("method"), text("path"), json, options))
        "send_list" -> list(rest.sendList(messages, notification, options))
        "list_status" -> listStatus(rest.listStatus(text("list_id"), options))
        "send_many" -> rest.sendMany(messages.asFlow(), sendingMany).let { many(it.results.toList(), it.counts) }
        "wait_many" -> rest.waitMany(texts("message_ids"), waitingMany).let {
            events.forEach(it::notify)
            states(it.results.toList())
        }
        "upload_media" -> uploaded(rest.uploadMedia(source, uploading))
        "download_media" -> downloaded(rest.downloadMedia(text("media_id"), options = downloading))
        else -> withoutClient(operation)
    }

    private suspend fun ofHttps(operation: String): Map<String, Any?> = when (operation) {
        "send_sms" -> job(https.sendSms(addresses, text("text"), textOrNull("from"), httpsSms, options))
        "send_fax" -> job(https.sendFax(addresses, text("text"), httpsFax, options))
        "send_voice" -> job(https.sendVoice(text("to"), text("text"), httpsVoice, options))
        "status" -> jobStates(https.status(text("job_id"), options))
        "resolve" -> resolution(https.resolve(text("job_id"), options))
        "next_message" -> cached(https.nextMessage(textOrNull("number"), options))
        "delete_message" -> deleted(https.deleteMessage(text("message_id"), options))
        "status_range" -> {
            val found = mutableListOf<Map<String, Any?>>()
            counted(found) { https.statusRange(text("start"), text("end"), options).states.collect { found += jobState(it) } }
            mapOf("states" to found)
        }
        "messages" -> {
            val messages = https.messages(reading, options)
            val found = mutableListOf<Map<String, Any?>>()
            while (take.let { it == null || found.size < it }) found += inbound(messages.receive() ?: break)
            if (acknowledges) messages.acknowledge()
            mapOf("messages" to found)
        }
        else -> withoutClient(operation)
    }

    private suspend fun ofSoap(operation: String): Map<String, Any?> = when (operation) {
        "send_sms" -> job(soap.sendSms(addresses, text("text"), textOrNull("from"), soapSms, options))
        "send_fax" -> job(soap.sendFax(addresses, text("text"), files, soapFax, options))
        "send_voice" -> job(soap.sendVoice(addresses, text("text"), soapVoice, options))
        "state" -> soapState(soap.state(text("job_id"), textOrNull("address"), options))
        "wait" -> soapState(soap.await(text("job_id"), textOrNull("address"), waiting))
        "resolve" -> soapResolution(soap.resolve(text("job_id"), options))
        else -> withoutClient(operation)
    }

    private suspend fun ofSmpp(operation: String): Map<String, Any?> = when (operation) {
        "bind" -> bound(smpp.bind())
        "unbind" -> emptyMap<String, Any?>().also { smpp.unbind() }
        "submit" -> submitted(smpp.submit(text("to"), text("text"), textOrNull("from"), submitting))
        "submit_many" -> smpp.submitMany(submits, submittingMany).let { submittedMany(it.results.toList(), it.counts) }
        "events" -> withTimeout(20_000) {
            val reader = readers.computeIfAbsent(smpp) { it.events() }
            val found = mutableListOf<Map<String, Any?>>()
            while (found.size < take!!) found += happened(reader.receive() ?: break).takeIf(::isWanted) ?: continue
            ended(reader, found)
        }
        else -> withoutClient(operation)
    }

    private fun ended(reader: SmppEvents, found: List<Map<String, Any?>>): Map<String, Any?> {
        if (acknowledges) reader.acknowledge()
        if (leaves) readers.remove(smpp)!!.close()
        return mapOf("events" to found)
    }
}
