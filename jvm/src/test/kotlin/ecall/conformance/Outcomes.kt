package ecall.conformance

import ecall.EcallException
import ecall.Estimate
import ecall.InboundSms
import ecall.JobStates
import ecall.JobStatus
import ecall.ListStatus
import ecall.LocalTime
import ecall.MessageResult
import ecall.MessageStatus
import ecall.ReceivedMessage
import ecall.ReportedStatus
import ecall.Resolution
import ecall.SendManyCounts
import ecall.SendManyResult
import ecall.Sent
import ecall.SentJob
import ecall.SentList
import ecall.StatusEvent
import ecall.ffi.Event
import ecall.ffi.Position
import ecall.ffi.RawParameter
import ecall.ffi.Replacement
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.longOrNull

/** JSON as plain values. */
fun plain(json: JsonElement): Any? = when (json) {
    is JsonNull -> null
    is JsonObject -> json.mapValues { (_, value) -> plain(value) }
    is JsonArray -> json.map(::plain)
    is JsonPrimitive -> if (json.isString) json.content else json.booleanOrNull ?: json.longOrNull ?: json.doubleOrNull
}

fun parsed(json: String): Any? = plain(Json.parseToJsonElement(json))

fun common(httpStatus: Int, requestId: String?, rawBody: ByteArray): Map<String, Any?> =
    mapOf("http_status" to httpStatus, "request_id" to requestId, "raw_body" to rawBody.decodeToString())

fun sent(answer: MessageResult): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
    "message_id" to answer.messageId,
    "message_ids" to answer.messageIds.map { mapOf("message_id" to it.messageId, "address" to it.address) },
    "timestamp" to answer.timestamp,
    "possible_duplicate" to answer.possibleDuplicate,
    "extra" to parsed(answer.extra),
    "estimate" to answer.estimate?.let(::estimate),
    "replacements" to answer.replacements.map(::replacement),
)

private fun accepted(sent: Sent): Map<String, Any?> = mapOf(
    "message_id" to sent.messageId,
    "message_ids" to sent.messageIds.map { mapOf("message_id" to it.messageId, "address" to it.address) },
    "timestamp" to sent.timestamp,
    "extra" to parsed(sent.extra),
    "estimate" to sent.estimate?.let(::estimate),
    "replacements" to sent.replacements.map(::replacement),
)

fun position(place: Position): Map<String, Any?> =
    mapOf("character" to place.character, "byte" to place.byte, "code_point" to place.codePoint, "utf16" to place.utf16)

fun replacement(one: Replacement): Map<String, Any?> =
    mapOf("at" to position(one.at), "from" to one.from, "to" to one.to)

/** As core's JSON has it. */
fun estimate(one: Estimate): Map<String, Any?> = mapOf(
    "alphabet" to one.alphabet.name.lowercase(),
    "pages" to one.pages,
    "units" to one.units,
    "units_left" to one.unitsLeft,
    "page_units" to one.pageUnits,
    "forcing" to one.forcing.map(::position),
    "doubled" to one.doubled.map(::position),
    "problems" to one.problems.map { mapOf("code" to it.code, "found" to it.found, "limit" to it.limit) },
    "cut" to one.cut?.let { mapOf("from" to position(it.from), "characters" to it.characters) },
    "transliterated" to one.transliterated?.let {
        mapOf("alphabet" to it.alphabet.name.lowercase(), "pages" to it.pages, "units" to it.units)
    },
)

fun reported(state: ReportedStatus): Map<String, Any?> = mapOf(
    "channel" to state.channel?.value,
    "message_id" to state.messageId,
    "status" to state.status?.value,
    "reason_code" to state.reasonCode,
    "reason" to state.reason,
    "timestamp" to state.timestamp,
    "from" to state.from,
    "to" to state.to,
    "page_total" to state.pageTotal,
    "final" to state.isFinal,
    "extra" to parsed(state.extra),
)

fun state(answer: MessageStatus): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
    "channel" to answer.channel?.value,
    "message_id" to answer.messageId,
    "status" to answer.status?.value,
    "reason_code" to answer.reasonCode,
    "reason" to answer.reason,
    "timestamp" to answer.timestamp,
    "from" to answer.from,
    "to" to answer.to,
    "page_total" to answer.pageTotal,
    "final" to answer.isFinal,
    "extra" to parsed(answer.extra),
)

fun item(error: EcallException?, result: () -> Map<String, Any?>): Map<String, Any?> =
    if (error == null) result() else mapOf("error" to failure(error))

fun list(answer: SentList): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
    "list_id" to answer.listId,
    "items" to answer.items.map { item(it.error) { accepted(it.sent!!) } },
    "failed" to answer.failed,
    "raised" to answer.failure?.let { failure(it) },
    "possible_duplicate" to answer.possibleDuplicate,
    "extra" to parsed(answer.extra),
)

fun listStatus(answer: ListStatus): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
    "list_id" to answer.listId,
    "messages" to answer.messages.map(::reported),
    "final" to answer.isFinal,
    "extra" to parsed(answer.extra),
)

