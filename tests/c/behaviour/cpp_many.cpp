// The C++ wrapper: many messages, followings, receivers of webhooks.
#include <gtest/gtest.h>

#include <iterator>
#include <list>
#include <set>
#include <thread>

#include "cpp_support.hpp"
#include "server.hpp"

namespace {

using namespace std::chrono_literals;
using ecall::BulkResult;
using ecall::Message;

bool accepted(const BulkResult &done) { return std::holds_alternative<ecall::MessageResult>(done.result); }

Message sms(int number = 0) { return Message::sms("+41790000" + std::to_string(100 + number), "text"); }

TEST(CppMany, RangesOfAllKinds) {
    const Account account("cpp-many");
    const ecall::Client client = cpp_client(account);
    std::vector<Message> vector;
    std::list<Message> list;
    for (int number = 0; number < 10; ++number) {
        vector.push_back(sms(number));
        list.push_back(sms(number));
    }
    std::set<std::uint64_t> indices;
    const auto take = [&](const BulkResult &done) {
        EXPECT_TRUE(accepted(done));
        indices.insert(done.index);
    };
    const auto counts = client.send_many(vector, take);
    EXPECT_EQ(counts.accepted, 10U);
    EXPECT_EQ(indices.size(), 10U);
    // They were copied, and are still what they were.
    EXPECT_NE(vector.front().json().find("text"), std::string::npos);
    EXPECT_EQ(client.send_many(std::as_const(list), take).accepted, 10U);
    struct Moving {
        std::list<Message> &messages;
        auto begin() const { return std::make_move_iterator(messages.begin()); }
        auto end() const { return std::make_move_iterator(messages.end()); }
    };
    EXPECT_EQ(client.send_many(Moving{list}, take).accepted, 10U);
    EXPECT_EQ(list.front().handle(), nullptr);
    const Message array[] = {sms(1), sms(2)};
    EXPECT_EQ(client.send_many(array, take).accepted, 2U);
    int left = 5;
    const auto source = [&]() -> std::optional<Message> {
        if (left-- == 0) return std::nullopt;
        return sms(left);
    };
    EXPECT_EQ(client.send_many(source, take).accepted, 5U);
    EXPECT_EQ(account.count(), 37U);
}

TEST(CppMany, AMessageThatWasMovedFromIsNotTheEnd) {
    const Account account("cpp-moved");
    const ecall::Client client = cpp_client(account);
    std::vector<Message> messages;
    messages.push_back(sms());
    messages.push_back(sms());
    const Message taken = std::move(messages[0]);
    EXPECT_THROW(client.send_many(messages, [](const BulkResult &) {}), ecall::InvalidArgumentError);
    const auto source = [&]() -> std::optional<Message> { return std::move(messages[0]); };
    EXPECT_THROW(client.send_many(source, [](const BulkResult &) {}), ecall::InvalidArgumentError);
}

TEST(CppMany, FalseEndsIt) {
    const Account account("cpp-stop");
    const ecall::Client client = cpp_client(account);
    const auto endless = []() -> std::optional<Message> { return sms(); };
    std::uint64_t results = 0;
    ecall::BulkOptions options;
    options.concurrency = 2;
    const auto counts = client.send_many(endless, [&](const BulkResult &) { return ++results < 10; }, options);
    EXPECT_EQ(results, counts.given);
    EXPECT_LT(results, 30U);
}

TEST(CppMany, WhatTheProgramThrowsComesOutAfterWhatIsUnderWayWasEnded) {
    const Account account("cpp-throw");
    const ecall::Client client = cpp_client(account);
    account.script(Json::parse(R"([{"fault": "silence"}, {"fault": "silence"}])"));
    int given = 0;
    const auto source = [&]() -> std::optional<Message> {
        if (given++ == 1) {
            account.wait_for(1);
            throw Mine();
        }
        return sms();
    };
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THROW(client.send_many(source, [](const BulkResult &) { FAIL() << "after it threw"; }), Mine);
    // The first is not waited for.
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    EXPECT_EQ(given, 2);
    account.script(Json::parse(R"([{"accept": true}])"));
    int results = 0;
    const auto endless = []() -> std::optional<Message> { return sms(); };
    const auto take = [&](const BulkResult &) {
        ++results;
        throw Mine();
    };
    EXPECT_THROW(client.send_many(endless, take), Mine);
    EXPECT_EQ(results, 1);
}

TEST(CppMany, ATokenAndWrongOptions) {
    const Account account("cpp-many-cancel");
    const ecall::Client client = cpp_client(account);
    ecall::BulkOptions options;
    options.cancel = ecall::CancelToken();
    options.cancel->cancel();
    std::vector<Message> messages;
    messages.push_back(sms());
    const auto take = [](const BulkResult &done) {
        EXPECT_THROW(std::get<ecall::Error>(done.result).raise(), ecall::CancelledError);
    };
    EXPECT_EQ(client.send_many(messages, take, options).accepted, 0U);
    options.rate = 0;
    EXPECT_THROW(client.send_many(messages, take, options), ecall::InvalidArgumentError);
    EXPECT_EQ(account.count(), 0U);
}

TEST(CppMany, ListsAreValues) {
    const Account account("cpp-list");
    account.configure(Json::parse(R"({"refuse": {"+41790000101": "InsufficientPoints"}, "progress": {"Sms": [[0, "Delivered"]]}})"));
    std::optional<ecall::SentList> kept;
    std::optional<ecall::ListStatus> status;
    {
        const ecall::Client client = cpp_client(account);
        std::vector<Message> messages;
        for (int number = 0; number < 3; ++number) messages.push_back(sms(number));
        kept = client.send_list(messages);
        status = client.list_status(kept->list_id.value());
        EXPECT_EQ(client.send_list_async(messages).get().failed(), std::vector<std::size_t>{1});
        EXPECT_THROW(client.list_status_async("none").get(), ecall::NotFoundError);
        EXPECT_THROW(client.send_list({}), ecall::InvalidArgumentError);
    }
    const ecall::SentList copy = *kept;
    EXPECT_EQ(copy.accepted(), (std::vector<std::size_t>{0, 2}));
    EXPECT_THROW(std::get<ecall::Error>(copy.items[1]).raise(), ecall::InsufficientCreditError);
    try {
        copy.raise_for_failed();
        FAIL() << "nothing was thrown";
    } catch (const ecall::InsufficientCreditError &error) {
        EXPECT_EQ(error.fields().at(0).field, "messages[1]");
    }
    EXPECT_TRUE(status->is_final);
    EXPECT_EQ(status->messages.size(), 2U);
}

TEST(CppMany, AFollowingIsToldByAReceiver) {
    const Account account("cpp-follow");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Pending"]]}})"));
    const ecall::Client client = cpp_client(account);
    const std::string id = client.send(sms()).message_id.value();
    ecall::WaitManyOptions options;
    options.poll_initial = 60s;
    options.poll_max = 60s;
    ecall::WaitMany moved = client.wait_many({id, "no-such-id"}, options);
    ecall::WaitMany following = std::move(moved);
    EXPECT_THROW(moved.next(), ecall::InvalidArgumentError);
    const ecall::webhook::Receiver receiver(R"({"allow": ["127.0.0.1"]})");
    const Server server([&](const ServerRequest &request) {
        return receiver
            .respond({request.peer, request.method, "", request.query, request.body, std::nullopt},
                     [&](const ecall::webhook::Event &event) { following.notify(event.status.value().json); })
            .status;
    });
    const auto first = following.next();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->message_id, "no-such-id");
    EXPECT_THROW(std::get<ecall::Error>(first->state).raise(), ecall::NotFoundError);
    EXPECT_FALSE(following.next(20ms));
    EXPECT_FALSE(following.is_over());
    EXPECT_EQ(following.open(), 1U);
    const auto call = [&](const Json &request) {
        return Mock::instance().control("POST", "accounts/" + account.username() + "/call", request).at("status").get<int>();
    };
    EXPECT_EQ(call({{"url", server.url()}, {"method", "POST"}, {"body", "hello"}}), 400);
    // No status: the handler throws.
    EXPECT_EQ(call({{"url", server.url()}, {"method", "POST"}, {"body", R"({"from": "a", "content": {"type": "Text", "text": "b"}})"}}), 500);
    EXPECT_EQ(call({{"url", server.url()}, {"method", "GET"}, {"query", "channel=Sms&status=Delivered&messageId=" + id}}), 200);
    const auto second = following.next();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->message_id, id);
    EXPECT_EQ(std::get<ecall::MessageStatus>(second->state).status, "Delivered");
    EXPECT_FALSE(following.next());
    EXPECT_TRUE(following.is_over());
}

TEST(CppMany, ReceiversSayWhatIsWrong) {
    EXPECT_THROW(ecall::webhook::Receiver(R"({"max_body": 1})"), ecall::ConfigError);
    const ecall::webhook::Receiver receiver(R"({"max_body": 1024})");
    EXPECT_EQ(receiver.max_body(), 1024U);
    ecall::webhook::Request request;
    request.peer = "193.93.208.200";
    request.method = "POST";
    request.content_length = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(receiver.admit(request).status, 413);
    request.content_length.reset();
    EXPECT_EQ(receiver.admit(request).status, 200);
    EXPECT_FALSE(receiver.open(request).reason.empty());
    EXPECT_THROW(ecall::webhook::parse_status("hello"), ecall::InvalidArgumentError);
    EXPECT_EQ(ecall::webhook::parse_received(R"({"from": "a", "timestamp": "2026-01-01T00:00:00Z"})").time, ecall::Time(1767225600s));
}

} // namespace
