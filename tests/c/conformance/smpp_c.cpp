// The adapter over the C functions: the SMPP interface.
#include <algorithm>
#include <map>

#include "base64.hpp"
#include "c_calls.hpp"
#include "c_getters.hpp"
#include "smpp.hpp"

using namespace c_getters;

namespace {

using namespace c_calls;

using Bound = Owned<ecall_smpp_bound, ecall_smpp_bound_free>;
using Bulk = Owned<ecall_smpp_bulk, ecall_smpp_bulk_free>;
using Client = Owned<ecall_smpp_client, ecall_smpp_client_free>;
using Event = Owned<ecall_smpp_event, ecall_smpp_event_free>;
using Events = Owned<ecall_smpp_events, ecall_smpp_events_free>;
using Options = Owned<ecall_smpp_options, ecall_smpp_options_free>;
using Results = Owned<ecall_smpp_results, ecall_smpp_results_free>;
using SubmitOptions = Owned<ecall_submit_options, ecall_submit_options_free>;
using Submitted = Owned<ecall_smpp_submitted, ecall_smpp_submitted_free>;

template <class T, class V> using Setters = std::map<std::string, std::int32_t (*)(T *, V)>;
/// Settings that are one of a few, with the words of each by their numbers.
template <class T> using Words = std::map<std::string, std::pair<std::int32_t (*)(T *, std::int32_t), std::vector<std::string>>>;

const Words<ecall_smpp_options> CLIENT_WORDS = {
    {"bind_mode", {ecall_smpp_options_set_bind_mode, {"transceiver", "transmitter", "receiver"}}},
    {"long_message", {ecall_smpp_options_set_long_message, {"udh8", "udh16", "sar", "payload"}}},
    {"default_alphabet", {ecall_smpp_options_set_default_alphabet, {"gsm", "latin1"}}},
    {"registered_delivery", {ecall_smpp_options_set_registered_delivery, {"none", "all", "failure"}}},
    {"destination_prefix", {ecall_smpp_options_set_destination_prefix, {"none", "plus", "zeros"}}},
    {"flash_form", {ecall_smpp_options_set_flash_form, {"general", "class", "subunit"}}},
};
const Setters<ecall_smpp_options, const char *> CLIENT_TEXTS = {
    {"system_type", ecall_smpp_options_set_system_type}, {"address_range", ecall_smpp_options_set_address_range}};
const Setters<ecall_smpp_options, std::uint32_t> CLIENT_NUMBERS = {
    {"window", ecall_smpp_options_set_window},
    {"event_buffer", ecall_smpp_options_set_event_buffer},
    {"reassembly_limit", ecall_smpp_options_set_reassembly_limit},
    {"receipt_memory", ecall_smpp_options_set_receipt_memory}};
const Setters<ecall_smpp_options, std::uint64_t> CLIENT_TIMES = {
    {"response_timeout_ms", ecall_smpp_options_set_response_timeout_ms},
    {"enquire_link_interval_ms", ecall_smpp_options_set_enquire_link_interval_ms},
    {"bind_timeout_ms", ecall_smpp_options_set_bind_timeout_ms},
    {"reconnect_initial_ms", ecall_smpp_options_set_reconnect_initial_ms},
    {"reconnect_max_ms", ecall_smpp_options_set_reconnect_max_ms},
    {"refused_bind_interval_ms", ecall_smpp_options_set_refused_bind_interval_ms},
    {"reassembly_timeout_ms", ecall_smpp_options_set_reassembly_timeout_ms}};
const Setters<ecall_smpp_options, bool> CLIENT_FLAGS = {
    {"allow_long_credentials", ecall_smpp_options_set_allow_long_credentials},
    {"intermediate_notifications", ecall_smpp_options_set_intermediate_notifications},
    {"allow_plain_smpp", ecall_smpp_options_set_allow_plain_smpp}};

const Words<ecall_submit_options> WORDS = {
    {"alphabet", {ecall_submit_options_set_alphabet, {"auto", "default", "latin1", "ucs2"}}},
    {"long_message", {ecall_submit_options_set_long_message, {"udh8", "udh16", "sar", "payload"}}},
    {"registered_delivery", {ecall_submit_options_set_registered_delivery, {"none", "all", "failure"}}},
    {"delivery", {ecall_submit_options_set_delivery, {"standard", "at_least_once", "at_most_once"}}},
};
const Setters<ecall_submit_options, const char *> TEXTS = {
    {"tag", ecall_submit_options_set_tag},
    {"schedule_delivery_time", ecall_submit_options_set_schedule_delivery_time},
    {"validity_period", ecall_submit_options_set_validity_period},
    {"service_type", ecall_submit_options_set_service_type}};
const Setters<ecall_submit_options, std::uint32_t> NUMBERS = {
    {"protocol_id", ecall_submit_options_set_protocol_id},
    {"priority", ecall_submit_options_set_priority},
    {"sm_default_msg_id", ecall_submit_options_set_sm_default_msg_id},
    {"data_coding", ecall_submit_options_set_data_coding},
    {"esm_class", ecall_submit_options_set_esm_class},
    {"source_addr_ton", ecall_submit_options_set_source_addr_ton},
    {"source_addr_npi", ecall_submit_options_set_source_addr_npi},
    {"dest_addr_ton", ecall_submit_options_set_dest_addr_ton},
    {"dest_addr_npi", ecall_submit_options_set_dest_addr_npi},
    {"max_retries", ecall_submit_options_set_max_retries}};
const Setters<ecall_submit_options, bool> FLAGS = {
    {"flash", ecall_submit_options_set_flash},
    {"intermediate_notifications", ecall_submit_options_set_intermediate_notifications},
    {"replace_if_present", ecall_submit_options_set_replace_if_present}};

template <class V, class T> bool set(const Setters<T, V> &setters, T *options, const std::string &name, const Json &value) {
    const auto found = setters.find(name);
    if (found == setters.end()) return false;
    if constexpr (std::is_same_v<V, const char *>) good(found->second(options, value.get_ref<const std::string &>().c_str()));
    else good(found->second(options, value.get<V>()));
    return true;
}

template <class T> bool set(const Words<T> &words, T *options, const std::string &name, const Json &value) {
    const auto found = words.find(name);
    if (found == words.end()) return false;
    const auto &[setter, all] = found->second;
    // A word that is none is a number that is none.
    good(setter(options, static_cast<std::int32_t>(std::find(all.begin(), all.end(), value) - all.begin())));
    return true;
}

/// Parameters whose octets are stated are given as octets, the others by their names.
void set_tlvs(ecall_submit_options *options, const Json &tlvs) {
    Json named = Json::array();
    for (const Json &tlv : tlvs) {
        if (tlv.at("tag") != "other") named.push_back(tlv);
    }
    good(ecall_submit_options_set_tlvs(options, named.dump().c_str(), nullptr));
    for (const Json &tlv : tlvs) {
        if (tlv.at("tag") != "other") continue;
        const std::string octets = smpp_json::octets_of(tlv.at("value").at("octets"));
        const auto *start = reinterpret_cast<const std::uint8_t *>(octets.data());
        good(ecall_submit_options_add_tlv(options, tlv.at("value").at("tag"), start, octets.size()));
    }
}

void set(ecall_submit_options *options, const std::string &name, const Json &value) {
    if (name == "user_data_base64") {
        const std::string octets = from_base64(value);
        good(ecall_submit_options_set_user_data(options, reinterpret_cast<const std::uint8_t *>(octets.data()), octets.size()));
    } else if (name == "tlvs") set_tlvs(options, value);
    else if (name == "timeout_ms") good(ecall_submit_options_set_timeout_ms(options, value));
    else if (!set(WORDS, options, name, value) && !set(TEXTS, options, name, value) && !set(NUMBERS, options, name, value) &&
             !set(FLAGS, options, name, value)) {
        throw std::runtime_error("no setter for " + name);
    }
}

/// The options of a message; none where none are set.
SubmitOptions options_of(const Json &arguments, const Json &call = Json::object()) {
    SubmitOptions options;
    for (const Json *part : {&arguments, &call}) {
        for (const auto &[name, value] : part->items()) {
            if (name == "to" || name == "text" || name == "from" || name == "messages") continue;
            if (!options) options.reset(ecall_submit_options_new());
            set(options.get(), name, value);
        }
    }
    return options;
}

} // namespace

