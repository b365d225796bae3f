// How the C++ wrapper makes the library's calls. Nothing here is for programs. Include <ecall.hpp>.
#ifndef ECALL_CALLS_HPP
#define ECALL_CALLS_HPP

#include <cstdint>
#include <exception>
#include <future>
#include <memory>

#include <ecall/message.hpp>

namespace ecall {

namespace detail {

using MessageResultHandle = Handle<ecall_message_result, ecall_message_result_free>;
using MessageStatusHandle = Handle<ecall_message_status, ecall_message_status_free>;
using SentListHandle = Handle<ecall_sent_list, ecall_sent_list_free>;
using ListStatusHandle = Handle<ecall_list_status, ecall_list_status_free>;
using ResponseHandle = Handle<ecall_response, ecall_response_free>;

/// A client that `open` makes with a configuration, or with everything from the environment. Throws ConfigError.
template <class T, class Open> T *opened(Open open, const ecall_config *config) {
    if (!ecall_abi_matches(ECALL_ABI_VERSION)) {
        refuse("the library that is running is not the one of this header: it is version " + text(ecall_version()),
               Outcome::not_applicable);
    }
    T *client = nullptr;
    checked([&](auto error) { return open(config, &client, error); });
    return client;
}

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

} // namespace ecall

#endif
