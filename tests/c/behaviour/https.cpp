// The client of the HTTPS interface: what its cases do not show.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "child.hpp"
#include "waiting.hpp"

namespace {

using std::chrono::milliseconds;

void put(const Account &account, const char *id, const char *text = "hello") {
    account.post("cache", {{"from", NUMBER}, {"to", "+41766012999"}, {"message", text}, {"messageId", id}});
}

Json waiting(const Account &account) {
    return Mock::instance().control("GET", "accounts/" + account.username() + "/cache").at("messageIds");
}

/// Options that keep an inbox waiting for a minute.
Options patient() {
    Options options(ecall_call_options_new());
    ecall_call_options_set_follow(options.get(), true);
    ecall_call_options_set_poll_ms(options.get(), 60000);
    return options;
}

Inbox inbox_of(const HttpsClient &client, const ecall_call_options *options = nullptr, const ecall_cancel_token *token = nullptr) {
    ecall_inbox *inbox = nullptr;
    EXPECT_EQ(ecall_https_client_messages(client.get(), nullptr, options, token, &inbox, nullptr), ECALL_OK);
    return Inbox(inbox);
}

/// The id of the next message; "none" or the kind of error where there is none.
std::string next(const Inbox &inbox) {
    ecall_inbound_sms *message = nullptr;
    const std::int32_t code = ecall_inbox_next(inbox.get(), &message, nullptr);
    const InboundSms owned(message);
    if (code != ECALL_OK) return ecall_kind_name(code);
    return message == nullptr ? "none" : text_of(ecall_inbound_sms_message_id(message));
}

/// Takes what an inbox hands over.
struct TakenMessage {
    Taken done;
    std::string id;

