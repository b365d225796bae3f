// The asynchronous twins: one callback per call, on the library's thread.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include "waiting.hpp"

namespace {

TEST(Asynchronous, EveryCallEndsInItsCallbackOnTheLibrarysThread) {
    const Account account("async");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Delivered"]]}})"));
    const Client client = client_for(account);
    Taken taken;
    ASSERT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(1));
    ASSERT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_NE(taken.thread, std::this_thread::get_id());
    const std::string id = text_of(ecall_message_result_message_id(taken.sent.result.get()));

    const Message message(ecall_message_new());
    ecall_message_set_channel(message.get(), "Sms");
    ecall_message_set_to(message.get(), NUMBER);
    ecall_message_set_text(message.get(), "text");
    ASSERT_EQ(ecall_client_send_async(client.get(), message.get(), nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(2));
    EXPECT_EQ(taken.sent.code, ECALL_OK);

    ASSERT_EQ(ecall_client_status_async(client.get(), id.c_str(), nullptr, nullptr, Taken::status, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(3));
    EXPECT_STREQ(ecall_message_status_status(taken.taken_status.get()), "Delivered");

    ASSERT_EQ(ecall_client_wait_async(client.get(), id.c_str(), nullptr, nullptr, Taken::status, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(4));
    EXPECT_TRUE(ecall_message_status_is_final(taken.taken_status.get()));

    ASSERT_EQ(ecall_client_check_async(client.get(), nullptr, nullptr, Taken::done, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(5));

    const std::string path = "/api/v2/message/" + id;
    ASSERT_EQ(ecall_client_request_async(client.get(), "GET", path.c_str(), nullptr, nullptr, nullptr, Taken::response, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(6));
    EXPECT_EQ(ecall_response_http_status(taken.taken_response.get()), 200);
    EXPECT_EQ(taken.succeeded, 6);
}

TEST(Asynchronous, ErrorsAreHandedOverToo) {
    const Account account("async-error");
    const Client client = client_for(account);
    Taken taken;
    ASSERT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "", nullptr, nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait());
    EXPECT_EQ(taken.sent.code, ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(taken.sent.result, nullptr);
    EXPECT_EQ(ecall_error_kind(taken.sent.error.get()), ECALL_INVALID_ARGUMENT);
    ASSERT_EQ(ecall_client_status_async(client.get(), "no-such-id", nullptr, nullptr, Taken::status, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(2));
    EXPECT_EQ(taken.sent.code, ECALL_NOT_FOUND);
    EXPECT_EQ(taken.taken_status, nullptr);
}

class InFlight : public testing::TestWithParam<int> {};

TEST_P(InFlight, AllAreCalledBackExactlyOnce) {
    const Account account("in-flight");
    const Client client = client_for(account);
    Taken taken;
    for (int call = 0; call < GetParam(); ++call) {
        ASSERT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
    }
    ASSERT_TRUE(taken.wait(GetParam()));
    EXPECT_EQ(taken.succeeded, GetParam());
    EXPECT_EQ(taken.calls(), GetParam());
    EXPECT_EQ(account.count(), static_cast<std::size_t>(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Calls, InFlight, testing::Values(1, 5, 10, 100));

TEST(Asynchronous, ManyThreadsStartCalls) {
    const Account account("starters");
    const Client client = client_for(account);
    Taken taken;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int call = 0; call < 5; ++call) {
                EXPECT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_TRUE(taken.wait(40));
    EXPECT_EQ(taken.succeeded, 40);
}

TEST(Asynchronous, CallsGoOnAfterTheClientIsFreed) {
    const Account account("after-free");
    Client client = client_for(account);
    account.script(Json::parse(R"([{"accept": true, "delay_ms": 100}])"));
    Taken taken;
    ASSERT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
    client.reset();
    ASSERT_TRUE(taken.wait());
    EXPECT_EQ(taken.sent.code, ECALL_OK);
}

struct Chain {
    Client client;
    Taken taken;
    std::int32_t blocking = -1;
};

TEST(Asynchronous, ACallbackMayStartTheNextCallAndFreeTheClientButNotBlock) {
    const Account account("chain");
    Chain chain;
    chain.client = client_for(account);
    const auto second = [](void *user_data, std::int32_t code, ecall_message_result *result, ecall_error *error) {
        auto *chain = static_cast<Chain *>(user_data);
        chain->client.reset();
        Taken::result(&chain->taken, code, result, error);
    };
    static ecall_message_result_callback next;
    next = second;
    const auto first = [](void *user_data, std::int32_t code, ecall_message_result *result, ecall_error *error) {
        auto *chain = static_cast<Chain *>(user_data);
        const Result owned(result);
        const Error owned_error(error);
        EXPECT_EQ(code, ECALL_OK);
        chain->blocking = ecall_client_check(chain->client.get(), nullptr, nullptr, nullptr);
        EXPECT_EQ(ecall_client_send_sms_async(chain->client.get(), NUMBER, "text", nullptr, nullptr, nullptr, next, chain, nullptr), ECALL_OK);
    };
    ASSERT_EQ(ecall_client_send_sms_async(chain.client.get(), NUMBER, "text", nullptr, nullptr, nullptr, first, &chain, nullptr), ECALL_OK);
    ASSERT_TRUE(chain.taken.wait());
    EXPECT_EQ(chain.taken.sent.code, ECALL_OK);
    EXPECT_EQ(chain.client, nullptr);
    EXPECT_EQ(chain.blocking, ECALL_INTERNAL) << "a blocking call in a callback is refused, it does not hang";
}

TEST(Asynchronous, APendingCallDoesNotKeepTheProgram) {
    const Account account("exit");
    account.script(Json::parse(R"([{"fault": "silence"}])"));
    const pid_t child = fork();
    if (child == 0) {
        setenv("ECALL_USERNAME", account.username().c_str(), 1);
        setenv("ECALL_PASSWORD", account.password().c_str(), 1);
        setenv("ECALL_REST_URL", Mock::instance().rest_url().c_str(), 1);
        setenv("ECALL_CA_FILE", Mock::instance().ca_file().c_str(), 1);
        execl(ECALL_TESTS_EXIT_WHILE_PENDING, "exit_while_pending", static_cast<char *>(nullptr));
        _exit(99);
    }
    int state = 0;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (waitpid(child, &state, WNOHANG) == 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_TRUE(WIFEXITED(state) && WEXITSTATUS(state) == 0) << state;
}

} // namespace
