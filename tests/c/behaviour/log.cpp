// The log callback.
#include <gtest/gtest.h>

#include <csignal>
#include <mutex>

#include "waiting.hpp"

namespace {

struct Events {
    std::mutex mutex;
    std::vector<std::string> lines;
    std::vector<int> levels;
    std::vector<std::thread::id> threads;
    int released = 0;

    static void take(void *user_data, const ecall_log_event *event) {
        auto *self = static_cast<Events *>(user_data);
        const std::lock_guard lock(self->mutex);
        self->lines.push_back(text_of(ecall_log_event_event(event)) + " " + text_of(ecall_log_event_operation(event)) + " " +
                              std::to_string(ecall_log_event_attempt(event)) + " " +
                              std::to_string(ecall_log_event_http_status(event)) + " " +
                              text_of(ecall_log_event_kind_name(event)));
        self->levels.push_back(ecall_log_event_level(event));
        self->threads.push_back(std::this_thread::get_id());
        EXPECT_LT(ecall_log_event_duration_ms(event), 60000U);
        EXPECT_EQ(Json::parse(ecall_log_event_json(event)).at("event"), text_of(ecall_log_event_event(event)));
        EXPECT_EQ(ecall_log_event_http_status(event) != 0, ecall_log_event_request_id(event) != nullptr);
    }

    static void release(void *user_data) { ++static_cast<Events *>(user_data)->released; }
};

TEST(Log, TellsOfAttemptsPausesAndTheEnd) {
    const Account account("log");
    Events events;
    Config config = config_for(account);
    EXPECT_EQ(ecall_config_set_log(config.get(), Events::take, &events, Events::release), ECALL_OK);
    Client client = client_of(config.get());
    account.script(Json::parse(R"([{"respond": {"status": 503, "json": {}}}])"));
    EXPECT_EQ(send_sms(client.get()).code, ECALL_OK);
    EXPECT_EQ(events.lines, (std::vector<std::string>{"attempt send 1 503 unavailable", "retry send 1 0 (NULL)",
                                                      "done send 2 200 (NULL)"}));
    EXPECT_EQ(events.levels, (std::vector<int>{ECALL_LOG_WARNING, ECALL_LOG_INFO, ECALL_LOG_INFO}));
    for (const std::thread::id thread : events.threads) EXPECT_EQ(thread, std::this_thread::get_id());

    config.reset();
    EXPECT_EQ(events.released, 0);
    client.reset();
    EXPECT_EQ(events.released, 1);
}

TEST(Log, TellsOfAsynchronousCallsOnTheirThread) {
    const Account account("log-async");
    Events events;
    const Config config = config_for(account);
    ecall_config_set_log(config.get(), Events::take, &events, nullptr);
    const Client client = client_of(config.get());
    Taken taken;
    ASSERT_EQ(ecall_client_check_async(client.get(), nullptr, nullptr, Taken::done, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait());
    const std::lock_guard lock(events.mutex);
    ASSERT_FALSE(events.threads.empty());
    for (const std::thread::id thread : events.threads) EXPECT_EQ(thread, taken.thread);
}

TEST(Log, WhatIsNotTakenIsReleasedAtOnce) {
    Events events;
    EXPECT_EQ(ecall_config_set_log(nullptr, Events::take, &events, Events::release), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(events.released, 1);
    const Config config(ecall_config_new());
    EXPECT_EQ(ecall_config_set_log(config.get(), nullptr, &events, Events::release), ECALL_OK);
    EXPECT_EQ(events.released, 2);
    EXPECT_EQ(ecall_config_set_log(config.get(), Events::take, &events, Events::release), ECALL_OK);
    EXPECT_EQ(events.released, 2);
    EXPECT_EQ(ecall_config_set_log(config.get(), nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(events.released, 3);
}

/// A C program has not said what SIGPIPE should do, and a library must not say it for the program.
TEST(Signals, AConnectionThatWasResetEndsNoProgram) {
    struct sigaction action {};
    sigaction(SIGPIPE, nullptr, &action);
    ASSERT_EQ(action.sa_handler, SIG_DFL);
    const Account account("sigpipe");
    const Client client = client_for(account);
    for (int round = 0; round < 3; ++round) {
        account.script(Json::parse(R"([{"accept_then": "reset"}, {"fault": "reset_after_head"}])"));
        EXPECT_EQ(send_sms(client.get()).code, ECALL_OUTCOME_UNKNOWN);
        EXPECT_EQ(send_sms(client.get()).code, ECALL_OUTCOME_UNKNOWN);
    }
    // What is longer than the system's buffers meets the reset while it is written.
    const std::string octets(8 << 20, 'x');
    const Options once(ecall_call_options_new());
    ecall_call_options_set_max_retries(once.get(), 0);
    account.script(Json::parse(R"([{"fault": "reset_after_head"}])"));
    EXPECT_NE(ecall_client_upload_media_bytes(client.get(), reinterpret_cast<const std::uint8_t *>(octets.data()), octets.size(),
                                              once.get(), nullptr, nullptr, nullptr),
              ECALL_OK);
    sigaction(SIGPIPE, nullptr, &action);
    EXPECT_EQ(action.sa_handler, SIG_DFL);
    sigset_t set;
    pthread_sigmask(SIG_SETMASK, nullptr, &set);
    EXPECT_EQ(sigismember(&set, SIGPIPE), 0);
    sigpending(&set);
    EXPECT_EQ(sigismember(&set, SIGPIPE), 0);
}

} // namespace
