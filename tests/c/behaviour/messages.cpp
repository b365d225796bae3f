// Messages: setters, JSON, and what a text may not be.
#include <gtest/gtest.h>

#include "owned.hpp"

namespace {

Json json_of(const Message &message) { return Json::parse(ecall_message_json(message.get())); }

TEST(Messages, SettersMakeTheMessageThatJsonMakes) {
    const Message message(ecall_message_new());
    EXPECT_EQ(ecall_message_set_channel(message.get(), "Sms"), ECALL_OK);
    EXPECT_EQ(ecall_message_set_from(message.get(), "Alarm"), ECALL_OK);
    EXPECT_EQ(ecall_message_set_to(message.get(), NUMBER), ECALL_OK);
    EXPECT_EQ(ecall_message_set_text(message.get(), "Pump 3 stopped"), ECALL_OK);
    EXPECT_EQ(ecall_message_set_send_date(message.get(), "2026-12-24T18:00:00Z"), ECALL_OK);
    const char *notification = R"({"forEvent":"All","addresses":[{"type":"Email","address":"duty@example.com"}]})";
    EXPECT_EQ(ecall_message_set_notification(message.get(), notification, nullptr), ECALL_OK);
    const Json expected = {{"channel", "Sms"},
                           {"from", "Alarm"},
                           {"to", NUMBER},
                           {"sendDate", "2026-12-24T18:00:00Z"},
                           {"content", {{"type", "Text"}, {"text", "Pump 3 stopped"}}},
                           {"notification", Json::parse(notification)}};
    EXPECT_EQ(json_of(message), expected);

    ecall_message *read = nullptr;
    ASSERT_EQ(ecall_message_from_json(expected.dump().c_str(), &read, nullptr), ECALL_OK);
    EXPECT_EQ(json_of(Message(read)), expected);

    EXPECT_EQ(ecall_message_set_to(message.get(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_message_set_notification(message.get(), nullptr, nullptr), ECALL_OK);
    EXPECT_FALSE(json_of(message).contains("to"));
    EXPECT_FALSE(json_of(message).contains("notification"));
}

TEST(Messages, RecipientsAndAnyContent) {
    const Account account("messages");
    const Client client = client_for(account);
    const Message message(ecall_message_new());
    ecall_message_set_channel(message.get(), "Whatsapp");
    ecall_message_set_from(message.get(), "41790000000");
    EXPECT_EQ(ecall_message_add_recipient(message.get(), "Number", NUMBER), ECALL_OK);
    EXPECT_EQ(ecall_message_add_recipient(message.get(), "Group", "Duty"), ECALL_OK);
    EXPECT_EQ(ecall_message_set_content(message.get(), R"({"type":"Location","latitude":47.3,"longitude":8.5})", nullptr),
              ECALL_OK);
    ecall_message_result *result = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_client_send(client.get(), message.get(), nullptr, nullptr, &result, &error);
    const Result owned(result);
    const Error owned_error(error);
    ASSERT_EQ(code, ECALL_OK) << text_of(ecall_error_text(error));
    EXPECT_EQ(ecall_message_result_message_id(result), nullptr);
    EXPECT_EQ(ecall_message_result_message_ids_count(result), 2U);
    EXPECT_STREQ(ecall_message_result_message_ids_address(result, 0), NUMBER);
    EXPECT_EQ(ecall_message_result_message_ids_message_id(result, 2), nullptr);
    EXPECT_EQ(account.requests().at(0).at("json"), json_of(message));
}

TEST(Messages, WhatCannotBeReadIsNamedByItsPlace) {
    const auto problem = [](const char *json) {
        ecall_message *message = nullptr;
        ecall_error *error = nullptr;
        EXPECT_EQ(ecall_message_from_json(json, &message, &error), ECALL_INVALID_ARGUMENT);
        const Error owned(error);
        EXPECT_EQ(message, nullptr);
        EXPECT_EQ(ecall_error_outcome(error), ECALL_SEND_NOT_ACCEPTED);
        return text_of(ecall_error_message(error));
    };
    EXPECT_EQ(problem(R"({"content": {"type": "Text", "text": 5}})"), "json: content.text: expected a string");
    EXPECT_EQ(problem(R"({"to": )"), "json: is not JSON (line 1, column 7)");
    EXPECT_EQ(problem("[]"), "json: expected an object");
    EXPECT_EQ(problem("\xff"), "json: is not UTF-8");

    const Message message(ecall_message_new());
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_message_set_content(message.get(), R"({"type": 1})", &error), ECALL_INVALID_ARGUMENT);
    const Error owned(error);
    EXPECT_STREQ(ecall_error_message(error), "content: type: expected a string");
}

TEST(Messages, AllProblemsOfAMessageAreToldAtOnce) {
    const Account account("problems");
    const Client client = client_for(account);
    const Message message(ecall_message_new());
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_send(client.get(), message.get(), nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error owned(error);
    EXPECT_GE(ecall_error_fields_count(error), 3U);
    EXPECT_EQ(ecall_error_attempts_count(error), 0U);
    EXPECT_EQ(account.count(), 0U);
}

TEST(Messages, TextsThatAreNotUtf8NeverLeave) {
    const Account account("utf8");
    const Client client = client_for(account);
    const Sent sent = send_sms(client.get(), "Z\xfcrich");
    EXPECT_EQ(sent.code, ECALL_INVALID_ARGUMENT);
    EXPECT_STREQ(ecall_error_message(sent.error.get()), "text: is not UTF-8");
    EXPECT_EQ(ecall_error_outcome(sent.error.get()), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_EQ(account.count(), 0U);
}

TEST(Messages, ANulInAnAnswerDoesNotCutTheRestOff) {
    const Account account("nul");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"respond": {"status": 200, "json": {"messageId": "a\u0000b", "timestamp": "t"}}}])"));
    const Sent sent = send_sms(client.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    EXPECT_STREQ(ecall_message_result_message_id(sent.result.get()), "a\xef\xbf\xbd" "b");
    EXPECT_EQ(Json::parse(ecall_message_result_json(sent.result.get())).at("messageId"), std::string("a\0b", 3));
}

} // namespace
