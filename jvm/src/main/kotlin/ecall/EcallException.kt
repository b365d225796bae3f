package ecall

import ecall.ffi.ErrorDetails
import ecall.ffi.Failure
import ecall.ffi.InternalException
import java.nio.charset.CharacterCodingException

/**
 * Why a call failed, and whether its message may have gone out all the same. There is a subclass for each [kind].
 *
 * @property details everything that is known.
 */
public sealed class EcallException(public val details: ErrorDetails) :
    RuntimeException("${details.kind.code}: ${details.message}") {

    /** What went wrong. */
    public val kind: ErrorKind get() = details.kind

    /** Whether the message may have gone out. */
    public val outcome: Outcome get() = details.outcome

    /** HTTP status of the last answer. */
    public val httpStatus: Int? get() = details.httpStatus

    /** The service's own code, an open set. */
    public val ecallCode: String? get() = details.ecallCode

    /** The service's own explanation. */
    public val ecallMessage: String? get() = details.ecallMessage

    /** The fields that were refused, by this library or by the service. Options have the names of core: `timeout_ms`. */
    public val fields: List<FieldError> get() = details.fields

    /** `x-f24-request-id` of the last answer; the service's support asks for it. */
    public val requestId: String? get() = details.requestId

    /** The message that the call was about. */
    public val messageId: String? get() = details.messageId

    /** The job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown. */
    public val jobId: String? get() = details.jobId

    /** How long the service asked to wait, in milliseconds. */
    public val retryAfterMs: Long? get() = details.retryAfterMs

    /** What became of each attempt, in order. */
    public val attempts: List<Attempt> get() = details.attempts

    /** The last state that was read before the time of a wait was up. */
    public val lastStatus: ReportedStatus? get() = details.lastStatus

    /** The same of a job, on SOAP. */
    public val lastJobState: ReportedJobState? get() = details.lastJobState

    /** The `command_status` of the last answer (SMPP). */
    public val smppStatus: Long? get() = details.smppStatus

    /** What became of each part of the message (SMPP), in their order. */
    public val parts: List<PartOutcome> get() = details.parts

    /** The body of the last answer as it came. */
    public val rawBody: ByteArray? get() = details.rawBody

    /** True where nobody knows whether the message went out: a cancellation that has to carry this error. */
    internal val mayHaveGoneOut: Boolean get() = outcome == Outcome.UNKNOWN

    internal companion object {
        fun of(details: ErrorDetails): EcallException = exceptionOf(details)
    }
}

/** Runs [call]; what uniffi throws becomes an [EcallException]. */
internal inline fun <T> translated(call: () -> T): T =
    try {
        call()
    } catch (failure: Failure.Failed) {
        throw exceptionOf(failure.error)
    } catch (_: CharacterCodingException) {
        // uniffi encodes strictly and says nothing of which string it was.
        throw exceptionOf(madeHere(ErrorKind.INVALID_ARGUMENT, Outcome.NOT_ACCEPTED, "a text holds half of a surrogate pair"))
    } catch (problem: LinkageError) {
        throw explained(problem)
    } catch (_: InternalException) {
        // Its text is the panic's, which may quote what the call was given.
        throw exceptionOf(madeHere(ErrorKind.INTERNAL, Outcome.UNKNOWN, "a defect of the library stopped the call"))
    }

@PublishedApi
internal fun madeHere(kind: ErrorKind, outcome: Outcome, message: String): ErrorDetails = ErrorDetails(
    kind = kind,
    outcome = outcome,
    message = message,
    httpStatus = null,
    ecallCode = null,
    ecallMessage = null,
    fields = emptyList(),
    requestId = null,
    messageId = null,
    jobId = null,
    retryAfterMs = null,
    attempts = emptyList(),
    lastStatus = null,
    lastJobState = null,
    smppStatus = null,
    parts = emptyList(),
    rawBody = null,
    json = json(mapOf("kind" to kind.code, "outcome" to outcome.code, "message" to message)),
)
