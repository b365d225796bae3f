// Marker values as credentials and contents: none of them may come out of anything that is made for logs and people.
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>
#include <mutex>
#include <sstream>

#include "owned.hpp"

namespace {

constexpr const char *PASSWORD = "mArKeR-pAsSwOrD";
constexpr const char *TEXT = "mArKeR-tExT";
constexpr const char *PROXY = "http://user:mArKeR-pRoXy@127.0.0.1:9";

/// Everything that this program writes to standard output and error while it lives, file descriptors and all.
class Captured {
public:
    Captured() : out_(dup(STDOUT_FILENO)), error_(dup(STDERR_FILENO)) {
        fflush(nullptr);
        FILE *file = std::tmpfile();
        file_ = file;
        dup2(fileno(file), STDOUT_FILENO);
        dup2(fileno(file), STDERR_FILENO);
    }
    std::string finish() {
        fflush(nullptr);
        dup2(out_, STDOUT_FILENO);
        dup2(error_, STDERR_FILENO);
        close(out_);
        close(error_);
        std::string text;
        char piece[4096];
        rewind(file_);
        for (std::size_t count; (count = fread(piece, 1, sizeof piece, file_)) > 0;) text.append(piece, count);
        fclose(file_);
        return text;
    }

private:
    int out_;
    int error_;
    FILE *file_;
};

struct Log {
    std::mutex mutex;
    std::string text;

    static void take(void *user_data, const ecall_log_event *event) {
        auto *self = static_cast<Log *>(user_data);
        const std::lock_guard lock(self->mutex);
        self->text += text_of(ecall_log_event_json(event)) + "\n";
    }
};

/// Everything of an error that is made for people and logs.
std::string texts_of(const ecall_error *error) {
    std::string text = text_of(ecall_error_text(error)) + text_of(ecall_error_message(error)) + text_of(ecall_error_json(error));
    for (std::size_t index = 0; index < ecall_error_attempts_count(error); ++index) {
        text += text_of(ecall_attempt_message(ecall_error_attempt(error, index)));
    }
    for (std::size_t index = 0; index < ecall_error_fields_count(error); ++index) {
        const ecall_field_error *field = ecall_error_field(error, index);
        text += text_of(ecall_field_error_field(field)) + text_of(ecall_field_error_message(field));
    }
    return text + "\n";
}

/// What errors of the HTTPS interface say, whose password stands in the body.
std::string over_https(const Account &account, Log &log) {
    const Config config = config_for(account, Mock::instance().https_url());
    ecall_config_set_password(config.get(), PASSWORD);
    ecall_config_set_log(config.get(), Log::take, &log, nullptr);
    ecall_https_client *made = nullptr;
    EXPECT_EQ(ecall_https_client_new(config.get(), &made, nullptr), ECALL_OK);
    const HttpsClient client(made);
    std::string all;
    for (const char *steps : {
             R"([{"respond": {"status": 401, "body": "no"}}])",
             R"([{"respond": {"status": 302, "headers": {"location": "https://example.com/"}}}])",
             R"([{"respond": {"status": 500, "body": "no"}}])",
             R"([{"accept_then": "reset"}])",
             R"([{"fault": "garbage"}])",
         }) {
        account.script(Json::parse(steps));
        ecall_error *error = nullptr;
        EXPECT_NE(ecall_https_client_send_sms(client.get(), NUMBER, TEXT, nullptr, nullptr, &error), ECALL_OK) << steps;
        all += texts_of(Error(error).get());
    }
    return all;
}

TEST(Secrets, NeverComeOut) {
    const Account account("secrets");
    Log log;
    std::string all;
    Captured captured;
    {
        const Config config = config_for(account);
        ecall_config_set_password(config.get(), PASSWORD);
        ecall_config_set_log(config.get(), Log::take, &log, nullptr);
        const Client client = client_of(config.get());
        for (const char *steps : {
                 R"([{"accept": true}])",
                 R"([{"respond": {"status": 401, "json": {}}}])",
                 R"([{"respond": {"status": 400, "body": "no json"}}])",
                 R"([{"respond": {"status": 302, "headers": {"location": "https://example.com/"}}}])",
                 R"([{"respond": {"status": 429, "headers": {"retry-after": "9999"}}}])",
                 R"([{"respond": {"status": 200, "body": "no json"}}])",
                 R"([{"accept_then": "reset"}])",
                 R"([{"accept_then": "truncate"}])",
                 R"([{"fault": "garbage"}])",
             }) {
            account.script(Json::parse(steps));
            const Sent sent = send_sms(client.get(), TEXT);
            all += texts_of(sent.error.get());
        }
        all += texts_of(send_sms(client.get(), (std::string(5000, 'x') + TEXT).c_str()).error.get());

        ecall_error *error = nullptr;
        ecall_client *none = nullptr;
        // Credentials where they do not belong, and broken settings.
        const std::string url = "https://u:" + std::string(PASSWORD) + "@localhost";
        ecall_config_set_base_url(config.get(), url.c_str());
        EXPECT_EQ(ecall_client_new(config.get(), &none, &error), ECALL_CONFIG);
        all += texts_of(Error(error).get());
        const std::string broken = "{\"password\": \"" + std::string(PASSWORD) + "\", ";
        EXPECT_EQ(ecall_config_set_json(config.get(), broken.c_str(), &error), ECALL_INVALID_ARGUMENT);
        all += texts_of(Error(error).get());
        const std::string wrong = "{\"timeout_ms\": \"" + std::string(PASSWORD) + "\"}";
        EXPECT_EQ(ecall_config_set_json(config.get(), wrong.c_str(), nullptr), ECALL_OK);
        EXPECT_EQ(ecall_client_new(config.get(), &none, &error), ECALL_CONFIG);
        all += texts_of(Error(error).get());

        const Config proxied = config_for(account);
        ecall_config_set_proxy(proxied.get(), PROXY);
        ecall_config_set_max_retries(proxied.get(), 0);
        ecall_config_set_log(proxied.get(), Log::take, &log, nullptr);
        const Client behind = client_of(proxied.get());
        all += texts_of(send_sms(behind.get(), TEXT).error.get());
    }
    all += over_https(account, log);
    const std::string printed = captured.finish();
    EXPECT_EQ(printed, "");
    ASSERT_FALSE(log.text.empty());
    all += log.text;
    const std::string authorization = account.requests().at(0).at("headers").at("authorization");
    ASSERT_EQ(authorization.substr(0, 6), "Basic ");
    for (const std::string &secret :
         {std::string(PASSWORD), std::string("mArKeR-pRoXy"), std::string(TEXT), authorization.substr(6),
          std::string(NUMBER), std::string("1791234567").substr(1)}) {
        EXPECT_EQ(all.find(secret), std::string::npos) << secret << " in:\n" << all;
    }
}

} // namespace
