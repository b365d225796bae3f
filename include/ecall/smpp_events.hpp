// What an ecall::SmppClient tells by itself: receipts, messages that come in, states of the link. Include <ecall.hpp>.
#ifndef ECALL_SMPP_EVENTS_HPP
#define ECALL_SMPP_EVENTS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <ecall/inbox.hpp>

namespace ecall {

/// A time by the centre's clock.
struct SmppTime {
    std::uint16_t year = 0;
    std::uint8_t month = 0;
    std::uint8_t day = 0;
    std::uint8_t hour = 0;
    std::uint8_t minute = 0;
    /// 0 where the receipt has none, and so are the tenths.
    std::uint8_t second = 0;
    std::uint8_t tenths = 0;
    /// By how many quarters of an hour the clock is ahead of UTC; none where the receipt does not say.
    std::optional<std::int8_t> quarters;

    static SmppTime of(const ecall_smpp_time &time) {
        return {time.year,   time.month,  time.day,    time.hour,
                time.minute, time.second, time.tenths, time.has_quarters ? std::optional(time.quarters) : std::nullopt};
    }
};

namespace detail {

inline std::optional<SmppTime> smpp_time(const std::optional<ecall_smpp_time> &time) {
    return time ? std::optional<SmppTime>(SmppTime::of(*time)) : std::nullopt;
}

/// Octets behind one of the library's functions that write how many there are.
template <class T>
std::vector<std::uint8_t> octets(const T *object, const std::uint8_t *(*read)(const T *, std::size_t *)) {
    std::size_t length = 0;
    const std::uint8_t *start = read(object, &length);
    return start == nullptr ? std::vector<std::uint8_t>() : std::vector<std::uint8_t>(start, start + length);
}

} // namespace detail

/// An error of a network, and in which it is: 0 where it was not said, 1 ANSI-136, 2 IS-95, 3 GSM. An open set.
using SmppNetworkError = ecall_smpp_network_error;

/// A delivery receipt or an intermediate notification.
struct SmppReceipt {
    /// The id of the message: where it was matched, as Submitted has it.
    std::optional<std::string> message_id;
    /// The id as the receipt has it.
    std::optional<std::string> receipted_id;
    /// It is about a message that this client sent and remembers.
    bool matched = false;
    /// SubmitOptions::tag of that message.
    std::optional<std::string> tag;
    /// Which part of that message it is about, from 1, of how many; 0 where it was not matched.
    std::uint8_t part = 0;
    std::uint8_t parts = 0;
    /// What has become of it, an open set: "delivered", "expired"; none where the receipt does not say it in a way that is known.
    std::optional<std::string> state;
    /// The number of the state, as the standard has it, and its word as it was written.
    std::optional<std::uint8_t> state_number;
    std::optional<std::string> word;
    /// It is the last word.
    bool is_final = false;
    /// It is an intermediate notification.
    bool is_intermediate = false;
    /// The error as it was written, as a number, and that of the network.
    std::optional<std::string> error;
    std::optional<std::uint32_t> error_code;
    std::optional<SmppNetworkError> network_error;
    /// How many messages were sent, and how many were delivered.
    std::optional<std::uint32_t> submitted;
    std::optional<std::uint32_t> delivered;
    /// When it was sent, and when it came to its state.
    std::optional<SmppTime> submit_date;
    std::optional<SmppTime> done_date;
    /// The beginning of the message.
    std::optional<std::string> text;
    /// The address that the message was sent to, and its sender.
    std::string from;
    std::string to;
    /// The optional parameters, as a JSON array of objects with "tag" and "value".
    std::string tlvs_json;

