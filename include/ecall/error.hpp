// The exceptions of the C++ wrapper. Include <ecall.hpp>.
#ifndef ECALL_ERROR_HPP
#define ECALL_ERROR_HPP

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <ecall/jobs.hpp>

namespace ecall {

/// Everything that is known about an error. Fields that do not apply are empty.
struct ErrorDetails {
    Kind kind = Kind::internal;
    Outcome outcome = Outcome::not_applicable;
    /// One sentence for people.
    std::string message;
    /// Kind, message and request id in one line: what().
    std::string text;
    /// HTTP status of the last answer.
    std::optional<int> http_status;
    /// The service's own code and explanation; the code is an open set.
    std::optional<std::string> ecall_code;
    std::optional<std::string> ecall_message;
    /// The service's name of its last answer, for which its support asks.
    std::optional<std::string> request_id;
    /// The message that the call was about.
    std::optional<std::string> message_id;
    /// The job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown.
    std::optional<std::string> job_id;
    /// The command_status of the last response, and what became of each part of the message (SMPP).
    std::optional<std::uint32_t> smpp_status;
    std::vector<PartOutcome> parts;
    /// How long the service asked to wait.
    std::optional<std::chrono::milliseconds> retry_after;
    /// The fields that were refused.
    std::vector<FieldError> fields;
    /// What became of each attempt; empty where nothing was attempted.
    std::vector<Attempt> attempts;
    /// The last state that was read before the time of Client::wait was up.
    std::optional<MessageStatus> last_status;
    /// The same of SoapClient::wait.
    std::optional<JobState> last_job_state;
    /// The body of the last answer as it came.
    std::optional<std::string> raw_body;
    /// Everything but the raw body as a JSON object.
    std::string json;

    static ErrorDetails of(const ecall_error *error) {
        ErrorDetails details;
        details.kind = static_cast<Kind>(ecall_error_kind(error));
        details.outcome = static_cast<Outcome>(ecall_error_outcome(error));
        details.message = detail::text(ecall_error_message(error));
        details.text = detail::text(ecall_error_text(error));
        details.http_status = detail::known_status(ecall_error_http_status(error));
        details.ecall_code = detail::known(ecall_error_ecall_code(error));
        details.ecall_message = detail::known(ecall_error_ecall_message(error));
        details.request_id = detail::known(ecall_error_request_id(error));
        details.message_id = detail::known(ecall_error_message_id(error));
        details.job_id = detail::known(ecall_error_job_id(error));
        details.smpp_status = detail::known(ecall_error_smpp_status, error);
        details.parts = detail::list<PartOutcome>(error, ecall_error_parts_count(error), ecall_error_part);
        if (const auto wait = detail::known(ecall_error_retry_after_ms, error)) {
            details.retry_after = std::chrono::milliseconds(*wait);
        }
        details.fields = detail::list<FieldError>(error, ecall_error_fields_count(error), ecall_error_field);
        details.attempts = detail::list<Attempt>(error, ecall_error_attempts_count(error), ecall_error_attempt);
        if (const ecall_message_status *last = ecall_error_last_status(error)) {
            details.last_status = MessageStatus::of(last);
        }
        if (const ecall_job_state *last = ecall_error_last_job_state(error)) {
            details.last_job_state = JobState::of(last);
        }
        std::size_t length = 0;
        const std::uint8_t *body = ecall_error_raw_body(error, &length);
        details.raw_body = detail::bytes(body, length);
        details.json = detail::text(ecall_error_json(error));
        return details;
    }
};

/// Why a call failed. Each kind has a class of its own below. Holds no password and no Authorization header.
class Error : public std::runtime_error {
public:
    explicit Error(ErrorDetails details)
        : std::runtime_error(details.text), details_(std::make_shared<const ErrorDetails>(std::move(details))) {}

    const ErrorDetails &details() const noexcept { return *details_; }
    Kind kind() const noexcept { return details_->kind; }
    /// Whether the message may have gone out all the same.
    Outcome outcome() const noexcept { return details_->outcome; }
    const std::string &message() const noexcept { return details_->message; }
    std::optional<int> http_status() const noexcept { return details_->http_status; }
    const std::optional<std::string> &ecall_code() const noexcept { return details_->ecall_code; }
    const std::optional<std::string> &ecall_message() const noexcept { return details_->ecall_message; }
    const std::optional<std::string> &request_id() const noexcept { return details_->request_id; }
    const std::optional<std::string> &message_id() const noexcept { return details_->message_id; }
    const std::optional<std::string> &job_id() const noexcept { return details_->job_id; }
    std::optional<std::uint32_t> smpp_status() const noexcept { return details_->smpp_status; }
    const std::vector<PartOutcome> &parts() const noexcept { return details_->parts; }
    std::optional<std::chrono::milliseconds> retry_after() const noexcept { return details_->retry_after; }
    const std::vector<FieldError> &fields() const noexcept { return details_->fields; }
    const std::vector<Attempt> &attempts() const noexcept { return details_->attempts; }
    const std::optional<MessageStatus> &last_status() const noexcept { return details_->last_status; }
    const std::optional<JobState> &last_job_state() const noexcept { return details_->last_job_state; }
    const std::optional<std::string> &raw_body() const noexcept { return details_->raw_body; }
    const std::string &json() const noexcept { return details_->json; }