static Json json_of(const ecall_smpp_part *part) {
    static const char *const states[] = {"accepted", "refused", "unknown", "not_sent"};
    return {{"state", states[ecall_smpp_part_state(part)]},
            {"message_id", text(ecall_smpp_part_message_id(part))},
            {"smpp_status", number(part, ecall_smpp_part_smpp_status)}};
}

Json json_of(const ecall_smpp_submitted *submitted) {
    Json parts = Json::array();
    for (std::size_t index = 0; index < ecall_smpp_submitted_parts_count(submitted); ++index) {
        parts.push_back(json_of(ecall_smpp_submitted_part(submitted, index)));
    }
    const Json value = {{"message_id", text(ecall_smpp_submitted_message_id(submitted))},
                        {"parts", parts},
                        {"possible_duplicate", ecall_smpp_submitted_possible_duplicate(submitted)}};
    const Json everything = json(ecall_smpp_submitted_json(submitted));
    if (everything.at("parts") != parts) throw std::runtime_error("parts and JSON do not agree");
    return value;
}

Json json_of(const ecall_smpp_bound *bound) {
    return {{"system_id", text(ecall_smpp_bound_system_id(bound))},
            {"interface_version", number(bound, ecall_smpp_bound_interface_version)}};
}

Json parts_of(const ecall_error *error) {
    Json parts = Json::array();
    for (std::size_t index = 0; index < ecall_error_parts_count(error); ++index) {
        parts.push_back(json_of(ecall_error_part(error, index)));
    }
    return parts;
}