    static SmppReceipt of(const ecall_smpp_receipt *receipt) {
        SmppReceipt value;
        value.message_id = detail::known(ecall_smpp_receipt_message_id(receipt));
        value.receipted_id = detail::known(ecall_smpp_receipt_receipted_id(receipt));
        value.matched = ecall_smpp_receipt_matched(receipt);
        value.tag = detail::known(ecall_smpp_receipt_tag(receipt));
        value.part = ecall_smpp_receipt_part(receipt);
        value.parts = ecall_smpp_receipt_parts(receipt);
        value.state = detail::known(ecall_smpp_receipt_state(receipt));
        value.state_number = detail::known(ecall_smpp_receipt_state_number, receipt);
        value.word = detail::known(ecall_smpp_receipt_word(receipt));
        value.is_final = ecall_smpp_receipt_is_final(receipt);
        value.is_intermediate = ecall_smpp_receipt_is_intermediate(receipt);
        value.error = detail::known(ecall_smpp_receipt_error(receipt));
        value.error_code = detail::known(ecall_smpp_receipt_error_code, receipt);
        value.network_error = detail::known(ecall_smpp_receipt_network_error, receipt);
        value.submitted = detail::known(ecall_smpp_receipt_submitted, receipt);
        value.delivered = detail::known(ecall_smpp_receipt_delivered, receipt);
        value.submit_date = detail::smpp_time(detail::known(ecall_smpp_receipt_submit_date, receipt));
        value.done_date = detail::smpp_time(detail::known(ecall_smpp_receipt_done_date, receipt));
        value.text = detail::known(ecall_smpp_receipt_text(receipt));
        value.from = detail::text(ecall_smpp_receipt_from(receipt));
        value.to = detail::text(ecall_smpp_receipt_to(receipt));
        value.tlvs_json = detail::text(ecall_smpp_receipt_tlvs_json(receipt));
        return value;
    }
};

/// A message that came in, all parts of it.
struct SmppMessage {
    /// The sender, digits of international numbers without "+", and its type of number.
    std::string from;
    std::uint8_t from_ton = 0;
    /// The number that it was sent to.
    std::string to;
    /// None where the octets are none that can be read.
    std::optional<std::string> text;
    /// The octets without headers, those of all parts together, and how they are coded.
    std::vector<std::uint8_t> octets;
    std::uint8_t data_coding = 0;
    /// Of the last part.
    std::uint8_t esm_class = 0;
    /// How many parts it came in.
    std::uint8_t parts = 0;
    /// The optional parameters of the last part, as SmppReceipt::tlvs_json.
    std::string tlvs_json;

    static SmppMessage of(const ecall_smpp_message *message) {
        SmppMessage value;
        value.from = detail::text(ecall_smpp_message_from(message));
        value.from_ton = ecall_smpp_message_from_ton(message);
        value.to = detail::text(ecall_smpp_message_to(message));
        value.text = detail::known(ecall_smpp_message_text(message));
        value.octets = detail::octets(message, ecall_smpp_message_octets);
        value.data_coding = ecall_smpp_message_data_coding(message);
        value.esm_class = ecall_smpp_message_esm_class(message);
        value.parts = ecall_smpp_message_parts(message);
        value.tlvs_json = detail::text(ecall_smpp_message_tlvs_json(message));
        return value;
    }
};

/// What there is of a message whose other parts did not come in time.
struct SmppIncomplete {
    /// A part that came: its number, from 1, and its text, where it can be read.
    struct Part {
        std::uint8_t number = 0;
        std::optional<std::string> text;
    };

    std::string from;
    /// The number that it was sent to.
    std::string to;
    /// How many parts there should be, and the numbers of those that did not come.
    std::uint8_t total = 0;
    std::vector<std::uint8_t> missing;
    std::vector<Part> parts;

    static SmppIncomplete of(const ecall_smpp_incomplete *incomplete) {
        SmppIncomplete value;
        value.from = detail::text(ecall_smpp_incomplete_from(incomplete));
        value.to = detail::text(ecall_smpp_incomplete_to(incomplete));
        value.total = ecall_smpp_incomplete_total(incomplete);
        value.missing = detail::octets(incomplete, ecall_smpp_incomplete_missing);
        for (std::size_t index = 0; index < ecall_smpp_incomplete_parts_count(incomplete); ++index) {
            value.parts.push_back({ecall_smpp_incomplete_part_number(incomplete, index),
                                   detail::known(ecall_smpp_incomplete_part_text(incomplete, index))});
        }
        return value;
    }
};

/// That the link came into a state, and why.
struct LinkEvent {
    /// An open set: "connecting", "bound", "refused", "throttled", "resumed", "down", "closed".
    std::string state;
    /// An open set, which ecall_smpp_link_reason lists, and the same in a sentence; none where nothing went wrong.
    std::optional<std::string> reason;
    std::optional<std::string> message;
    /// The kind of the error, where there is one.
    std::optional<Kind> kind;
    /// The command_status that came, where one did.
    std::optional<std::uint32_t> smpp_status;
    /// How long the pause is that follows.
    std::optional<std::chrono::milliseconds> pause;
    /// Where a link went down: requests that were written and whose outcome nobody knows.
    std::uint32_t unknown = 0;

