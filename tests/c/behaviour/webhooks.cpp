// Webhooks: a server of a user's that the mock calls for real.
#include <gtest/gtest.h>

#include <mutex>

#include "server.hpp"
#include "waiting.hpp"

namespace {

Receiver receiver_of(const char *options) {
    ecall_webhook_receiver *receiver = nullptr;
    EXPECT_EQ(ecall_webhook_receiver_new(options, &receiver, nullptr), ECALL_OK);
    return Receiver(receiver);
}

/// What a program does with a request: to be answered with the status.
struct Hook {
    explicit Hook(const char *options) : receiver(receiver_of(options)) {}

    int answer(const ServerRequest &request) {
        const auto header = request.headers.find("x-forwarded-for");
        const char *forwarded_for = header == request.headers.end() ? nullptr : header->second.c_str();
        ecall_webhook_event *event = nullptr;
        ecall_bytes *reason = nullptr;
        const std::int32_t status = ecall_webhook_receiver_open(
            receiver.get(), request.peer.c_str(), request.method.c_str(), forwarded_for, request.query.c_str(),
            reinterpret_cast<const std::uint8_t *>(request.body.data()), request.body.size(), &event, &reason);
        const WebhookEvent owned(event);
        const Bytes owned_reason(reason);
        EXPECT_EQ(status == 200, event != nullptr);
        EXPECT_EQ(status == 200, reason == nullptr);
        return event != nullptr && !handler(event) ? 500 : status;
    }

    Receiver receiver;
    std::function<bool(const ecall_webhook_event *)> handler = [](const ecall_webhook_event *) { return true; };
};

Json call(const Account &account, const std::string &what, const Json &arguments) {
    return Mock::instance().control("POST", "accounts/" + account.username() + "/" + what, arguments);
}

const char *HERE = R"({"allow": ["127.0.0.1"]})";

TEST(Webhooks, AReceivedMessageReachesTheProgram) {
    const Account account("hook-received");
    Hook hook(HERE);
    std::string heard;
    hook.handler = [&](const ecall_webhook_event *event) {
        EXPECT_EQ(ecall_webhook_event_kind(event), ECALL_WEBHOOK_RECEIVED);
        EXPECT_EQ(ecall_webhook_event_status(event), nullptr);
        const ecall_received_message *message = ecall_webhook_event_received(event);
        heard = text_of(ecall_received_message_from(message)) + ": " + text_of(ecall_received_message_text(message));
        EXPECT_EQ(Json::parse(ecall_received_message_content_json(message)).at("type"), "Text");
        EXPECT_EQ(Json::parse(ecall_received_message_json(message)).at("channel"), "Sms");
        EXPECT_EQ(Json::parse(ecall_webhook_event_json(event)).at("kind"), "received");
        std::int64_t time = 0;
        EXPECT_TRUE(ecall_received_message_timestamp_unix_ms(message, &time));
        EXPECT_GT(time, 0);
        return true;
    };
    const Server server([&](const ServerRequest &request) { return hook.answer(request); });
    const Json message = {{"url", server.url() + "/hook"}, {"channel", "Sms"}, {"from", NUMBER}, {"to", "+41790000000"},
                          {"content", {{"type", "Text"}, {"text", "Ja, verstanden ✓"}}}};
    EXPECT_EQ(call(account, "receive", message).at("status"), 200);
    EXPECT_EQ(heard, std::string(NUMBER) + ": Ja, verstanden ✓");
    hook.handler = [](const ecall_webhook_event *) { return false; };
    EXPECT_EQ(call(account, "receive", message).at("status"), 500);
}

TEST(Webhooks, StatesThatTheMockTellsEndTheWaiting) {
    const Account account("hook-status");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"], [100, "Sent"], [200, "Delivered"]]}})"));
    const Client client = client_for(account);
    Hook hook(HERE);
    Following following;
    std::mutex ready;
    std::string events;
    hook.handler = [&](const ecall_webhook_event *event) {
        const std::lock_guard lock(ready);
        const ecall_status_event *status = ecall_webhook_event_status(event);
        events += text_of(ecall_message_status_status(ecall_status_event_status(status))) + " ";
        return ecall_following_notify(following.get(), ecall_status_event_json(status), nullptr) == ECALL_OK;
    };
    const Server server([&](const ServerRequest &request) { return hook.answer(request); });
    const Message message = sms();
    const std::string notification =
        Json{{"forEvent", "All"}, {"addresses", {{{"type", "UrlPost"}, {"address", server.url() + "/hook"}}}}}.dump();
    ASSERT_EQ(ecall_message_set_notification(message.get(), notification.c_str(), nullptr), ECALL_OK);
    std::unique_lock lock(ready);
    ecall_message_result *result = nullptr;
    ASSERT_EQ(ecall_client_send(client.get(), message.get(), nullptr, nullptr, &result, nullptr), ECALL_OK);
    const Result owned(result);
    const Options options(ecall_call_options_new());
    ecall_call_options_set_poll_initial_ms(options.get(), 60000);
    ecall_call_options_set_poll_max_ms(options.get(), 60000);
    const char *ids[] = {ecall_message_result_message_id(result)};
    ecall_following *made = nullptr;
    ASSERT_EQ(ecall_client_wait_many(client.get(), ids, 1, options.get(), nullptr, &made, nullptr), ECALL_OK);
    following.reset(made);
    lock.unlock();
    const char *id = nullptr;
    ecall_message_status *status = nullptr;
    ASSERT_EQ(ecall_following_next(made, 20000, &id, &status, nullptr), ECALL_OK);
    const Status owned_status(status);
    EXPECT_STREQ(ecall_message_status_status(status), "Delivered");
    lock.lock();
    EXPECT_NE(events.find("Sent Delivered "), std::string::npos) << events;
}

