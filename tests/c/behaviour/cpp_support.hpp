// A client of the mock in C++.
#pragma once

#include <ecall.hpp>

#include "mock.hpp"

inline constexpr const char *CPP_NUMBER = "+41791234567";

inline ecall::Config cpp_config(const Account &account, const std::string &base_url) {
    using namespace std::chrono_literals;
    ecall::Config config;
    config.username(account.username()).password(account.password());
    config.base_url(base_url).ca_file(Mock::instance().ca_file()).default_from("ecall-demo");
    config.backoff_initial(10ms).backoff_max(50ms);
    return config;
}

inline ecall::Client cpp_client(const Account &account) {
    return ecall::Client(cpp_config(account, Mock::instance().rest_url()));
}

inline ecall::HttpsClient cpp_https_client(const Account &account) {
    return ecall::HttpsClient(cpp_config(account, Mock::instance().https_url()));
}

inline ecall::SoapClient cpp_soap_client(const Account &account) {
    return ecall::SoapClient(cpp_config(account, Mock::instance().soap_url()));
}

inline ecall::SmppClient cpp_smpp_client(const Account &account) {
    return ecall::SmppClient(cpp_config(account, Mock::instance().smpp_url()));
}

/// What a program's own code throws.
struct Mine : std::runtime_error {
    Mine() : std::runtime_error("mine") {}
};
