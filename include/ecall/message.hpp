// Messages of the C++ wrapper, and how its options cross to C. Include <ecall.hpp>.
#ifndef ECALL_MESSAGE_HPP
#define ECALL_MESSAGE_HPP

#include <string>
#include <string_view>
#include <utility>

#include <ecall/options.hpp>

namespace ecall {

/// A message to send. Movable, not copyable. Checked when it is sent, all problems at once.
class Message {
public:
    /// An empty message.
    Message() : handle_(detail::made(ecall_message_new())) {}

    /// A text by SMS to one number.
    static Message sms(std::string_view to, std::string_view text) {
        Message message;
        message.channel("Sms").to(to).text(text);
        return message;
    }

    /// A whole message in JSON with the service's names, every content type included. Fields and values that this version
    /// does not know are kept and sent. Throws InvalidArgumentError, which names the place that could not be read.
    static Message from_json(std::string_view json) {
        const std::string owned = detail::c_text("json", json, Outcome::not_accepted);
        ecall_message *made = nullptr;
        detail::checked([&](auto error) { return ecall_message_from_json(owned.c_str(), &made, error); });
        return Message(made);
    }

    /// "Sms", "Whatsapp" or "Rcs".
    Message &channel(std::string_view value) { return set("channel", ecall_message_set_channel, value); }
    /// The client's default_from unless set.
    Message &from(std::string_view value) { return set("from", ecall_message_set_from, value); }
    /// The one recipient. Excludes add_recipient.
    Message &to(std::string_view value) { return set("to", ecall_message_set_to, value); }
    /// One of several recipients; `type` is "Number", "Person" or "Group". Excludes to.
    Message &add_recipient(std::string_view type, std::string_view address) {
        const std::string owned_type = detail::c_text("type", type, Outcome::not_accepted);
        const std::string owned_address = detail::c_text("address", address, Outcome::not_accepted);
        const auto code = ecall_message_add_recipient(handle_.get(), owned_type.c_str(), owned_address.c_str());
        detail::check_setter(code, "recipient");
        return *this;
    }
    /// Makes the message say a text.
    Message &text(std::string_view value) { return set("text", ecall_message_set_text, value); }
    /// Makes the message say any content: {"type": "Location", ...}.
    Message &content_json(std::string_view json) { return set_json("content", ecall_message_set_content, json); }
    /// When to send it, "2026-12-24T18:00:00Z".
    Message &send_date(std::string_view value) { return set("send_date", ecall_message_set_send_date, value); }
    /// Who is told what became of it: {"forEvent": "All", "addresses": [{"type": "Email", "address": "a@b.ch"}]}.
    Message &notification_json(std::string_view json) {
        return set_json("notification", ecall_message_set_notification, json);
    }

    /// The same message again.
    Message copy() const {
        if (!handle_) detail::refuse("message: was moved from", Outcome::not_accepted);
        return Message(detail::made(ecall_message_copy(handle_.get())));
    }
    /// Gives the C object away, to whoever frees it with ecall_message_free.
    ecall_message *release() noexcept { return handle_.release(); }

    /// The message as it is so far, with the service's names.
    std::string json() const { return detail::text(ecall_message_json(handle_.get())); }
    /// The C object, which stays this object's.
    ecall_message *handle() const noexcept { return handle_.get(); }

private:
    explicit Message(ecall_message *handle) : handle_(handle) {}

    Message &set(const char *what, std::int32_t (*setter)(ecall_message *, const char *), std::string_view value) {
        const std::string owned = detail::c_text(what, value, Outcome::not_accepted);
        detail::check_setter(setter(handle_.get(), owned.c_str()), what);
        return *this;
    }
    Message &set_json(const char *what, std::int32_t (*setter)(ecall_message *, const char *, ecall_error **),
                      std::string_view json) {
        const std::string owned = detail::c_text(what, json, Outcome::not_accepted);
        detail::checked([&](auto error) { return setter(handle_.get(), owned.c_str(), error); });
        return *this;
    }