bool set_smpp_option(ecall_smpp_options *options, const std::string &name, const Json &value) {
    if (name == "rate") good(ecall_smpp_options_set_rate(options, value));
    else return set(CLIENT_WORDS, options, name, value) || set(CLIENT_TEXTS, options, name, value) ||
                set(CLIENT_NUMBERS, options, name, value) || set(CLIENT_TIMES, options, name, value) ||
                set(CLIENT_FLAGS, options, name, value);
    return true;
}

namespace {

class CSmppOver : public CSmpp {
public:
    explicit CSmppOver(Twin twin) : blocking_(twin == Twin::blocking) {}
    /// In order, as a program does: a case's account is gone afterwards.
    ~CSmppOver() override { ecall_smpp_client_unbind(client_.get(), nullptr, nullptr); }

    Answer open(const ecall_config *config, const ecall_smpp_options *options) override {
        ecall_smpp_client *client = nullptr;
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_smpp_client_new(config, options, &client, &error);
        client_.reset(client);
        return take_nothing(code, error);
    }

    Answer call(const std::string &operation, const Json &arguments, const Json &options, ecall_cancel_token *token) override {
        ecall_smpp_client *c = client_.get();
        if (operation == "bind") {
            if (blocking_) {
                return called<Bound>([&](auto made, auto error) { return ecall_smpp_client_bind(c, token, made, error); });
            }
            return awaited([&](void *promise, ecall_error **error) {
                return ecall_smpp_client_bind_async(c, token, complete<Bound>, promise, error);
            });
        }
        if (operation == "unbind") return unbind(token);
        if (operation == "events") return read(arguments);
        const SubmitOptions own = options_of(arguments, options);
        if (operation == "submit_many") return submit_many(arguments.at("messages"), own.get(), token);
        return submit(arguments, own.get(), token);
    }

private:
    Answer unbind(ecall_cancel_token *token) {
        if (!blocking_) {
            return awaited([&](void *promise, ecall_error **error) {
                return ecall_smpp_client_unbind_async(client_.get(), token, complete_nothing, promise, error);
            });
        }
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_smpp_client_unbind(client_.get(), token, &error);
        return take_nothing(code, error);
    }

    Answer submit(const Json &arguments, const ecall_submit_options *options, ecall_cancel_token *token) {
        ecall_smpp_client *c = client_.get();
        const char *to = required(arguments, "to");
        const char *text = required(arguments, "text");
        const char *from = optional(arguments, "from");
        if (!blocking_) {
            return awaited([&](void *promise, ecall_error **error) {
                return ecall_smpp_client_submit_async(c, to, text, from, options, token, complete<Submitted>, promise, error);
            });
        }
        if (options == nullptr && token == nullptr) {
            return called<Submitted>([&](auto made, auto error) { return ecall_smpp_client_submit(c, to, text, from, made, error); });
        }
        return called<Submitted>([&](auto made, auto error) {
            return ecall_smpp_client_submit_with(c, to, text, from, options, token, made, error);
        });
    }

