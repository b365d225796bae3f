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
            {"retry_after_ms", error.retry_after() ? Json(error.retry_after()->count()) : Json()},
            {"attempts", error.attempts().size()},
            {"fields", fields},
            {"last_status", last ? value(last->status) : Json()},
            {"raw_body", value(error.raw_body())},
            {"text", error.what()}};
}

} // namespace cpp_values
