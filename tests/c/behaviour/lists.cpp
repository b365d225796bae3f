// Lists: several messages in one call.
#include <gtest/gtest.h>

#include "waiting.hpp"

namespace {

struct List {
    explicit List(const std::vector<const char *> &numbers) {
        for (const char *number : numbers) owned.push_back(sms(number));
        for (const Message &message : owned) messages.push_back(message.get());
    }
    std::vector<Message> owned;
    std::vector<const ecall_message *> messages;
};

TEST(Lists, EachMessageHasItsOwnEnd) {
    const Account account("list");
    account.configure(Json::parse(R"({"refuse": {"+41790000002": "InsufficientPoints"}, "progress": {"Sms": [[0, "Delivered"]]}})"));
    const Client client = client_for(account);
    const List given({"+41790000001", "+41790000002", "+41790000003"});
    ecall_sent_list *list = nullptr;
    ASSERT_EQ(ecall_client_send_list(client.get(), given.messages.data(), 3, nullptr, nullptr, nullptr, &list, nullptr), ECALL_OK);
    const SentList owned(list);
    ASSERT_EQ(ecall_sent_list_count(list), 3U);
    EXPECT_EQ(ecall_sent_list_failed_count(list), 1U);
    EXPECT_NE(ecall_message_result_message_id(ecall_sent_list_result(list, 0)), nullptr);
    EXPECT_EQ(ecall_sent_list_error(list, 0), nullptr);
    EXPECT_EQ(ecall_sent_list_result(list, 1), nullptr);
    EXPECT_EQ(ecall_error_kind(ecall_sent_list_error(list, 1)), ECALL_INSUFFICIENT_CREDIT);
    EXPECT_EQ(ecall_sent_list_result(list, 3), nullptr);
    EXPECT_EQ(ecall_sent_list_error(list, 3), nullptr);
    EXPECT_EQ(ecall_message_result_http_status(ecall_sent_list_result(list, 2)), 200);
    EXPECT_EQ(ecall_sent_list_attempts_count(list), 0U);
    EXPECT_EQ(ecall_sent_list_attempt(list, 0), nullptr);
    const Json json = Json::parse(ecall_sent_list_json(list));
    EXPECT_TRUE(json.at("items").at(0).at("result").contains("messageId"));
    EXPECT_EQ(json.at("items").at(1).at("error").at("kind"), "insufficient_credit");
    EXPECT_EQ(json.at("list_id"), ecall_sent_list_list_id(list));

    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_sent_list_raise_for_failed(list, &error), ECALL_INSUFFICIENT_CREDIT);
    const Error owned_error(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "messages[1]");

    ecall_list_status *status = nullptr;
    ASSERT_EQ(ecall_client_list_status(client.get(), ecall_sent_list_list_id(list), nullptr, nullptr, &status, nullptr), ECALL_OK);
    const ListStatus owned_status(status);
    ASSERT_EQ(ecall_list_status_messages_count(status), 2U);
    EXPECT_STREQ(ecall_message_status_status(ecall_list_status_message(status, 1)), "Delivered");
    EXPECT_TRUE(ecall_list_status_is_final(status));
    EXPECT_EQ(Json::parse(ecall_list_status_json(status)).at("messages").size(), 2U);
    EXPECT_EQ(ecall_list_status_attempts_count(status), 0U);
    EXPECT_EQ(ecall_list_status_attempt(status, 0), nullptr);
}

struct TakenList : Taken {
    SentList list;
    ListStatus status;

    static void sent(void *user_data, std::int32_t code, ecall_sent_list *list, ecall_error *error) {
        static_cast<TakenList *>(user_data)->list.reset(list);
        done(static_cast<Taken *>(static_cast<TakenList *>(user_data)), code, error);
    }
    static void looked(void *user_data, std::int32_t code, ecall_list_status *status, ecall_error *error) {
        static_cast<TakenList *>(user_data)->status.reset(status);
        done(static_cast<Taken *>(static_cast<TakenList *>(user_data)), code, error);
    }
};

TEST(Lists, TheMessagesMayBeFreedAsSoonAsACallWasStarted) {
    const Account account("list-async");
    const Client client = client_for(account);
    TakenList taken;
    {
        const List given({"+41790000001", "+41790000002"});
        ASSERT_EQ(ecall_client_send_list_async(client.get(), given.messages.data(), 2, nullptr, nullptr, nullptr, TakenList::sent, &taken, nullptr), ECALL_OK);
    }
    ASSERT_TRUE(taken.wait(1));
    ASSERT_EQ(ecall_sent_list_count(taken.list.get()), 2U);
    EXPECT_EQ(ecall_sent_list_raise_for_failed(taken.list.get(), nullptr), ECALL_OK);
    const char *id = ecall_sent_list_list_id(taken.list.get());
    ASSERT_EQ(ecall_client_list_status_async(client.get(), id, nullptr, nullptr, TakenList::looked, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(2));
    EXPECT_EQ(ecall_list_status_messages_count(taken.status.get()), 2U);
}

TEST(Lists, ANotificationIsReadBeforeAnythingGoesOut) {
    const Account account("list-notification");
    const Client client = client_for(account);
    const List given({"+41790000001"});
    const auto send = [&](const char *notification) {
        return ecall_client_send_list(client.get(), given.messages.data(), 1, notification, nullptr, nullptr, nullptr, nullptr);
    };
    EXPECT_EQ(send("{"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(send(R"({"addresses": 3})"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(account.count(), 0U);
    EXPECT_EQ(send(R"({"addresses": [{"type": "Email", "address": "duty@example.com"}]})"), ECALL_OK);
}

} // namespace