    static LinkEvent of(const ecall_smpp_link *link) {
        LinkEvent value;
        value.state = detail::text(ecall_smpp_link_state(link));
        value.reason = detail::known(ecall_smpp_link_reason(link));
        value.message = detail::known(ecall_smpp_link_message(link));
        const std::int32_t kind = ecall_smpp_link_kind(link);
        if (kind != ECALL_OK) value.kind = static_cast<Kind>(kind);
        value.smpp_status = detail::known(ecall_smpp_link_smpp_status, link);
        if (const auto pause = detail::known(ecall_smpp_link_pause_ms, link)) value.pause = std::chrono::milliseconds(*pause);
        value.unknown = ecall_smpp_link_unknown(link);
        return value;
    }
};

/// A response without a request that waits.
struct StrayResponse {
    /// An open set: "late", "duplicate" or "unsolicited".
    std::string reason;
    /// The command_id, the sequence number and the command_status.
    std::uint32_t command = 0;
    std::uint32_t sequence = 0;
    std::uint32_t smpp_status = 0;
    /// The id that it gives a message, where it does.
    std::optional<std::string> message_id;

    static StrayResponse of(const ecall_smpp_response *response) {
        return {detail::text(ecall_smpp_response_reason(response)), ecall_smpp_response_command(response),
                ecall_smpp_response_sequence(response), ecall_smpp_response_smpp_status(response),
                detail::known(ecall_smpp_response_message_id(response))};
    }
};

/// Octets that are no PDU, or one that is of no use to a client. It was answered.
struct RawPdu {
    /// Why it is not read: an open set, which ecall_smpp_raw_reason lists, and the same in a sentence.
    std::string reason;
    std::string message;
    /// The header included.
    std::vector<std::uint8_t> octets;

    static RawPdu of(const ecall_smpp_raw *raw) {
        return {detail::text(ecall_smpp_raw_reason(raw)), detail::text(ecall_smpp_raw_message(raw)),
                detail::octets(raw, ecall_smpp_raw_octets)};
    }
};

/// Something that happened on the link.
///
///     if (const auto *message = std::get_if<ecall::SmppMessage>(&event.what)) answer(*message);
struct SmppEvent {
    /// Nothing where a newer library tells of something that this header has no type for.
    std::variant<std::monostate, SmppReceipt, SmppMessage, SmppIncomplete, LinkEvent, StrayResponse, RawPdu> what;

    static SmppEvent of(const ecall_smpp_event *event) {
        switch (ecall_smpp_event_type(event)) {
        case ECALL_SMPP_RECEIPT: return {SmppReceipt::of(ecall_smpp_event_receipt(event))};
        case ECALL_SMPP_MESSAGE: return {SmppMessage::of(ecall_smpp_event_message(event))};
        case ECALL_SMPP_INCOMPLETE: return {SmppIncomplete::of(ecall_smpp_event_incomplete(event))};
        case ECALL_SMPP_LINK: return {LinkEvent::of(ecall_smpp_event_link(event))};
        case ECALL_SMPP_RESPONSE: return {StrayResponse::of(ecall_smpp_event_response(event))};
        case ECALL_SMPP_RAW: return {RawPdu::of(ecall_smpp_event_raw(event))};
        default: return {};
        }
    }
};

namespace detail {

using SmppEventHandle = Handle<ecall_smpp_event, ecall_smpp_event_free>;

/// Takes an event: whether it is taken. Shared by a call of it, which may end the subscription.
using EventHook = std::shared_ptr<const std::function<bool(const SmppEvent &)>>;

inline bool call_event_hook(void *user_data, const ecall_smpp_event *event) noexcept {
    try {
        const EventHook hook = *static_cast<const EventHook *>(user_data);
        return (*hook)(SmppEvent::of(event));
    } catch (...) {
        return false;
    }
}

} // namespace detail

/// What happens on the link, one after the other; made by SmppClient::events. An event is taken when the next is asked for, or
/// acknowledge is called; never before, and only then is a receipt or a message answered. So a loop that is left by `break` or by an
/// exception leaves its event untaken, and the centre delivers it again, to who reads then.
///
///     for (const ecall::SmppEvent &event : client.events()) keep(event);
///
/// Movable, not copyable. Any number of threads may use it: one call is under way at a time; where several read, each with events of its
/// own, each event goes to one of them. Destroyed, it ends asynchronous calls with CancelledError; blocking ones must not be under way.
/// Throws ForkedError in the child of a fork.
class SmppEvents {
public:
    using iterator = detail::NextIterator<SmppEvents, SmppEvent>;

