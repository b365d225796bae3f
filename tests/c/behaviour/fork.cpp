// A client after a fork: it works in the child, and the parent keeps its connections.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <shared_mutex>

#include "child.hpp"
#include "waiting.hpp"

namespace {

TEST(Fork, ParentAndChildGoOn) {
    const Account account("fork");
    const Client client = client_for(account);
    ASSERT_EQ(send_sms(client.get()).code, ECALL_OK);
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(in_child([&] { return send_sms(client.get()).code; }), ECALL_OK);
        EXPECT_EQ(send_sms(client.get()).code, ECALL_OK);
    }
    const Json requests = account.requests();
    ASSERT_EQ(requests.size(), 7U);
    const int connection = requests[0].at("connection");
    for (const std::size_t own : {2U, 4U, 6U}) {
        EXPECT_EQ(requests[own].at("connection"), connection) << "the child closed its parent's connection";
    }
    for (const std::size_t childs : {1U, 3U, 5U}) {
        EXPECT_NE(requests[childs].at("connection"), connection) << "the child used its parent's connection";
    }
}

TEST(Fork, AsynchronousCallsGetAThreadOfTheirOwnInTheChild) {
    const Account account("fork-async");
    const Client client = client_for(account);
    const auto send = [&] {
        Taken taken;
        const std::int32_t code = ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr,
                                                              Taken::result, &taken, nullptr);
        if (code != ECALL_OK) return static_cast<int>(code);
        return taken.wait() ? static_cast<int>(taken.sent.code) : 98;
    };
    ASSERT_EQ(send(), ECALL_OK);
    EXPECT_EQ(in_child(send), ECALL_OK);
    EXPECT_EQ(send(), ECALL_OK);
    EXPECT_EQ(account.count(), 3U);
}

#ifdef __SANITIZE_ADDRESS__
// gcc 12's address sanitizer forks with the locks of its allocator as they are: a thread of the child then waits for ever
// for one that a thread of the parent held. So the parent's threads rest while it forks; elsewhere they go on.
constexpr bool REST_WHILE_FORKING = true;
#else
constexpr bool REST_WHILE_FORKING = false;
#endif

TEST(Fork, AChildOfABusyParentDoesNotHang) {
    const Account account("fork-busy");
    const Client client = client_for(account);
    std::atomic<bool> stop{false};
    std::atomic<bool> pause{false};
    std::shared_mutex rest;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&] {
            while (!stop) {
                // Whoever holds the lock together would otherwise never let the other in.
                while (pause) std::this_thread::sleep_for(std::chrono::milliseconds(1));
                const std::shared_lock busy(rest);
                EXPECT_EQ(send_sms(client.get()).code, ECALL_OK);
            }
        });
    }
    for (int round = 0; round < 5; ++round) {
        ASSERT_TRUE(account.wait_for(static_cast<std::size_t>(10 * (round + 1))));
        std::unique_lock resting(rest, std::defer_lock);
        pause = REST_WHILE_FORKING;
        if (REST_WHILE_FORKING) resting.lock();
        EXPECT_EQ(in_child([&] {
                      alarm(30);
                      return send_sms(client.get()).code;
                  }),
                  ECALL_OK);
        pause = false;
    }
    stop = true;
    for (std::thread &thread : threads) thread.join();
}

TEST(Fork, ACallThatIsUnderWayInTheParentEndsThere) {
    const Account account("fork-pending");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"accept": true, "delay_ms": 300}])"));
    Taken taken;
    ASSERT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr, Taken::result, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(account.wait_for(1));
    EXPECT_EQ(in_child([&] { return send_sms(client.get()).code; }), ECALL_OK);
    ASSERT_TRUE(taken.wait());
    EXPECT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_EQ(taken.calls(), 1);
}

TEST(Fork, WhatFollowsManyMessagesStaysInTheParent) {
    const Account account("fork-following");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"]]}})"));
    const Client client = client_for(account);
    const Sent sent = send_sms(client.get());
    const char *ids[] = {ecall_message_result_message_id(sent.result.get())};
    ecall_following *made = nullptr;
    ASSERT_EQ(ecall_client_wait_many(client.get(), ids, 1, nullptr, nullptr, &made, nullptr), ECALL_OK);
    Following following(made);
    const auto use = [&] {
        alarm(30);
        const std::int32_t told = ecall_following_notify(following.get(), "messageId=m&status=Sent", nullptr);
        const std::int32_t next = ecall_following_next(following.get(), UINT64_MAX, nullptr, nullptr, nullptr);
        ecall_following_cancel(following.get());
        const bool open = ecall_following_open(following.get()) != 0;
        following.reset();
        return told == ECALL_FORKED && next == ECALL_FORKED && !open ? 0 : 1;
    };
    EXPECT_EQ(in_child(use), 0);
    EXPECT_EQ(ecall_following_open(following.get()), 1U) << "the child ended it";
    const std::string told = std::string("channel=Sms&status=Delivered&messageId=") + ids[0];
    EXPECT_EQ(ecall_following_notify(following.get(), told.c_str(), nullptr), ECALL_OK);
    const char *id = nullptr;
    EXPECT_EQ(ecall_following_next(following.get(), UINT64_MAX, &id, nullptr, nullptr), ECALL_OK);
    EXPECT_STREQ(id, ids[0]);
}

TEST(Fork, ManyMessagesAreSentInTheChildToo) {
    const Account account("fork-many");
    const Client client = client_for(account);
    const auto send = [&] {
        alarm(30);
        int left = 20;
        const auto next = [](void *left) -> ecall_message * {
            return (*static_cast<int *>(left))-- == 0 ? nullptr : sms().release();
        };
        const auto take = [](void *, std::uint64_t, ecall_message_result *result, ecall_error *error) -> std::int32_t {
            const Result owned(result);
            const Error owned_error(error);
            return 0;
        };
        ecall_bulk_counts counts{};
        ecall_client_send_many(client.get(), next, take, &left, nullptr, nullptr, &counts, nullptr);
        alarm(0);
        return static_cast<int>(counts.accepted);
    };
    EXPECT_EQ(send(), 20);
    EXPECT_EQ(in_child(send), 20);
    EXPECT_EQ(send(), 20);
    EXPECT_EQ(account.count(), 60U);
}

} // namespace
