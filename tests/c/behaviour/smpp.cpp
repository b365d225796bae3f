// The client of the SMPP interface: what its cases do not show.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "child.hpp"
#include "waiting.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct Submit {
    std::int32_t code;
    Submitted submitted;
    Error error;
};

Submit submit(const SmppClient &client, const char *text = "Pump 3 stopped", const ecall_submit_options *options = nullptr,
              const ecall_cancel_token *token = nullptr) {
    ecall_smpp_submitted *submitted = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_smpp_client_submit_with(client.get(), NUMBER, text, "Alarm", options, token, &submitted, &error);
    return {code, Submitted(submitted), Error(error)};
}

std::vector<std::int32_t> states(const Error &error) {
    std::vector<std::int32_t> states;
    for (std::size_t index = 0; index < ecall_error_parts_count(error.get()); ++index)
        states.push_back(ecall_smpp_part_state(ecall_error_part(error.get(), index)));
    return states;
}

int links(const Account &account) { return account.smpp("summary").at("links"); }

/// Whether the account comes to so many links within five seconds.
bool comes_to_links(const Account &account, int wanted) {
    for (const auto until = Clock::now() + seconds(5); Clock::now() < until; std::this_thread::sleep_for(milliseconds(5)))
        if (links(account) == wanted) return true;
    return false;
}

