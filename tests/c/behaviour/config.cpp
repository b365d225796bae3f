// Configuration: setters, JSON, environment, and what is refused.
#include <gtest/gtest.h>

#include <cstdlib>

#include "owned.hpp"

namespace {

/// The refused fields of a config, "username required" and so on.
std::vector<std::string> refused(const ecall_config *config) {
    ecall_client *client = nullptr;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_new(config, &client, &error), ECALL_CONFIG);
    const Error owned(error);
    EXPECT_EQ(client, nullptr);
    EXPECT_EQ(ecall_error_outcome(error), ECALL_SEND_NOT_APPLICABLE);
    std::vector<std::string> fields;
    for (std::size_t index = 0; index < ecall_error_fields_count(error); ++index) {
        const ecall_field_error *field = ecall_error_field(error, index);
        fields.push_back(text_of(ecall_field_error_field(field)) + " " + text_of(ecall_field_error_rule(field)));
    }
    return fields;
}

TEST(Configuration, WithoutOneEverythingComesFromTheEnvironment) {
    EXPECT_EQ(refused(nullptr), (std::vector<std::string>{"username required", "password required"}));
    const Account account("environment");
    setenv("ECALL_USERNAME", account.username().c_str(), 1);
    setenv("ECALL_PASSWORD", account.password().c_str(), 1);
    setenv("ECALL_REST_URL", Mock::instance().rest_url().c_str(), 1);
    setenv("ECALL_CA_FILE", Mock::instance().ca_file().c_str(), 1);
    setenv("ECALL_FROM", "Plant", 1);
    const Client client = client_of(nullptr);
    clear_environment();
    EXPECT_EQ(send_sms(client.get()).code, ECALL_OK);
    const Json requests = account.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].at("json").at("from"), "Plant");
}

TEST(Configuration, AllProblemsAreToldAtOnce) {
    const Config config(ecall_config_new());
    ecall_config_set_username(config.get(), "a:b");
    ecall_config_set_password(config.get(), "p");
    ecall_config_set_base_url(config.get(), "http://example.com");
    ecall_config_set_timeout_ms(config.get(), 0);
    ecall_config_set_connect_timeout_ms(config.get(), 604800001);
    ecall_config_set_max_retries(config.get(), 101);
    EXPECT_EQ(refused(config.get()),
              (std::vector<std::string>{"username format", "base_url tls", "timeout_ms range",
                                        "connect_timeout_ms range", "max_retries range"}));
}

TEST(Configuration, NumbersThatAreNoDeliveryOrVersionAreRefusedByName) {
    const Account account("numbers");
    Config config = config_for(account);
    ecall_config_set_delivery(config.get(), 3);
    EXPECT_EQ(refused(config.get()), std::vector<std::string>{"delivery type"});
    config = config_for(account);
    ecall_config_set_api_version(config.get(), 3);
    EXPECT_EQ(refused(config.get()), std::vector<std::string>{"api_version range"});
    config = config_for(account);
    ecall_config_set_api_version(config.get(), -1);
    EXPECT_EQ(refused(config.get()), std::vector<std::string>{"api_version type"});
}

TEST(Configuration, JsonSetsAndTakesBack) {
    const Account account("json");
    const Config config = config_for(account);
    EXPECT_EQ(ecall_config_set_json(config.get(), R"({"default_from": "Json", "user_agent": null, "http2": true})", nullptr),
              ECALL_OK);
    const Client client = client_of(config.get());
    EXPECT_EQ(send_sms(client.get()).code, ECALL_OK);
    EXPECT_EQ(account.requests().at(0).at("json").at("from"), "Json");

    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_config_set_json(config.get(), R"({"password": "se)", &error), ECALL_INVALID_ARGUMENT);
    const Error broken(error);
    EXPECT_STREQ(ecall_error_message(error), "settings: is not JSON (line 1, column 16)");
    EXPECT_EQ(ecall_config_set_json(config.get(), "[]", &error), ECALL_INVALID_ARGUMENT);
    const Error list(error);
    EXPECT_STREQ(ecall_error_message(error), "settings: is not a JSON object");

    EXPECT_EQ(ecall_config_set_json(config.get(), R"({"time_out": 5})", nullptr), ECALL_OK);
    EXPECT_EQ(refused(config.get()), std::vector<std::string>{"time_out unknown"});
}

TEST(Configuration, NullTakesATextBack) {
    const Account account("back");
    const Config config = config_for(account);
    EXPECT_EQ(ecall_config_set_username(config.get(), nullptr), ECALL_OK);
    EXPECT_EQ(refused(config.get()), std::vector<std::string>{"username required"});
}

TEST(Configuration, TextsThatAreNotUtf8AreRefused) {
    const Config config(ecall_config_new());
    EXPECT_EQ(ecall_config_set_password(config.get(), "p\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_config_set_password(config.get(), "p\xc3\xa4"), ECALL_OK);
}

TEST(Configuration, OneConfigMakesSeveralClientsAndMayGoBeforeThem) {
    const Account account("several");
    Config config = config_for(account);
    const Client first = client_of(config.get());
    ecall_config_set_default_from(config.get(), "Second");
    const Client second = client_of(config.get());
    config.reset();
    EXPECT_EQ(send_sms(first.get()).code, ECALL_OK);
    EXPECT_EQ(send_sms(second.get()).code, ECALL_OK);
    const Json requests = account.requests();
    EXPECT_EQ(requests.at(0).at("json").at("from"), "ecall-demo");
    EXPECT_EQ(requests.at(1).at("json").at("from"), "Second");
}

TEST(Configuration, CallOptionsOfAnotherCallAreRefusedByName) {
    const Account account("options");
    const Client client = client_for(account);
    const Options options(ecall_call_options_new());
    ecall_call_options_set_page_limit(options.get(), 2);
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_check(client.get(), options.get(), nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error sms(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "page_limit");

    const Options delivery(ecall_call_options_new());
    ecall_call_options_set_delivery(delivery.get(), ECALL_DELIVERY_AT_MOST_ONCE);
    EXPECT_EQ(ecall_client_wait(client.get(), "id", delivery.get(), nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error wait(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "delivery");
    EXPECT_EQ(account.count(), 0U);
}

TEST(Configuration, AClosedClientRefusesEveryCall) {
    const Account account("closed");
    const Client client = client_for(account);
    EXPECT_EQ(send_sms(client.get()).code, ECALL_OK);
    ecall_client_close(client.get());
    ecall_client_close(client.get());
    const Sent sent = send_sms(client.get());
    EXPECT_EQ(sent.code, ECALL_CLOSED);
    EXPECT_EQ(ecall_error_outcome(sent.error.get()), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_EQ(ecall_client_check(client.get(), nullptr, nullptr, nullptr), ECALL_CLOSED);
    const auto callback = [](void *, std::int32_t, ecall_error *) { FAIL() << "called although the call did not start"; };
    EXPECT_EQ(ecall_client_check_async(client.get(), nullptr, nullptr, callback, nullptr, nullptr), ECALL_CLOSED);
    EXPECT_EQ(account.count(), 1U);
}

} // namespace
