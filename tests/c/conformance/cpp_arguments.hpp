// The arguments of the cases, as the C++ wrapper takes them.
#pragma once

#include <ecall.hpp>

#include "match.hpp"

namespace cpp_values {

inline std::chrono::milliseconds millis(const Json &number) { return std::chrono::milliseconds(number.get<std::int64_t>()); }

template <class V> std::optional<V> member(const Json &object, const char *key) {
    return object.contains(key) ? std::optional<V>(object.at(key).get<V>()) : std::nullopt;
}

inline ecall::Addresses addresses(const Json &to) {
    if (to.is_array()) return to.get<std::vector<std::string>>();
    return to.get<std::string>();
}

inline void read_job(const Json &arguments, ecall::JobOptions &job) {
    job.job_id = member<std::string>(arguments, "job_id");
    job.send_date = member<std::string>(arguments, "send_date");
}

inline ecall::WaitOptions wait_options(const Json &arguments, const std::optional<ecall::CancelToken> &token) {
    ecall::WaitOptions wait;
    wait.timeout = millis(arguments.at("timeout_ms"));
    if (arguments.contains("poll_initial_ms")) wait.poll_initial = millis(arguments.at("poll_initial_ms"));
    if (arguments.contains("poll_max_ms")) wait.poll_max = millis(arguments.at("poll_max_ms"));
    wait.until = arguments.value("until", std::vector<std::string>());
    wait.cancel = token;
    return wait;
}

} // namespace cpp_values
