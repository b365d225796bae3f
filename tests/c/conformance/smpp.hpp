// The adapters' side of the SMPP cases: a client and the one reader of its events.
#pragma once

#include <chrono>
#include <future>
#include <stdexcept>

#include "adapters.hpp"

struct ecall_config;
struct ecall_smpp_options;

/// Over the C functions.
class CSmpp {
public:
    virtual ~CSmpp() = default;
    virtual Answer open(const ecall_config *config, const ecall_smpp_options *options) = 0;
    virtual Answer call(const std::string &operation, const Json &arguments, const Json &options, ecall_cancel_token *token) = 0;
};

std::unique_ptr<CSmpp> c_smpp(Twin twin);
/// Sets an option of the client; false where it is none of SMPP.
bool set_smpp_option(ecall_smpp_options *options, const std::string &name, const Json &value);

namespace ecall {
class Config;
struct SmppOptions;
} // namespace ecall

/// Over the C++ wrapper; throws its errors.
class CppSmpp {
public:
    virtual ~CppSmpp() = default;
    virtual Json call(const std::string &operation, const Json &arguments, const ecall::CallOptions &options) = 0;
};

std::unique_ptr<CppSmpp> cpp_smpp(Twin twin, const ecall::Config &config, const ecall::SmppOptions &options);
/// An event as the wrapper's values have it.
Json cpp_json_of(const ecall_smpp_event *event);
bool set_smpp_option(ecall::SmppOptions &options, const std::string &name, const Json &value);

namespace smpp_json {

/// How long an event is waited for.
constexpr std::chrono::seconds LIMIT{20};

/// Octets of hex digits, and back.
inline std::string octets_of(const std::string &hex) {
    std::string octets;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) octets.push_back(static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16)));
    return octets;
}

inline std::string hex_of(const std::uint8_t *start, std::size_t length) {
    static const char digits[] = "0123456789abcdef";
    std::string hex;
    for (std::size_t at = 0; at < length; ++at) {
        hex.push_back(digits[start[at] >> 4]);
        hex.push_back(digits[start[at] & 15]);
    }
    return hex;
}

template <class Counts> Json counts_of(const Counts &counts) {
    return {{"given", counts.given},
            {"accepted", counts.accepted},
            {"refused", counts.refused},
            {"unknown", counts.unknown},
            {"possible_duplicates", counts.possible_duplicates}};
}

/// The time of a receipt as core writes it; `quarters` is null where it is not known.
template <class Time> Json time_of(const Time &time, const Json &quarters) {
    return {{"year", time.year},     {"month", time.month},   {"day", time.day},       {"hour", time.hour},
            {"minute", time.minute}, {"second", time.second}, {"tenths", time.tenths}, {"quarters", quarters}};
}

template <class Future> auto in_time(Future future) {
    if (future.wait_for(LIMIT) != std::future_status::ready) throw std::runtime_error("no event in time");
    return future.get();
}

} // namespace smpp_json
