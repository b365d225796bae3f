// The values of the HTTPS and SOAP interfaces and of their callbacks: jobs, their states, received messages. Include <ecall.hpp>.
#ifndef ECALL_JOBS_HPP
#define ECALL_JOBS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ecall/values.hpp>

namespace ecall {

/// A time of the HTTPS or SOAP interface, and the instant that it means. Written without a zone it is Europe/Zurich (provisional).
struct LocalTime {
    /// As the service wrote it; any text can be read.
    std::string text;
    /// The same with its offset, "2026-10-25T02:30:00+02:00", and as a point in time; not known where the text is no time.
    std::optional<std::string> zoned;
    std::optional<Time> time;
    /// Why the instant is not certain: "twice" (it occurs twice, in the night in which summer time ends; the earlier is taken) or
    /// "never" (it does not occur, in the night in which summer time begins; an hour later is taken). An open set.
    std::optional<std::string> doubt;

    static LocalTime of(const ecall_local_time *time) {
        return {detail::text(ecall_local_time_text(time)), detail::known(ecall_local_time_time(time)),
                detail::known_time(detail::known(ecall_local_time_unix_ms, time)),
                detail::known(ecall_local_time_doubt(time))};
    }
};

namespace detail {

inline std::optional<LocalTime> local_time(const ecall_local_time *time) {
    return time == nullptr ? std::nullopt : std::optional<LocalTime>(LocalTime::of(time));
}

} // namespace detail

/// A job that the service accepted.
struct SentJob {
    /// The id by which the service is asked what became of it: the one that was given, or the one that was generated.
    std::string job_id;
    /// What the service said besides the HTTP status, 0 is accepted (over HTTPS provisional); and the text that belongs to it, or the
    /// whole of an answer that is no XML.
    std::optional<std::int64_t> result_code;
    std::optional<std::string> result_text;
    /// An attempt before the accepted one may have been accepted too: the message may arrive twice.
    bool possible_duplicate = false;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// What the text of an SMS costs as it was sent, and where the service cuts it, if it does.
    std::optional<text::Estimate> estimate;
    /// What was replaced in the text before it was sent, where the option to_gsm was asked for.
    std::vector<text::Replacement> replacements;
    /// The attempts that failed before the job was accepted.
    std::vector<Attempt> attempts;

    static SentJob of(const ecall_sent_job *job) {
        SentJob value;
        value.job_id = detail::text(ecall_sent_job_job_id(job));
        value.result_code = detail::known(ecall_sent_job_result_code, job);
        value.result_text = detail::known(ecall_sent_job_result_text(job));
        value.possible_duplicate = ecall_sent_job_possible_duplicate(job);
        value.http_status = ecall_sent_job_http_status(job);
        value.request_id = detail::known(ecall_sent_job_request_id(job));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_sent_job_raw_body(job, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        if (const ecall_estimate *estimate = ecall_sent_job_estimate(job)) {
            value.estimate = text::Estimate::of(estimate);
        }
        value.replacements = detail::list<text::Replacement>(job, ecall_sent_job_replacements_count(job),
                                                             ecall_sent_job_replacement);
        value.attempts = detail::list<Attempt>(job, ecall_sent_job_attempts_count(job), ecall_sent_job_attempt);
        return value;
    }
};

/// The state of one recipient's part of a job. The service may leave any field away.
struct JobStatus {
    /// The job and the recipient (provisional).
    std::optional<std::string> job_id;
    std::optional<std::string> address;
    /// The state as a number, an open set (provisional); ecall_job_status_status_code lists it.
    std::optional<std::int64_t> status_code;
    /// The same in the words of the REST interface, "Delivered"; the number where it has no word.
    std::optional<std::string> status;
    /// The same in the service's words.
    std::optional<std::string> status_text;
    /// When the state was reached.
    std::optional<LocalTime> time_stamp;
    /// No other state will follow (provisional).
    bool is_final = false;
    /// What this version does not know, as a JSON object.
    std::string extra_json;

