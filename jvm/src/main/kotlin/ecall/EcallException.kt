package ecall

import ecall.ffi.Attempt
import ecall.ffi.ErrorDetails
import ecall.ffi.Failure
import ecall.ffi.FieldError
import ecall.ffi.InternalException
import java.nio.charset.CharacterCodingException

/**
 * Why a call failed, and whether its message may have gone out all the same.
 *
 * @property details everything that is known.
 */
public class EcallException internal constructor(public val details: ErrorDetails) :
    RuntimeException("${details.kind}: ${details.message}") {

    /** What went wrong, a stable word: `authentication`. All of them: [ecall.ffi.errorKinds]. */
    public val kind: String get() = details.kind

    /** Whether the message may have gone out: `not_accepted`, `unknown` or `not_applicable`. */
    public val outcome: String get() = details.outcome

    /** HTTP status of the last answer. */
    public val httpStatus: Int? get() = details.httpStatus

    /** The fields that were refused, by this library or by the service. */
    public val fields: List<FieldError> get() = details.fields

    /** `x-f24-request-id` of the last answer; the service's support asks for it. */
    public val requestId: String? get() = details.requestId

    /** What became of each attempt, in order. */
    public val attempts: List<Attempt> get() = details.attempts

    /** True where nobody knows whether the message went out: a cancellation that has to carry this error. */
    internal val mayHaveGoneOut: Boolean get() = outcome == "unknown"
}

/** Runs [call]; what uniffi throws becomes an [EcallException]. */
internal inline fun <T> translated(call: () -> T): T =
    try {
        call()
    } catch (failure: Failure.Failed) {
        throw EcallException(failure.error)
    } catch (_: CharacterCodingException) {
        // uniffi encodes strictly and says nothing of which string it was.
        throw EcallException(madeHere("invalid_argument", "not_accepted", "a text holds half of a surrogate pair"))
    } catch (_: InternalException) {
        // Its text is the panic's, which may quote what the call was given.
        throw EcallException(madeHere("internal", "unknown", "a defect of the library stopped the call"))
    }

private fun madeHere(kind: String, outcome: String, message: String) = ErrorDetails(
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
    rawBody = null,
    json = json(mapOf("kind" to kind, "outcome" to outcome, "message" to message)),
)
