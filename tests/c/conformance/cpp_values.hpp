// The values of the C++ wrapper in the names of the cases.
#pragma once

#include <ecall.hpp>

#include "match.hpp"
#include "text_json.hpp"

namespace cpp_values {

template <class T> Json value(const std::optional<T> &known) { return known ? Json(*known) : Json(); }

inline Json json_of(const ecall::MessageResult &result) {
    Json ids = Json::array();
    for (const ecall::MessageIdAddressPair &pair : result.message_ids) {
        ids.push_back({{"message_id", value(pair.message_id)}, {"address", value(pair.address)}});
    }
    return {{"message_id", value(result.message_id)},
            {"message_ids", ids},
            {"timestamp", value(result.timestamp)},
            {"possible_duplicate", result.possible_duplicate},
            {"request_id", value(result.request_id)},
            {"http_status", result.http_status},
            {"extra", Json::parse(result.extra_json)},
            {"raw_body", result.raw_body},
            {"estimate", result.estimate ? text_json::of(*result.estimate) : Json()},
            {"replacements", text_json::of(result.replacements)}};
}

inline Json json_of(const ecall::MessageStatus &status) {
    return {{"channel", value(status.channel)},
            {"message_id", value(status.message_id)},
            {"status", value(status.status)},
            {"reason_code", value(status.reason_code)},
            {"reason", value(status.reason)},
            {"timestamp", value(status.timestamp)},
            {"from", value(status.from)},
            {"to", value(status.to)},
            {"page_total", value(status.page_total)},
            {"final", status.is_final},
            {"request_id", value(status.request_id)},
            {"http_status", status.http_status},
            {"extra", Json::parse(status.extra_json)},
            {"raw_body", status.raw_body}};
}

inline Json json_of(const ecall::Response &response) {
    const Json parsed = Json::parse(response.raw_body, nullptr, false);
    return {{"http_status", response.http_status},
            {"json", parsed.is_discarded() ? Json() : parsed},
            {"request_id", value(response.request_id)}};
}

inline Json json_of(const std::optional<ecall::LocalTime> &time) {
    if (!time) return nullptr;
    return {{"text", time->text}, {"time", value(time->zoned)}, {"doubt", value(time->doubt)}};
}

inline Json json_of(const ecall::JobState &state) {
    return {{"job_id", value(state.job_id)},
            {"address", value(state.address)},
            {"job_type", value(state.job_type)},
            {"send_state", value(state.send_state)},
            {"status", value(state.status)},
            {"error_state", value(state.error_state)},
            {"points_used", value(state.points_used)},
            {"finish_date", json_of(state.finish_date)},
            {"final", state.is_final},
            {"extra", Json::parse(state.extra_json)},
            {"request_id", value(state.request_id)},
            {"http_status", state.http_status},
            {"raw_body", state.raw_body}};
}

inline Json parts_of(const std::vector<ecall::PartOutcome> &parts) {
    Json list = Json::array();
    for (const ecall::PartOutcome &part : parts) {
        static const char *const states[] = {"accepted", "refused", "unknown", "not_sent"};
        list.push_back({{"state", states[static_cast<int>(part.state)]},
                        {"message_id", value(part.message_id)},
                        {"smpp_status", value(part.smpp_status)}});
    }
    return list;
}

inline Json json_of(const ecall::Error &error) {
    Json fields = Json::array();
    for (const ecall::FieldError &field : error.fields()) {
        fields.push_back({{"field", field.field},
                          {"rule", field.rule},
                          {"length", value(field.length)},
                          {"limit", value(field.limit)}});
    }
    const auto &last = error.last_status();
    return {{"kind", ecall::name(error.kind())},
            {"outcome", ecall::name(error.outcome())},
            {"http_status", value(error.http_status())},
            {"ecall_code", value(error.ecall_code())},
            {"request_id", value(error.request_id())},
            {"message_id", value(error.message_id())},
            {"job_id", value(error.job_id())},
            {"smpp_status", value(error.smpp_status())},
            {"parts", parts_of(error.parts())},
            {"retry_after_ms", error.retry_after() ? Json(error.retry_after()->count()) : Json()},
            {"attempts", error.attempts().size()},
            {"fields", fields},
            {"last_status", last ? value(last->status) : Json()},
            {"last_job_state", error.last_job_state() ? json_of(*error.last_job_state()) : Json()},
            {"raw_body", value(error.raw_body())},
            {"text", error.what()}};
}

} // namespace cpp_values
