// The events of the SMPP interface, as the getters of the C library have them.
#include <ecall.h>

#include <stdexcept>

#include "c_getters.hpp"
#include "smpp.hpp"

using namespace c_getters;

namespace {

template <class T> Json octets(const T *object, const std::uint8_t *(*read)(const T *, std::size_t *)) {
    std::size_t length = 0;
    const std::uint8_t *start = read(object, &length);
    return smpp_json::hex_of(start, length);
}

Json date(const ecall_smpp_receipt *receipt, bool (*read)(const ecall_smpp_receipt *, ecall_smpp_time *)) {
    ecall_smpp_time time{};
    if (!read(receipt, &time)) return nullptr;
    return smpp_json::time_of(time, time.has_quarters ? Json(time.quarters) : Json());
}

Json value_of(const ecall_smpp_receipt *receipt) {
    ecall_smpp_network_error network{};
    const bool has_network = ecall_smpp_receipt_network_error(receipt, &network);
    return {{"type", "receipt"},
            {"message_id", text(ecall_smpp_receipt_message_id(receipt))},
            {"receipted_id", text(ecall_smpp_receipt_receipted_id(receipt))},
            {"matched", ecall_smpp_receipt_matched(receipt)},
            {"tag", text(ecall_smpp_receipt_tag(receipt))},
            {"part", ecall_smpp_receipt_part(receipt)},
            {"parts", ecall_smpp_receipt_parts(receipt)},
            {"state", text(ecall_smpp_receipt_state(receipt))},
            {"state_number", number(receipt, ecall_smpp_receipt_state_number)},
            {"word", text(ecall_smpp_receipt_word(receipt))},
            {"is_final", ecall_smpp_receipt_is_final(receipt)},
            {"is_intermediate", ecall_smpp_receipt_is_intermediate(receipt)},
            {"error", text(ecall_smpp_receipt_error(receipt))},
            {"error_code", number(receipt, ecall_smpp_receipt_error_code)},
            {"network_error", has_network ? Json{{"network", network.network}, {"code", network.code}} : Json()},
            {"submitted", number(receipt, ecall_smpp_receipt_submitted)},
            {"delivered", number(receipt, ecall_smpp_receipt_delivered)},
            {"submit_date", date(receipt, ecall_smpp_receipt_submit_date)},
            {"done_date", date(receipt, ecall_smpp_receipt_done_date)},
            {"text", text(ecall_smpp_receipt_text(receipt))},
            {"from", text(ecall_smpp_receipt_from(receipt))},
            {"to", text(ecall_smpp_receipt_to(receipt))},
            {"tlvs", json(ecall_smpp_receipt_tlvs_json(receipt))}};
}

Json value_of(const ecall_smpp_message *message) {
    return {{"type", "message"},
            {"from", text(ecall_smpp_message_from(message))},
            {"from_ton", ecall_smpp_message_from_ton(message)},
            {"to", text(ecall_smpp_message_to(message))},
            {"text", text(ecall_smpp_message_text(message))},
            {"octets", octets(message, ecall_smpp_message_octets)},
            {"data_coding", ecall_smpp_message_data_coding(message)},
            {"esm_class", ecall_smpp_message_esm_class(message)},
            {"parts", ecall_smpp_message_parts(message)},
            {"tlvs", json(ecall_smpp_message_tlvs_json(message))}};
}

Json value_of(const ecall_smpp_incomplete *incomplete) {
    std::size_t length = 0;
    const std::uint8_t *start = ecall_smpp_incomplete_missing(incomplete, &length);
    Json missing = Json::array();
    for (std::size_t at = 0; at < length; ++at) missing.push_back(start[at]);
    Json parts = Json::array();
    for (std::size_t at = 0; at < ecall_smpp_incomplete_parts_count(incomplete); ++at) {
        parts.push_back(Json::array({ecall_smpp_incomplete_part_number(incomplete, at), text(ecall_smpp_incomplete_part_text(incomplete, at))}));
    }
    return {{"type", "incomplete"},
            {"from", text(ecall_smpp_incomplete_from(incomplete))},
            {"to", text(ecall_smpp_incomplete_to(incomplete))},
            {"total", ecall_smpp_incomplete_total(incomplete)},
            {"missing", missing},
            {"parts", parts}};
}

Json value_of(const ecall_smpp_link *link) {
    return {{"type", "link"},
            {"state", text(ecall_smpp_link_state(link))},
            {"reason", text(ecall_smpp_link_reason(link))},
            {"message", text(ecall_smpp_link_message(link))},
            {"kind", text(ecall_smpp_link_kind_name(link))},
            {"smpp_status", number(link, ecall_smpp_link_smpp_status)},
            {"pause_ms", number(link, ecall_smpp_link_pause_ms)},
            {"unknown", ecall_smpp_link_unknown(link)}};
}

Json value_of(const ecall_smpp_response *response) {
    return {{"type", "response"},
            {"reason", text(ecall_smpp_response_reason(response))},
            {"command", ecall_smpp_response_command(response)},
            {"sequence", ecall_smpp_response_sequence(response)},
            {"smpp_status", ecall_smpp_response_smpp_status(response)},
            {"message_id", text(ecall_smpp_response_message_id(response))}};
}

Json value_of(const ecall_smpp_raw *raw) {
    return {{"type", "raw"},
            {"reason", text(ecall_smpp_raw_reason(raw))},
            {"message", text(ecall_smpp_raw_message(raw))},
            {"octets", octets(raw, ecall_smpp_raw_octets)}};
}

Json getters_of(const ecall_smpp_event *event) {
    switch (ecall_smpp_event_type(event)) {
    case ECALL_SMPP_RECEIPT: return value_of(ecall_smpp_event_receipt(event));
    case ECALL_SMPP_MESSAGE: return value_of(ecall_smpp_event_message(event));
    case ECALL_SMPP_INCOMPLETE: return value_of(ecall_smpp_event_incomplete(event));
    case ECALL_SMPP_LINK: return value_of(ecall_smpp_event_link(event));
    case ECALL_SMPP_RESPONSE: return value_of(ecall_smpp_event_response(event));
    case ECALL_SMPP_RAW: return value_of(ecall_smpp_event_raw(event));
    default: throw std::runtime_error("an event of no type");
    }
}

} // namespace

Json json_of(const ecall_smpp_event *event) {
    const Json value = getters_of(event);
    // Every field of the core has its getter and its place among the values of C++, and there is no other.
    const Json everything = json(ecall_smpp_event_json(event));
    for (const Json &read : {value, cpp_json_of(event)}) {
        if (read != everything) throw std::runtime_error("these do not agree: " + show(read) + " and " + show(everything));
    }
    return value;
}