    static JobStatus of(const ecall_job_status *status) {
        JobStatus value;
        value.job_id = detail::known(ecall_job_status_job_id(status));
        value.address = detail::known(ecall_job_status_address(status));
        value.status_code = detail::known(ecall_job_status_status_code, status);
        value.status = detail::known(ecall_job_status_status(status));
        value.status_text = detail::known(ecall_job_status_status_text(status));
        value.time_stamp = detail::local_time(ecall_job_status_time_stamp(status));
        value.is_final = ecall_job_status_is_final(status);
        value.extra_json = detail::text(ecall_job_status_extra_json(status));
        return value;
    }
};

/// What has become of a job.
struct JobStates {
    /// One per recipient, in the service's order.
    std::vector<JobStatus> states;
    /// No other state will follow for any recipient (provisional).
    bool is_final = false;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static JobStates of(const ecall_job_states *states) {
        JobStates value;
        value.states = detail::list<JobStatus>(states, ecall_job_states_count(states), ecall_job_states_state);
        value.is_final = ecall_job_states_is_final(states);
        value.http_status = ecall_job_states_http_status(states);
        value.request_id = detail::known(ecall_job_states_request_id(states));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_job_states_raw_body(states, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts =
            detail::list<Attempt>(states, ecall_job_states_attempts_count(states), ecall_job_states_attempt);
        return value;
    }
};

/// What the service knows of a job whose sending had no certain end.
struct Resolution {
    /// The service accepted it. False where it does not know it (provisional): then it was not accepted, or is not in the service's
    /// log yet, so ask again before sending again.
    bool accepted = false;
    /// One per recipient; empty where the job is not known.
    std::vector<JobStatus> states;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static Resolution of(const ecall_resolution *resolution) {
        Resolution value;
        value.accepted = ecall_resolution_is_accepted(resolution);
        value.states =
            detail::list<JobStatus>(resolution, ecall_resolution_states_count(resolution), ecall_resolution_state);
        value.http_status = ecall_resolution_http_status(resolution);
        value.request_id = detail::known(ecall_resolution_request_id(resolution));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_resolution_raw_body(resolution, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts =
            detail::list<Attempt>(resolution, ecall_resolution_attempts_count(resolution), ecall_resolution_attempt);
        return value;
    }
};

/// The state of a job at one of its recipients, as SOAP tells it. The service may leave any field away.
struct JobState {
    std::optional<std::string> job_id;
    /// The recipient.
    std::optional<std::string> address;
    /// What kind of job it is, an open set: 1 was seen for SMS and 6 for fax.
    std::optional<std::int64_t> job_type;
    /// The state as a number, an open set; ecall_job_status_status_code lists it.
    std::optional<std::int64_t> send_state;
    /// The same in the words of the REST interface, "Delivered"; the number where it has no word.
    std::optional<std::string> status;
    /// Why it failed, an open set: 0 where nothing did.
    std::optional<std::int64_t> error_state;
    /// What it has cost so far, in points.
    std::optional<double> points_used;
    /// When it was done; none before.
    std::optional<LocalTime> finish_date;
    /// No other state will follow (provisional).
    bool is_final = false;
    /// What this version does not know, as a JSON object.
    std::string extra_json;
    /// These are those of an answer; empty in a SoapResolution and in an Error.
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static JobState of(const ecall_job_state *state) {
        JobState value;
        value.job_id = detail::known(ecall_job_state_job_id(state));
        value.address = detail::known(ecall_job_state_address(state));
        value.job_type = detail::known(ecall_job_state_job_type, state);
        value.send_state = detail::known(ecall_job_state_send_state, state);
        value.status = detail::known(ecall_job_state_status(state));
        value.error_state = detail::known(ecall_job_state_error_state, state);
        value.points_used = detail::known(ecall_job_state_points_used, state);
        value.finish_date = detail::local_time(ecall_job_state_finish_date(state));
        value.is_final = ecall_job_state_is_final(state);
        value.extra_json = detail::text(ecall_job_state_extra_json(state));
        value.http_status = ecall_job_state_http_status(state);
        value.request_id = detail::known(ecall_job_state_request_id(state));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_job_state_raw_body(state, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts = detail::list<Attempt>(state, ecall_job_state_attempts_count(state), ecall_job_state_attempt);
        return value;
    }
};

/// What the service knows of a job that was sent over SOAP, whose sending had no certain end.
struct SoapResolution {
    /// The service accepted it. False where it does not know it (provisional): then it was not accepted, or is not in the service's
    /// log yet, so ask again before sending again.
    bool accepted = false;
    /// The last state of a job that was accepted.
    std::optional<JobState> state;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static SoapResolution of(const ecall_soap_resolution *resolution) {
        SoapResolution value;
        value.accepted = ecall_soap_resolution_is_accepted(resolution);
        if (const auto *state = ecall_soap_resolution_state(resolution)) value.state = JobState::of(state);
        value.http_status = ecall_soap_resolution_http_status(resolution);
        value.request_id = detail::known(ecall_soap_resolution_request_id(resolution));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_soap_resolution_raw_body(resolution, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts = detail::list<Attempt>(resolution, ecall_soap_resolution_attempts_count(resolution),
                                               ecall_soap_resolution_attempt);
        return value;
    }
};

/// A text message that somebody sent to a number of the account: one that waited at the service, or from a callback. Any field may
/// be missing.
struct InboundSms {
    /// For HttpsClient::delete_message; a callback has none.
    std::optional<std::string> message_id;
    /// The job that it replies to; of callbacks only.
    std::optional<std::string> job_id;
    std::optional<std::string> address_from;
    std::optional<std::string> address_to;
    /// What it says, which may be nothing.
    std::optional<std::string> message;
    /// When it was received.
    std::optional<LocalTime> time_stamp;
    /// What this version does not know, as a JSON object.
    std::string extra_json;

