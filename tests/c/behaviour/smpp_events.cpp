// What happens on a link, asked for and told: what was handed over is taken, and answered, when the next is asked for, and what was not
// taken comes again.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "waiting.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint64_t SOON = 5000;

void inbound(const Account &account, const std::string &text) {
    account.post("smpp/inbound", {{"from", "41791234567"}, {"to", "41766012999"}, {"text", text}});
}

/// An account whose centre delivers again soon what was refused.
void hurry(const Account &account) { account.configure(Json::parse(R"({"smpp": {"redeliver_ms": 30}})")); }

int delivered(const Account &account) { return account.smpp("summary").at("delivered"); }

bool comes_to_delivered(const Account &account, int wanted) {
    for (const auto until = Clock::now() + seconds(5); Clock::now() < until; std::this_thread::sleep_for(milliseconds(5)))
        if (delivered(account) == wanted) return true;
    return false;
}

SmppEvents events_of(const SmppClient &client, const ecall_cancel_token *token = nullptr) {
    ecall_smpp_events *events = nullptr;
    EXPECT_EQ(ecall_smpp_events_new(client.get(), token, &events, nullptr), ECALL_OK);
    return SmppEvents(events);
}

/// The text of the next message that comes in; states of the link are passed over. "(none)" where there is none in time.
std::string next_text(const SmppEvents &events, std::uint64_t wait_ms = SOON) {
    for (;;) {
        ecall_smpp_event *event = nullptr;
        EXPECT_EQ(ecall_smpp_events_next(events.get(), wait_ms, &event, nullptr), ECALL_OK);
        const SmppEvent owned(event);
        if (event == nullptr) return "(none)";
        if (ecall_smpp_event_type(event) == ECALL_SMPP_MESSAGE) return text_of(ecall_smpp_message_text(ecall_smpp_event_message(event)));
    }
}

TEST(SmppEvents, TheStatesOfTheLinkAndItsEnd) {
    const Account account("smpp-states");
    const SmppClient client = bound_client_for(account);
    const SmppEvents events = events_of(client);
    std::vector<std::string> states;
    const auto take = [&] {
        ecall_smpp_event *event = nullptr;
        EXPECT_EQ(ecall_smpp_events_next(events.get(), SOON, &event, nullptr), ECALL_OK);
        const SmppEvent owned(event);
        if (event != nullptr) states.push_back(text_of(ecall_smpp_link_state(ecall_smpp_event_link(event))));
        return event != nullptr;
    };
    EXPECT_TRUE(take() && take());
    EXPECT_EQ(ecall_smpp_client_unbind(client.get(), nullptr, nullptr), ECALL_OK);
    EXPECT_TRUE(take());
    EXPECT_FALSE(ecall_smpp_events_is_over(events.get()));
    EXPECT_FALSE(take());
    EXPECT_TRUE(ecall_smpp_events_is_over(events.get()));
    EXPECT_EQ(states, (std::vector<std::string>{"connecting", "bound", "closed"}));
}