    /// One more event, the one before being taken with that, waiting as long as it takes; none once the client is closed and all were
    /// read.
    std::optional<SmppEvent> next() const { return next_within(std::numeric_limits<std::uint64_t>::max()); }

    /// The same within `wait`; none also where none came in that time, which is_over tells.
    std::optional<SmppEvent> next(std::chrono::milliseconds wait) const {
        return next_within(wait.count() < 0 ? 0 : static_cast<std::uint64_t>(wait.count()));
    }

    /// Says that the last event is taken.
    void acknowledge() const {
        detail::checked([&](auto error) { return ecall_smpp_events_acknowledge(handle(), error); });
    }

    /// The same, whose result or exception is in the future.
    std::future<std::optional<SmppEvent>> next_async() const {
        return detail::future_of<std::optional<SmppEvent>>([&](void *promise, auto error) {
            const auto complete = detail::complete_optional<SmppEvent, detail::SmppEventHandle>;
            return ecall_smpp_events_next_async(handle(), complete, promise, error);
        });
    }

    std::future<void> acknowledge_async() const {
        return detail::future_of<void>([&](void *promise, auto error) {
            return ecall_smpp_events_acknowledge_async(handle(), detail::complete_check, promise, error);
        });
    }

    /// There will be no event any more, as the last call has found.
    bool is_over() const noexcept { return ecall_smpp_events_is_over(handle()); }

    /// Asks for the first event. One loop at a time.
    iterator begin() const { return iterator(*this); }
    iterator end() const { return iterator(); }

    /// The C object, which stays this object's.
    ecall_smpp_events *handle() const noexcept { return handle_.get(); }

    /// Takes the C object over.
    explicit SmppEvents(ecall_smpp_events *handle) : handle_(handle) {}

private:
    std::optional<SmppEvent> next_within(std::uint64_t wait_ms) const {
        return detail::optional_value_of<SmppEvent, detail::SmppEventHandle>(
            [&](auto event, auto error) { return ecall_smpp_events_next(handle(), wait_ms, event, error); });
    }

    detail::Handle<ecall_smpp_events, ecall_smpp_events_free> handle_;
};

/// A function that is told what happens on the link, until this is destroyed, which waits for a call of it that is under way (unless that
/// destroys it); made by SmppClient::on_event. Movable, not copyable.
class SmppSubscription {
public:
    /// Has `hook` told by a subscription of `client`.
    SmppSubscription(const ecall_smpp_client *client, std::function<bool(const SmppEvent &)> hook)
        : held_(std::make_unique<Held>()) {
        held_->hook = std::make_shared<const std::function<bool(const SmppEvent &)>>(std::move(hook));
        ecall_smpp_subscription *made = nullptr;
        detail::checked([&](auto error) {
            return ecall_smpp_client_on_event(client, detail::call_event_hook, &held_->hook, &made, error);
        });
        held_->handle.reset(made);
    }

    /// Ends it before it is destroyed. May be called more than once.
    void end() noexcept { held_.reset(); }

private:
    /// The function, which outlives what calls it.
    struct Held {
        detail::EventHook hook;
        detail::Handle<ecall_smpp_subscription, ecall_smpp_subscription_free> handle;
    };

    std::unique_ptr<Held> held_;
};

} // namespace ecall

#endif
