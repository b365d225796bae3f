// The C++ wrapper: calls, futures, tokens, the log hook.
#include <ecall.hpp>
#include <gtest/gtest.h>

#include <thread>
#include <type_traits>

#include "mock.hpp"

namespace {

using namespace std::chrono_literals;

constexpr const char *NUMBER = "+41791234567";

ecall::Config config_for(const Account &account) {
    ecall::Config config;
    config.username(account.username())
        .password(account.password())
        .base_url(Mock::instance().rest_url())
        .ca_file(Mock::instance().ca_file())
        .default_from("ecall-demo")
        .backoff_initial(10ms)
        .backoff_max(50ms);
    return config;
}

TEST(CppCalls, TheSampleOfTheReadme) {
    const Account account("cpp-sample");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"], [50, "Delivered"]]}})"));
    setenv("ECALL_USERNAME", account.username().c_str(), 1);
    setenv("ECALL_PASSWORD", account.password().c_str(), 1);
    setenv("ECALL_REST_URL", Mock::instance().rest_url().c_str(), 1);
    setenv("ECALL_CA_FILE", Mock::instance().ca_file().c_str(), 1);
    ecall::Client client; // configuration from the environment
    clear_environment();
    auto sent = client.send_sms(NUMBER, "Pump 3 stopped", "Alarm");
    ecall::WaitOptions options;
    options.poll_initial = 20ms;
    const auto last = client.wait(sent.message_id.value(), options);
    EXPECT_EQ(last.status, "Delivered");
    EXPECT_TRUE(last.is_final);
    EXPECT_EQ(last.to, NUMBER);
}

TEST(CppCalls, EveryCallHasAFuture) {
    const Account account("cpp-future");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Delivered"]]}})"));
    const ecall::Client client(config_for(account));
    const auto sent = client.send_sms_async(NUMBER, "text").get();
    const std::string id = sent.message_id.value();
    EXPECT_TRUE(client.send_async(ecall::Message::sms(NUMBER, "text")).get().message_id);
    EXPECT_EQ(client.status_async(id).get().status, "Delivered");
    EXPECT_TRUE(client.wait_async(id).get().is_final);
    client.check_async().get();
    EXPECT_EQ(client.request_async("GET", "/api/v2/message/" + id).get().http_status, 200);
    EXPECT_THROW(client.status_async("no-such-id").get(), ecall::NotFoundError);
}

TEST(CppCalls, AFutureCompletesAfterItsClientIsGone) {
    const Account account("cpp-gone");
    account.script(Json::parse(R"([{"accept": true, "delay_ms": 100}])"));
    std::future<ecall::MessageResult> future;
    {
        const ecall::Client client(config_for(account));
        future = client.send_sms_async(NUMBER, "text");
    }
    EXPECT_TRUE(future.get().message_id);
}

TEST(CppCalls, AFutureMayBeForgotten) {
    const Account account("cpp-forgotten");
    const ecall::Client client(config_for(account));
    client.send_sms_async(NUMBER, "text");
    EXPECT_TRUE(account.wait_for(1));
    EXPECT_TRUE(client.send_sms_async(NUMBER, "text").get().message_id);
}

TEST(CppCalls, ATokenCancelsFromAnyThread) {
    const Account account("cpp-cancel");
    account.script(Json::parse(R"([{"fault": "silence"}, {"fault": "silence"}])"));
    const ecall::Client client(config_for(account));
    ecall::CallOptions options;
    options.cancel = ecall::CancelToken();
    const auto future = client.send_sms_async(NUMBER, "text", std::nullopt, {}, options).share();
    std::thread other([&account, token = *options.cancel] {
        account.wait_for(2);
        token.cancel();
    });
    EXPECT_THROW(client.send_sms(NUMBER, "text", std::nullopt, {}, options), ecall::CancelledError);
    other.join();
    EXPECT_TRUE(options.cancel->is_cancelled());
    try {
        future.get();
        FAIL() << "not cancelled";
    } catch (const ecall::CancelledError &error) {
        EXPECT_EQ(error.outcome(), ecall::Outcome::unknown);
    }
}

TEST(CppCalls, OptionsOfACallAndOfAText) {
    const Account account("cpp-options");
    const ecall::Client client(config_for(account));
    ecall::SmsOptions sms;
    sms.force_gsm = true;
    sms.page_limit = 2;
    sms.sms_type = "Flash";
    sms.send_date = "2026-12-24T18:00:00Z";
    sms.notification = R"({"forEvent":"All","addresses":[{"type":"Email","address":"duty@example.com"}]})";
    ecall::CallOptions options;
    options.timeout = 5s;
    options.max_retries = 0;
    options.delivery = ecall::Delivery::at_most_once;
    client.send_sms(NUMBER, "text", "Alarm", sms, options);
    const Json request = account.requests().at(0).at("json");
    EXPECT_EQ(request.at("content").at("options"),
              Json::parse(R"({"type":"SmsContentOptions","forceGsm":true,"pageLimit":2,"smsType":"Flash"})"));
    EXPECT_EQ(request.at("from"), "Alarm");
    account.script(Json::parse(R"([{"respond": {"status": 429, "json": {}}}])"));
    EXPECT_THROW(client.send_sms(NUMBER, "text", std::nullopt, {}, options), ecall::RateLimitedError);
    EXPECT_EQ(account.count(), 2U);
    options.timeout = -1ms;
    EXPECT_THROW(client.check(options), ecall::InvalidArgumentError);
    sms.notification = "{";
    EXPECT_THROW(client.send_sms(NUMBER, "text", "Alarm", sms), ecall::InvalidArgumentError);
}

TEST(CppCalls, TheLogHookHearsEverythingAndMayThrow) {
    const Account account("cpp-log");
    account.script(Json::parse(R"([{"respond": {"status": 503, "json": {}}}])"));
    std::vector<std::string> events;
    const auto alive = std::make_shared<int>(0);
    {
        ecall::Config config = config_for(account);
        config.log([&events, alive](const ecall::LogEvent &event) {
            events.push_back(event.event + " " + event.operation + " " + event.kind.value_or("-"));
            throw std::runtime_error("not the library's business");
        });
        const ecall::Client client(config);
        client.send_sms(NUMBER, "text");
    }
    EXPECT_EQ(events, (std::vector<std::string>{"attempt send unavailable", "retry send -", "done send -"}));
    EXPECT_EQ(alive.use_count(), 1) << "the hook was not released";
}

TEST(CppCalls, ClientsMove) {
    static_assert(!std::is_copy_constructible_v<ecall::Client> && std::is_nothrow_move_constructible_v<ecall::Client>);
    static_assert(!std::is_copy_constructible_v<ecall::Message> && std::is_move_constructible_v<ecall::Message>);
    const Account account("cpp-move");
    ecall::Client first(config_for(account));
    ecall::Client second = std::move(first);
    second.check();
    EXPECT_THROW(first.check(), ecall::InvalidArgumentError);
    first = std::move(second);
    first.check();
    first.close();
    EXPECT_THROW(first.check(), ecall::ClosedError);
    EXPECT_THROW(first.check_async(), ecall::ClosedError);
}

TEST(CppCalls, EightThreadsOnOneClient) {
    const Account account("cpp-eight");
    const ecall::Client client(config_for(account));
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&client] {
            for (int message = 0; message < 5; ++message) EXPECT_TRUE(client.send_sms(NUMBER, "text").message_id);
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(account.count(), 40U);
}

} // namespace
