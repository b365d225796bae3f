package ecall.conformance

import ecall.JobState
import ecall.PartOutcome
import ecall.ReportedJobState
import ecall.SendManyCounts
import ecall.SmppBound
import ecall.SoapResolution
import ecall.SubmitManyResult
import ecall.Submitted
import ecall.ffi.PartState
import ecall.ffi.SmppEvent
import java.util.HexFormat

// Results of SOAP and SMPP with the names of cases.

fun reportedJob(state: ReportedJobState): Map<String, Any?> = mapOf(
    "job_id" to state.jobId,
    "address" to state.address,
    "job_type" to state.jobType,
    "send_state" to state.sendState,
    "status" to state.status?.value,
    "error_state" to state.errorState,
    "points_used" to state.pointsUsed,
    "finish_date" to time(state.finishDate),
    "final" to state.isFinal,
    "extra" to parsed(state.extra),
)

fun soapState(answer: JobState): Map<String, Any?> = common(answer.httpStatus, answer.requestId, answer.rawBody) + mapOf(
    "job_id" to answer.jobId,
    "address" to answer.address,
    "job_type" to answer.jobType,
    "send_state" to answer.sendState,
    "status" to answer.status?.value,
    "error_state" to answer.errorState,
    "points_used" to answer.pointsUsed,
    "finish_date" to time(answer.finishDate),
    "final" to answer.isFinal,
    "extra" to parsed(answer.extra),
)

fun soapResolution(answer: SoapResolution): Map<String, Any?> =
    common(answer.httpStatus, answer.requestId, answer.rawBody) +
        mapOf("accepted" to answer.accepted, "state" to answer.state?.let(::reportedJob))

fun bound(bound: SmppBound): Map<String, Any?> =
    mapOf("system_id" to bound.systemId, "interface_version" to bound.interfaceVersion)

fun part(part: PartOutcome): Map<String, Any?> = mapOf(
    "state" to when (part.state) {
        PartState.NOT_SENT -> "not_sent"
        else -> part.state.name.lowercase()
    },
    "message_id" to part.messageId,
    "smpp_status" to part.smppStatus,
)

fun submitted(submitted: Submitted): Map<String, Any?> = mapOf(
    "message_id" to submitted.messageId,
    "parts" to submitted.parts.map(::part),
    "possible_duplicate" to submitted.possibleDuplicate,
)

fun submittedMany(results: List<SubmitManyResult>, counts: SendManyCounts): Map<String, Any?> =
    many(emptyList(), counts) +
        mapOf("items" to results.sortedBy { it.index }.map { item(it.error) { submitted(it.result!!) } })

private fun octets(octets: ByteArray) = HexFormat.of().formatHex(octets)

/** An event with the names of core. */
fun happened(event: SmppEvent): Map<String, Any?> = when (event) {
    is SmppEvent.Receipt -> event.receipt.let {
        mapOf(
            "type" to "receipt",
            "message_id" to it.messageId,
            "receipted_id" to it.receiptedId,
            "matched" to it.matched,
            "tag" to it.tag,
            "part" to it.part,
            "parts" to it.parts,
            "state" to it.state,
            "state_number" to it.stateNumber,
            "word" to it.word,
            "is_final" to it.isFinal,
            "is_intermediate" to it.isIntermediate,
            "error" to it.error,
            "error_code" to it.errorCode,
            "network_error" to it.networkError?.let(::parsed),
            "submitted" to it.submitted,
            "delivered" to it.delivered,
            "submit_date" to it.submitDate?.let(::parsed),
            "done_date" to it.doneDate?.let(::parsed),
            "text" to it.text,
            "from" to it.from,
            "to" to it.to,
            "tlvs" to parsed(it.tlvs),
        )
    }
    is SmppEvent.Message -> event.message.let {
        mapOf(
            "type" to "message",
            "from" to it.from,
            "from_ton" to it.fromTon,
            "to" to it.to,
            "text" to it.text,
            "octets" to octets(it.octets),
            "data_coding" to it.dataCoding,
            "esm_class" to it.esmClass,
            "parts" to it.parts,
            "tlvs" to parsed(it.tlvs),
        )
    }
    is SmppEvent.Incomplete -> event.message.let {
        mapOf(
            "type" to "incomplete",
            "from" to it.from,
            "to" to it.to,
            "total" to it.total,
            "missing" to it.missing,
            "parts" to it.parts.map { part -> listOf(part.number, part.text) },
        )
    }
    is SmppEvent.Link -> event.event.let {
        mapOf(
            "type" to "link",
            "state" to it.state,
            "reason" to it.reason,
            "message" to it.message,
            "kind" to it.kind?.code,
            "smpp_status" to it.smppStatus,
            "pause_ms" to it.pauseMs,
            "unknown" to it.unknown,
        )
    }
    is SmppEvent.Response -> event.response.let {
        mapOf(
            "type" to "response",
            "reason" to it.reason,
            "command" to it.command,
            "sequence" to it.sequence,
            "smpp_status" to it.smppStatus,
            "message_id" to it.messageId,
        )
    }
    is SmppEvent.Raw ->
        mapOf("type" to "raw", "reason" to event.pdu.reason, "message" to event.pdu.message, "octets" to octets(event.pdu.octets))
    is SmppEvent.Unknown -> error("an event that this version does not know: ${event.json}")
}