TEST(Smpp, BindsOnceAndUnbinds) {
    const Account account("smpp-bind");
    const SmppClient client = smpp_client_for(account);
    EXPECT_EQ(submit(client).code, ECALL_CLOSED);
    ecall_smpp_bound *bound = nullptr;
    ASSERT_EQ(ecall_smpp_client_bind(client.get(), nullptr, &bound, nullptr), ECALL_OK);
    const SmppBound owned(bound);
    std::uint8_t version = 0;
    EXPECT_EQ(text_of(ecall_smpp_bound_system_id(bound)), "ecall-mock");
    EXPECT_TRUE(ecall_smpp_bound_interface_version(bound, &version));
    EXPECT_EQ(version, 0x34);
    EXPECT_EQ(ecall_smpp_client_bind(client.get(), nullptr, nullptr, nullptr), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(links(account), 1);
    EXPECT_EQ(ecall_smpp_client_unbind(client.get(), nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_smpp_client_unbind(client.get(), nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(links(account), 0);
    EXPECT_EQ(submit(client).code, ECALL_CLOSED);
    EXPECT_EQ(ecall_smpp_client_bind(client.get(), nullptr, nullptr, nullptr), ECALL_CLOSED);
}

TEST(Smpp, ARefusedBindMayBeMadeAgain) {
    const Account account("smpp-refused");
    const SmppClient client = smpp_client_for(account);
    account.smpp_script(Json::parse(R"([{"on": "bind", "command_status": 14}])"));
    ecall_error *error = nullptr;
    ASSERT_EQ(ecall_smpp_client_bind(client.get(), nullptr, nullptr, &error), ECALL_AUTHENTICATION);
    const Error owned(error);
    std::uint32_t status = 0;
    EXPECT_TRUE(ecall_error_smpp_status(error, &status));
    EXPECT_EQ(status, 14U);
    EXPECT_EQ(ecall_error_parts_count(error), 0U);
    EXPECT_EQ(ecall_smpp_client_bind(client.get(), nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(submit(client).code, ECALL_OK);
}

TEST(Smpp, TellsWhatBecameOfEachPart) {
    const Account account("smpp-parts");
    const SmppClient client = bound_client_for(account);
    const std::string text(400, 'a');
    const Submit whole = submit(client, text.c_str());
    ASSERT_EQ(whole.code, ECALL_OK);
    ASSERT_EQ(ecall_smpp_submitted_parts_count(whole.submitted.get()), 3U);
    EXPECT_EQ(text_of(ecall_smpp_submitted_message_id(whole.submitted.get())), "1");
    EXPECT_EQ(text_of(ecall_smpp_part_message_id(ecall_smpp_submitted_part(whole.submitted.get(), 2))), "3");
    EXPECT_EQ(ecall_smpp_submitted_part(whole.submitted.get(), 3), nullptr);
    account.smpp_script(Json::parse(R"([{"accept": true}, {"command_status": 1025}])"));
    const Submit broken = submit(client, text.c_str());
    EXPECT_EQ(broken.code, ECALL_INSUFFICIENT_CREDIT);
    EXPECT_EQ(ecall_error_outcome(broken.error.get()), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_EQ(states(broken.error), (std::vector<std::int32_t>{ECALL_PART_ACCEPTED, ECALL_PART_REFUSED, ECALL_PART_NOT_SENT}));
    EXPECT_EQ(text_of(ecall_smpp_part_message_id(ecall_error_part(broken.error.get(), 0))), "4");
}

TEST(Smpp, ALinkThatIsLostLeavesUnknownWhatWasWritten) {
    const Account account("smpp-lost");
    const SmppClient client = bound_client_for(account);
    account.smpp_script(Json::parse(R"([{"accept_then": "close"}])"));
    const Submit lost = submit(client);
    EXPECT_EQ(lost.code, ECALL_OUTCOME_UNKNOWN);
    EXPECT_EQ(states(lost.error), std::vector<std::int32_t>{ECALL_PART_UNKNOWN});
    const SubmitOptions twice(ecall_submit_options_new());
    ecall_submit_options_set_delivery(twice.get(), ECALL_DELIVERY_AT_LEAST_ONCE);
    account.smpp_script(Json::parse(R"([{"accept_then": "reset"}])"));
    const Submit again = submit(client, "x", twice.get());
    ASSERT_EQ(again.code, ECALL_OK);
    EXPECT_TRUE(ecall_smpp_submitted_possible_duplicate(again.submitted.get()));
    EXPECT_EQ(account.smpp("summary").at("binds"), 3);
}

TEST(Smpp, EightThreadsShareALink) {
    const Account account("smpp-threads");
    const SmppClient client = bound_client_for(account);
    std::mutex mutex;
    std::set<std::string> ids;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int message = 0; message < 10; ++message) {
                const Submit sent = submit(client);
                EXPECT_EQ(sent.code, ECALL_OK);
                const std::lock_guard lock(mutex);
                ids.insert(text_of(ecall_smpp_submitted_message_id(sent.submitted.get())));
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(ids.size(), 80U);
    EXPECT_EQ(account.smpp("summary").at("binds"), 1);
}

TEST(Smpp, ATokenEndsASubmitAndTheLinkLivesOn) {
    const Account account("smpp-cancel");
    const SmppClient client = bound_client_for(account);
    account.smpp_script(Json::parse(R"([{"accept_then": "silence"}])"));
    const Token token(ecall_cancel_token_new());
    Clock::time_point cancelled;
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for_smpp(1));
        cancelled = Clock::now();
        ecall_cancel_token_cancel(token.get());
    });
    const Submit ended = submit(client, "x", nullptr, token.get());
    const auto after = Clock::now();
    other.join();
    EXPECT_EQ(ended.code, ECALL_CANCELLED);
    EXPECT_EQ(ecall_error_outcome(ended.error.get()), ECALL_SEND_UNKNOWN);
    EXPECT_LT(after - cancelled, milliseconds(500));
    EXPECT_EQ(submit(client).code, ECALL_OK);
    EXPECT_EQ(account.smpp("summary").at("binds"), 1);
}

TEST(Smpp, ATokenEndsABind) {
    const Account account("smpp-cancel-bind");
    account.smpp_script(Json::parse(R"([{"on": "bind", "fault": "silence"}])"));
    const SmppClient client = smpp_client_for(account);
    const Token token(ecall_cancel_token_new());
    std::thread other([&] {
        std::this_thread::sleep_for(milliseconds(200));
        ecall_cancel_token_cancel(token.get());
    });
    const auto begun = Clock::now();
    EXPECT_EQ(ecall_smpp_client_bind(client.get(), token.get(), nullptr, nullptr), ECALL_CANCELLED);
    EXPECT_LT(Clock::now() - begun, seconds(3));
    other.join();
    EXPECT_EQ(ecall_smpp_client_bind(client.get(), nullptr, nullptr, nullptr), ECALL_CLOSED);
}

TEST(Smpp, AnUnbindSendsWhatWasGiven) {
    const Account account("smpp-drain");
    const SmppClient client = bound_client_for(account);
    account.smpp_script(Json::parse(R"([{"accept": true, "delay_ms": 200}])"));
    std::thread other([&] { EXPECT_EQ(submit(client).code, ECALL_OK); });
    EXPECT_TRUE(account.wait_for_smpp(1));
    EXPECT_EQ(ecall_smpp_client_unbind(client.get(), nullptr, nullptr), ECALL_OK);
    other.join();
    EXPECT_EQ(account.smpp("requests").at("requests").back().at("command"), "unbind");
}

TEST(Smpp, AFreedClientEndsItsLink) {
    const Account account("smpp-freed");
    SmppClient client = bound_client_for(account);
    EXPECT_EQ(links(account), 1);
    client.reset();
    EXPECT_TRUE(comes_to_links(account, 0));
}

/// What an asynchronous call of this interface hands over.
struct Ended {
    Taken taken;
    Submitted submitted;

    static void submit(void *user_data, std::int32_t code, ecall_smpp_submitted *submitted, ecall_error *error) {
        auto *self = static_cast<Ended *>(user_data);
        self->submitted.reset(submitted);
        Taken::done(&self->taken, code, error);
    }
    static void bound(void *user_data, std::int32_t code, ecall_smpp_bound *bound, ecall_error *error) {
        const SmppBound owned(bound);
        Taken::done(&static_cast<Ended *>(user_data)->taken, code, error);
    }
};

TEST(Smpp, AsynchronousCallsEndOnAnotherThread) {
    const Account account("smpp-async");
    const SmppClient client = smpp_client_for(account);
    Ended bound, sent;
    Taken unbound;
    ASSERT_EQ(ecall_smpp_client_bind_async(client.get(), nullptr, Ended::bound, &bound, nullptr), ECALL_OK);
    ASSERT_TRUE(bound.taken.wait());
    ASSERT_EQ(bound.taken.sent.code, ECALL_OK);
    ASSERT_EQ(ecall_smpp_client_submit_async(client.get(), NUMBER, "x", nullptr, nullptr, nullptr, Ended::submit, &sent, nullptr), ECALL_OK);
    ASSERT_TRUE(sent.taken.wait());
    ASSERT_EQ(sent.taken.sent.code, ECALL_OK);
    EXPECT_EQ(text_of(ecall_smpp_submitted_message_id(sent.submitted.get())), "1");
    EXPECT_NE(sent.taken.thread, std::this_thread::get_id());
    ASSERT_EQ(ecall_smpp_client_unbind_async(client.get(), nullptr, Taken::done, &unbound, nullptr), ECALL_OK);
    ASSERT_TRUE(unbound.wait());
    EXPECT_EQ(unbound.sent.code, ECALL_OK);
    EXPECT_EQ(links(account), 0);
}

TEST(Smpp, TheChildOfAForkIsToldSoAndTheParentGoesOn) {
    const Account account("smpp-fork");
    const SmppClient client = bound_client_for(account);
    ASSERT_EQ(submit(client).code, ECALL_OK);
    EXPECT_EQ(in_child([&] { return submit(client).code; }), ECALL_FORKED);
    EXPECT_EQ(in_child([&] { return ecall_smpp_client_unbind(client.get(), nullptr, nullptr); }), ECALL_FORKED);
    EXPECT_EQ(submit(client).code, ECALL_OK);
    EXPECT_EQ(account.smpp("summary").at("binds"), 1);
    EXPECT_EQ(account.smpp_requests().size(), 2U);
}

TEST(Smpp, SettingsAreToldAllAtOnce) {
    const Account account("smpp-settings");
    const Config config = config_for(account, "https://localhost");
    const SmppOptions options(ecall_smpp_options_new());
    ecall_smpp_options_set_window(options.get(), 0);
    ecall_smpp_options_set_response_timeout_ms(options.get(), 0);
    ecall_smpp_client *client = nullptr;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_smpp_client_new(config.get(), options.get(), &client, &error), ECALL_CONFIG);
    EXPECT_EQ(client, nullptr);
    const Error owned(error);
    std::set<std::string> fields;
    for (std::size_t index = 0; index < ecall_error_fields_count(error); ++index)
        fields.insert(text_of(ecall_field_error_field(ecall_error_field(error, index))));
    EXPECT_EQ(fields, (std::set<std::string>{"base_url", "response_timeout_ms", "window"}));
}

} // namespace
