// What the C++ wrapper hands out: plain values, copied out of the library's objects. Include <ecall.hpp>.
#ifndef ECALL_VALUES_HPP
#define ECALL_VALUES_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ecall/text_values.hpp>

namespace ecall {

/// A point in time.
using Time = std::chrono::system_clock::time_point;

/// What went wrong. An open set: a newer library may give numbers that have no name here.
enum class Kind : std::int32_t {
    invalid_argument = ECALL_INVALID_ARGUMENT,
    config = ECALL_CONFIG,
    connect = ECALL_CONNECT,
    tls = ECALL_TLS,
    rate_limited = ECALL_RATE_LIMITED,
    unavailable = ECALL_UNAVAILABLE,
    authentication = ECALL_AUTHENTICATION,
    permission = ECALL_PERMISSION,
    insufficient_credit = ECALL_INSUFFICIENT_CREDIT,
    not_found = ECALL_NOT_FOUND,
    rejected = ECALL_REJECTED,
    outcome_unknown = ECALL_OUTCOME_UNKNOWN,
    timeout = ECALL_TIMEOUT,
    cancelled = ECALL_CANCELLED,
    server = ECALL_SERVER,
    unexpected_response = ECALL_UNEXPECTED_RESPONSE,
    forked = ECALL_FORKED,
    closed = ECALL_CLOSED,
    internal = ECALL_INTERNAL,
};

/// Whether a message went out, as far as an error can tell.
enum class Outcome : std::int32_t {
    /// It did not: sending it again does not double it.
    not_accepted = ECALL_SEND_NOT_ACCEPTED,
    /// It may have: sending it again may double it.
    unknown = ECALL_SEND_UNKNOWN,
    /// The call was not a send.
    not_applicable = ECALL_SEND_NOT_APPLICABLE,
};

namespace detail {

inline std::optional<int> known_status(std::int32_t status) {
    return status == 0 ? std::nullopt : std::optional<int>(status);
}

inline Time time_of(std::int64_t unix_ms) { return Time(std::chrono::milliseconds(unix_ms)); }

inline std::optional<Time> known_time(std::optional<std::int64_t> unix_ms) {
    return unix_ms ? std::optional<Time>(time_of(*unix_ms)) : std::nullopt;
}

} // namespace detail

/// The stable word of a kind, "outcome_unknown"; empty for a number that the library does not know.
inline std::string name(Kind kind) { return detail::text(ecall_kind_name(static_cast<std::int32_t>(kind))); }

/// The stable word of an outcome, "not_accepted".
inline std::string name(Outcome outcome) {
    return detail::text(ecall_outcome_name(static_cast<std::int32_t>(outcome)));
}

/// One attempt of a call that failed.
struct Attempt {
    Time time;
    std::chrono::milliseconds duration{};
    Kind kind{};
    Outcome outcome{};
    /// The cause in a sentence.
    std::string message;
    /// Where an answer came.
    std::optional<int> http_status;
    std::optional<std::string> request_id;

    static Attempt of(const ecall_attempt *attempt) {
        Attempt value;
        value.time = detail::time_of(ecall_attempt_time_unix_ms(attempt));
        value.duration = std::chrono::milliseconds(ecall_attempt_duration_ms(attempt));
        value.kind = static_cast<Kind>(ecall_attempt_kind(attempt));
        value.outcome = static_cast<Outcome>(ecall_attempt_outcome(attempt));
        value.message = detail::text(ecall_attempt_message(attempt));
        value.http_status = detail::known_status(ecall_attempt_http_status(attempt));
        value.request_id = detail::known(ecall_attempt_request_id(attempt));
        return value;
    }
};

/// One field that was refused, by the library before anything was sent or by the service. Never holds the value.
struct FieldError {
    /// Path in the names of the wire: "to", "toList[0].address", "content.text".
    std::string field;
    /// A stable word: "required", "max_length"; "service" where the service refused it.
    std::string rule;
    /// A sentence for people.
    std::string message;
    /// Length of the value where the rule is about a length or a count, and the limit it passed.
    std::optional<std::uint64_t> length;
    std::optional<std::uint64_t> limit;

    static FieldError of(const ecall_field_error *problem) {
        return {detail::text(ecall_field_error_field(problem)), detail::text(ecall_field_error_rule(problem)),
                detail::text(ecall_field_error_message(problem)), detail::known(ecall_field_error_length, problem),
                detail::known(ecall_field_error_limit, problem)};
    }
};

/// The id of the message to one recipient of a list.
struct MessageIdAddressPair {
    std::optional<std::string> message_id;
    std::optional<std::string> address;
};

/// What the service answered to a message that it accepted.
struct MessageResult {
    /// Not known where the message was sent to a list of recipients.
    std::optional<std::string> message_id;
    /// One per recipient of a list; empty where it was sent to one.
    std::vector<MessageIdAddressPair> message_ids;
    /// As the service wrote it: UTC in version 2 of the interface, without a zone in version 1.
    std::optional<std::string> timestamp;
    /// The same as a point in time; not known where it has no zone.
    std::optional<Time> time;
    /// An attempt before the accepted one may have been accepted too: the message may arrive twice.
    bool possible_duplicate = false;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// What the text costs as it was sent, and where the service cuts it, if it does; not known for content that is no text.
    std::optional<text::Estimate> estimate;
    /// What was replaced in the text before it was sent, where SmsOptions::to_gsm was asked for.
    std::vector<text::Replacement> replacements;
    /// The attempts that failed before the message was accepted.
    std::vector<Attempt> attempts;
    /// The fields that this version does not know, as a JSON object.
    std::string extra_json;

