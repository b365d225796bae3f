// What the C++ wrapper is given: configuration, options, cancel tokens, messages. Include <ecall.hpp>.
#ifndef ECALL_OPTIONS_HPP
#define ECALL_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecall/error.hpp>

namespace ecall {

/// How hard a send is tried when it is not known whether an attempt was accepted.
enum class Delivery : std::int32_t {
    /// Repeats what was not accepted, and a 500, as the service's documentation advises.
    standard = ECALL_DELIVERY_STANDARD,
    /// Twice rather than never: repeats also what may have been accepted.
    at_least_once = ECALL_DELIVERY_AT_LEAST_ONCE,
    /// Never twice: repeats only what was certainly not accepted.
    at_most_once = ECALL_DELIVERY_AT_MOST_ONCE,
};

/// How much an event matters.
enum class LogLevel : std::int32_t { debug = ECALL_LOG_DEBUG, info = ECALL_LOG_INFO, warning = ECALL_LOG_WARNING };

/// One event of a client's work. Holds no password, header, phone number or text.
struct LogEvent {
    LogLevel level = LogLevel::debug;
    /// "attempt" (one ended), "retry" (a pause begins), "done" or "failed" (the call ended). An open set.
    std::string event;
    /// "send", "status", "check", "request". An open set.
    std::string operation;
    /// From 1.
    std::uint32_t attempt = 0;
    std::optional<int> http_status;
    /// The word of the kind of error, when there was one.
    std::optional<std::string> kind;
    /// Length of the attempt, or of the pause that begins.
    std::chrono::milliseconds duration{};
    std::optional<std::string> request_id;

    static LogEvent of(const ecall_log_event *event) {
        LogEvent value;
        value.level = static_cast<LogLevel>(ecall_log_event_level(event));
        value.event = detail::text(ecall_log_event_event(event));
        value.operation = detail::text(ecall_log_event_operation(event));
        value.attempt = ecall_log_event_attempt(event);
        value.http_status = detail::known_status(ecall_log_event_http_status(event));
        value.kind = detail::known(ecall_log_event_kind_name(event));
        value.duration = std::chrono::milliseconds(ecall_log_event_duration_ms(event));
        value.request_id = detail::known(ecall_log_event_request_id(event));
        return value;
    }
};

/// Takes events: on the thread that makes the call, or the library's for asynchronous calls. Must return soon and make no
/// blocking calls. Exceptions are swallowed.
using LogHook = std::function<void(const LogEvent &)>;

namespace detail {

inline std::uint64_t millis(std::chrono::milliseconds duration) {
    // A negative duration becomes one that the library refuses by name.
    return static_cast<std::uint64_t>(duration.count());
}

using Hook = std::shared_ptr<const LogHook>;

inline void call_hook(void *user_data, const ecall_log_event *event) noexcept {
    try {
        (**static_cast<const Hook *>(user_data))(LogEvent::of(event));
    } catch (...) {
        // A hook's exception must not reach the library, and nobody waits for it.
    }
}

inline void release_hook(void *user_data) noexcept { delete static_cast<const Hook *>(user_data); }

} // namespace detail

/// What a client is made with. What is not set comes from the environment, else from the defaults. Movable, not copyable.
/// Setters throw InvalidArgumentError for a text that is not UTF-8; values are checked when a client is made.
class Config {
public:
    Config() : handle_(detail::made(ecall_config_new())) {}

