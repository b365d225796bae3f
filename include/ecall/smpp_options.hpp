// What an ecall::SmppClient is given: its options, and those of a message. Include <ecall.hpp>.
#ifndef ECALL_SMPP_OPTIONS_HPP
#define ECALL_SMPP_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ecall/calls.hpp>

namespace ecall {

/// How a session is bound.
enum class BindMode : std::int32_t {
    /// Sends and receives.
    transceiver = ECALL_BIND_TRANSCEIVER,
    /// Sends only: receipts and messages do not come.
    transmitter = ECALL_BIND_TRANSMITTER,
    /// Receives only. At eCall such a session carries delivery receipts alone.
    receiver = ECALL_BIND_RECEIVER,
};

/// How a text of several pages is sent.
enum class LongMessage : std::int32_t {
    /// In parts with a user data header and a reference of 8 bits: 153 septets or 67 UCS-2 units each.
    udh8 = ECALL_LONG_UDH8,
    /// In parts with a user data header and a reference of 16 bits: 152 or 66.
    udh16 = ECALL_LONG_UDH16,
    /// In parts with the optional parameters sar_...: 153 or 67.
    sar = ECALL_LONG_SAR,
    /// As one PDU with the optional parameter message_payload; the centre splits it.
    payload = ECALL_LONG_PAYLOAD,
};

/// What data_coding 0 means to the centre. Which it is at eCall is not documented.
enum class DefaultAlphabet : std::int32_t {
    /// The GSM alphabet, one septet to an octet.
    gsm = ECALL_DEFAULT_ALPHABET_GSM,
    /// Latin-1. A text of the GSM alphabet that Latin-1 lacks a character of is then sent in UCS-2.
    latin1 = ECALL_DEFAULT_ALPHABET_LATIN1,
};

/// Which receipts the service sends.
enum class Receipts : std::int32_t {
    none = ECALL_RECEIPTS_NONE,
    /// Of success and of failure.
    all = ECALL_RECEIPTS_ALL,
    /// Of failure only.
    failure = ECALL_RECEIPTS_FAILURE,
};

/// What stands before the digits of a destination (provisional).
enum class DestinationPrefix : std::int32_t {
    /// 41791234567
    none = ECALL_PREFIX_NONE,
    /// +41791234567
    plus = ECALL_PREFIX_PLUS,
    /// 0041791234567
    zeros = ECALL_PREFIX_ZEROS,
};

/// How a message that is shown at once is marked (provisional).
enum class FlashForm : std::int32_t {
    /// data_coding 0x10, or 0x18 in UCS-2.
    general = ECALL_FLASH_GENERAL,
    /// data_coding 0xF0, or 0x18 in UCS-2, which has no other.
    class_0 = ECALL_FLASH_CLASS,
    /// The optional parameter dest_addr_subunit with 1.
    subunit = ECALL_FLASH_SUBUNIT,
};

/// The alphabet in which a text is written.
enum class Alphabet : std::int32_t {
    /// The default alphabet where all of the text is in it, else UCS-2.
    automatic = ECALL_SUBMIT_ALPHABET_AUTO,
    /// The default alphabet; a text with other characters is refused.
    standard = ECALL_SUBMIT_ALPHABET_DEFAULT,
    /// Latin-1 by its own data_coding (3), 140 octets alone and 134 in parts; a text with other characters is refused.
    latin1 = ECALL_SUBMIT_ALPHABET_LATIN1,
    /// UCS-2, whatever the text.
    ucs2 = ECALL_SUBMIT_ALPHABET_UCS2,
};

/// What an SmppClient has besides the Config of every client. Everything is optional. Limits and times that the service does not
/// document are provisional.
struct SmppOptions {
    using Time = std::optional<std::chrono::milliseconds>;

