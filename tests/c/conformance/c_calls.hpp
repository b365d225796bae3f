// What the adapters over the C functions share: owners, and a call's end as an answer.
#pragma once

#include <ecall.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <vector>

#include "adapters.hpp"

namespace c_calls {

template <auto Free> struct Release {
    template <class T> void operator()(T *object) const { Free(object); }
};
template <class T, auto Free> using Owned = std::unique_ptr<T, Release<Free>>;

using Error = Owned<ecall_error, ecall_error_free>;

/// An error where there is one; takes its ownership. The status code and the error must agree.
inline Answer answer_of(std::int32_t code, ecall_error *error, const Json &value) {
    const Error owned(error);
    if ((code == ECALL_OK) != (error == nullptr) || ecall_error_kind(error) != code) {
        throw std::runtime_error("status code and error do not agree");
    }
    return error == nullptr ? Answer{false, value} : Answer{true, json_of(error)};
}

/// Like the above for a call that makes an object.
template <class Object> Answer take(std::int32_t code, typename Object::pointer made, ecall_error *error) {
    const Object owned(made);
    if ((made == nullptr) != (code != ECALL_OK)) throw std::runtime_error("status code and result do not agree");
    return answer_of(code, error, made == nullptr ? Json() : json_of(made));
}

/// The same for one that may make none: null then.
template <class Object> Answer take_optional(std::int32_t code, typename Object::pointer made, ecall_error *error) {
    const Object owned(made);
    if (made != nullptr && code != ECALL_OK) throw std::runtime_error("status code and result do not agree");
    return answer_of(code, error, made == nullptr ? Json() : json_of(made));
}

inline Answer take_nothing(std::int32_t code, ecall_error *error) { return answer_of(code, error, Json::object()); }

/// Callbacks, whose user data is the promise of an answer.
template <class Object>
void complete(void *user_data, std::int32_t code, typename Object::pointer made, ecall_error *error) {
    static_cast<std::promise<Answer> *>(user_data)->set_value(take<Object>(code, made, error));
}

template <class Object>
void complete_optional(void *user_data, std::int32_t code, typename Object::pointer made, ecall_error *error) {
    static_cast<std::promise<Answer> *>(user_data)->set_value(take_optional<Object>(code, made, error));
}

inline void complete_nothing(void *user_data, std::int32_t code, ecall_error *error) {
    static_cast<std::promise<Answer> *>(user_data)->set_value(take_nothing(code, error));
}

/// What a call comes to whose end `start` leads to the promise. Where it cannot be started there is no callback, and the error
/// comes at once.
template <class Start> Answer awaited(Start start) {
    std::promise<Answer> promise;
    std::future<Answer> future = promise.get_future();
    ecall_error *error = nullptr;
    const std::int32_t code = start(&promise, &error);
    return code == ECALL_OK ? future.get() : answer_of(code, error, Json());
}

/// What a blocking call comes to that makes an object.
template <class Object, class Call> Answer called(Call call) {
    typename Object::pointer made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = call(&made, &error);
    return take<Object>(code, made, error);
}

inline void good(std::int32_t code) {
    if (code != ECALL_OK) throw std::runtime_error(std::string("a setter failed: ") + ecall_kind_name(code));
}

/// Members that are texts; they live as long as the object.
inline const char *optional(const Json &object, const char *key) {
    const auto place = object.find(key);
    return place == object.end() ? nullptr : place->get_ref<const std::string &>().c_str();
}

inline const char *required(const Json &object, const char *key) {
    return object.at(key).get_ref<const std::string &>().c_str();
}

/// One address or several; they live as long as the JSON.
inline std::vector<const char *> addresses(const Json &to) {
    std::vector<const char *> list;
    if (!to.is_array()) list.push_back(to.get_ref<const std::string &>().c_str());
    else for (const Json &one : to) list.push_back(one.get_ref<const std::string &>().c_str());
    return list;
}

/// What all calls of a case have.
template <class Client> struct CallOf {
    Client *client;
    ecall_call_options *options;
    ecall_cancel_token *token;
    bool blocking;

    /// An operation and its twin: `call` gets what follows the options.
    template <class Object, class Blocking, class Asynchronous>
    Answer made(Blocking call, Asynchronous start) const {
        if (blocking) return called<Object>([&](auto made, auto error) { return call(options, token, made, error); });
        return awaited([&](void *promise, ecall_error **error) {
            return start(options, token, complete<Object>, promise, error);
        });
    }
};

} // namespace c_calls
