// What eCall sends by itself: status notifications, received messages, callbacks. Include <ecall.hpp>.
//
//     const ecall::webhook::Receiver receiver;
//     // In any HTTP server; 200 once the handler has returned, 500 where it throws.
//     response.status = receiver.respond({peer, method, forwarded_for, query, body}, [](const ecall::webhook::Event &event) {
//         if (event.received) std::cout << event.received->text.value_or("") << '\n';
//     }).status;
#ifndef ECALL_WEBHOOK_HPP
#define ECALL_WEBHOOK_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ecall/error.hpp>
#include <ecall/jobs.hpp>

namespace ecall {

namespace webhook {

/// The state of a message, as a status notification tells it. Any field may be missing.
struct StatusEvent {
    /// HTTP status, body and attempts are none.
    MessageStatus status;
    /// The list that the message was sent with.
    std::optional<std::string> list_id;
    /// Everything that was read, with the service's names; "raw" is every parameter or member as it came.
    std::string json;

    static StatusEvent of(const ecall_status_event *event) {
        return {MessageStatus::of(ecall_status_event_status(event)), detail::known(ecall_status_event_list_id(event)),
                detail::text(ecall_status_event_json(event))};
    }
};

/// A message that somebody sent to a number of the account. Any field may be missing.
struct ReceivedMessage {
    std::optional<std::string> channel;
    std::optional<std::string> message_id;
    std::optional<std::string> from;
    std::optional<std::string> to;
    /// The content's type, "Text", an open set, and the content as a JSON object with the service's names.
    std::optional<std::string> content_type;
    std::optional<std::string> content_json;
    /// Where the content is a text.
    std::optional<std::string> text;
    /// The button or row that was chosen of an interactive message.
    std::optional<std::string> reply_id;
    std::optional<std::string> reply_title;
    /// As the service wrote it; `time` is the same as a point in time, not known where it has no zone.
    std::optional<std::string> timestamp;
    std::optional<Time> time;
    /// The fields that this version does not know, as a JSON object, and everything that was read.
    std::string extra_json;
    std::string json;

    static ReceivedMessage of(const ecall_received_message *message) {
        ReceivedMessage value;
        value.channel = detail::known(ecall_received_message_channel(message));
        value.message_id = detail::known(ecall_received_message_message_id(message));
        value.from = detail::known(ecall_received_message_from(message));
        value.to = detail::known(ecall_received_message_to(message));
        value.content_type = detail::known(ecall_received_message_content_type(message));
        value.content_json = detail::known(ecall_received_message_content_json(message));
        value.text = detail::known(ecall_received_message_text(message));
        value.reply_id = detail::known(ecall_received_message_reply_id(message));
        value.reply_title = detail::known(ecall_received_message_reply_title(message));
        value.timestamp = detail::known(ecall_received_message_timestamp(message));
        value.time = detail::known_time(detail::known(ecall_received_message_timestamp_unix_ms, message));
        value.extra_json = detail::text(ecall_received_message_extra_json(message));
        value.json = detail::text(ecall_received_message_json(message));
        return value;
    }
};

namespace detail {

using namespace ecall::detail;

/// The value that the library reads from octets.
template <class V, class H, class Parse> V read(Parse parse, std::string_view data) {
    typename H::pointer made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = parse(reinterpret_cast<const std::uint8_t *>(data.data()), data.size(), &made, &error);
    const H owned(made);
    check(code, error);
    return V::of(made);
}

} // namespace detail

/// Reads a status notification: the query of a GET, with or without its question mark, or the body of a POST. Throws
/// InvalidArgumentError for what is none.
inline StatusEvent parse_status(std::string_view data) {
    using Handle = detail::Handle<ecall_status_event, ecall_status_event_free>;
    return detail::read<StatusEvent, Handle>(ecall_webhook_parse_status, data);
}

/// Reads a received message: the body of a POST. Throws InvalidArgumentError for what is none.
inline ReceivedMessage parse_received(std::string_view data) {
    using Handle = detail::Handle<ecall_received_message, ecall_received_message_free>;
    return detail::read<ReceivedMessage, Handle>(ecall_webhook_parse_received, data);
}

/// Whether an address is one that eCall's webhooks come from. False for what is no address.
inline bool is_from_ecall(std::string_view ip) { return ecall_webhook_is_from_ecall(std::string(ip).c_str()); }

/// What an event is. An open set: a newer library may give numbers that have no name here.
enum class EventKind : std::int32_t {
    /// The state of a message changed.
    status = ECALL_WEBHOOK_STATUS,
    /// Somebody sent a message to a number of the account.
    received = ECALL_WEBHOOK_RECEIVED,
    /// Somebody replied to a message of the HTTPS or SOAP interface.
    callback_reply = ECALL_WEBHOOK_CALLBACK_REPLY,
    /// The state of a job of the HTTPS or SOAP interface changed.
    callback_notification = ECALL_WEBHOOK_CALLBACK_NOTIFICATION,
    /// Somebody sent a message to a number of the account whose messages are forwarded.
    callback_sms = ECALL_WEBHOOK_CALLBACK_SMS,
};

/// What eCall sent: one of the four, or none, where a newer library knows other events.
struct Event {
    EventKind kind{};
    std::optional<StatusEvent> status;
    std::optional<ReceivedMessage> received;
    /// Of EventKind::callback_reply and EventKind::callback_sms.
    std::optional<InboundSms> message;
    /// Of EventKind::callback_notification.
    std::optional<JobNotification> notification;
    /// Everything that was read, with "kind" and "raw", every parameter or member as it came.
    std::string json;

