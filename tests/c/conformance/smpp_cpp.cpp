// The adapter over the C++ wrapper: the SMPP interface.
#include <ecall.hpp>

#include <algorithm>
#include <map>

#include "base64.hpp"
#include "cpp_arguments.hpp"
#include "cpp_values.hpp"
#include "smpp.hpp"

namespace {

using cpp_values::json_of;
using cpp_values::member;
using cpp_values::value;

template <class E> using Words = std::map<std::string, E>;

const Words<ecall::BindMode> BIND_MODES = {{"transceiver", ecall::BindMode::transceiver},
                                           {"transmitter", ecall::BindMode::transmitter},
                                           {"receiver", ecall::BindMode::receiver}};
const Words<ecall::LongMessage> LONG_MESSAGES = {{"udh8", ecall::LongMessage::udh8},
                                                 {"udh16", ecall::LongMessage::udh16},
                                                 {"sar", ecall::LongMessage::sar},
                                                 {"payload", ecall::LongMessage::payload}};
const Words<ecall::DefaultAlphabet> DEFAULT_ALPHABETS = {{"gsm", ecall::DefaultAlphabet::gsm},
                                                         {"latin1", ecall::DefaultAlphabet::latin1}};
const Words<ecall::Receipts> RECEIPTS = {
    {"none", ecall::Receipts::none}, {"all", ecall::Receipts::all}, {"failure", ecall::Receipts::failure}};
const Words<ecall::DestinationPrefix> PREFIXES = {{"none", ecall::DestinationPrefix::none},
                                                  {"plus", ecall::DestinationPrefix::plus},
                                                  {"zeros", ecall::DestinationPrefix::zeros}};
const Words<ecall::FlashForm> FLASH_FORMS = {{"general", ecall::FlashForm::general},
                                             {"class", ecall::FlashForm::class_0},
                                             {"subunit", ecall::FlashForm::subunit}};
const Words<ecall::Alphabet> ALPHABETS = {{"auto", ecall::Alphabet::automatic},
                                          {"default", ecall::Alphabet::standard},
                                          {"latin1", ecall::Alphabet::latin1},
                                          {"ucs2", ecall::Alphabet::ucs2}};

template <class E> std::optional<E> word(const Json &object, const char *key, const Words<E> &words) {
    return object.contains(key) ? std::optional<E>(words.at(object.at(key))) : std::nullopt;
}

std::vector<std::uint8_t> octets_of(const std::string &octets) { return {octets.begin(), octets.end()}; }

/// Parameters whose octets are stated are given as octets, the others by their names.
void read_tlvs(const Json &tlvs, ecall::SubmitOptions &options) {
    Json named = Json::array();
    for (const Json &tlv : tlvs) {
        if (tlv.at("tag") != "other") {
            named.push_back(tlv);
            continue;
        }
        options.tlvs.push_back({tlv.at("value").at("tag"), octets_of(smpp_json::octets_of(tlv.at("value").at("octets")))});
    }
    if (!named.empty()) options.tlvs_json = named.dump();
}

ecall::SubmitOptions submit_options(const Json &arguments, const ecall::CallOptions &call = {}) {
    ecall::SubmitOptions options;
    options.tag = member<std::string>(arguments, "tag");
    options.alphabet = word(arguments, "alphabet", ALPHABETS);
    options.flash = member<bool>(arguments, "flash");
    if (arguments.contains("user_data_base64")) options.user_data = octets_of(from_base64(arguments.at("user_data_base64")));
    options.long_message = word(arguments, "long_message", LONG_MESSAGES);
    options.registered_delivery = word(arguments, "registered_delivery", RECEIPTS);
    options.intermediate_notifications = member<bool>(arguments, "intermediate_notifications");
    options.schedule_delivery_time = member<std::string>(arguments, "schedule_delivery_time");
    options.validity_period = member<std::string>(arguments, "validity_period");
    options.service_type = member<std::string>(arguments, "service_type");
    options.protocol_id = member<std::uint8_t>(arguments, "protocol_id");
    options.priority = member<std::uint8_t>(arguments, "priority");
    options.replace_if_present = member<bool>(arguments, "replace_if_present");
    options.sm_default_msg_id = member<std::uint8_t>(arguments, "sm_default_msg_id");
    options.data_coding = member<std::uint8_t>(arguments, "data_coding");
    options.esm_class = member<std::uint8_t>(arguments, "esm_class");
    options.source_addr_ton = member<std::uint8_t>(arguments, "source_addr_ton");
    options.source_addr_npi = member<std::uint8_t>(arguments, "source_addr_npi");
    options.dest_addr_ton = member<std::uint8_t>(arguments, "dest_addr_ton");
    options.dest_addr_npi = member<std::uint8_t>(arguments, "dest_addr_npi");
    if (arguments.contains("tlvs")) read_tlvs(arguments.at("tlvs"), options);
    options.timeout = call.timeout;
    options.max_retries = call.max_retries;
    options.delivery = call.delivery;
    options.cancel = call.cancel;
    return options;
}

Json json_of(const ecall::Submitted &submitted) {
    return {{"message_id", value(submitted.message_id)},
            {"parts", cpp_values::parts_of(submitted.parts)},
            {"possible_duplicate", submitted.possible_duplicate}};
}

Json json_of(const ecall::SmppBound &bound) {
    return {{"system_id", bound.system_id}, {"interface_version", value(bound.interface_version)}};
}

std::string hex_of(const std::vector<std::uint8_t> &octets) { return smpp_json::hex_of(octets.data(), octets.size()); }

Json date(const std::optional<ecall::SmppTime> &time) {
    return time ? smpp_json::time_of(*time, value(time->quarters)) : Json();
}

struct ValueOf {
    Json operator()(std::monostate) const { return {{"type", "other"}}; }