    static MessageResult of(const ecall_message_result *result) {
        MessageResult value;
        value.message_id = detail::known(ecall_message_result_message_id(result));
        const std::size_t pairs = ecall_message_result_message_ids_count(result);
        for (std::size_t index = 0; index < pairs; ++index) {
            value.message_ids.push_back({detail::known(ecall_message_result_message_ids_message_id(result, index)),
                                         detail::known(ecall_message_result_message_ids_address(result, index))});
        }
        value.timestamp = detail::known(ecall_message_result_timestamp(result));
        value.time = detail::known_time(detail::known(ecall_message_result_timestamp_unix_ms, result));
        value.possible_duplicate = ecall_message_result_possible_duplicate(result);
        value.http_status = ecall_message_result_http_status(result);
        value.request_id = detail::known(ecall_message_result_request_id(result));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_message_result_raw_body(result, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        if (const ecall_estimate *estimate = ecall_message_result_estimate(result)) {
            value.estimate = text::Estimate::of(estimate);
        }
        value.replacements = detail::list<text::Replacement>(result, ecall_message_result_replacements_count(result),
                                                             ecall_message_result_replacement);
        value.attempts = detail::list<Attempt>(result, ecall_message_result_attempts_count(result),
                                               ecall_message_result_attempt);
        value.extra_json = detail::text(ecall_message_result_extra_json(result));
        return value;
    }
};

/// What became of a message. The service may leave any field away.
struct MessageStatus {
    /// An open set, as is the status.
    std::optional<std::string> channel;
    std::optional<std::string> message_id;
    std::optional<std::string> status;
    /// No other state will follow on the channel of this message.
    bool is_final = false;
    /// 0 is success. An open set.
    std::optional<std::int32_t> reason_code;
    std::optional<std::string> reason;
    /// As the service wrote it; `time` is the same as a point in time, not known where it has no zone.
    std::optional<std::string> timestamp;
    std::optional<Time> time;
    std::optional<std::string> from;
    std::optional<std::string> to;
    /// How many pages were charged (SMS).
    std::optional<std::int32_t> page_total;
    /// Of the answer; 0, and no body, for the last status that an error holds.
    int http_status = 0;
    std::optional<std::string> request_id;
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;
    /// The fields that this version does not know, as a JSON object.
    std::string extra_json;

    static MessageStatus of(const ecall_message_status *status) {
        MessageStatus value;
        value.channel = detail::known(ecall_message_status_channel(status));
        value.message_id = detail::known(ecall_message_status_message_id(status));
        value.status = detail::known(ecall_message_status_status(status));
        value.is_final = ecall_message_status_is_final(status);
        value.reason_code = detail::known(ecall_message_status_reason_code, status);
        value.reason = detail::known(ecall_message_status_reason(status));
        value.timestamp = detail::known(ecall_message_status_timestamp(status));
        value.time = detail::known_time(detail::known(ecall_message_status_timestamp_unix_ms, status));
        value.from = detail::known(ecall_message_status_from(status));
        value.to = detail::known(ecall_message_status_to(status));
        value.page_total = detail::known(ecall_message_status_page_total, status);
        value.http_status = ecall_message_status_http_status(status);
        value.request_id = detail::known(ecall_message_status_request_id(status));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_message_status_raw_body(status, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts = detail::list<Attempt>(status, ecall_message_status_attempts_count(status),
                                               ecall_message_status_attempt);
        value.extra_json = detail::text(ecall_message_status_extra_json(status));
        return value;
    }
};

/// What the service answered to Client::request.
struct Response {
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// Names are in lower case.
    std::vector<std::pair<std::string, std::string>> headers;
    /// An attempt before the answered one may have been accepted too; only for a request that was a send.
    bool possible_duplicate = false;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static Response of(const ecall_response *response) {
        Response value;
        value.http_status = ecall_response_http_status(response);
        value.request_id = detail::known(ecall_response_request_id(response));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_response_raw_body(response, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        const std::size_t headers = ecall_response_headers_count(response);
        for (std::size_t index = 0; index < headers; ++index) {
            value.headers.emplace_back(detail::text(ecall_response_header_name(response, index)),
                                       detail::text(ecall_response_header_value(response, index)));
        }
        value.possible_duplicate = ecall_response_possible_duplicate(response);
        value.attempts =
            detail::list<Attempt>(response, ecall_response_attempts_count(response), ecall_response_attempt);
        return value;
    }
};

/// What became of a part of a message over SMPP. An open set.
enum class PartState : std::int32_t {
    /// The centre took it.
    accepted = ECALL_PART_ACCEPTED,
    /// The centre refused it.
    refused = ECALL_PART_REFUSED,
    /// It was written and no response was read: it may have been accepted.
    unknown = ECALL_PART_UNKNOWN,
    /// It was not written: a part before it was refused or is unknown, or the call ended first.
    not_sent = ECALL_PART_NOT_SENT,
};

/// A part of a message over SMPP and what became of it.
struct PartOutcome {
    PartState state = PartState::not_sent;
    /// The centre's id, where it gave one. A receipt may write it another way: the event has it as it is here.
    std::optional<std::string> message_id;
    /// The command_status of the response, where one was read.
    std::optional<std::uint32_t> smpp_status;

    static PartOutcome of(const ecall_smpp_part *part) {
        return {static_cast<PartState>(ecall_smpp_part_state(part)), detail::known(ecall_smpp_part_message_id(part)),
                detail::known(ecall_smpp_part_smpp_status, part)};
    }
};

} // namespace ecall

#endif