    static void take(void *user_data, std::int32_t code, ecall_inbound_sms *message, ecall_error *error) {
        auto *self = static_cast<TakenMessage *>(user_data);
        const InboundSms owned(message);
        self->id = message == nullptr ? "none" : text_of(ecall_inbound_sms_message_id(message));
        Taken::done(&self->done, code, error);
    }
};

std::string message_of(ecall_error *error) {
    const Error owned(error);
    return text_of(ecall_error_message(error));
}

TEST(Https, EightThreadsSendOnOneClient) {
    const Account account("https-eight");
    const HttpsClient client = https_client_for(account);
    std::mutex mutex;
    std::set<std::string> ids;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int message = 0; message < 10; ++message) {
                ecall_sent_job *job = nullptr;
                EXPECT_EQ(ecall_https_client_send_sms(client.get(), NUMBER, "text", nullptr, &job, nullptr), ECALL_OK);
                const SentJob owned(job);
                const std::lock_guard lock(mutex);
                ids.insert(text_of(ecall_sent_job_job_id(job)));
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(ids.size(), 80U);
    EXPECT_EQ(account.count(), 80U);
}

TEST(Https, EightThreadsTakeFromOneInbox) {
    const Account account("https-inbox");
    const HttpsClient client = https_client_for(account);
    for (int number = 0; number < 40; ++number) put(account, ("m-" + std::to_string(number)).c_str());
    const Inbox inbox = inbox_of(client);
    std::mutex mutex;
    std::multiset<std::string> ids;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (std::string id = next(inbox); id != "none"; id = next(inbox)) {
                const std::lock_guard lock(mutex);
                ids.insert(id);
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(ids.size(), 40U);
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 40U) << "one came twice";
    EXPECT_TRUE(waiting(account).empty());
}

TEST(Https, AMessageIsTakenWhenTheNextIsAskedForOrItIsAcknowledged) {
    const Account account("https-taken");
    HttpsClient client = https_client_for(account);
    for (const char *id : {"a", "b", "c"}) put(account, id);
    Inbox inbox = inbox_of(client);
    // It goes on without its client.
    client.reset();
    EXPECT_EQ(ecall_inbox_acknowledge(inbox.get(), nullptr), ECALL_OK) << "there is nothing to say it of";
    EXPECT_EQ(next(inbox), "a");
    EXPECT_EQ(waiting(account), Json({"a", "b", "c"}));
    EXPECT_EQ(next(inbox), "b");
    EXPECT_EQ(waiting(account), Json({"b", "c"}));
    EXPECT_EQ(ecall_inbox_acknowledge(inbox.get(), nullptr), ECALL_OK);
    EXPECT_EQ(waiting(account), Json({"c"}));
    EXPECT_EQ(ecall_inbox_acknowledge(inbox.get(), nullptr), ECALL_OK);
    EXPECT_EQ(next(inbox), "c");
    // Left without asking, it stays, and comes again.
    inbox.reset();
    EXPECT_EQ(waiting(account), Json({"c"}));
    client = https_client_for(account);
    inbox = inbox_of(client);
    EXPECT_EQ(next(inbox), "c");
    EXPECT_EQ(next(inbox), "none");
    EXPECT_TRUE(waiting(account).empty());
}

TEST(Https, AMessageThatHasNoPlaceToGoIsNotHandedOver) {
    const Account account("https-no-place");
    const HttpsClient client = https_client_for(account);
    for (const char *id : {"a", "b"}) put(account, id);
    const Inbox inbox = inbox_of(client);
    const auto ask = [&] { return ecall_inbox_next(inbox.get(), nullptr, nullptr); };
    EXPECT_EQ(ask(), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ask(), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(next(inbox), "a");
    EXPECT_EQ(ask(), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(waiting(account), Json({"a", "b"})) << "it says nothing of the one before either";
    EXPECT_EQ(next(inbox), "b");
}

TEST(Https, AProcessThatIsKilledWithAMessageInItsHandsLosesNone) {
    const Account account("https-killed");
    for (const char *id : {"a", "b"}) put(account, id);
    const auto take = [&](auto die) {
        alarm(30);
        const HttpsClient client = https_client_for(account);
        const Inbox inbox = inbox_of(client);
        die(next(inbox) == "a" && next(inbox) == "b" ? 0 : 1);
    };
    EXPECT_EQ(in_killed_child(take), 0);
    EXPECT_EQ(waiting(account), Json({"b"}));
    const HttpsClient client = https_client_for(account);
    const Inbox inbox = inbox_of(client);
    EXPECT_EQ(next(inbox), "b");
    EXPECT_EQ(next(inbox), "none");
}

TEST(Https, AnInboxThatWaitsIsCancelledAtOnce) {
    const Account account("https-cancel");
    const HttpsClient client = https_client_for(account);
    const Token token(ecall_cancel_token_new());
    const Inbox inbox = inbox_of(client, patient().get(), token.get());
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for(1));
        std::this_thread::sleep_for(milliseconds(30));
        ecall_cancel_token_cancel(token.get());
    });
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(next(inbox), "cancelled");
    other.join();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
    EXPECT_EQ(next(inbox), "cancelled") << "the token is the inbox's";
}

TEST(Https, ATokenMayBeFreedByTheCallThatItEnds) {
    const Account account("https-token");
    const HttpsClient client = https_client_for(account);
    for (int round = 0; round < 50; ++round) {
        Token token(ecall_cancel_token_new());
        ecall_cancel_token *used = token.get();
        const Inbox inbox = inbox_of(client, patient().get(), used);
        std::thread other([&] {
            std::this_thread::sleep_for(milliseconds(round % 5));
            ecall_cancel_token_cancel(used);
        });
        EXPECT_EQ(next(inbox), "cancelled");
        // The other thread may still be in there.
        token.reset();
        other.join();
    }
}

