// One client, many threads.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "owned.hpp"

namespace {

TEST(Threads, EightSendOnOneClient) {
    const Account account("eight");
    const Client client = client_for(account);
    constexpr int THREADS = 8;
    constexpr int EACH = 10;
    std::atomic<int> accepted{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < THREADS; ++thread) {
        threads.emplace_back([&] {
            for (int message = 0; message < EACH; ++message) {
                if (send_sms(client.get()).code == ECALL_OK) ++accepted;
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(accepted, THREADS * EACH);
    EXPECT_EQ(account.count(), static_cast<std::size_t>(THREADS * EACH));
}

TEST(Threads, OthersProgressWhileOneWaits) {
    const Account account("progress");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"fault": "silence"}])"));
    const Token token(ecall_cancel_token_new());
    std::atomic<std::int32_t> waiting{-1};
    std::thread silent([&] { waiting = send_sms(client.get(), "silence", nullptr, token.get()).code; });
    ASSERT_TRUE(account.wait_for(1));
    std::thread first([&] { EXPECT_EQ(send_sms(client.get()).code, ECALL_OK); });
    std::thread second([&] { EXPECT_EQ(send_sms(client.get()).code, ECALL_OK); });
    first.join();
    second.join();
    EXPECT_EQ(waiting, -1);
    ecall_cancel_token_cancel(token.get());
    silent.join();
    EXPECT_EQ(waiting, ECALL_CANCELLED);
}

TEST(Threads, ResultsAreReadByManyAtOnce) {
    const Account account("read");
    const Client client = client_for(account);
    const Sent sent = send_sms(client.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            // Both are written when they are first asked for.
            EXPECT_NE(ecall_message_result_json(sent.result.get()), nullptr);
            EXPECT_STREQ(ecall_message_result_extra_json(sent.result.get()), "{}");
        });
    }
    for (std::thread &thread : threads) thread.join();
}

TEST(Threads, AClientIsMadeOnOneAndFreedOnAnother) {
    const Account account("freed");
    Client client = client_for(account);
    std::thread user([&] { EXPECT_EQ(send_sms(client.get()).code, ECALL_OK); });
    user.join();
    std::thread last([owned = std::move(client)] { EXPECT_EQ(send_sms(owned.get()).code, ECALL_OK); });
    last.join();
}

} // namespace
