// ecall for C++17: RAII over ecall.h, header-only. Link libecall.
//
//     ecall::Client client;                                   // configuration from the environment
//     auto sent = client.send_sms("+41791234567", "Pump 3 stopped", "Alarm");
//     auto last = client.wait(*sent.message_id);
//
// Results are values. A call that fails throws a class of its kind, derived from ecall::Error, which holds everything that is
// known; Error::outcome says whether the message may have gone out all the same.
#ifndef ECALL_HPP
#define ECALL_HPP

#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ecall/message.hpp>
#include <ecall/text.hpp>

namespace ecall {

namespace detail {

using MessageResultHandle = Handle<ecall_message_result, ecall_message_result_free>;
using MessageStatusHandle = Handle<ecall_message_status, ecall_message_status_free>;
using ResponseHandle = Handle<ecall_response, ecall_response_free>;

/// The value in what a blocking call made.
template <class V, class H, class Call> V value_of(Call call) {
    typename H::pointer made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = call(&made, &error);
    const H owned(made);
    check(code, error);
    return V::of(owned.get());
}

/// Completes a future with what the library hands over. Runs on the library's thread; lets nothing out.
template <class V, class H>
void complete(void *user_data, std::int32_t code, typename H::pointer made, ecall_error *error) noexcept {
    const std::unique_ptr<std::promise<V>> promise(static_cast<std::promise<V> *>(user_data));
    const H owned(made);
    try {
        check(code, error);
        promise->set_value(V::of(owned.get()));
    } catch (...) {
        promise->set_exception(std::current_exception());
    }
}

inline void complete_check(void *user_data, std::int32_t code, ecall_error *error) noexcept {
    const std::unique_ptr<std::promise<void>> promise(static_cast<std::promise<void> *>(user_data));
    try {
        check(code, error);
        promise->set_value();
    } catch (...) {
        promise->set_exception(std::current_exception());
    }
}

/// The future of a call that `start` starts, which is given the promise as user data and completes it exactly once.
template <class V, class Start> std::future<V> future_of(Start start) {
    auto promise = std::make_unique<std::promise<V>>();
    std::future<V> future = promise->get_future();
    ecall_error *error = nullptr;
    const std::int32_t code = start(static_cast<void *>(promise.get()), &error);
    // The callback owns the promise once the call has started, and may have freed it already.
    if (code == ECALL_OK) static_cast<void>(promise.release());
    check(code, error);
    return future;
}

} // namespace detail

/// The version of the library that is running.
inline std::string version() { return detail::text(ecall_version()); }

/// Sends messages over eCall's REST interface and follows them. Movable, not copyable; may be used from any number of threads
/// at once, and after a fork in the child as well. Futures complete also after the client is gone.
class Client {
public:
    /// Everything from the environment. Throws ConfigError where something is missing.
    Client() : Client(nullptr) {}
    /// Throws ConfigError, which names every setting that is missing or wrong. Opens no connection.
    explicit Client(const Config &config) : Client(config.handle()) {}

    /// Sends a text by SMS; `from` is the client's default_from unless given.
    ///
    /// Throws InvalidArgumentError before anything goes out, with every problem; OutcomeUnknownError where the message may
    /// have been accepted; the class of another kind where it certainly was not.
    MessageResult send_sms(std::string_view to, std::string_view text,
                           std::optional<std::string_view> from = std::nullopt, const SmsOptions &sms = {},
                           const CallOptions &options = {}) const {
        const Sms arguments = sms_of(to, text, from, sms, options);
        return detail::value_of<MessageResult, detail::MessageResultHandle>([&](auto result, auto error) {
            return ecall_client_send_sms_with(handle(), arguments.to.c_str(), arguments.text.c_str(),
                                              arguments.from.get(), arguments.options.get(),
                                              detail::token(options.cancel), result, error);
        });
    }

    /// Sends a message. Throws as send_sms.
    MessageResult send(const Message &message, const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        return detail::value_of<MessageResult, detail::MessageResultHandle>([&](auto result, auto error) {
            return ecall_client_send(handle(), message.handle(), handles.get(), detail::token(options.cancel), result,
                                     error);
        });
    }

    /// What has become of a message; the service answers for seven days. Throws NotFoundError for an id that it does not know.
    MessageStatus status(std::string_view message_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<MessageStatus, detail::MessageStatusHandle>([&](auto status, auto error) {
            return ecall_client_status(handle(), id.c_str(), handles.get(), detail::token(options.cancel), status,
                                       error);
        });
    }

    /// Follows a message until its state is final for its channel. Throws TimeoutError, which holds the last state.
    MessageStatus wait(std::string_view message_id, const WaitOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<MessageStatus, detail::MessageStatusHandle>([&](auto status, auto error) {
            return ecall_client_wait(handle(), id.c_str(), handles.get(), detail::token(options.cancel), status, error);
        });
    }

    /// Returns where the credentials are good, sending nothing; else throws AuthenticationError or PermissionError.
    void check(const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        detail::checked([&](auto error) {
            return ecall_client_check(handle(), handles.get(), detail::token(options.cancel), error);
        });
    }

