#include <ecall.h>

#include <stdexcept>

#include "adapters.hpp"
#include "c_getters.hpp"

using namespace c_getters;

Json json_of(const ecall_error *error) {
    Json fields = Json::array();
    for (std::size_t index = 0; index < ecall_error_fields_count(error); ++index) {
        const ecall_field_error *field = ecall_error_field(error, index);
        fields.push_back({{"field", text(ecall_field_error_field(field))},
                          {"rule", text(ecall_field_error_rule(field))},
                          {"length", number(field, ecall_field_error_length)},
                          {"limit", number(field, ecall_field_error_limit)}});
    }
    return {{"kind", text(ecall_error_kind_name(error))},
            {"outcome", text(ecall_error_outcome_name(error))},
            {"http_status", status_code(ecall_error_http_status(error))},
            {"ecall_code", text(ecall_error_ecall_code(error))},
            {"request_id", text(ecall_error_request_id(error))},
            {"message_id", text(ecall_error_message_id(error))},
            {"job_id", text(ecall_error_job_id(error))},
            {"smpp_status", number(error, ecall_error_smpp_status)},
            {"parts", parts_of(error)},
            {"retry_after_ms", number(error, ecall_error_retry_after_ms)},
            {"attempts", ecall_error_attempts_count(error)},
            {"fields", fields},
            {"last_status", text(ecall_message_status_status(ecall_error_last_status(error)))},
            {"last_job_state", ecall_error_last_job_state(error) == nullptr ? Json() : json_of(ecall_error_last_job_state(error))},
            {"raw_body", body(error, ecall_error_raw_body)},
            {"text", text(ecall_error_text(error))}};
}

Json json_of(const ecall_message_result *result) {
    Json ids = Json::array();
    for (std::size_t index = 0; index < ecall_message_result_message_ids_count(result); ++index) {
        ids.push_back({{"message_id", text(ecall_message_result_message_ids_message_id(result, index))},
                       {"address", text(ecall_message_result_message_ids_address(result, index))}});
    }
    return {{"message_id", text(ecall_message_result_message_id(result))},
            {"message_ids", ids},
            {"timestamp", text(ecall_message_result_timestamp(result))},
            {"possible_duplicate", ecall_message_result_possible_duplicate(result)},
            {"request_id", text(ecall_message_result_request_id(result))},
            {"http_status", status_code(ecall_message_result_http_status(result))},
            {"extra", Json::parse(ecall_message_result_extra_json(result))},
            {"raw_body", body(result, ecall_message_result_raw_body)},
            {"estimate", json(ecall_estimate_json(ecall_message_result_estimate(result)))},
            {"replacements", json(ecall_message_result_replacements_json(result))}};
}

Json json_of(const ecall_message_status *status) {
    return {{"channel", text(ecall_message_status_channel(status))},
            {"message_id", text(ecall_message_status_message_id(status))},
            {"status", text(ecall_message_status_status(status))},
            {"reason_code", number(status, ecall_message_status_reason_code)},
            {"reason", text(ecall_message_status_reason(status))},
            {"timestamp", text(ecall_message_status_timestamp(status))},
            {"from", text(ecall_message_status_from(status))},
            {"to", text(ecall_message_status_to(status))},
            {"page_total", number(status, ecall_message_status_page_total)},
            {"final", ecall_message_status_is_final(status)},
            {"request_id", text(ecall_message_status_request_id(status))},
            {"http_status", status_code(ecall_message_status_http_status(status))},
            {"extra", Json::parse(ecall_message_status_extra_json(status))},
            {"raw_body", body(status, ecall_message_status_raw_body)}};
}

Json json_of(const ecall_response *response) {
    const Json text_of_body = body(response, ecall_response_raw_body);
    const Json parsed = text_of_body.is_string() ? Json::parse(text_of_body.get<std::string>(), nullptr, false) : Json();
    return {{"http_status", status_code(ecall_response_http_status(response))},
            {"json", parsed.is_discarded() ? Json() : parsed},
            {"request_id", text(ecall_response_request_id(response))}};
}

