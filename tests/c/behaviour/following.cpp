// Following many messages.
#include <gtest/gtest.h>

#include <set>

#include "waiting.hpp"

namespace {

using std::chrono::milliseconds;

Following follow(const ecall_client *client, const std::vector<std::string> &ids, const ecall_call_options *options = nullptr) {
    std::vector<const char *> texts;
    for (const std::string &id : ids) texts.push_back(id.c_str());
    ecall_following *following = nullptr;
    EXPECT_EQ(ecall_client_wait_many(client, texts.data(), texts.size(), options, nullptr, &following, nullptr), ECALL_OK);
    return Following(following);
}

struct Next {
    std::int32_t code;
    std::string id;
    Status status;
    Error error;
};

Next next(const Following &following, std::uint64_t wait_ms) {
    const char *id = nullptr;
    ecall_message_status *status = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_following_next(following.get(), wait_ms, &id, &status, &error);
    return {code, id == nullptr ? "" : id, Status(status), Error(error)};
}

Options patient() {
    Options options(ecall_call_options_new());
    ecall_call_options_set_poll_initial_ms(options.get(), 60000);
    ecall_call_options_set_poll_max_ms(options.get(), 60000);
    return options;
}

std::string id_of(const Sent &sent) { return text_of(ecall_message_result_message_id(sent.result.get())); }

std::string told(const std::string &id) { return "messageId=" + id + "&channel=Sms&status=Delivered"; }

TEST(FollowingMany, WhatIsToldByAnotherThreadComesOutAtOnce) {
    const Account account("follow");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"]]}})"));
    const Client client = client_for(account);
    const std::string first = id_of(send_sms(client.get()));
    const std::string second = id_of(send_sms(client.get()));
    Client going = client_for(account);
    const Following following = follow(going.get(), {first, second}, patient().get());
    // It goes on without its client.
    going.reset();
    EXPECT_EQ(next(following, 0).id, "");
    EXPECT_EQ(next(following, 30).code, ECALL_OK);
    EXPECT_EQ(ecall_following_open(following.get()), 2U);
    EXPECT_FALSE(ecall_following_is_over(following.get()));
    ASSERT_TRUE(account.wait_for(4));
    std::thread other([&] {
        std::this_thread::sleep_for(milliseconds(30));
        EXPECT_EQ(ecall_following_notify(following.get(), told("somebody-elses").c_str(), nullptr), ECALL_OK);
        EXPECT_EQ(ecall_following_notify(following.get(), told(first).c_str(), nullptr), ECALL_OK);
        EXPECT_EQ(ecall_following_notify(following.get(), told(first).c_str(), nullptr), ECALL_OK);
    });
    const Next taken = next(following, UINT64_MAX);
    other.join();
    EXPECT_EQ(taken.id, first);
    EXPECT_STREQ(ecall_message_status_status(taken.status.get()), "Delivered");
    EXPECT_EQ(ecall_following_open(following.get()), 1U);
    const std::string json = R"({"MessageId": ")" + second + R"(", "Channel": "Sms", "Status": "Failed"})";
    EXPECT_EQ(ecall_following_notify(following.get(), json.c_str(), nullptr), ECALL_OK);
    EXPECT_EQ(next(following, UINT64_MAX).id, second);
    EXPECT_EQ(next(following, UINT64_MAX).id, "");
    EXPECT_TRUE(ecall_following_is_over(following.get()));
    EXPECT_EQ(next(following, UINT64_MAX).code, ECALL_OK);
}

TEST(FollowingMany, WhatIsNoStatusOfAMessageIsRefused) {
    const Account account("follow-notify");
    const Client client = client_for(account);
    const Following following = follow(client.get(), {"a"}, patient().get());
    for (const char *event : {"", "{", "[]", "hello", "\xff"}) {
        EXPECT_EQ(ecall_following_notify(following.get(), event, nullptr), ECALL_INVALID_ARGUMENT) << event;
    }
}

TEST(FollowingMany, AllComeOutWhereItIsCancelled) {
    const Account account("follow-cancel");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"]]}})"));
    const Client client = client_for(account);
    const std::string id = id_of(send_sms(client.get()));
    const Following following = follow(client.get(), {id}, patient().get());
    ASSERT_TRUE(account.wait_for(2));
    std::this_thread::sleep_for(milliseconds(50));
    std::thread other([&] { ecall_following_cancel(following.get()); });
    const Next taken = next(following, UINT64_MAX);
    other.join();
    EXPECT_EQ(taken.id, id);
    EXPECT_EQ(taken.code, ECALL_CANCELLED);
    EXPECT_STREQ(ecall_message_status_status(ecall_error_last_status(taken.error.get())), "Pending");
    EXPECT_EQ(next(following, UINT64_MAX).id, "");
}

TEST(FollowingMany, AThousandComeOutOnce) {
    const Account account("follow-thousand");
    const Client client = client_for(account);
    std::vector<std::string> ids;
    for (int number = 0; number < 1000; ++number) ids.push_back("message-" + std::to_string(number));
    const Following following = follow(client.get(), ids, patient().get());
    std::thread webhook([&] {
        for (const std::string &id : ids) ecall_following_notify(following.get(), told(id).c_str(), nullptr);
    });
    std::set<std::string> seen;
    for (;;) {
        const Next taken = next(following, UINT64_MAX);
        if (taken.id.empty()) break;
        EXPECT_TRUE(seen.insert(taken.id).second) << taken.id << " came twice";
    }
    webhook.join();
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(FollowingMany, AFollowingMayBeFreedAtAnyTime) {
    const Account account("follow-free");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"]]}})"));
    const Client client = client_for(account);
    const std::string id = id_of(send_sms(client.get()));
    const Options options(ecall_call_options_new());
    ecall_call_options_set_poll_initial_ms(options.get(), 5);
    ecall_call_options_set_poll_max_ms(options.get(), 5);
    ecall_call_options_set_rate(options.get(), 1000);
    Following following = follow(client.get(), {id}, options.get());
    ASSERT_TRUE(account.wait_for(5));
    following.reset();
    std::this_thread::sleep_for(milliseconds(100));
    const std::size_t looked = account.count();
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(account.count(), looked) << "it still looks";
}

} // namespace