    /// Account name or API sub-user, without a colon. Else ECALL_USERNAME.
    Config &username(std::string_view value) { return text("username", ecall_config_set_username, value); }
    /// Else ECALL_PASSWORD.
    Config &password(std::string_view value) { return text("password", ecall_config_set_password, value); }
    /// Root of the client's interface. Else ECALL_REST_URL, else https://rest.ecall.ch; for an HttpsClient ECALL_HTTPS_URL, else
    /// https://url.ecall.ch; for a SoapClient ECALL_SOAP_URL, else https://soap.ecall.ch; for an SmppClient
    /// ECALL_SMPP_URL, else smpps://smpp.ecall.ch:2776.
    Config &base_url(std::string_view value) { return text("base_url", ecall_config_set_base_url, value); }
    /// Version of the REST interface: 1 or 2 (default).
    Config &api_version(std::int32_t value) { return set("api_version", ecall_config_set_api_version, value); }
    /// Version of SOAP: "1.1" (default) or "1.2".
    Config &soap_version(std::string_view value) { return text("soap_version", ecall_config_set_soap_version, value); }
    /// Time for a whole call with all its attempts, 1 ms to 7 days; 30 s unless set.
    Config &timeout(std::chrono::milliseconds value) { return time("timeout", ecall_config_set_timeout_ms, value); }
    /// Time for one connection with its TLS handshake; 5 s unless set.
    Config &connect_timeout(std::chrono::milliseconds value) {
        return time("connect_timeout", ecall_config_set_connect_timeout_ms, value);
    }
    /// Time for one attempt where a time-out is retried (reads, and sends under at_least_once); 10 s unless set.
    Config &attempt_timeout(std::chrono::milliseconds value) {
        return time("attempt_timeout", ecall_config_set_attempt_timeout_ms, value);
    }
    /// Attempts after the first, 0 to 100; 3 unless set.
    Config &max_retries(std::uint32_t value) { return set("max_retries", ecall_config_set_max_retries, value); }
    /// How hard a send is tried; Delivery::standard unless set.
    Config &delivery(Delivery value) {
        return set("delivery", ecall_config_set_delivery, static_cast<std::int32_t>(value));
    }
    /// Upper bound of the first pause between attempts; 500 ms unless set. Doubles with every further pause.
    Config &backoff_initial(std::chrono::milliseconds value) {
        return time("backoff_initial", ecall_config_set_backoff_initial_ms, value);
    }
    /// What that bound never passes; 8 s unless set.
    Config &backoff_max(std::chrono::milliseconds value) {
        return time("backoff_max", ecall_config_set_backoff_max_ms, value);
    }
    /// Sender of messages that name none. Else ECALL_FROM.
    Config &default_from(std::string_view value) { return text("default_from", ecall_config_set_default_from, value); }
    /// "http://[user:password@]host:port". Else HTTPS_PROXY, ALL_PROXY and NO_PROXY.
    Config &proxy(std::string_view value) { return text("proxy", ecall_config_set_proxy, value); }
    /// PEM file of the authorities to trust instead of the platform's. Else ECALL_CA_FILE.
    Config &ca_file(std::string_view value) { return text("ca_file", ecall_config_set_ca_file, value); }
    /// "ecall/VERSION" unless set.
    Config &user_agent(std::string_view value) { return text("user_agent", ecall_config_set_user_agent, value); }
    /// Offers HTTP/2 besides HTTP/1.1. Off unless set.
    Config &http2(bool value) { return set("http2", ecall_config_set_http2, value); }
    /// Allows http:// for other hosts: passwords and messages then travel readable by anybody. Off unless set.
    Config &allow_plain_http(bool value) {
        return set("allow_plain_http", ecall_config_set_allow_plain_http, value);
    }
    /// Everything in a JSON object, over what was set before: {"username": "u", "timeout_ms": 5000}.
    Config &json(std::string_view settings) {
        const std::string owned = detail::c_text("settings", settings);
        detail::checked([&](auto error) { return ecall_config_set_json(handle_.get(), owned.c_str(), error); });
        return *this;
    }
    /// Called for every attempt, pause and end of a call.
    Config &log(LogHook hook) {
        if (!hook) return set_log(nullptr, nullptr, nullptr);
        return set_log(detail::call_hook, new detail::Hook(std::make_shared<const LogHook>(std::move(hook))),
                       detail::release_hook);
    }

