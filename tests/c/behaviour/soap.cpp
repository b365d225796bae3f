// The client of the SOAP interface: what its cases do not show.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "child.hpp"
#include "files.hpp"
#include "waiting.hpp"

namespace {

using std::chrono::milliseconds;

std::int32_t add(const Attachments &files, const char *name, const std::string &octets) {
    return ecall_attachments_add_bytes(files.get(), name, reinterpret_cast<const std::uint8_t *>(octets.data()), octets.size());
}

/// What a fax came to.
struct Fax {
    std::int32_t code;
    SentJob job;
    Error error;
};

Fax send_fax(const SoapClient &client, const ecall_attachments *files, const ecall_call_options *options = nullptr,
             const ecall_cancel_token *token = nullptr) {
    ecall_sent_job *job = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_soap_client_send_fax(client.get(), &NUMBER, 1, "text", files, options, token, &job, &error);
    return {code, SentJob(job), Error(error)};
}

/// "files[0] file_type", for every problem of the call.
std::set<std::string> problems(const Error &error) {
    std::set<std::string> problems;
    for (std::size_t index = 0; index < ecall_error_fields_count(error.get()); ++index) {
        const ecall_field_error *field = ecall_error_field(error.get(), index);
        problems.insert(text_of(ecall_field_error_field(field)) + " " + text_of(ecall_field_error_rule(field)));
    }
    return problems;
}

Json files_of(const Account &account) { return account.requests().back().at("soap").at("files"); }

void write(const std::string &path, const std::string &octets) { std::ofstream(path, std::ios::binary) << octets; }

TEST(Soap, EightThreadsSendOnOneClient) {
    const Account account("soap-eight");
    const SoapClient client = soap_client_for(account);
    std::mutex mutex;
    std::set<std::string> ids;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int message = 0; message < 10; ++message) {
                ecall_sent_job *job = nullptr;
                EXPECT_EQ(ecall_soap_client_send_sms(client.get(), NUMBER, "text", nullptr, &job, nullptr), ECALL_OK);
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

TEST(Soap, FilesComeFromPathsAndFromMemory) {
    const Account account("soap-files");
    const SoapClient client = soap_client_for(account);
    const Folder folder;
    const std::string octets = pattern(100000);
    write(folder / "plan.pdf", octets);
    const Attachments files(ecall_attachments_new());
    EXPECT_EQ(ecall_attachments_add_path(files.get(), (folder / "plan.pdf").c_str(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_attachments_add_path(files.get(), (folder / "plan.pdf").c_str(), "Grundriß.pdf"), ECALL_OK);
    std::string own = octets;
    EXPECT_EQ(add(files, "a.txt", own), ECALL_OK);
    EXPECT_EQ(ecall_attachments_add_bytes(files.get(), "empty.txt", nullptr, 0), ECALL_OK);
    // They were copied.
    own.assign(own.size(), 'x');
    EXPECT_EQ(send_fax(client, files.get()).code, ECALL_OK);
    const Json arrived = files_of(account);
    ASSERT_EQ(arrived.size(), 4U);
    const std::vector<std::string> names = {"plan.pdf", "Grundriß.pdf", "a.txt", "empty.txt"};
    for (std::size_t index = 0; index < names.size(); ++index) {
        EXPECT_EQ(arrived[index].at("fileName"), names[index]);
        EXPECT_EQ(arrived[index].at("length"), index == 3 ? 0U : octets.size());
    }
    EXPECT_EQ(arrived[0].at("sha256"), arrived[2].at("sha256"));
    // The list serves for more than one fax, and none at all is an empty one.
    EXPECT_EQ(send_fax(client, files.get()).code, ECALL_OK);
    EXPECT_EQ(files_of(account), arrived);
    EXPECT_EQ(send_fax(client, Attachments(ecall_attachments_new()).get()).code, ECALL_OK);
    EXPECT_TRUE(files_of(account).empty());
    EXPECT_EQ(account.count(), 3U);
}

TEST(Soap, FilesThatCannotBeSentAreNamedAtOnce) {
    const Account account("soap-refused");
    const SoapClient client = soap_client_for(account);
    const Folder folder;
    const Attachments files(ecall_attachments_new());
    add(files, "program.exe", "x");
    ecall_attachments_add_path(files.get(), (folder / "missing.pdf").c_str(), nullptr);
    add(files, "long.txt", std::string(1001, 'x'));
    add(files, "a\x01.txt", "x");
    const Options options(ecall_call_options_new());
    ecall_call_options_set_max_file_bytes(options.get(), 1000);
    ecall_call_options_set_max_files(options.get(), 3);
    const Fax fax = send_fax(client, files.get(), options.get());
    EXPECT_EQ(fax.code, ECALL_INVALID_ARGUMENT);
    const std::set<std::string> wanted = {"files max_items", "files[0] file_type", "files[1] readable", "files[2] max_length",
                                          "files[3] characters"};
    EXPECT_EQ(problems(fax.error), wanted);
    // What is taken may be said otherwise.
    const Attachments program(ecall_attachments_new());
    add(program, "program.EXE", "x");
    const Options types(ecall_call_options_new());
    ecall_call_options_add_file_type(types.get(), "pdf");
    ecall_call_options_add_file_type(types.get(), "exe");
    EXPECT_EQ(send_fax(client, program.get(), types.get()).code, ECALL_REJECTED) << "the mock does not know the type";
    EXPECT_EQ(account.count(), 1U);
}

TEST(Soap, WhatIsAddedWrongAddsNothing) {
    const Account account("soap-added");
    const SoapClient client = soap_client_for(account);
    const Attachments files(ecall_attachments_new());
    EXPECT_EQ(ecall_attachments_add_path(files.get(), "\xff", nullptr), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_attachments_add_path(files.get(), "a.txt", "\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(add(files, "\xff", "x"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_attachments_add_bytes(files.get(), "a.txt", nullptr, 1), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(send_fax(client, files.get()).code, ECALL_OK);
    EXPECT_TRUE(files_of(account).empty());
}

/// Takes a job that was sent.
struct TakenJob {
    Taken done;
    std::string id;

    static void take(void *user_data, std::int32_t code, ecall_sent_job *job, ecall_error *error) {
        auto *self = static_cast<TakenJob *>(user_data);
        const SentJob owned(job);
        self->id = text_of(ecall_sent_job_job_id(job));
        Taken::done(&self->done, code, error);
    }
};

TEST(Soap, WhatAFaxWasGivenMayBeFreedAtOnce) {
    const Account account("soap-freed");
    SoapClient client = soap_client_for(account);
    account.script(Json::parse(R"([{"accept": true, "delay_ms": 200}])"));
    Attachments files(ecall_attachments_new());
    add(files, "a.txt", pattern(300000));
    Options options(ecall_call_options_new());
    ecall_call_options_set_subject(options.get(), "plan");
    TakenJob taken;
    ASSERT_EQ(ecall_soap_client_send_fax_async(client.get(), &NUMBER, 1, "text", files.get(), options.get(), nullptr, TakenJob::take,
                                               &taken, nullptr),
              ECALL_OK);
    files.reset();
    options.reset();
    client.reset();
    ASSERT_TRUE(taken.done.wait());
    EXPECT_EQ(taken.done.sent.code, ECALL_OK);
    EXPECT_EQ(files_of(account).at(0).at("length"), 300000);
}

TEST(Soap, AFaxUnderWayIsCancelled) {
    const Account account("soap-cancel");
    const SoapClient client = soap_client_for(account);
    account.script(Json::parse(R"([{"accept_then": "silence"}, {"accept_then": "silence"}])"));
    const Attachments files(ecall_attachments_new());
    add(files, "a.txt", pattern(300000));
    const Token token(ecall_cancel_token_new());
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for(1));
        ecall_cancel_token_cancel(token.get());
    });
    const Fax fax = send_fax(client, files.get(), nullptr, token.get());
    other.join();
    EXPECT_EQ(fax.code, ECALL_CANCELLED);
    EXPECT_EQ(ecall_error_outcome(fax.error.get()), ECALL_SEND_UNKNOWN);
    EXPECT_NE(ecall_error_job_id(fax.error.get()), nullptr);
    const Fax late = send_fax(client, files.get(), nullptr, token.get());
    EXPECT_EQ(late.code, ECALL_CANCELLED);
    EXPECT_EQ(ecall_error_outcome(late.error.get()), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_EQ(account.count(), 1U);
}

TEST(Soap, AWaitThatFailsKeepsTheLastState) {
    const Account account("soap-wait");
    const SoapClient client = soap_client_for(account);
    account.configure(Json::parse(R"({"job_progress": {"Sms": [[0, 0]]}})"));
    ecall_sent_job *job = nullptr;
    ASSERT_EQ(ecall_soap_client_send_sms(client.get(), NUMBER, "text", nullptr, &job, nullptr), ECALL_OK);
    const SentJob sent(job);
    const Options options(ecall_call_options_new());
    ecall_call_options_set_timeout_ms(options.get(), 300);
    ecall_call_options_set_poll_initial_ms(options.get(), 50);
    ecall_error *error = nullptr;
    ASSERT_EQ(ecall_soap_client_wait(client.get(), ecall_sent_job_job_id(job), nullptr, options.get(), nullptr, nullptr, &error),
              ECALL_TIMEOUT);
    const Error owned(error);
    const ecall_job_state *last = ecall_error_last_job_state(error);
    ASSERT_NE(last, nullptr);
    std::int64_t state = 7;
    EXPECT_TRUE(ecall_job_state_send_state(last, &state));
    EXPECT_EQ(state, 0);
    EXPECT_STREQ(ecall_job_state_job_id(last), ecall_sent_job_job_id(job));
    EXPECT_EQ(ecall_job_state_http_status(last), 0);
    EXPECT_EQ(ecall_job_state_raw_body(last, nullptr), nullptr);
    EXPECT_EQ(Json::parse(ecall_error_json(error)).at("last_job_state").at("sendState"), 0);
    // A state that is named ends the wait as well.
    ecall_call_options_add_until(options.get(), ecall_job_state_status(last));
    ecall_job_state *until = nullptr;
    ASSERT_EQ(ecall_soap_client_wait(client.get(), ecall_sent_job_job_id(job), NUMBER, options.get(), nullptr, &until, nullptr), ECALL_OK);
    const JobState owned_state(until);
    EXPECT_FALSE(ecall_job_state_is_final(until));
    EXPECT_EQ(ecall_job_state_http_status(until), 200);
    std::size_t length = 0;
    EXPECT_NE(ecall_job_state_raw_body(until, &length), nullptr);
    EXPECT_GT(length, 0U);
    double points = 0;
    EXPECT_TRUE(ecall_job_state_points_used(until, &points));
    EXPECT_EQ(points, 1.0);
    EXPECT_EQ(ecall_job_state_finish_date(until), nullptr);
}

TEST(Soap, AnUnknownOutcomeIsResolvedByTheErrorsJob) {
    const Account account("soap-resolve");
    const SoapClient client = soap_client_for(account);
    account.script(Json::parse(R"([{"accept_then": "reset"}])"));
    ecall_error *error = nullptr;
    ASSERT_EQ(ecall_soap_client_send_sms(client.get(), NUMBER, "text", nullptr, nullptr, &error), ECALL_OUTCOME_UNKNOWN);
    const Error owned(error);
    ASSERT_NE(ecall_error_job_id(error), nullptr);
    EXPECT_EQ(ecall_error_last_job_state(error), nullptr);
    ecall_soap_resolution *resolution = nullptr;
    ASSERT_EQ(ecall_soap_client_resolve(client.get(), ecall_error_job_id(error), nullptr, nullptr, &resolution, nullptr), ECALL_OK);
    const SoapResolution owned_resolution(resolution);
    EXPECT_TRUE(ecall_soap_resolution_is_accepted(resolution));
    EXPECT_STREQ(ecall_job_state_job_id(ecall_soap_resolution_state(resolution)), ecall_error_job_id(error));
    EXPECT_EQ(Json::parse(ecall_soap_resolution_json(resolution)).at("accepted"), true);
}

TEST(Soap, OptionsOfAnotherCallAreRefusedByName) {
    const Account account("soap-options");
    const SoapClient client = soap_client_for(account);
    const HttpsClient https = https_client_for(account);
    const auto named = [](ecall_error *error) {
        const Error owned(error);
        return text_of(ecall_field_error_field(ecall_error_field(error, 0)));
    };
    ecall_error *error = nullptr;
    Options options(ecall_call_options_new());
    // Two settings of one name: an object over REST, a text here.
    ASSERT_EQ(ecall_call_options_set_notification(options.get(), R"({"addresses": []})", nullptr), ECALL_OK);
    EXPECT_EQ(ecall_soap_client_send_sms_with(client.get(), &NUMBER, 1, "text", nullptr, options.get(), nullptr, nullptr, &error),
              ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "notification");
    options.reset(ecall_call_options_new());
    ecall_call_options_set_soap_notification(options.get(), "duty@example.com");
    EXPECT_EQ(ecall_https_client_send_sms_with(https.get(), &NUMBER, 1, "text", nullptr, options.get(), nullptr, nullptr, &error),
              ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "notification");
    EXPECT_EQ(ecall_soap_client_send_voice(client.get(), &NUMBER, 1, "text", options.get(), nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "notification");
    EXPECT_EQ(ecall_soap_client_wait(client.get(), "job", nullptr, options.get(), nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(named(error), "notification");
    EXPECT_EQ(account.count(), 0U);
    EXPECT_EQ(ecall_soap_client_send_sms_with(client.get(), &NUMBER, 1, "text", nullptr, options.get(), nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(account.requests().back().at("soap").at("parameters").at("Notification"), "duty@example.com");
}

TEST(Soap, TextsAreUtf8) {
    const Account account("soap-utf8");
    const SoapClient client = soap_client_for(account);
    const char *to[] = {NUMBER, "\xff"};
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_soap_client_send_voice(client.get(), to, 2, "text", nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error owned(error);
    EXPECT_STREQ(ecall_error_message(error), "to[1]: is not UTF-8");
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_soap_notification(options.get(), "\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_call_options_set_token_fields(options.get(), "\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_call_options_add_file_type(options.get(), "\xff"), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(account.count(), 0U);
}

TEST(Soap, AClosedClientRefuses) {
    const Account account("soap-close");
    const SoapClient client = soap_client_for(account);
    ecall_soap_client_close(client.get());
    EXPECT_EQ(send_fax(client, nullptr).code, ECALL_CLOSED);
    EXPECT_EQ(ecall_soap_client_state(client.get(), "job", nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_CLOSED);
    EXPECT_EQ(account.count(), 0U);
}

TEST(Soap, TheEnvironmentIsThatOfItsInterface) {
    setenv("ECALL_SOAP_URL", "https://localhost:1/soap", 1);
    setenv("ECALL_REST_URL", "no url", 1);
    const Config config(ecall_config_new());
    ecall_config_set_username(config.get(), "u");
    ecall_config_set_password(config.get(), "p");
    ecall_soap_client *client = nullptr;
    EXPECT_EQ(ecall_soap_client_new(config.get(), &client, nullptr), ECALL_OK);
    ecall_soap_client_free(client);
    unsetenv("ECALL_SOAP_URL");
    unsetenv("ECALL_REST_URL");
    ecall_config_set_soap_version(config.get(), "1.3");
    EXPECT_EQ(ecall_soap_client_new(config.get(), &client, nullptr), ECALL_CONFIG);
}

TEST(Soap, AChildMakesConnectionsOfItsOwn) {
    const Account account("soap-fork");
    const SoapClient client = soap_client_for(account);
    const Attachments files(ecall_attachments_new());
    add(files, "a.txt", "x");
    EXPECT_EQ(send_fax(client, files.get()).code, ECALL_OK);
    EXPECT_EQ(in_child([&] { return send_fax(client, files.get()).code == ECALL_OK ? 0 : 1; }), 0);
    EXPECT_EQ(send_fax(client, files.get()).code, ECALL_OK);
    EXPECT_EQ(account.count(), 3U);
}

} // namespace
