// The client of the HTTPS interface in C++: what its cases do not show.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "cpp_support.hpp"

namespace {

using namespace std::chrono_literals;

void put(const Account &account, const std::string &id) {
    account.post("cache", {{"from", CPP_NUMBER}, {"to", "+41766012999"}, {"message", "hello"}, {"messageId", id}});
}

Json waiting(const Account &account) {
    return Mock::instance().control("GET", "accounts/" + account.username() + "/cache").at("messageIds");
}

TEST(CppHttps, AddressesAreWrittenAsTheyCome) {
    const Account account("cpp-https-to");
    const ecall::HttpsClient client = cpp_https_client(account);
    const std::vector<std::string> several = {"+41790000001", "Duty"};
    client.send_sms(CPP_NUMBER, "a");
    client.send_sms(std::string(CPP_NUMBER), "a");
    client.send_sms(std::string_view(CPP_NUMBER), "a");
    client.send_sms({"+41790000001", "Duty"}, "a");
    client.send_fax(several, "a");
    std::vector<std::string> to;
    for (const Json &request : account.requests()) to.push_back(request.at("form").at("Address"));
    const std::string both = "+41790000001;Duty";
    EXPECT_EQ(to, (std::vector<std::string>{CPP_NUMBER, CPP_NUMBER, CPP_NUMBER, both, both}));
    EXPECT_THROW(client.send_sms(std::string("a\0b", 3), "a"), ecall::InvalidArgumentError);
    EXPECT_THROW(client.send_sms(std::vector<std::string>(), "a"), ecall::InvalidArgumentError);
}

TEST(CppHttps, ALoopTakesWhatItGoesOnFrom) {
    const Account account("cpp-https-loop");
    const ecall::HttpsClient client = cpp_https_client(account);
    for (const char *id : {"a", "b", "c", "d"}) put(account, id);
    std::string seen;
    // Left by an exception, and by break: the message that was handed over stays.
    const auto fails = [&] {
        for (const ecall::InboundSms &sms : client.messages()) {
            seen += *sms.message_id;
            if (sms.message_id == "b") throw Mine();
        }
    };
    EXPECT_THROW(fails(), Mine);
    EXPECT_EQ(waiting(account), Json({"b", "c", "d"}));
    for (const ecall::InboundSms &sms : client.messages()) {
        seen += *sms.message_id;
        if (sms.message_id == "c") break;
    }
    EXPECT_EQ(waiting(account), Json({"c", "d"}));
    // An algorithm that goes through them takes them.
    const ecall::Messages rest = client.messages();
    EXPECT_EQ(std::count_if(rest.begin(), rest.end(), [](const auto &sms) { return sms.message == "hello"; }), 2);
    EXPECT_EQ(seen, "abbc");
    EXPECT_TRUE(waiting(account).empty());
    EXPECT_EQ(rest.next(), std::nullopt);
}

TEST(CppHttps, AnAcknowledgedMessageIsGone) {
    const Account account("cpp-https-acknowledge");
    const ecall::HttpsClient client = cpp_https_client(account);
    for (const char *id : {"a", "b"}) put(account, id);
    {
        const ecall::Messages messages = client.messages();
        EXPECT_EQ(messages.next()->message_id, "a");
        messages.acknowledge();
        EXPECT_EQ(messages.next_async().get()->message_id, "b");
    }
    EXPECT_EQ(waiting(account), Json({"b"}));
    const ecall::CachedMessage next = client.next_message();
    EXPECT_EQ(next.message->message_id, "b");
    EXPECT_TRUE(client.delete_message("b").deleted);
    EXPECT_FALSE(client.delete_message_async("b").get().deleted);
    EXPECT_FALSE(client.next_message_async().get().message);
}

TEST(CppHttps, WhatWaitsIsCancelledAndEndsWhenItIsDestroyed) {
    const Account account("cpp-https-cancel");
    const ecall::HttpsClient client = cpp_https_client(account);
    ecall::MessagesOptions options;
    options.follow = true;
    options.poll = 60s;
    options.cancel = ecall::CancelToken();
    std::future<std::optional<ecall::InboundSms>> pending;
    {
        const ecall::Messages messages = client.messages(options);
        pending = messages.next_async();
        EXPECT_TRUE(account.wait_for(1));
    }
    EXPECT_THROW(pending.get(), ecall::CancelledError);
    const ecall::Messages messages = client.messages(options);
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for(2));
        options.cancel->cancel();
    });
    EXPECT_THROW(messages.next(), ecall::CancelledError);
    other.join();
    options.poll = 0ms;
    EXPECT_THROW(client.messages(options), ecall::InvalidArgumentError);
}