TEST(SmppEvents, AreTakenWhenTheNextIsAskedFor) {
    const Account account("smpp-taken");
    hurry(account);
    const SmppClient client = bound_client_for(account);
    const SmppEvents events = events_of(client);
    for (const char *text : {"a", "b", "c"}) inbound(account, text);
    EXPECT_EQ(next_text(events), "a");
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(delivered(account), 0);
    EXPECT_EQ(next_text(events), "b");
    EXPECT_TRUE(comes_to_delivered(account, 1));
    EXPECT_EQ(next_text(events), "c");
    EXPECT_EQ(ecall_smpp_events_acknowledge(events.get(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_smpp_events_acknowledge(events.get(), nullptr), ECALL_OK);
    EXPECT_TRUE(comes_to_delivered(account, 3));
    EXPECT_EQ(account.smpp("summary").at("redelivered"), 0);
}

TEST(SmppEvents, WhatAReaderLeavesComesToTheNext) {
    const Account account("smpp-left");
    hurry(account);
    const SmppClient client = bound_client_for(account);
    {
        const SmppEvents events = events_of(client);
        inbound(account, "a");
        EXPECT_EQ(next_text(events), "a");
    }
    const SmppEvents events = events_of(client);
    EXPECT_EQ(next_text(events), "a");
    EXPECT_EQ(ecall_smpp_events_acknowledge(events.get(), nullptr), ECALL_OK);
    EXPECT_TRUE(comes_to_delivered(account, 1));
}

TEST(SmppEvents, WaitNoLongerThanTheyMay) {
    const Account account("smpp-waits");
    const SmppClient client = bound_client_for(account);
    const Token token(ecall_cancel_token_new());
    const SmppEvents events = events_of(client, token.get());
    EXPECT_EQ(next_text(events, 0), "(none)");
    const auto begun = Clock::now();
    EXPECT_EQ(next_text(events, 150), "(none)");
    EXPECT_GE(Clock::now() - begun, milliseconds(150));
    EXPECT_FALSE(ecall_smpp_events_is_over(events.get()));
    std::thread other([&] {
        std::this_thread::sleep_for(milliseconds(100));
        ecall_cancel_token_cancel(token.get());
    });
    ecall_smpp_event *event = nullptr;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_smpp_events_next(events.get(), UINT64_MAX, &event, &error), ECALL_CANCELLED);
    const Error owned(error);
    EXPECT_EQ(event, nullptr);
    other.join();
}

TEST(SmppEvents, AReceiptNamesItsMessage) {
    const Account account("smpp-receipt");
    account.configure(Json::parse(R"({"smpp": {"progress": [[0, "DELIVRD"]]}})"));
    const SmppClient client = bound_client_for(account);
    const SmppEvents events = events_of(client);
    const SubmitOptions options(ecall_submit_options_new());
    ecall_submit_options_set_tag(options.get(), "row 7");
    ecall_smpp_submitted *sent = nullptr;
    ASSERT_EQ(ecall_smpp_client_submit_with(client.get(), NUMBER, "x", "Alarm", options.get(), nullptr, &sent, nullptr), ECALL_OK);
    const Submitted submitted(sent);
    for (;;) {
        ecall_smpp_event *event = nullptr;
        ASSERT_EQ(ecall_smpp_events_next(events.get(), SOON, &event, nullptr), ECALL_OK);
        ASSERT_NE(event, nullptr);
        const SmppEvent owned(event);
        const ecall_smpp_receipt *receipt = ecall_smpp_event_receipt(event);
        if (receipt == nullptr) continue;
        EXPECT_EQ(text_of(ecall_smpp_receipt_message_id(receipt)), text_of(ecall_smpp_submitted_message_id(sent)));
        EXPECT_EQ(text_of(ecall_smpp_receipt_tag(receipt)), "row 7");
        EXPECT_EQ(text_of(ecall_smpp_receipt_state(receipt)), "delivered");
        return;
    }
}

/// Takes the texts it is told, refusing the first so many times, on one thread that is not the test's.
struct Told {
    std::mutex mutex;
    std::vector<std::string> texts;
    int refuse = 0;
    std::thread::id thread;
    const ecall_smpp_client *submits_with = nullptr;
    ecall_smpp_subscription *frees = nullptr;

    static bool on_event(void *user_data, const ecall_smpp_event *event) {
        auto &self = *static_cast<Told *>(user_data);
        const std::lock_guard lock(self.mutex);
        self.thread = std::this_thread::get_id();
        if (ecall_smpp_event_type(event) != ECALL_SMPP_MESSAGE) return true;
        self.texts.push_back(text_of(ecall_smpp_message_text(ecall_smpp_event_message(event))));
        if (self.submits_with != nullptr) {
            EXPECT_EQ(ecall_smpp_client_submit(self.submits_with, NUMBER, "answer", nullptr, nullptr, nullptr), ECALL_OK);
        }
        if (self.frees != nullptr) ecall_smpp_subscription_free(self.frees);
        return self.refuse-- <= 0;
    }

    bool comes_to(std::size_t wanted) {
        for (const auto until = Clock::now() + seconds(5); Clock::now() < until; std::this_thread::sleep_for(milliseconds(5))) {
            const std::lock_guard lock(mutex);
            if (texts.size() >= wanted) return true;
        }
        return false;
    }
};

ecall_smpp_subscription *tell(const SmppClient &client, Told &told) {
    ecall_smpp_subscription *subscription = nullptr;
    EXPECT_EQ(ecall_smpp_client_on_event(client.get(), Told::on_event, &told, &subscription, nullptr), ECALL_OK);
    return subscription;
}

TEST(SmppEvents, AFunctionIsToldUntilItTakesAnEvent) {
    const Account account("smpp-told");
    hurry(account);
    const SmppClient client = bound_client_for(account);
    Told told;
    told.refuse = 2;
    const SmppSubscription subscription(tell(client, told));
    inbound(account, "a");
    EXPECT_TRUE(told.comes_to(3));
    EXPECT_TRUE(comes_to_delivered(account, 1));
    const std::lock_guard lock(told.mutex);
    EXPECT_EQ(told.texts, (std::vector<std::string>{"a", "a", "a"}));
    EXPECT_NE(told.thread, std::this_thread::get_id());
}

TEST(SmppEvents, AFunctionMaySubmit) {
    const Account account("smpp-answers");
    const SmppClient client = bound_client_for(account);
    Told told;
    told.submits_with = client.get();
    const SmppSubscription subscription(tell(client, told));
    inbound(account, "question");
    EXPECT_TRUE(comes_to_delivered(account, 1));
    EXPECT_EQ(account.smpp_requests().size(), 1U);
}

TEST(SmppEvents, AFunctionMayFreeItsOwnSubscription) {
    const Account account("smpp-frees");
    hurry(account);
    const SmppClient client = bound_client_for(account);
    Told told;
    {
        const std::lock_guard lock(told.mutex);
        told.frees = tell(client, told);
    }
    inbound(account, "a");
    EXPECT_TRUE(told.comes_to(1));
    inbound(account, "b");
    // It is not called again, so that whoever reads now has the rest.
    const SmppEvents events = events_of(client);
    std::string text = next_text(events);
    if (text == "a") text = next_text(events);
    EXPECT_EQ(text, "b");
    const std::lock_guard lock(told.mutex);
    EXPECT_EQ(told.texts.size(), 1U);
}

TEST(SmppEvents, NothingIsToldOnceASubscriptionIsFreed) {
    const Account account("smpp-silent");
    hurry(account);
    const SmppClient client = bound_client_for(account);
    Told told;
    ecall_smpp_subscription_free(tell(client, told));
    inbound(account, "a");
    EXPECT_EQ(next_text(events_of(client)), "a");
    EXPECT_TRUE(told.texts.empty());
}

} // namespace