    /// Gives all messages in and takes all results out, in their order.
    Answer submit_many(const Json &messages, const ecall_submit_options *options, ecall_cancel_token *token) {
        ecall_smpp_bulk *bulk = nullptr;
        ecall_error *error = nullptr;
        std::int32_t code = ecall_smpp_client_submit_many(client_.get(), options, token, &bulk, &error);
        const Bulk owned(bulk);
        if (code != ECALL_OK) return answer_of(code, error, Json());
        std::uint64_t given = 0;
        std::map<std::uint64_t, Json> items;
        while (!ecall_smpp_bulk_is_over(bulk)) {
            for (; given < messages.size() && ecall_smpp_bulk_room(bulk) > 0; ++given) {
                const Json &message = messages[given];
                const SubmitOptions own = options_of(message.value("options", Json::object()));
                std::uint64_t index = 0;
                good(ecall_smpp_bulk_give(bulk, required(message, "to"), required(message, "text"), optional(message, "from"), own.get(),
                                          &index, nullptr));
                if (index != given) throw std::runtime_error("a message has the index of another");
            }
            if (given == messages.size()) good(ecall_smpp_bulk_end(bulk, nullptr));
            take(bulk, items);
        }
        Json list = Json::array();
        for (const auto &[index, item] : items) {
            if (index != list.size()) throw std::runtime_error("a message came out twice or never");
            list.push_back(item);
        }
        ecall_bulk_counts counts{};
        if (!ecall_smpp_bulk_counts(bulk, &counts)) throw std::runtime_error("no counts");
        return {false, {{"items", list}, {"counts", smpp_json::counts_of(counts)}}};
    }

    static void take(const ecall_smpp_bulk *bulk, std::map<std::uint64_t, Json> &items) {
        ecall_smpp_results *made = nullptr;
        good(ecall_smpp_bulk_take(bulk, 20000, &made, nullptr));
        const Results results(made);
        if (made == nullptr && !ecall_smpp_bulk_is_over(bulk)) throw std::runtime_error("no results in time");
        for (std::size_t at = 0; at < ecall_smpp_results_count(made); ++at) {
            const ecall_error *error = ecall_smpp_results_error(made, at);
            const ecall_smpp_submitted *submitted = ecall_smpp_results_submitted(made, at);
            if ((error == nullptr) == (submitted == nullptr)) throw std::runtime_error("not one of result and error");
            items[ecall_smpp_results_index(made, at)] = error == nullptr ? ::json_of(submitted) : Json{{"error", ::json_of(error)}};
        }
    }

    /// Takes events until there are as many as are wanted, or there will be no more.
    Answer read(const Json &arguments) {
        if (!events_) {
            ecall_smpp_events *made = nullptr;
            ecall_error *error = nullptr;
            const std::int32_t code = ecall_smpp_events_new(client_.get(), nullptr, &made, &error);
            if (code != ECALL_OK) return answer_of(code, error, Json());
            events_.reset(made);
        }
        const Json only = arguments.value("only", Json::array());
        const std::size_t wanted = arguments.at("take");
        Json taken = Json::array();
        while (taken.size() < wanted) {
            const Answer next = next_event();
            if (next.failed) return next;
            if (next.value.is_null()) break;
            const Json &type = next.value.at("type");
            const bool is_wanted = only.empty() ? type != "link" : std::find(only.begin(), only.end(), type) != only.end();
            if (is_wanted) taken.push_back(next.value);
        }
        if (arguments.value("acknowledge", false)) {
            const Answer acknowledged = acknowledge();
            if (acknowledged.failed) return acknowledged;
        }
        if (arguments.value("leave", false)) events_.reset();
        return {false, {{"events", taken}}};
    }

    Answer next_event() {
        const ecall_smpp_events *events = events_.get();
        if (!blocking_) {
            // Left alone where the event does not come: the callback would still use it.
            auto promise = std::make_unique<std::promise<Answer>>();
            std::future<Answer> future = promise->get_future();
            ecall_error *error = nullptr;
            const std::int32_t code = ecall_smpp_events_next_async(events, complete_optional<Event>, promise.get(), &error);
            if (code != ECALL_OK) return answer_of(code, error, Json());
            std::promise<Answer> *pending = promise.release();
            const Answer answer = smpp_json::in_time(std::move(future));
            delete pending;
            return answer;
        }
        ecall_smpp_event *event = nullptr;
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_smpp_events_next(events, 20000, &event, &error);
        if (event == nullptr && !ecall_smpp_events_is_over(events)) throw std::runtime_error("no event in time");
        return take_optional<Event>(code, event, error);
    }

    Answer acknowledge() {
        const ecall_smpp_events *events = events_.get();
        if (!blocking_) {
            return awaited([&](void *promise, ecall_error **error) {
                return ecall_smpp_events_acknowledge_async(events, complete_nothing, promise, error);
            });
        }
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_smpp_events_acknowledge(events, &error);
        return take_nothing(code, error);
    }

    bool blocking_;
    Client client_;
    // Before the client goes.
    Events events_;
};

} // namespace

std::unique_ptr<CSmpp> c_smpp(Twin twin) { return std::make_unique<CSmppOver>(twin); }
