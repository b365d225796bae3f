// The C++ client of the SMPP interface: values, exceptions, loops, and who ends the link.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "cpp_support.hpp"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

void inbound(const Account &account, const std::string &text) {
    account.post("smpp/inbound", {{"from", "41791234567"}, {"to", "41766012999"}, {"text", text}});
}

void hurry(const Account &account) { account.configure(Json::parse(R"({"smpp": {"redeliver_ms": 30}})")); }

bool comes_to(const Account &account, const char *what, int wanted) {
    for (const auto until = Clock::now() + 5s; Clock::now() < until; std::this_thread::sleep_for(5ms))
        if (account.smpp("summary").at(what) == wanted) return true;
    return false;
}

/// The text of an event; empty where it is no message.
std::string text_of(const ecall::SmppEvent &event) {
    const auto *message = std::get_if<ecall::SmppMessage>(&event.what);
    return message == nullptr ? "" : message->text.value_or("(none)");
}

TEST(CppSmpp, LeavingTheScopeEndsTheLink) {
    const Account account("cpp-smpp-scope");
    {
        const ecall::SmppClient client = cpp_smpp_client(account);
        EXPECT_EQ(client.bind().system_id, "ecall-mock");
        const ecall::Submitted sent = client.submit(CPP_NUMBER, std::string(400, 'a'), "Alarm");
        EXPECT_EQ(sent.parts.size(), 3U);
        EXPECT_EQ(sent.message_id, "1");
        EXPECT_EQ(account.smpp("summary").at("links"), 1);
    }
    EXPECT_EQ(account.smpp("summary").at("links"), 0);
    EXPECT_EQ(account.smpp("requests").at("requests").back().at("command"), "unbind");
}

TEST(CppSmpp, AnErrorHasItsStatusAndItsParts) {
    const Account account("cpp-smpp-error");
    const ecall::SmppClient client = cpp_smpp_client(account);
    client.bind();
    account.smpp_script(Json::parse(R"([{"accept": true}, {"command_status": 1025}])"));
    try {
        client.submit(CPP_NUMBER, std::string(400, 'a'));
        FAIL() << "it was accepted";
    } catch (const ecall::InsufficientCreditError &error) {
        EXPECT_EQ(error.smpp_status(), 1025U);
        ASSERT_EQ(error.parts().size(), 3U);
        EXPECT_EQ(error.parts()[0].message_id, "1");
        EXPECT_EQ(error.outcome(), ecall::Outcome::not_accepted);
    }
    EXPECT_THROW(client.submit("nobody", ""), ecall::InvalidArgumentError);
    EXPECT_EQ(account.smpp_requests().size(), 2U);
}

TEST(CppSmpp, ALoopTakesAnEventWhenItAsksForTheNext) {
    const Account account("cpp-smpp-loop");
    hurry(account);
    const ecall::SmppClient client = cpp_smpp_client(account);
    client.bind();
    {
        // Before anything comes in: what nobody reads is refused at first, and then comes in another order.
        const ecall::SmppEvents events = client.events();
        for (const char *text : {"a", "b"}) inbound(account, text);
        std::string seen;
        for (const ecall::SmppEvent &event : events) {
            seen += text_of(event);
            if (seen.size() == 2) break;
        }
        EXPECT_EQ(seen, "ab");
    }
    // The last one was not taken.
    EXPECT_TRUE(comes_to(account, "delivered", 1));
    const ecall::SmppEvents events = client.events();
    std::string again;
    while (again.empty()) again = text_of(events.next().value());
    EXPECT_EQ(again, "b");
    events.acknowledge();
    EXPECT_TRUE(comes_to(account, "delivered", 2));
    client.unbind();
    while (events.next().has_value()) {
    }
    EXPECT_TRUE(events.is_over());
}

TEST(CppSmpp, AHookThatThrowsIsToldAgain) {
    const Account account("cpp-smpp-hook");
    hurry(account);
    const ecall::SmppClient client = cpp_smpp_client(account);
    client.bind();
    std::atomic<int> told{0};
    const ecall::SmppSubscription subscription = client.on_event([&](const ecall::SmppEvent &event) {
        if (text_of(event).empty()) return true;
        if (++told == 1) throw Mine();
        return true;
    });
    inbound(account, "a");
    EXPECT_TRUE(comes_to(account, "delivered", 1));
    EXPECT_EQ(told, 2);
}

TEST(CppSmpp, ManyFromARangeAndFromAFunction) {
    const Account account("cpp-smpp-many");
    const ecall::SmppClient client = cpp_smpp_client(account);
    client.bind();
    std::vector<ecall::SubmitRequest> messages(50, ecall::SubmitRequest{CPP_NUMBER, "x", "Alarm", std::nullopt});
    messages[7].to = "nobody";
    int accepted = 0;
    const auto count = [&](const ecall::BulkSubmitted &done) {
        if (std::holds_alternative<ecall::Submitted>(done.result)) ++accepted;
        else EXPECT_EQ(done.index, 7U);
    };
    EXPECT_EQ(client.submit_many(messages, count).accepted, 49U);
    EXPECT_EQ(accepted, 49);
    int left = 20;
    const auto next = [&]() -> std::optional<ecall::SubmitRequest> {
        if (left-- == 0) return std::nullopt;
        return ecall::SubmitRequest{CPP_NUMBER, "x", std::nullopt, std::nullopt};
    };
    EXPECT_EQ(client.submit_many(next, [](const ecall::BulkSubmitted &) {}).accepted, 20U);
    EXPECT_EQ(account.smpp_requests().size(), 69U);
}

TEST(CppSmpp, WhatAHandlerThrowsComesOutOnceEverythingHasEnded) {
    const Account account("cpp-smpp-throws");
    const ecall::SmppClient client = cpp_smpp_client(account);
    client.bind();
    const std::vector<ecall::SubmitRequest> messages(20, ecall::SubmitRequest{CPP_NUMBER, "x", std::nullopt, std::nullopt});
    EXPECT_THROW(client.submit_many(messages, [](const ecall::BulkSubmitted &) { throw Mine(); }), Mine);
    EXPECT_EQ(client.submit(CPP_NUMBER, "x").parts.size(), 1U);
}

TEST(CppSmpp, FuturesHoldResultsAndExceptions) {
    const Account account("cpp-smpp-futures");
    const ecall::SmppClient client = cpp_smpp_client(account);
    EXPECT_EQ(client.bind_async().get().system_id, "ecall-mock");
    EXPECT_EQ(client.submit_async(CPP_NUMBER, "x").get().message_id, "1");
    account.smpp_script(Json::parse(R"([{"accept_then": "close"}])"));
    EXPECT_THROW(client.submit_async(CPP_NUMBER, "x").get(), ecall::OutcomeUnknownError);
    client.unbind_async().get();
    EXPECT_THROW(client.submit(CPP_NUMBER, "x"), ecall::ClosedError);
}

} // namespace