    detail::Handle<ecall_message, ecall_message_free> handle_;
};

namespace detail {

/// Options as the library takes them: NULL as long as nothing is set.
class OptionsHandle {
public:
    explicit OptionsHandle(const CallOptions &options) { add(options); }

    OptionsHandle(const SmsOptions &sms, const CallOptions &options) {
        add(options);
        set("force_gsm", ecall_call_options_set_force_gsm, sms.force_gsm);
        set("to_gsm", ecall_call_options_set_to_gsm, sms.to_gsm);
        set("page_limit", ecall_call_options_set_page_limit, sms.page_limit);
        set_text("sms_type", ecall_call_options_set_sms_type, sms.sms_type);
        set_text("send_date", ecall_call_options_set_send_date, sms.send_date);
        if (sms.notification) {
            const std::string owned = c_text("notification", *sms.notification, Outcome::not_accepted);
            checked([&](auto error) { return ecall_call_options_set_notification(made_handle(), owned.c_str(), error); });
        }
    }

    explicit OptionsHandle(const BulkOptions &options) {
        add(options);
        set("concurrency", ecall_call_options_set_concurrency, options.concurrency);
        set("rate", ecall_call_options_set_rate, options.rate);
    }

    explicit OptionsHandle(const WaitManyOptions &options) : OptionsHandle(static_cast<const WaitOptions &>(options)) {
        set("concurrency", ecall_call_options_set_concurrency, options.concurrency);
        set("rate", ecall_call_options_set_rate, options.rate);
    }

    explicit OptionsHandle(const WaitOptions &options) {
        set("timeout", ecall_call_options_set_timeout_ms, number(options.timeout));
        set("poll_initial", ecall_call_options_set_poll_initial_ms, number(options.poll_initial));
        set("poll_max", ecall_call_options_set_poll_max_ms, number(options.poll_max));
        set("max_retries", ecall_call_options_set_max_retries, options.max_retries);
        for (const std::string &state : options.until) {
            set_text("until", ecall_call_options_add_until, std::optional<std::string>(state));
        }
    }

    const ecall_call_options *get() const noexcept { return handle_.get(); }

protected:
    static std::optional<std::uint64_t> number(const std::optional<std::chrono::milliseconds> &duration) {
        return duration ? std::optional<std::uint64_t>(millis(*duration)) : std::nullopt;
    }

    template <class S, class V> void set(const char *what, S setter, const std::optional<V> &value) {
        if (value) check_setter(setter(made_handle(), *value), what);
    }

    template <class S> void set_text(const char *what, S setter, const std::optional<std::string> &value) {
        if (!value) return;
        const std::string owned = c_text(what, *value, Outcome::not_accepted);
        check_setter(setter(made_handle(), owned.c_str()), what);
    }

private:
    void add(const CallOptions &options) {
        set("timeout", ecall_call_options_set_timeout_ms, number(options.timeout));
        set("max_retries", ecall_call_options_set_max_retries, options.max_retries);
        set("allow_truncation", ecall_call_options_set_allow_truncation, options.allow_truncation);
        if (options.delivery) {
            const auto value = static_cast<std::int32_t>(*options.delivery);
            check_setter(ecall_call_options_set_delivery(made_handle(), value), "delivery");
        }
    }

    ecall_call_options *made_handle() {
        if (!handle_) handle_.reset(made(ecall_call_options_new()));
        return handle_.get();
    }

    Handle<ecall_call_options, ecall_call_options_free> handle_;
};

inline const ecall_cancel_token *token(const std::optional<CancelToken> &cancel) noexcept {
    return cancel ? cancel->handle() : nullptr;
}

/// A text that may be left out.
class OptionalText {
public:
    OptionalText(const char *what, const std::optional<std::string_view> &text) {
        if (text) text_ = c_text(what, *text, Outcome::not_accepted);
    }
    const char *get() const noexcept { return text_ ? text_->c_str() : nullptr; }

private:
    std::optional<std::string> text_;
};

} // namespace detail

} // namespace ecall

#endif