    static InboundSms of(const ecall_inbound_sms *message) {
        return {detail::known(ecall_inbound_sms_message_id(message)),
                detail::known(ecall_inbound_sms_job_id(message)),
                detail::known(ecall_inbound_sms_address_from(message)),
                detail::known(ecall_inbound_sms_address_to(message)),
                detail::known(ecall_inbound_sms_message(message)),
                detail::local_time(ecall_inbound_sms_time_stamp(message)),
                detail::text(ecall_inbound_sms_extra_json(message))};
    }
};

/// What the service answered when it was asked for the next message that waits.
struct CachedMessage {
    /// None where none waits.
    std::optional<InboundSms> message;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static CachedMessage of(const ecall_cached_message *next) {
        CachedMessage value;
        if (const auto *message = ecall_cached_message_sms(next)) value.message = InboundSms::of(message);
        value.http_status = ecall_cached_message_http_status(next);
        value.request_id = detail::known(ecall_cached_message_request_id(next));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_cached_message_raw_body(next, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts =
            detail::list<Attempt>(next, ecall_cached_message_attempts_count(next), ecall_cached_message_attempt);
        return value;
    }
};

/// What the service answered when it was asked to delete a message.
struct Deletion {
    /// There was such a message, and is no more. False where there was none of this id (provisional).
    bool deleted = false;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static Deletion of(const ecall_deletion *deletion) {
        Deletion value;
        value.deleted = ecall_deletion_is_deleted(deletion);
        value.http_status = ecall_deletion_http_status(deletion);
        value.request_id = detail::known(ecall_deletion_request_id(deletion));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_deletion_raw_body(deletion, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts = detail::list<Attempt>(deletion, ecall_deletion_attempts_count(deletion), ecall_deletion_attempt);
        return value;
    }
};

/// What became of a job at one of its recipients, as a callback tells it. Any field may be missing.
struct JobNotification {
    std::optional<std::string> job_id;
    /// An open set, 0 is success; and the text that belongs to it.
    std::optional<std::int64_t> result_code;
    std::optional<std::string> result_text;
    /// The recipient.
    std::optional<std::string> number;
    /// When the state was reached.
    std::optional<LocalTime> time_stamp;
    /// What this version does not know, as a JSON object.
    std::string extra_json;

    static JobNotification of(const ecall_job_notification *notification) {
        return {detail::known(ecall_job_notification_job_id(notification)),
                detail::known(ecall_job_notification_result_code, notification),
                detail::known(ecall_job_notification_result_text(notification)),
                detail::known(ecall_job_notification_number(notification)),
                detail::local_time(ecall_job_notification_time_stamp(notification)),
                detail::text(ecall_job_notification_extra_json(notification))};
    }
};

} // namespace ecall

#endif