    /// An authenticated request to a path of the service that this library has no name for. GET and HEAD are reads,
    /// everything else is a send and handled with the same care. Throws for an answer that is not 2xx.
    Response request(std::string_view method, std::string_view path,
                     std::optional<std::string_view> json = std::nullopt, const CallOptions &options = {}) const {
        const Raw arguments = raw_of(method, path, json, options);
        return detail::value_of<Response, detail::ResponseHandle>([&](auto response, auto error) {
            return ecall_client_request(handle(), arguments.method.c_str(), arguments.path.c_str(),
                                        arguments.json.get(), arguments.options.get(), detail::token(options.cancel),
                                        response, error);
        });
    }

    /// The asynchronous twins: the same calls, whose result or exception is in the future. Arguments that are no texts for C,
    /// and a closed client, throw at once.
    std::future<MessageResult> send_sms_async(std::string_view to, std::string_view text,
                                              std::optional<std::string_view> from = std::nullopt,
                                              const SmsOptions &sms = {}, const CallOptions &options = {}) const {
        const Sms arguments = sms_of(to, text, from, sms, options);
        return detail::future_of<MessageResult>([&](void *promise, auto error) {
            return ecall_client_send_sms_async(
                handle(), arguments.to.c_str(), arguments.text.c_str(), arguments.from.get(), arguments.options.get(),
                detail::token(options.cancel), detail::complete<MessageResult, detail::MessageResultHandle>, promise,
                error);
        });
    }

    std::future<MessageResult> send_async(const Message &message, const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        return detail::future_of<MessageResult>([&](void *promise, auto error) {
            return ecall_client_send_async(handle(), message.handle(), handles.get(), detail::token(options.cancel),
                                           detail::complete<MessageResult, detail::MessageResultHandle>, promise,
                                           error);
        });
    }

    std::future<MessageStatus> status_async(std::string_view message_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<MessageStatus>([&](void *promise, auto error) {
            return ecall_client_status_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                             detail::complete<MessageStatus, detail::MessageStatusHandle>, promise,
                                             error);
        });
    }

    std::future<MessageStatus> wait_async(std::string_view message_id, const WaitOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<MessageStatus>([&](void *promise, auto error) {
            return ecall_client_wait_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                           detail::complete<MessageStatus, detail::MessageStatusHandle>, promise,
                                           error);
        });
    }

    std::future<void> check_async(const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        return detail::future_of<void>([&](void *promise, auto error) {
            return ecall_client_check_async(handle(), handles.get(), detail::token(options.cancel),
                                            detail::complete_check, promise, error);
        });
    }

    std::future<Response> request_async(std::string_view method, std::string_view path,
                                        std::optional<std::string_view> json = std::nullopt,
                                        const CallOptions &options = {}) const {
        const Raw arguments = raw_of(method, path, json, options);
        return detail::future_of<Response>([&](void *promise, auto error) {
            return ecall_client_request_async(handle(), arguments.method.c_str(), arguments.path.c_str(),
                                              arguments.json.get(), arguments.options.get(),
                                              detail::token(options.cancel),
                                              detail::complete<Response, detail::ResponseHandle>, promise, error);
        });
    }

    /// Refuses every later call with ClosedError; calls that are under way go on.
    void close() const noexcept { ecall_client_close(handle()); }
    /// The C object, which stays this object's.
    ecall_client *handle() const noexcept { return handle_.get(); }

private:
    explicit Client(const ecall_config *config) {
        if (!ecall_abi_matches(ECALL_ABI_VERSION)) {
            detail::refuse("the library that is running is not the one of this header: it is version " + version(),
                           Outcome::not_applicable);
        }
        ecall_client *made = nullptr;
        detail::checked([&](auto error) { return ecall_client_new(config, &made, error); });
        handle_.reset(made);
    }

    /// The arguments of a text by SMS, as C takes them.
    struct Sms {
        std::string to;
        std::string text;
        detail::OptionalText from;
        detail::OptionsHandle options;
    };

    static Sms sms_of(std::string_view to, std::string_view text, std::optional<std::string_view> from,
                      const SmsOptions &sms, const CallOptions &options) {
        return {detail::c_text("to", to, Outcome::not_accepted), detail::c_text("text", text, Outcome::not_accepted),
                detail::OptionalText("from", from), detail::OptionsHandle(sms, options)};
    }

    /// The arguments of a raw request, as C takes them.
    struct Raw {
        std::string method;
        std::string path;
        detail::OptionalText json;
        detail::OptionsHandle options;
    };

    static Raw raw_of(std::string_view method, std::string_view path, std::optional<std::string_view> json,
                      const CallOptions &options) {
        return {detail::c_text("method", method), detail::c_text("path", path), detail::OptionalText("json", json),
                detail::OptionsHandle(options)};
    }

    detail::Handle<ecall_client, ecall_client_free> handle_;
};

} // namespace ecall

#endif