TEST(Webhooks, WhatIsNotTakenIsAnsweredSo) {
    const Account account("hook-refused");
    Hook hook(R"({"allow": ["192.0.2.0/24"], "trusted_proxies": ["127.0.0.1"], "max_body": 1024})");
    const Server server([&](const ServerRequest &request) { return hook.answer(request); });
    const auto status = [&](Json request) {
        request["url"] = server.url() + "/hook";
        if (!request.contains("headers")) request["headers"] = {{"x-forwarded-for", "192.0.2.7"}};
        return call(account, "call", request).at("status").get<int>();
    };
    const Json good = {{"method", "GET"}, {"query", "messageId=m&status=Sent"}};
    EXPECT_EQ(status(good), 200);
    Json forged = good;
    forged["headers"] = {{"x-forwarded-for", "198.51.100.1"}};
    EXPECT_EQ(status(forged), 403);
    EXPECT_EQ(status({{"method", "PUT"}, {"body", "{}"}}), 405);
    EXPECT_EQ(status({{"method", "POST"}, {"body", std::string(2000, 'x')}}), 413);
    EXPECT_EQ(status({{"method", "POST"}, {"body", "hello"}}), 400);
    EXPECT_EQ(status({{"method", "POST"}, {"body", ""}}), 400);
}

TEST(Webhooks, ABodyIsTurnedAwayBeforeItIsRead) {
    const Receiver receiver = receiver_of(R"({"max_body": 2048})");
    EXPECT_EQ(ecall_webhook_receiver_max_body(receiver.get()), 2048U);
    const auto admit = [&](const char *peer, std::int64_t length) {
        ecall_bytes *reason = nullptr;
        const std::int32_t status = ecall_webhook_receiver_admit(receiver.get(), peer, "POST", nullptr, length, &reason);
        const Bytes owned(reason);
        EXPECT_EQ(status == 200, reason == nullptr);
        return status;
    };
    EXPECT_EQ(admit("193.93.208.200", -1), 200);
    EXPECT_EQ(admit("193.93.208.200:41234", 2048), 200);
    EXPECT_EQ(admit("193.93.208.200", 2049), 413);
    EXPECT_EQ(admit("192.0.2.1", 1), 403);
    EXPECT_EQ(admit("\xff\xfe", 1), 403);
    EXPECT_EQ(admit("", 1), 403);
}

TEST(Webhooks, NoOctetsAreTooStrange) {
    const Receiver receiver = receiver_of(R"({"any_source": true})");
    std::string body = R"({"messageId": "m", "status": "Sent", "to": "+41791234567"})";
    for (std::size_t at = 0; at < body.size(); ++at) {
        std::string mutated = body;
        mutated[at] = static_cast<char>(mutated[at] ^ 0x95);
        for (const std::string &text : {mutated, body.substr(0, at)}) {
            ecall_webhook_event *event = nullptr;
            ecall_bytes *reason = nullptr;
            const auto *octets = reinterpret_cast<const std::uint8_t *>(text.data());
            const std::int32_t status = ecall_webhook_receiver_open(receiver.get(), "::1", "POST", nullptr, nullptr, octets, text.size(), &event, &reason);
            const WebhookEvent owned(event);
            const Bytes owned_reason(reason);
            EXPECT_TRUE(status == 200 || status == 400) << status;
            EXPECT_EQ(text_of(ecall_bytes_text(reason)).find("4179"), std::string::npos);
        }
    }
}

} // namespace
