// Cancelling, before, while and between.
#include <gtest/gtest.h>

#include "waiting.hpp"

namespace {

using Clock = std::chrono::steady_clock;

TEST(Cancel, ABlockingSendEndsSoonAndSaysThatItMayHaveGoneOut) {
    const Account account("cancel");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"fault": "silence"}])"));
    const Token token(ecall_cancel_token_new());
    Clock::time_point cancelled;
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for(1));
        cancelled = Clock::now();
        ecall_cancel_token_cancel(token.get());
    });
    const Sent sent = send_sms(client.get(), "text", nullptr, token.get());
    const auto ended = Clock::now();
    other.join();
    EXPECT_EQ(sent.code, ECALL_CANCELLED);
    EXPECT_EQ(ecall_error_outcome(sent.error.get()), ECALL_SEND_UNKNOWN);
    EXPECT_LT(ended - cancelled, std::chrono::seconds(2));
    EXPECT_TRUE(ecall_cancel_token_is_cancelled(token.get()));
    EXPECT_EQ(account.count(), 1U);
}

TEST(Cancel, ATokenThatWasCancelledStopsEveryCallBeforeItBegins) {
    const Account account("before");
    const Client client = client_for(account);
    const Token token(ecall_cancel_token_new());
    EXPECT_FALSE(ecall_cancel_token_is_cancelled(token.get()));
    ecall_cancel_token_cancel(token.get());
    ecall_cancel_token_cancel(token.get());
    const Sent sent = send_sms(client.get(), "text", nullptr, token.get());
    EXPECT_EQ(sent.code, ECALL_CANCELLED);
    EXPECT_EQ(ecall_error_outcome(sent.error.get()), ECALL_SEND_NOT_ACCEPTED);
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_status(client.get(), "id", nullptr, token.get(), nullptr, &error), ECALL_CANCELLED);
    const Error status(error);
    EXPECT_EQ(ecall_error_outcome(error), ECALL_SEND_NOT_APPLICABLE);
    EXPECT_EQ(ecall_client_check(client.get(), nullptr, token.get(), nullptr), ECALL_CANCELLED);
    EXPECT_EQ(ecall_client_wait(client.get(), "id", nullptr, token.get(), nullptr, nullptr), ECALL_CANCELLED);
    EXPECT_EQ(account.count(), 0U);
}

TEST(Cancel, OneTokenEndsManyAsynchronousCalls) {
    const Account account("many");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"fault": "silence"}, {"fault": "silence"}, {"fault": "silence"}])"));
    Token token(ecall_cancel_token_new());
    Taken taken;
    for (int call = 0; call < 3; ++call) {
        ASSERT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, token.get(), Taken::result, &taken, nullptr), ECALL_OK);
    }
    ASSERT_TRUE(account.wait_for(3));
    EXPECT_EQ(taken.calls(), 0);
    ecall_cancel_token_cancel(token.get());
    // The calls have the token for themselves.
    token.reset();
    ASSERT_TRUE(taken.wait(3));
    EXPECT_EQ(taken.sent.code, ECALL_CANCELLED);
    EXPECT_EQ(taken.succeeded, 0);
}

TEST(Cancel, AWaitEndsBetweenTwoLooks) {
    const Account account("between");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"]]}})"));
    const Client client = client_for(account);
    const Sent sent = send_sms(client.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    const Options options(ecall_call_options_new());
    ecall_call_options_set_poll_initial_ms(options.get(), 60000);
    ecall_call_options_set_poll_max_ms(options.get(), 60000);
    const Token token(ecall_cancel_token_new());
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for(2));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        ecall_cancel_token_cancel(token.get());
    });
    ecall_error *error = nullptr;
    const char *id = ecall_message_result_message_id(sent.result.get());
    EXPECT_EQ(ecall_client_wait(client.get(), id, options.get(), token.get(), nullptr, &error), ECALL_CANCELLED);
    const Error owned(error);
    other.join();
    EXPECT_STREQ(ecall_message_status_status(ecall_error_last_status(error)), "Pending");
}

} // namespace