Json item_of(const ecall_message_result *result, const ecall_error *error) {
    return result == nullptr ? Json{{"error", json_of(error)}} : json_of(result);
}

Json json_of(const ecall_sent_list *list) {
    Json items = Json::array();
    Json failed = Json::array();
    for (std::size_t index = 0; index < ecall_sent_list_count(list); ++index) {
        items.push_back(item_of(ecall_sent_list_result(list, index), ecall_sent_list_error(list, index)));
        if (items.back().contains("error")) failed.push_back(index);
    }
    if (failed.size() != ecall_sent_list_failed_count(list)) throw std::runtime_error("failed_count is wrong");
    ecall_error *raised = nullptr;
    const std::int32_t code = ecall_sent_list_raise_for_failed(list, &raised);
    const std::unique_ptr<ecall_error, void (*)(ecall_error *)> owned(raised, ecall_error_free);
    if (code != ecall_error_kind(raised)) throw std::runtime_error("status code and error do not agree");
    return {{"list_id", text(ecall_sent_list_list_id(list))},
            {"items", items},
            {"failed", failed},
            {"raised", raised == nullptr ? Json() : json_of(raised)},
            {"possible_duplicate", ecall_sent_list_possible_duplicate(list)},
            {"request_id", text(ecall_sent_list_request_id(list))},
            {"http_status", status_code(ecall_sent_list_http_status(list))},
            {"extra", json(ecall_sent_list_extra_json(list))},
            {"raw_body", body(list, ecall_sent_list_raw_body)}};
}

Json json_of(const ecall_list_status *status) {
    Json messages = Json::array();
    for (std::size_t index = 0; index < ecall_list_status_messages_count(status); ++index) {
        messages.push_back(json_of(ecall_list_status_message(status, index)));
    }
    return {{"list_id", text(ecall_list_status_list_id(status))},
            {"messages", messages},
            {"final", ecall_list_status_is_final(status)},
            {"request_id", text(ecall_list_status_request_id(status))},
            {"http_status", status_code(ecall_list_status_http_status(status))},
            {"extra", json(ecall_list_status_extra_json(status))},
            {"raw_body", body(status, ecall_list_status_raw_body)}};
}

Json json_of(const ecall_uploaded_media *media) {
    return {{"media_id", text(ecall_uploaded_media_media_id(media))},
            {"request_id", text(ecall_uploaded_media_request_id(media))},
            {"http_status", status_code(ecall_uploaded_media_http_status(media))},
            {"extra", json(ecall_uploaded_media_extra_json(media))}};
}

Json json_of(const ecall_media *media) {
    const ecall_bytes *bytes = ecall_media_bytes(media);
    return {{"content_type", text(ecall_media_content_type(media))},
            {"length", ecall_media_length(media)},
            {"text", std::string(ecall_bytes_text(bytes), ecall_bytes_length(bytes))},
            {"request_id", text(ecall_media_request_id(media))},
            {"http_status", status_code(ecall_media_http_status(media))}};
}

Json json_of(const ecall_status_event *event) {
    Json value = json_of(ecall_status_event_status(event));
    value["kind"] = "status";
    value["list_id"] = text(ecall_status_event_list_id(event));
    return value;
}

Json json_of(const ecall_received_message *message) {
    return {{"kind", "received"},
            {"channel", text(ecall_received_message_channel(message))},
            {"message_id", text(ecall_received_message_message_id(message))},
            {"from", text(ecall_received_message_from(message))},
            {"to", text(ecall_received_message_to(message))},
            {"text", text(ecall_received_message_text(message))},
            {"reply_id", text(ecall_received_message_reply_id(message))},
            {"reply_title", text(ecall_received_message_reply_title(message))},
            {"content_type", text(ecall_received_message_content_type(message))},
            {"timestamp", text(ecall_received_message_timestamp(message))},
            {"extra", json(ecall_received_message_extra_json(message))}};
}