    /// Throws this error as the class of its kind, for one that came as a value.
    [[noreturn]] void raise() const;

private:
    // Shared, so that copying an exception cannot throw.
    std::shared_ptr<const ErrorDetails> details_;
};

/// An error of one kind.
template <Kind K> class KindError : public Error {
public:
    static constexpr Kind kind_of_class = K;
    using Error::Error;
};

/// An argument breaks a rule; nothing was sent.
class InvalidArgumentError : public KindError<Kind::invalid_argument> { using KindError::KindError; };
/// The configuration is incomplete or contradicts itself; nothing was sent.
class ConfigError : public KindError<Kind::config> { using KindError::KindError; };
/// No connection to the service, or it broke.
class ConnectError : public KindError<Kind::connect> { using KindError::KindError; };
/// The TLS handshake failed.
class TlsError : public KindError<Kind::tls> { using KindError::KindError; };
/// The service asks for fewer requests.
class RateLimitedError : public KindError<Kind::rate_limited> { using KindError::KindError; };
/// The service says that it cannot serve at present.
class UnavailableError : public KindError<Kind::unavailable> { using KindError::KindError; };
/// User name or password are wrong.
class AuthenticationError : public KindError<Kind::authentication> { using KindError::KindError; };
/// The account may not do this.
class PermissionError : public KindError<Kind::permission> { using KindError::KindError; };
/// The account has not enough credit.
class InsufficientCreditError : public KindError<Kind::insufficient_credit> { using KindError::KindError; };
/// The service does not know the message or path.
class NotFoundError : public KindError<Kind::not_found> { using KindError::KindError; };
/// The service refused the request; its code and fields say why.
class RejectedError : public KindError<Kind::rejected> { using KindError::KindError; };
/// The message may have been accepted or not.
class OutcomeUnknownError : public KindError<Kind::outcome_unknown> { using KindError::KindError; };
/// The time for the call was up.
class TimeoutError : public KindError<Kind::timeout> { using KindError::KindError; };
/// The caller cancelled the call; the outcome says whether the message may have gone out.
class CancelledError : public KindError<Kind::cancelled> { using KindError::KindError; };
/// The service failed.
class ServerError : public KindError<Kind::server> { using KindError::KindError; };
/// The answer is not what the service is documented to give.
class UnexpectedResponseError : public KindError<Kind::unexpected_response> { using KindError::KindError; };
/// The process was forked and the object stayed in the parent.
class ForkedError : public KindError<Kind::forked> { using KindError::KindError; };
/// The client was closed.
class ClosedError : public KindError<Kind::closed> { using KindError::KindError; };
/// A defect of the library.
class InternalError : public KindError<Kind::internal> { using KindError::KindError; };

namespace detail {

/// Every class above: a kind that is not here is thrown as Error.
using Errors =
    std::tuple<InvalidArgumentError, ConfigError, ConnectError, TlsError, RateLimitedError, UnavailableError,
               AuthenticationError, PermissionError, InsufficientCreditError, NotFoundError, RejectedError,
               OutcomeUnknownError, TimeoutError, CancelledError, ServerError, UnexpectedResponseError, ForkedError,
               ClosedError, InternalError>;

template <class... E> std::exception_ptr exception_of(ErrorDetails details, const std::tuple<E...> *) {
    std::exception_ptr made;
    const Kind kind = details.kind;
    ((kind == E::kind_of_class ? void(made = std::make_exception_ptr(E(std::move(details)))) : void()), ...);
    return made ? made : std::make_exception_ptr(Error(std::move(details)));
}

/// The exception that says what `details` say, of the class of their kind.
inline std::exception_ptr exception_of(ErrorDetails details) {
    return exception_of(std::move(details), static_cast<const Errors *>(nullptr));
}

/// Throws as the class of the kind.
[[noreturn]] inline void raise(const ErrorDetails &details) { std::rethrow_exception(exception_of(details)); }

using ErrorHandle = Handle<ecall_error, ecall_error_free>;

/// Throws the library's error where a call failed. Takes its ownership.
inline void check(std::int32_t code, ecall_error *error) {
    const ErrorHandle owned(error);
    if (code != ECALL_OK) std::rethrow_exception(exception_of(ErrorDetails::of(error)));
}

/// Makes a call that has no result, which is given the place for its error. Throws where it fails.
template <class Call> void checked(Call call) {
    ecall_error *error = nullptr;
    const std::int32_t code = call(&error);
    check(code, error);
}

/// Throws for an argument that never reaches the library.
[[noreturn]] inline void refuse(std::string message, Outcome outcome) {
    ErrorDetails details;
    details.kind = Kind::invalid_argument;
    details.outcome = outcome;
    details.text = name(details.kind) + ": " + message;
    details.message = std::move(message);
    details.json = "{}";
    throw InvalidArgumentError(std::move(details));
}

/// Refuses a text that C would silently cut off: at a NUL inside.
inline void check_text(const char *what, std::string_view text, Outcome outcome) {
    if (text.find('\0') != std::string_view::npos) refuse(std::string(what) + ": must not contain NUL", outcome);
}

/// The same as a text of its own.
inline std::string c_text(const char *what, std::string_view text, Outcome outcome = Outcome::not_applicable) {
    check_text(what, text, outcome);
    return std::string(text);
}

/// Throws where a setter, which has no error object, failed.
inline void check_setter(std::int32_t code, const char *what) {
    if (code != ECALL_OK) {
        refuse(std::string(what) + ": is not UTF-8, or the object was moved from", Outcome::not_applicable);
    }
}

/// An object that the library made; memory that it did not get is the only way for it not to.
template <class T> T *made(T *object) {
    if (object == nullptr) throw std::bad_alloc();
    return object;
}

} // namespace detail

inline void Error::raise() const { detail::raise(*details_); }

} // namespace ecall

#endif