    /// BindMode::transceiver unless set.
    std::optional<BindMode> bind_mode;
    /// Requests that wait for their response at a time, 1 to 10000; 10 unless set.
    std::optional<std::uint32_t> window;
    /// Messages a second at most, each part counted, evenly spread; no limit unless set.
    std::optional<double> rate;
    /// How long the response to a request is waited for; 30 s unless set.
    Time response_timeout;
    /// After how long a silence of the other side it is asked whether it is there; 30 s unless set.
    Time enquire_link_interval;
    /// Time from the beginning of a connection to the response of the bind; 30 s unless set.
    Time bind_timeout;
    /// Upper bound of the first pause before a new connection, which doubles, and what it never passes; 0.5 s and 30 s unless set.
    Time reconnect_initial;
    Time reconnect_max;
    /// How long to wait where a client that was bound before is refused for its name or password; 300 s unless set.
    Time refused_bind_interval;
    /// LongMessage::udh8 unless set.
    std::optional<LongMessage> long_message;
    /// DefaultAlphabet::gsm unless set.
    std::optional<DefaultAlphabet> default_alphabet;
    /// Writes a name over 15 and a password over 8 octets as they are; on unless set. Off, they are refused.
    std::optional<bool> allow_long_credentials;
    /// Receipts::all unless set.
    std::optional<Receipts> registered_delivery;
    /// Asks for intermediate notifications as well; off unless set.
    std::optional<bool> intermediate_notifications;
    /// DestinationPrefix::none unless set.
    std::optional<DestinationPrefix> destination_prefix;
    /// FlashForm::general unless set.
    std::optional<FlashForm> flash_form;
    /// The system_type of the bind, at most 12 octets, and its address_range, at most 40; empty unless set.
    std::optional<std::string> system_type;
    std::optional<std::string> address_range;
    /// Receipts and messages that wait to be taken, 1 to 1000000; 10000 unless set. Beyond it the service is told to try again later.
    std::optional<std::uint32_t> event_buffer;
    /// Inbound texts that may be incomplete at a time, 1 to 100000, and how long one waits for its next part; 1000 and 600 s unless set.
    std::optional<std::uint32_t> reassembly_limit;
    Time reassembly_timeout;
    /// Accepted messages that are remembered until their final receipt, 0 to 10000000; 100000 unless set.
    std::optional<std::uint32_t> receipt_memory;
    /// Allows smpp:// for other hosts: passwords and messages then travel readable by anybody. Off unless set.
    std::optional<bool> allow_plain_smpp;
};

/// An optional parameter of a message: its tag and the octets of its value.
struct Tlv {
    std::uint16_t tag = 0;
    std::vector<std::uint8_t> octets;
};

/// What a message over SMPP may have besides destination, text and sender: every field of submit_sm, and how hard it is tried. Everything
/// is optional.
struct SubmitOptions {
    /// What the events about this message say of it: yours alone, never sent.
    std::optional<std::string> tag;
    /// Alphabet::automatic unless set.
    std::optional<Alphabet> alphabet;
    /// Shown at once and not kept.
    std::optional<bool> flash;
    /// Octets that are sent as they are, in place of a text, which must be empty; at most 254. Their data_coding is 4 unless set.
    std::optional<std::vector<std::uint8_t>> user_data;
    /// As the client has them unless set.
    std::optional<LongMessage> long_message;
    std::optional<Receipts> registered_delivery;
    std::optional<bool> intermediate_notifications;
    /// When to deliver it, "YYMMDDhhmmsstnnp" or, from now, "YYMMDDhhmmss000R", and how long to try. Source: SMPP v3.4, 7.1.1.
    std::optional<std::string> schedule_delivery_time;
    std::optional<std::string> validity_period;
    /// At most 5 octets.
    std::optional<std::string> service_type;
    std::optional<std::uint8_t> protocol_id;
    /// 0 to 3.
    std::optional<std::uint8_t> priority;
    std::optional<bool> replace_if_present;
    /// 1 to 254.
    std::optional<std::uint8_t> sm_default_msg_id;
    /// In place of the data_coding that the alphabet has.
    std::optional<std::uint8_t> data_coding;
    /// Besides the bit of a user data header.
    std::optional<std::uint8_t> esm_class;
    /// Type of number and numbering plan of the sender, in place of those that it shows, and of the destination, 1 unless set.
    std::optional<std::uint8_t> source_addr_ton;
    std::optional<std::uint8_t> source_addr_npi;
    std::optional<std::uint8_t> dest_addr_ton;
    std::optional<std::uint8_t> dest_addr_npi;
    /// Optional parameters of every part: as a JSON array of objects with "tag" and "value", and those after it as octets.
    std::optional<std::string> tlvs_json;
    std::vector<Tlv> tlvs;
    /// Time for the whole call, of many messages for each, 1 ms to 7 days.
    std::optional<std::chrono::milliseconds> timeout;
    /// How often a part whose fate is unknown is sent again under Delivery::at_least_once, 0 to 100.
    std::optional<std::uint32_t> max_retries;
    std::optional<Delivery> delivery;
    /// Ends the call early. Has no meaning for one of many messages.
    std::optional<CancelToken> cancel;
};

namespace detail {

/// Settings of one object as the library takes them, which is made with the first of them.
template <class T, auto New, auto Free> class Settings {
public:
    T *get() const noexcept { return handle_.get(); }

    /// A number or an enumeration, where it is set.
    template <class S, class V> void set(const char *what, S setter, const std::optional<V> &value) {
        if (!value) return;
        if constexpr (std::is_enum_v<V>) check_setter(setter(made_handle(), static_cast<std::int32_t>(*value)), what);
        else if constexpr (std::is_same_v<V, std::chrono::milliseconds>) check_setter(setter(made_handle(), millis(*value)), what);
        else check_setter(setter(made_handle(), *value), what);
    }

    template <class S> void set_text(const char *what, S setter, const std::optional<std::string> &value) {
        if (!value) return;
        const std::string owned = c_text(what, *value, Outcome::not_accepted);
        check_setter(setter(made_handle(), owned.c_str()), what);
    }

    T *made_handle() {
        if (!handle_) handle_.reset(made(New()));
        return handle_.get();
    }

private:
    Handle<T, Free> handle_;
};

using SmppOptionsHandle = Settings<ecall_smpp_options, ecall_smpp_options_new, ecall_smpp_options_free>;
using SubmitOptionsHandle = Settings<ecall_submit_options, ecall_submit_options_new, ecall_submit_options_free>;

inline SmppOptionsHandle handle_of(const SmppOptions &options) {
    SmppOptionsHandle made;
    made.set("bind_mode", ecall_smpp_options_set_bind_mode, options.bind_mode);
    made.set("window", ecall_smpp_options_set_window, options.window);
    made.set("rate", ecall_smpp_options_set_rate, options.rate);
    made.set("response_timeout", ecall_smpp_options_set_response_timeout_ms, options.response_timeout);
    made.set("enquire_link_interval", ecall_smpp_options_set_enquire_link_interval_ms, options.enquire_link_interval);
    made.set("bind_timeout", ecall_smpp_options_set_bind_timeout_ms, options.bind_timeout);
    made.set("reconnect_initial", ecall_smpp_options_set_reconnect_initial_ms, options.reconnect_initial);
    made.set("reconnect_max", ecall_smpp_options_set_reconnect_max_ms, options.reconnect_max);
    made.set("refused_bind_interval", ecall_smpp_options_set_refused_bind_interval_ms, options.refused_bind_interval);
    made.set("long_message", ecall_smpp_options_set_long_message, options.long_message);
    made.set("default_alphabet", ecall_smpp_options_set_default_alphabet, options.default_alphabet);
    made.set("allow_long_credentials", ecall_smpp_options_set_allow_long_credentials, options.allow_long_credentials);
    made.set("registered_delivery", ecall_smpp_options_set_registered_delivery, options.registered_delivery);
    made.set("intermediate_notifications", ecall_smpp_options_set_intermediate_notifications,
             options.intermediate_notifications);
    made.set("destination_prefix", ecall_smpp_options_set_destination_prefix, options.destination_prefix);
    made.set("flash_form", ecall_smpp_options_set_flash_form, options.flash_form);
    made.set_text("system_type", ecall_smpp_options_set_system_type, options.system_type);
    made.set_text("address_range", ecall_smpp_options_set_address_range, options.address_range);
    made.set("event_buffer", ecall_smpp_options_set_event_buffer, options.event_buffer);
    made.set("reassembly_limit", ecall_smpp_options_set_reassembly_limit, options.reassembly_limit);
    made.set("reassembly_timeout", ecall_smpp_options_set_reassembly_timeout_ms, options.reassembly_timeout);
    made.set("receipt_memory", ecall_smpp_options_set_receipt_memory, options.receipt_memory);
    made.set("allow_plain_smpp", ecall_smpp_options_set_allow_plain_smpp, options.allow_plain_smpp);
    return made;
}

inline SubmitOptionsHandle handle_of(const SubmitOptions &options) {
    SubmitOptionsHandle made;
    made.set_text("tag", ecall_submit_options_set_tag, options.tag);
    made.set("alphabet", ecall_submit_options_set_alphabet, options.alphabet);
    made.set("flash", ecall_submit_options_set_flash, options.flash);
    if (const auto &octets = options.user_data) {
        // Not NULL, which would take the setting back.
        static const std::uint8_t none = 0;
        const std::uint8_t *start = octets->empty() ? &none : octets->data();
        check_setter(ecall_submit_options_set_user_data(made.made_handle(), start, octets->size()), "user_data");
    }
    made.set("long_message", ecall_submit_options_set_long_message, options.long_message);
    made.set("registered_delivery", ecall_submit_options_set_registered_delivery, options.registered_delivery);
    made.set("intermediate_notifications", ecall_submit_options_set_intermediate_notifications,
             options.intermediate_notifications);
    made.set_text("schedule_delivery_time", ecall_submit_options_set_schedule_delivery_time,
                  options.schedule_delivery_time);
    made.set_text("validity_period", ecall_submit_options_set_validity_period, options.validity_period);
    made.set_text("service_type", ecall_submit_options_set_service_type, options.service_type);
    made.set("protocol_id", ecall_submit_options_set_protocol_id, options.protocol_id);
    made.set("priority", ecall_submit_options_set_priority, options.priority);
    made.set("replace_if_present", ecall_submit_options_set_replace_if_present, options.replace_if_present);
    made.set("sm_default_msg_id", ecall_submit_options_set_sm_default_msg_id, options.sm_default_msg_id);
    made.set("data_coding", ecall_submit_options_set_data_coding, options.data_coding);
    made.set("esm_class", ecall_submit_options_set_esm_class, options.esm_class);
    made.set("source_addr_ton", ecall_submit_options_set_source_addr_ton, options.source_addr_ton);
    made.set("source_addr_npi", ecall_submit_options_set_source_addr_npi, options.source_addr_npi);
    made.set("dest_addr_ton", ecall_submit_options_set_dest_addr_ton, options.dest_addr_ton);
    made.set("dest_addr_npi", ecall_submit_options_set_dest_addr_npi, options.dest_addr_npi);
    if (options.tlvs_json) {
        const std::string owned = c_text("tlvs", *options.tlvs_json, Outcome::not_accepted);
        checked([&](auto error) { return ecall_submit_options_set_tlvs(made.made_handle(), owned.c_str(), error); });
    }
    for (const Tlv &tlv : options.tlvs) {
        const std::int32_t code =
            ecall_submit_options_add_tlv(made.made_handle(), tlv.tag, tlv.octets.data(), tlv.octets.size());
        check_setter(code, "tlvs");
    }
    made.set("timeout", ecall_submit_options_set_timeout_ms, options.timeout);
    made.set("max_retries", ecall_submit_options_set_max_retries, options.max_retries);
    made.set("delivery", ecall_submit_options_set_delivery, options.delivery);
    return made;
}

} // namespace detail

} // namespace ecall

#endif
