// The values of the C++ wrapper for the HTTPS and SOAP interfaces and their callbacks, in the names of the cases.
#pragma once

#include "cpp_values.hpp"

namespace cpp_values {

inline Json json_of(const ecall::SentJob &job) {
    return {{"job_id", job.job_id},
            {"result_code", value(job.result_code)},
            {"result_text", value(job.result_text)},
            {"possible_duplicate", job.possible_duplicate},
            {"request_id", value(job.request_id)},
            {"http_status", job.http_status},
            {"raw_body", job.raw_body},
            {"estimate", job.estimate ? text_json::of(*job.estimate) : Json()},
            {"replacements", text_json::of(job.replacements)}};
}

inline Json json_of(const ecall::JobStatus &status) {
    return {{"job_id", value(status.job_id)},
            {"address", value(status.address)},
            {"status_code", value(status.status_code)},
            {"status", value(status.status)},
            {"status_text", value(status.status_text)},
            {"time_stamp", json_of(status.time_stamp)},
            {"final", status.is_final},
            {"extra", Json::parse(status.extra_json)}};
}

inline Json json_of(const std::vector<ecall::JobStatus> &states) {
    Json list = Json::array();
    for (const ecall::JobStatus &status : states) list.push_back(json_of(status));
    return list;
}

/// What every answer has.
template <class V> Json common(const V &answer, Json value) {
    value["request_id"] = cpp_values::value(answer.request_id);
    value["http_status"] = answer.http_status;
    value["raw_body"] = answer.raw_body;
    return value;
}

inline Json json_of(const ecall::JobStates &states) {
    return common(states, {{"states", json_of(states.states)}, {"final", states.is_final}});
}

inline Json json_of(const ecall::Resolution &resolution) {
    return common(resolution, {{"accepted", resolution.accepted}, {"states", json_of(resolution.states)}});
}

inline Json json_of(const ecall::SoapResolution &resolution) {
    return common(resolution, {{"accepted", resolution.accepted},
                               {"state", resolution.state ? json_of(*resolution.state) : Json()}});
}

inline Json json_of(const ecall::InboundSms &message) {
    return {{"message_id", value(message.message_id)},
            {"job_id", value(message.job_id)},
            {"address_from", value(message.address_from)},
            {"address_to", value(message.address_to)},
            {"message", value(message.message)},
            {"time_stamp", json_of(message.time_stamp)},
            {"extra", Json::parse(message.extra_json)}};
}

inline Json json_of(const ecall::CachedMessage &next) {
    return common(next, {{"message", next.message ? json_of(*next.message) : Json()}});
}

inline Json json_of(const ecall::Deletion &deletion) { return common(deletion, {{"deleted", deletion.deleted}}); }

/// A callback as an event.
inline Json callback_json(const ecall::webhook::Event &event) {
    Json json;
    if (event.notification) {
        const ecall::JobNotification &told = *event.notification;
        json = {{"job_id", value(told.job_id)},
                {"result_code", value(told.result_code)},
                {"result_text", value(told.result_text)},
                {"number", value(told.number)},
                {"time_stamp", json_of(told.time_stamp)},
                {"extra", Json::parse(told.extra_json)}};
    } else {
        json = json_of(event.message.value());
    }
    using Kind = ecall::webhook::EventKind;
    json["kind"] = event.kind == Kind::callback_reply  ? "callback_reply"
                   : event.kind == Kind::callback_sms ? "callback_sms"
                                                      : "callback_notification";
    json["raw"] = Json::parse(event.json).at("raw");
    return json;
}

} // namespace cpp_values