    static Event of(const ecall_webhook_event *event) {
        Event value;
        value.kind = static_cast<EventKind>(ecall_webhook_event_kind(event));
        if (const auto *message = ecall_webhook_event_message(event)) value.message = InboundSms::of(message);
        if (const auto *told = ecall_webhook_event_notification(event)) value.notification = JobNotification::of(told);
        if (const auto *status = ecall_webhook_event_status(event)) value.status = StatusEvent::of(status);
        if (const auto *received = ecall_webhook_event_received(event)) value.received = ReceivedMessage::of(received);
        value.json = detail::text(ecall_webhook_event_json(event));
        return value;
    }
};

/// Reads a callback of the HTTPS or SOAP interface: the query of a GET, with or without its question mark, or the whole URL.
/// `encoding` says how its texts are encoded: "windows-1252", "utf-8", or "auto": Windows-1252 in replies, and in the others UTF-8
/// where their octets are that, else Windows-1252. Throws InvalidArgumentError for what is none.
inline Event parse_callback(std::string_view data, std::string_view encoding = "auto") {
    const std::string owned = detail::c_text("encoding", encoding);
    using Handle = detail::Handle<ecall_webhook_event, ecall_webhook_event_free>;
    const auto parse = [&](auto start, auto length, auto event, auto error) {
        return ecall_webhook_parse_callback(start, length, owned.c_str(), event, error);
    };
    return detail::read<Event, Handle>(parse, data);
}

/// A request as a server has it.
struct Request {
    /// The address of the connection's other end, with or without a port.
    std::string peer;
    std::string method;
    /// The values of all headers X-Forwarded-For in their order, joined by commas.
    std::string forwarded_for;
    /// What follows the question mark of the URL.
    std::string query;
    std::string body;
    /// The header Content-Length, for Receiver::admit.
    std::optional<std::uint64_t> content_length;
};

/// What to answer to a request.
struct Answer {
    /// The HTTP status: 200 where it is taken; 403 (comes from elsewhere), 405 (method, to which a header "Allow: GET, POST"
    /// belongs), 413 (too long), 400 (cannot be read), 500 (the handler failed).
    int status = 200;
    /// Why it is not taken, in a sentence without anything of the request.
    std::string reason;
    /// What it holds, where it is taken; only of Receiver::open.
    std::optional<Event> event;
};

/// Says which requests to a server are taken. Movable, not copyable; may be used by any number of threads at once.
class Receiver {
public:
    /// Options in JSON: "allow", "any_source", "trusted_proxies", "max_body", "callback_encoding", as ecall_webhook_receiver_new
    /// explains them. Throws ConfigError, naming every option that is wrong.
    explicit Receiver(std::string_view options_json = "{}") {
        const std::string owned = detail::c_text("options_json", options_json);
        ecall_webhook_receiver *made = nullptr;
        detail::checked([&](auto error) { return ecall_webhook_receiver_new(owned.c_str(), &made, error); });
        handle_.reset(made);
    }

    /// The longest body that is taken: a server stops reading there.
    std::size_t max_body() const noexcept { return ecall_webhook_receiver_max_body(handle_.get()); }

    /// Whether the body may be read at all, by source, method and length.
    Answer admit(const Request &request) const {
        constexpr auto LONGEST = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        const std::uint64_t length = request.content_length.value_or(0);
        ecall_bytes *reason = nullptr;
        const std::int32_t status = ecall_webhook_receiver_admit(
            handle_.get(), request.peer.c_str(), request.method.c_str(), request.forwarded_for.c_str(),
            static_cast<std::int64_t>(length < LONGEST ? length : LONGEST), &reason);
        return answer(status, reason);
    }

    /// From a whole request to its event. The status 200 is to be answered once the program is done with it.
    Answer open(const Request &request) const {
        ecall_webhook_event *event = nullptr;
        ecall_bytes *reason = nullptr;
        const std::int32_t status = ecall_webhook_receiver_open(
            handle_.get(), request.peer.c_str(), request.method.c_str(), request.forwarded_for.c_str(),
            request.query.c_str(), reinterpret_cast<const std::uint8_t *>(request.body.data()), request.body.size(),
            &event, &reason);
        const detail::Handle<ecall_webhook_event, ecall_webhook_event_free> owned(event);
        Answer opened = answer(status, reason);
        if (event != nullptr) opened.event = Event::of(event);
        return opened;
    }

    /// From a request to its answer: 200 once `handler` took the event, 500 where it threw, which is not let out.
    template <class Handler> Answer respond(const Request &request, Handler &&handler) const {
        Answer answer = open(request);
        if (!answer.event) return answer;
        try {
            std::forward<Handler>(handler)(std::as_const(*answer.event));
        } catch (...) {
            answer.status = 500;
            answer.reason = "the event could not be handled";
        }
        return answer;
    }

    /// The C object, which stays this object's.
    ecall_webhook_receiver *handle() const noexcept { return handle_.get(); }

private:
    static Answer answer(std::int32_t status, ecall_bytes *reason) {
        const detail::Handle<ecall_bytes, ecall_bytes_free> owned(reason);
        return {status, detail::text(reason), std::nullopt};
    }

    detail::Handle<ecall_webhook_receiver, ecall_webhook_receiver_free> handle_;
};

} // namespace webhook

} // namespace ecall

#endif