TEST(Https, AnInboxThatIsFreedEndsWhatIsUnderWay) {
    const Account account("https-free");
    const HttpsClient client = https_client_for(account);
    Inbox inbox = inbox_of(client, patient().get());
    TakenMessage first;
    TakenMessage second;
    ASSERT_EQ(ecall_inbox_next_async(inbox.get(), TakenMessage::take, &first, nullptr), ECALL_OK);
    ASSERT_EQ(ecall_inbox_next_async(inbox.get(), TakenMessage::take, &second, nullptr), ECALL_OK);
    ASSERT_TRUE(account.wait_for(1));
    inbox.reset();
    ASSERT_TRUE(first.done.wait() && second.done.wait());
    EXPECT_EQ(first.done.sent.code, ECALL_CANCELLED);
    EXPECT_EQ(second.done.sent.code, ECALL_CANCELLED);
}

TEST(Https, MessagesAreTakenAsynchronously) {
    const Account account("https-async");
    const HttpsClient client = https_client_for(account);
    put(account, "a");
    const Inbox inbox = inbox_of(client);
    TakenMessage taken;
    ASSERT_EQ(ecall_inbox_next_async(inbox.get(), TakenMessage::take, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.done.wait());
    EXPECT_EQ(taken.id, "a");
    EXPECT_EQ(waiting(account), Json({"a"}));
    ASSERT_EQ(ecall_inbox_acknowledge_async(inbox.get(), Taken::done, &taken.done, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.done.wait(2));
    EXPECT_TRUE(waiting(account).empty());
    ASSERT_EQ(ecall_inbox_next_async(inbox.get(), TakenMessage::take, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.done.wait(3));
    EXPECT_EQ(taken.id, "none");
    EXPECT_EQ(taken.done.succeeded, 3);
}

TEST(Https, ACallbackMustNotWaitForAnInbox) {
    const Account account("https-callback");
    const HttpsClient client = https_client_for(account);
    struct Asked {
        Taken done;
        const Inbox *inbox;
        std::string came;
    };
    const Inbox inbox = inbox_of(client);
    Asked asked{{}, &inbox, {}};
    const auto ask = [](void *user_data, std::int32_t code, ecall_sent_job *job, ecall_error *error) {
        auto *self = static_cast<Asked *>(user_data);
        const SentJob owned(job);
        self->came = next(*self->inbox);
        Taken::done(&self->done, code, error);
    };
    ASSERT_EQ(ecall_https_client_send_sms_async(client.get(), &NUMBER, 1, "text", nullptr, nullptr, nullptr, ask, &asked, nullptr),
              ECALL_OK);
    ASSERT_TRUE(asked.done.wait());
    EXPECT_EQ(asked.came, "internal");
    EXPECT_EQ(asked.done.sent.code, ECALL_OK);
}

TEST(Https, AnUnknownOutcomeIsResolvedByTheErrorsJob) {
    const Account account("https-resolve");
    const HttpsClient client = https_client_for(account);
    account.script(Json::parse(R"([{"accept_then": "reset"}])"));
    ecall_error *error = nullptr;
    ASSERT_EQ(ecall_https_client_send_sms(client.get(), NUMBER, "text", nullptr, nullptr, &error), ECALL_OUTCOME_UNKNOWN);
    const Error owned(error);
    ASSERT_NE(ecall_error_job_id(error), nullptr);
    EXPECT_EQ(Json::parse(ecall_error_json(error)).at("job_id"), ecall_error_job_id(error));
    ecall_resolution *resolution = nullptr;
    ASSERT_EQ(ecall_https_client_resolve(client.get(), ecall_error_job_id(error), nullptr, nullptr, &resolution, nullptr), ECALL_OK);
    const Resolution owned_resolution(resolution);
    EXPECT_TRUE(ecall_resolution_is_accepted(resolution));
    ASSERT_EQ(ecall_resolution_states_count(resolution), 1U);
    EXPECT_STREQ(ecall_job_status_job_id(ecall_resolution_state(resolution, 0)), ecall_error_job_id(error));
    EXPECT_EQ(ecall_resolution_state(resolution, 1), nullptr);
    EXPECT_EQ(Json::parse(ecall_resolution_json(resolution)).at("accepted"), true);
}

TEST(Https, OptionsOfAnotherCallAreRefusedByName) {
    const Account account("https-options");
    const HttpsClient client = https_client_for(account);
    const Client rest = client_for(account);
    const auto named = [](ecall_error *error) {
        const Error owned(error);
        return text_of(ecall_field_error_field(ecall_error_field(error, 0)));
    };
    ecall_error *error = nullptr;
    Options options(ecall_call_options_new());
    ecall_call_options_set_force_gsm(options.get(), true);
    EXPECT_EQ(ecall_https_client_send_sms_with(client.get(), &NUMBER, 1, "text", nullptr, options.get(), nullptr, nullptr, &error),
              ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "force_gsm");
    options.reset(ecall_call_options_new());
    ecall_call_options_set_subject(options.get(), "subject");
    EXPECT_EQ(ecall_https_client_send_voice(client.get(), NUMBER, "text", options.get(), nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "subject");
    EXPECT_EQ(ecall_https_client_status(client.get(), "job", options.get(), nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "subject");
    EXPECT_EQ(ecall_client_send_sms_with(rest.get(), NUMBER, "text", nullptr, options.get(), nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "subject");
    // Taken back, it is as if it had never been set.
    ecall_call_options_set_subject(options.get(), nullptr);
    EXPECT_EQ(ecall_https_client_send_voice(client.get(), NUMBER, "text", options.get(), nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(account.count(), 1U);
}

TEST(Https, TimesOfARangeAreCheckedTogether) {
    const Account account("https-range");
    const HttpsClient client = https_client_for(account);
    ecall_status_range *range = nullptr;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_https_client_status_range(client.get(), "yesterday", "tomorrow", nullptr, nullptr, &range, &error),
              ECALL_INVALID_ARGUMENT);
    {
        const Error owned(error);
        ASSERT_EQ(ecall_error_fields_count(error), 2U);
        EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "start");
        EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 1)), "end");
    }
    EXPECT_EQ(ecall_https_client_status_range_unix_ms(client.get(), 1000, 0, nullptr, nullptr, &range, nullptr), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_https_client_status_range_unix_ms(client.get(), INT64_MIN, INT64_MAX, nullptr, nullptr, &range, nullptr),
              ECALL_INVALID_ARGUMENT);
    ASSERT_EQ(ecall_https_client_status_range_unix_ms(client.get(), -1500, 1500, nullptr, nullptr, &range, nullptr), ECALL_OK);
    const StatusRange owned(range);
    ecall_job_status *status = nullptr;
    EXPECT_EQ(ecall_status_range_next(range, &status, nullptr), ECALL_OK);
    EXPECT_EQ(status, nullptr);
    const Json form = account.requests().at(0).at("form");
    EXPECT_EQ(form.at("StartDate"), "1969-12-31T23:59:58Z");
    EXPECT_EQ(form.at("EndDate"), "1970-01-01T00:00:02Z");
}

TEST(Https, AStateThatHasNoPlaceToGoIsNotHandedOver) {
    const Account account("https-range-no-place");
    const HttpsClient client = https_client_for(account);
    const Options options(ecall_call_options_new());
    ecall_call_options_set_job_id(options.get(), "job");
    ASSERT_EQ(ecall_https_client_send_voice(client.get(), NUMBER, "text", options.get(), nullptr, nullptr, nullptr), ECALL_OK);
    const std::int64_t now = std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    ecall_status_range *range = nullptr;
    ASSERT_EQ(ecall_https_client_status_range_unix_ms(client.get(), now - 60000, now + 60000, nullptr, nullptr, &range, nullptr), ECALL_OK);
    const StatusRange owned(range);
    EXPECT_EQ(ecall_status_range_next(range, nullptr, nullptr), ECALL_INVALID_ARGUMENT);
    ecall_job_status *status = nullptr;
    ASSERT_EQ(ecall_status_range_next(range, &status, nullptr), ECALL_OK);
    EXPECT_STREQ(ecall_job_status_job_id(status), "job");
    ecall_job_status_free(status);
}

TEST(Https, TextsAreUtf8) {
    const Account account("https-utf8");
    const HttpsClient client = https_client_for(account);
    const char *to[] = {NUMBER, "\xff"};
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_https_client_send_fax(client.get(), to, 2, "text", nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(message_of(error), "to[1]: is not UTF-8");
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_job_id(options.get(), "\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_call_options_add_notification_address(options.get(), "\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(account.count(), 0U);
}

TEST(Https, AClosedClientRefusesAndItsInboxGoesOn) {
    const Account account("https-close");
    const HttpsClient client = https_client_for(account);
    put(account, "a");
    const Inbox inbox = inbox_of(client);
    ecall_https_client_close(client.get());
    EXPECT_EQ(ecall_https_client_send_sms(client.get(), NUMBER, "text", nullptr, nullptr, nullptr), ECALL_CLOSED);
    EXPECT_EQ(ecall_https_client_messages(client.get(), nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_CLOSED);
    EXPECT_EQ(next(inbox), "a");
}

TEST(Https, TheEnvironmentIsThatOfItsInterface) {
    setenv("ECALL_HTTPS_URL", "https://localhost:1/https", 1);
    setenv("ECALL_REST_URL", "no url", 1);
    const Config config(ecall_config_new());
    ecall_config_set_username(config.get(), "u");
    ecall_config_set_password(config.get(), "p");
    ecall_https_client *client = nullptr;
    EXPECT_EQ(ecall_https_client_new(config.get(), &client, nullptr), ECALL_OK);
    ecall_https_client_free(client);
    unsetenv("ECALL_HTTPS_URL");
    unsetenv("ECALL_REST_URL");
}

TEST(Https, AChildUsesTheClientAndNotTheInbox) {
    const Account account("https-fork");
    const HttpsClient client = https_client_for(account);
    put(account, "a");
    Inbox inbox = inbox_of(client);
    ASSERT_EQ(next(inbox), "a");
    const auto send = [&] { return ecall_https_client_send_sms(client.get(), NUMBER, "text", nullptr, nullptr, nullptr); };
    EXPECT_EQ(send(), ECALL_OK);
    EXPECT_EQ(in_child([&] {
        if (next(inbox) != "forked") return 1;
        if (ecall_inbox_acknowledge(inbox.get(), nullptr) != ECALL_FORKED) return 2;
        // Freed there, it is still the parent's.
        ecall_inbox_free(inbox.release());
        return send() == ECALL_OK ? 0 : 3;
    }), 0);
    EXPECT_EQ(waiting(account), Json({"a"}));
    EXPECT_EQ(next(inbox), "none");
    EXPECT_TRUE(waiting(account).empty());
}

TEST(Https, ACallbackIsAnEventAndItsEncodingMayBeSet) {
    const std::string query = "Function=Answer&AddressFrom=1&Message=%C3%BC&TimeStamp=25.10.2026+02:30:00";
    const auto *data = reinterpret_cast<const std::uint8_t *>(query.data());
    ecall_webhook_event *event = nullptr;
    ASSERT_EQ(ecall_webhook_parse_callback(data, query.size(), "utf-8", &event, nullptr), ECALL_OK);
    const WebhookEvent owned(event);
    EXPECT_EQ(ecall_webhook_event_kind(event), ECALL_WEBHOOK_CALLBACK_REPLY);
    EXPECT_EQ(ecall_webhook_event_notification(event), nullptr);
    EXPECT_EQ(ecall_webhook_event_status(event), nullptr);
    const ecall_inbound_sms *message = ecall_webhook_event_message(event);
    EXPECT_STREQ(ecall_inbound_sms_message(message), "ü");
    std::int64_t time = 0;
    EXPECT_TRUE(ecall_local_time_unix_ms(ecall_inbound_sms_time_stamp(message), &time));
    EXPECT_EQ(time, 1792888200000);
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_webhook_parse_callback(data, query.size(), "latin-1", nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error owned_error(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "encoding");
}

} // namespace