    /// The C object, which stays this object's.
    ecall_config *handle() const noexcept { return handle_.get(); }

private:
    Config &text(const char *what, std::int32_t (*setter)(ecall_config *, const char *), std::string_view value) {
        const std::string owned = detail::c_text(what, value);
        return set(what, setter, owned.c_str());
    }
    Config &time(const char *what, std::int32_t (*setter)(ecall_config *, std::uint64_t),
                 std::chrono::milliseconds value) {
        return set(what, setter, detail::millis(value));
    }
    template <class S, class V> Config &set(const char *what, S setter, V value) {
        detail::check_setter(setter(handle_.get(), value), what);
        return *this;
    }
    Config &set_log(ecall_log_callback callback, void *user_data, ecall_release_callback release) {
        detail::check_setter(ecall_config_set_log(handle_.get(), callback, user_data, release), "log");
        return *this;
    }

    detail::Handle<ecall_config, ecall_config_free> handle_;
};

/// Ends calls early. Copies are the same token; it may be used from any thread and for any number of calls.
class CancelToken {
public:
    CancelToken() : handle_(detail::made(ecall_cancel_token_new()), detail::Release<ecall_cancel_token_free>()) {}
    /// Ends every call that was given this token, now and from now on: with CancelledError.
    void cancel() const noexcept { ecall_cancel_token_cancel(handle_.get()); }
    bool is_cancelled() const noexcept { return ecall_cancel_token_is_cancelled(handle_.get()); }
    /// The C object, which stays this object's.
    ecall_cancel_token *handle() const noexcept { return handle_.get(); }

private:
    std::shared_ptr<ecall_cancel_token> handle_;
};

/// What one call does otherwise than its client. Everything is optional.
struct CallOptions {
    /// Time for the whole call, 1 ms to 7 days.
    std::optional<std::chrono::milliseconds> timeout;
    /// Attempts after the first, 0 to 100.
    std::optional<std::uint32_t> max_retries;
    std::optional<Delivery> delivery;
    /// Sends a text that the service would cut, or that force_gsm forbids, instead of refusing it; MessageResult::estimate says
    /// what is cut. For sends of messages; has no meaning elsewhere.
    std::optional<bool> allow_truncation;
    std::optional<CancelToken> cancel;
};

/// How Client::wait follows a message, and SoapClient::wait a job. Everything is optional.
struct WaitOptions {
    /// Time for the whole wait; 300 s unless set.
    std::optional<std::chrono::milliseconds> timeout;
    /// The first pause between two looks, which grows by half each time, and what it never passes; 0.5 s and 15 s.
    std::optional<std::chrono::milliseconds> poll_initial;
    std::optional<std::chrono::milliseconds> poll_max;
    /// Attempts after the first of each look.
    std::optional<std::uint32_t> max_retries;
    /// Ends the wait at any of these states too, not only at a final one.
    std::vector<std::string> until;
    std::optional<CancelToken> cancel;
};

/// How Client::send_many sends messages; time-out, retries and delivery are those of each message. Everything is optional.
struct BulkOptions : CallOptions {
    /// Messages under way at a time, 1 to 1000; 10 unless set. Each needs a connection.
    std::optional<std::uint32_t> concurrency;
    /// Attempts a second at most, evenly spread; no limit unless set. Repetitions count.
    std::optional<double> rate;
};

/// How Client::wait_many follows messages; the time-out is that of all of them. Everything is optional.
struct WaitManyOptions : WaitOptions {
    /// Looks under way at a time, 1 to 1000; 4 unless set.
    std::optional<std::uint32_t> concurrency;
    /// Looks a second at most, over all messages; 10 unless set.
    std::optional<double> rate;
};

/// What a text by SMS may have besides recipient, text and sender. Everything is optional.
struct SmsOptions {
    /// Forbids characters outside the GSM alphabet.
    std::optional<bool> force_gsm;
    /// Replaces what is not in the GSM alphabet by what is customary in plain text (text::to_gsm), before anything is checked;
    /// MessageResult::replacements says what was replaced.
    std::optional<bool> to_gsm;
    /// Pages at most, 1 to 10.
    std::optional<std::int32_t> page_limit;
    /// "Standard", "Flash" or "PrioPlus".
    std::optional<std::string> sms_type;
    /// When to send it, "2026-12-24T18:00:00Z".
    std::optional<std::string> send_date;
    /// Who is told what became of it, as a JSON object with the service's names.
    std::optional<std::string> notification;
};

} // namespace ecall

#endif