TEST(CppHttps, ARangeHoldsTheTimesItIsAskedFor) {
    const Account account("cpp-https-range");
    const ecall::HttpsClient client = cpp_https_client(account);
    const ecall::SentJob sent = client.send_sms(CPP_NUMBER, "a");
    const ecall::Time now = std::chrono::system_clock::now();
    std::vector<std::string> ids;
    for (const ecall::JobStatus &status : client.status_range(now - 1h, now + 1h)) ids.push_back(*status.job_id);
    EXPECT_EQ(ids, std::vector<std::string>{sent.job_id});
    EXPECT_FALSE(client.status_range(ecall::Time(1us), ecall::Time(1s + 1us)).next());
    const Json form = account.requests().back().at("form");
    EXPECT_EQ(form.at("StartDate"), "1970-01-01T00:00:00Z");
    EXPECT_EQ(form.at("EndDate"), "1970-01-01T00:00:02Z");
    EXPECT_THROW(client.status_range(now, now - 1s), ecall::InvalidArgumentError);
}

TEST(CppHttps, AnUnknownOutcomeIsResolvedByTheErrorsJob) {
    const Account account("cpp-https-resolve");
    const ecall::HttpsClient client = cpp_https_client(account);
    account.script(Json::parse(R"([{"fault": "reset"}])"));
    ecall::HttpsSmsOptions sms;
    sms.job_id = "job-1";
    try {
        client.send_sms(CPP_NUMBER, "a", std::nullopt, sms);
        FAIL() << "it was accepted";
    } catch (const ecall::OutcomeUnknownError &error) {
        ASSERT_EQ(error.job_id(), "job-1");
        EXPECT_FALSE(client.resolve(*error.job_id()).accepted);
    }
    EXPECT_EQ(client.send_sms(CPP_NUMBER, "a", std::nullopt, sms).job_id, "job-1");
    const ecall::Resolution known = client.resolve_async("job-1").get();
    EXPECT_TRUE(known.accepted);
    EXPECT_EQ(known.states.at(0).address, CPP_NUMBER);
    EXPECT_THROW(client.status("job-2"), ecall::NotFoundError);
    client.close();
    EXPECT_THROW(client.status("job-1"), ecall::ClosedError);
    EXPECT_THROW(client.status_async("job-1"), ecall::ClosedError);
}

TEST(CppHttps, CallbacksAreEventsOfTheReceiver) {
    const ecall::webhook::Receiver receiver(R"({"any_source": true, "callback_encoding": "utf-8"})");
    ecall::webhook::Request request;
    request.method = "GET";
    request.query = "Function=Answer&AddressFrom=1&Message=%C3%BC&TimeStamp=29.03.2026+02:30:00";
    std::string message;
    const auto answer = receiver.respond(request, [&](const ecall::webhook::Event &event) {
        EXPECT_EQ(event.kind, ecall::webhook::EventKind::callback_reply);
        EXPECT_FALSE(event.notification || event.status || event.received);
        EXPECT_EQ(event.message->time_stamp->doubt, "never");
        EXPECT_EQ(event.message->time_stamp->time, ecall::Time(std::chrono::seconds(1774747800)));
        message = event.message->message.value();
    });
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(message, "\u00fc");
    EXPECT_EQ(ecall::webhook::parse_callback("?ResultCode=0&Number=1").kind, ecall::webhook::EventKind::callback_notification);
    EXPECT_THROW(ecall::webhook::parse_callback("a=b"), ecall::InvalidArgumentError);
    EXPECT_THROW(ecall::webhook::parse_callback(request.query, "latin-1"), ecall::InvalidArgumentError);
    EXPECT_THROW(ecall::webhook::Receiver(R"({"callback_encoding": "latin-1"})"), ecall::ConfigError);
}

} // namespace