    Json operator()(const ecall::SmppReceipt &receipt) const {
        const auto &network = receipt.network_error;
        return {{"type", "receipt"},
                {"message_id", value(receipt.message_id)},
                {"receipted_id", value(receipt.receipted_id)},
                {"matched", receipt.matched},
                {"tag", value(receipt.tag)},
                {"part", receipt.part},
                {"parts", receipt.parts},
                {"state", value(receipt.state)},
                {"state_number", value(receipt.state_number)},
                {"word", value(receipt.word)},
                {"is_final", receipt.is_final},
                {"is_intermediate", receipt.is_intermediate},
                {"error", value(receipt.error)},
                {"error_code", value(receipt.error_code)},
                {"network_error", network ? Json{{"network", network->network}, {"code", network->code}} : Json()},
                {"submitted", value(receipt.submitted)},
                {"delivered", value(receipt.delivered)},
                {"submit_date", date(receipt.submit_date)},
                {"done_date", date(receipt.done_date)},
                {"text", value(receipt.text)},
                {"from", receipt.from},
                {"to", receipt.to},
                {"tlvs", Json::parse(receipt.tlvs_json)}};
    }

    Json operator()(const ecall::SmppMessage &message) const {
        return {{"type", "message"},
                {"from", message.from},
                {"from_ton", message.from_ton},
                {"to", message.to},
                {"text", value(message.text)},
                {"octets", hex_of(message.octets)},
                {"data_coding", message.data_coding},
                {"esm_class", message.esm_class},
                {"parts", message.parts},
                {"tlvs", Json::parse(message.tlvs_json)}};
    }

    Json operator()(const ecall::SmppIncomplete &incomplete) const {
        Json parts = Json::array();
        for (const auto &part : incomplete.parts) parts.push_back(Json::array({part.number, value(part.text)}));
        return {{"type", "incomplete"},        {"from", incomplete.from},       {"to", incomplete.to},
                {"total", incomplete.total}, {"missing", incomplete.missing}, {"parts", parts}};
    }

    Json operator()(const ecall::LinkEvent &link) const {
        return {{"type", "link"},
                {"state", link.state},
                {"reason", value(link.reason)},
                {"message", value(link.message)},
                {"kind", link.kind ? Json(ecall::name(*link.kind)) : Json()},
                {"smpp_status", value(link.smpp_status)},
                {"pause_ms", link.pause ? Json(link.pause->count()) : Json()},
                {"unknown", link.unknown}};
    }

    Json operator()(const ecall::StrayResponse &response) const {
        return {{"type", "response"},
                {"reason", response.reason},
                {"command", response.command},
                {"sequence", response.sequence},
                {"smpp_status", response.smpp_status},
                {"message_id", value(response.message_id)}};
    }

    Json operator()(const ecall::RawPdu &raw) const {
        return {{"type", "raw"}, {"reason", raw.reason}, {"message", raw.message}, {"octets", hex_of(raw.octets)}};
    }
};

class CppSmppOver : public CppSmpp {
public:
    CppSmppOver(Twin twin, const ecall::Config &config, const ecall::SmppOptions &options)
        : blocking_(twin == Twin::blocking), client_(config, options) {}

