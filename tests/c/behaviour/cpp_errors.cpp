// The C++ exceptions: a class per kind, with every field.
#include <ecall.hpp>
#include <gtest/gtest.h>

#include <set>

#include "mock.hpp"

namespace {

constexpr const char *NUMBER = "+41791234567";

template <class... E> std::vector<std::int32_t> kinds_of(const std::tuple<E...> *) {
    return {static_cast<std::int32_t>(E::kind_of_class)...};
}

ecall::Client client_for(const Account &account) {
    ecall::Config config;
    config.json(Json{{"username", account.username()},
                     {"password", account.password()},
                     {"base_url", Mock::instance().rest_url()},
                     {"ca_file", Mock::instance().ca_file()},
                     {"default_from", "ecall-demo"},
                     {"backoff_initial_ms", 10},
                     {"backoff_max_ms", 20}}
                    .dump());
    return ecall::Client(config);
}

TEST(CppErrors, EveryKindOfTheCoreHasItsClass) {
    std::vector<std::int32_t> core;
    for (std::size_t index = 0; index < ecall_kind_count(); ++index) core.push_back(ecall_kind_at(index));
    EXPECT_EQ(kinds_of(static_cast<const ecall::detail::Errors *>(nullptr)), core);
}

template <class E> void expect_class(ecall::Kind kind) {
    ecall::ErrorDetails details;
    details.kind = kind;
    details.text = "t";
    try {
        std::rethrow_exception(ecall::detail::exception_of(details));
    } catch (const E &error) {
        EXPECT_EQ(error.kind(), kind);
        EXPECT_STREQ(error.what(), "t");
    }
}

template <class... E> void expect_classes(const std::tuple<E...> *) { (expect_class<E>(E::kind_of_class), ...); }

TEST(CppErrors, EveryKindIsThrownAsItsClass) {
    expect_classes(static_cast<const ecall::detail::Errors *>(nullptr));
    // One that a newer library made.
    expect_class<ecall::Error>(static_cast<ecall::Kind>(9999));
    EXPECT_EQ(ecall::name(static_cast<ecall::Kind>(9999)), "");
    EXPECT_EQ(ecall::name(ecall::Kind::outcome_unknown), "outcome_unknown");
    EXPECT_EQ(ecall::name(ecall::Outcome::not_accepted), "not_accepted");
}

TEST(CppErrors, HoldEverythingThatIsKnown) {
    const Account account("cpp-errors");
    const ecall::Client client = client_for(account);
    account.script(Json::parse(R"([
        {"respond": {"status": 500, "json": {}}},
        {"respond": {"status": 429, "headers": {"x-f24-request-id": "r-2", "retry-after": "3600"}, "json": {
            "errorCode": "Busy", "errorMessage": "Not now", "errorDetails": {
                "type": "Parameter", "errors": [{"parameter": "To", "messages": ["is wrong"]}]}}}}])"));
    try {
        client.send_sms(NUMBER, "text");
        FAIL() << "did not throw";
    } catch (const std::runtime_error &caught) {
        const auto &error = dynamic_cast<const ecall::OutcomeUnknownError &>(caught);
        EXPECT_EQ(error.kind(), ecall::Kind::outcome_unknown);
        EXPECT_EQ(error.outcome(), ecall::Outcome::unknown);
        EXPECT_EQ(error.http_status(), 429);
        EXPECT_EQ(error.ecall_code(), "Busy");
        EXPECT_EQ(error.ecall_message(), "Not now");
        EXPECT_EQ(error.request_id(), "r-2");
        EXPECT_EQ(error.message_id(), std::nullopt);
        EXPECT_EQ(error.retry_after(), std::chrono::hours(1));
        ASSERT_EQ(error.fields().size(), 1U);
        EXPECT_EQ(error.fields()[0].field, "To");
        EXPECT_EQ(error.fields()[0].rule, "service");
        EXPECT_EQ(error.fields()[0].length, std::nullopt);
        ASSERT_EQ(error.attempts().size(), 2U);
        EXPECT_EQ(error.attempts()[0].http_status, 500);
        EXPECT_EQ(error.attempts()[0].kind, ecall::Kind::server);
        EXPECT_EQ(error.attempts()[0].outcome, ecall::Outcome::unknown);
        EXPECT_EQ(error.attempts()[1].request_id, "r-2");
        EXPECT_FALSE(error.last_status()) << "a send has none";
        EXPECT_NE(error.raw_body().value_or("").find("Busy"), std::string::npos);
        EXPECT_EQ(Json::parse(error.json()).at("kind"), "outcome_unknown");
        EXPECT_EQ(std::string(error.what()), "outcome_unknown: " + error.message() + " (request id r-2)");
        const ecall::Error copy = error;
        EXPECT_EQ(&copy.details(), &error.details());
    }
}

TEST(CppErrors, OfAWaitHoldTheLastStatus) {
    const Account account("cpp-last");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Sent"]]}})"));
    const ecall::Client client = client_for(account);
    const auto sent = client.send_sms(NUMBER, "text");
    ecall::WaitOptions options;
    options.timeout = std::chrono::milliseconds(400);
    options.poll_initial = std::chrono::milliseconds(20);
    options.poll_max = std::chrono::milliseconds(50);
    options.max_retries = 1;
    try {
        client.wait(*sent.message_id, options);
        FAIL() << "did not throw";
    } catch (const ecall::TimeoutError &error) {
        ASSERT_TRUE(error.last_status());
        EXPECT_EQ(error.last_status()->status, "Sent");
        EXPECT_EQ(error.message_id(), sent.message_id);
    }
    options.until = {"Sent"};
    EXPECT_EQ(client.wait(*sent.message_id, options).status, "Sent");
}

TEST(CppErrors, ConfigurationsAndTextsThatAreNone) {
    EXPECT_THROW(ecall::Client(), ecall::ConfigError);
    ecall::Config config;
    try {
        ecall::Client client(config);
        FAIL() << "did not throw";
    } catch (const ecall::ConfigError &error) {
        EXPECT_EQ(error.fields().size(), 2U);
        EXPECT_EQ(error.outcome(), ecall::Outcome::not_applicable);
    }
    EXPECT_THROW(config.password("p\xff"), ecall::InvalidArgumentError);
    EXPECT_THROW(config.password(std::string_view("p\0q", 3)), ecall::InvalidArgumentError);
    EXPECT_THROW(config.json("{"), ecall::InvalidArgumentError);
    EXPECT_THROW(ecall::Message::from_json(R"({"to": 1})"), ecall::InvalidArgumentError);

    const Account account("cpp-texts");
    const ecall::Client client = client_for(account);
    for (const std::string_view text : {std::string_view("a\0b", 3), std::string_view("\xff"), std::string_view()}) {
        try {
            client.send_sms(NUMBER, text);
            FAIL() << "did not throw";
        } catch (const ecall::InvalidArgumentError &error) {
            EXPECT_EQ(error.outcome(), ecall::Outcome::not_accepted);
        }
    }
    EXPECT_EQ(account.count(), 0U);
}

} // namespace