fun many(results: List<SendManyResult>, counts: SendManyCounts): Map<String, Any?> = mapOf(
    "items" to results.sortedBy { it.index }.map { item(it.error) { sent(it.result!!) } },
    "counts" to mapOf(
        "given" to counts.given,
        "accepted" to counts.accepted,
        "refused" to counts.refused,
        "unknown" to counts.unknown,
        "possible_duplicates" to counts.possibleDuplicates,
    ),
)

fun states(followed: List<ecall.Followed>): Map<String, Any?> =
    mapOf("states" to followed.associate { it.messageId to item(it.error) { reported(it.status!!) } })

fun job(answer: SentJob): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
    "job_id" to answer.jobId,
    "result_code" to answer.resultCode,
    "result_text" to answer.resultText,
    "possible_duplicate" to answer.possibleDuplicate,
    "estimate" to answer.estimate?.let(::estimate),
    "replacements" to answer.replacements.map(::replacement),
)

fun time(time: LocalTime?): Map<String, Any?>? =
    time?.let { mapOf("text" to it.text, "time" to it.time, "doubt" to it.doubt?.name?.lowercase()) }

fun jobState(state: JobStatus): Map<String, Any?> = mapOf(
    "job_id" to state.jobId,
    "address" to state.address,
    "status_code" to state.statusCode,
    "status" to state.status?.value,
    "status_text" to state.statusText,
    "time_stamp" to time(state.timeStamp),
    "final" to state.isFinal,
    "extra" to parsed(state.extra),
)

fun jobStates(answer: JobStates): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) +
    mapOf("states" to answer.states.map(::jobState), "final" to answer.isFinal)

fun resolution(answer: Resolution): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) +
    mapOf("states" to answer.states.map(::jobState), "accepted" to answer.accepted)

fun inbound(message: InboundSms): Map<String, Any?> = mapOf(
    "message_id" to message.messageId,
    "job_id" to message.jobId,
    "address_from" to message.addressFrom,
    "address_to" to message.addressTo,
    "message" to message.message,
    "time_stamp" to time(message.timeStamp),
    "extra" to parsed(message.extra),
)

private fun pairs(raw: List<RawParameter>) = raw.map { listOf(it.name, parsed(it.value)) }

fun statusEvent(event: StatusEvent): Map<String, Any?> =
    mapOf("kind" to "status", "list_id" to event.listId) + reported(event.status)

fun received(message: ReceivedMessage): Map<String, Any?> = mapOf(
    "kind" to "received",
    "channel" to message.channel?.value,
    "message_id" to message.messageId,
    "from" to message.from,
    "to" to message.to,
    "text" to message.text,
    "reply_id" to message.replyId,
    "reply_title" to message.replyTitle,
    "content_type" to message.contentType,
    "timestamp" to message.timestamp,
    "extra" to parsed(message.extra),
)

fun event(event: Event): Map<String, Any?> = when (event) {
    is Event.Status -> statusEvent(event.event)
    is Event.Received -> received(event.message)
    is Event.CallbackReply ->
        mapOf("kind" to "callback_reply", "raw" to pairs(event.message.raw)) + inbound(event.message.message)
    is Event.CallbackSms ->
        mapOf("kind" to "callback_sms", "raw" to pairs(event.message.raw)) + inbound(event.message.message)
    is Event.CallbackNotification -> event.notification.let {
        mapOf(
            "kind" to "callback_notification",
            "job_id" to it.jobId,
            "result_code" to it.resultCode,
            "result_text" to it.resultText,
            "number" to it.number,
            "time_stamp" to time(it.timeStamp),
            "extra" to parsed(it.extra),
            "raw" to pairs(it.raw),
        )
    }
    is Event.Unknown -> error("an event that this version does not know: ${event.json}")
}

/** An error; [thrown] is what the user saw of it, [statesBefore] how many states came before it. */
fun failure(error: EcallException, thrown: Throwable = error, statesBefore: Int? = null): Map<String, Any?> = mapOf(
    "kind" to error.kind.code,
    "outcome" to error.outcome.code,
    "http_status" to error.httpStatus,
    "ecall_code" to error.ecallCode,
    "request_id" to error.requestId,
    "message_id" to error.messageId,
    "job_id" to error.jobId,
    "retry_after_ms" to error.retryAfterMs,
    "attempts" to error.attempts.size,
    "fields" to error.fields.map { mapOf("field" to it.field, "rule" to it.rule, "length" to it.length, "limit" to it.limit) },
    "last_status" to error.lastStatus?.status?.value,
    "last_job_state" to error.lastJobState?.let(::reportedJob),
    "smpp_status" to error.smppStatus,
    "parts" to error.parts.map(::part),
    "states_before" to statesBefore,
    "raw_body" to error.rawBody?.decodeToString(),
    "message" to error.toString(),
    "everything" to "${thrown.stackTraceToString()} ${error.details}",
)