    Json call(const std::string &operation, const Json &arguments, const ecall::CallOptions &options) override {
        if (operation == "bind") return json_of(blocking_ ? client_.bind(options.cancel) : client_.bind_async(options.cancel).get());
        if (operation == "unbind") {
            blocking_ ? client_.unbind(options.cancel) : client_.unbind_async(options.cancel).get();
            return Json::object();
        }
        if (operation == "events") return read(arguments);
        const ecall::SubmitOptions own = submit_options(arguments, options);
        if (operation == "submit_many") return submit_many(arguments.at("messages"), own);
        const std::string to = arguments.at("to");
        const std::string text = arguments.at("text");
        const auto from = member<std::string>(arguments, "from");
        return json_of(blocking_ ? client_.submit(to, text, from, own) : client_.submit_async(to, text, from, own).get());
    }

private:
    Json submit_many(const Json &messages, const ecall::SubmitOptions &options) {
        std::vector<ecall::SubmitRequest> requests;
        for (const Json &message : messages) {
            ecall::SubmitRequest request{message.at("to"), message.at("text"), member<std::string>(message, "from"), {}};
            if (message.contains("options")) request.options = submit_options(message.at("options"));
            requests.push_back(std::move(request));
        }
        std::map<std::uint64_t, Json> items;
        const ecall::BulkCounts counts = client_.submit_many(
            requests,
            [&](const ecall::BulkSubmitted &done) {
                const auto *error = std::get_if<ecall::Error>(&done.result);
                items[done.index] = error != nullptr ? Json{{"error", json_of(*error)}} : json_of(std::get<ecall::Submitted>(done.result));
            },
            options);
        Json list = Json::array();
        for (const auto &[index, item] : items) {
            if (index != list.size()) throw std::runtime_error("a message came out twice or never");
            list.push_back(item);
        }
        return {{"items", list}, {"counts", smpp_json::counts_of(counts)}};
    }

    /// Takes events until there are as many as are wanted, or there will be no more.
    Json read(const Json &arguments) {
        if (!events_) events_.emplace(client_.events());
        const Json only = arguments.value("only", Json::array());
        const std::size_t wanted = arguments.at("take");
        Json taken = Json::array();
        while (taken.size() < wanted) {
            const auto event = blocking_ ? events_->next(smpp_json::LIMIT) : smpp_json::in_time(events_->next_async());
            if (!event) {
                if (!events_->is_over()) throw std::runtime_error("no event in time");
                break;
            }
            const Json found = std::visit(ValueOf(), event->what);
            const Json &type = found.at("type");
            const bool is_wanted = only.empty() ? type != "link" : std::find(only.begin(), only.end(), type) != only.end();
            if (is_wanted) taken.push_back(found);
        }
        if (arguments.value("acknowledge", false)) blocking_ ? events_->acknowledge() : events_->acknowledge_async().get();
        if (arguments.value("leave", false)) events_.reset();
        return {{"events", taken}};
    }

    bool blocking_;
    ecall::SmppClient client_;
    std::optional<ecall::SmppEvents> events_;
};

} // namespace

Json cpp_json_of(const ecall_smpp_event *event) { return std::visit(ValueOf(), ecall::SmppEvent::of(event).what); }

bool set_smpp_option(ecall::SmppOptions &options, const std::string &name, const Json &value) {
    using cpp_values::millis;
    if (name == "bind_mode") options.bind_mode = BIND_MODES.at(value);
    else if (name == "window") options.window = value;
    else if (name == "rate") options.rate = value;
    else if (name == "response_timeout_ms") options.response_timeout = millis(value);
    else if (name == "enquire_link_interval_ms") options.enquire_link_interval = millis(value);
    else if (name == "bind_timeout_ms") options.bind_timeout = millis(value);
    else if (name == "reconnect_initial_ms") options.reconnect_initial = millis(value);
    else if (name == "reconnect_max_ms") options.reconnect_max = millis(value);
    else if (name == "refused_bind_interval_ms") options.refused_bind_interval = millis(value);
    else if (name == "long_message") options.long_message = LONG_MESSAGES.at(value);
    else if (name == "default_alphabet") options.default_alphabet = DEFAULT_ALPHABETS.at(value);
    else if (name == "allow_long_credentials") options.allow_long_credentials = value;
    else if (name == "registered_delivery") options.registered_delivery = RECEIPTS.at(value);
    else if (name == "intermediate_notifications") options.intermediate_notifications = value;
    else if (name == "destination_prefix") options.destination_prefix = PREFIXES.at(value);
    else if (name == "flash_form") options.flash_form = FLASH_FORMS.at(value);
    else if (name == "system_type") options.system_type = value;
    else if (name == "address_range") options.address_range = value;
    else if (name == "event_buffer") options.event_buffer = value;
    else if (name == "reassembly_limit") options.reassembly_limit = value;
    else if (name == "reassembly_timeout_ms") options.reassembly_timeout = millis(value);
    else if (name == "receipt_memory") options.receipt_memory = value;
    else if (name == "allow_plain_smpp") options.allow_plain_smpp = value;
    else return false;
    return true;
}

std::unique_ptr<CppSmpp> cpp_smpp(Twin twin, const ecall::Config &config, const ecall::SmppOptions &options) {
    return std::make_unique<CppSmppOver>(twin, config, options);
}
