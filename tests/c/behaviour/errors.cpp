// Errors, results and statuses: every field, and who owns what.
#include <gtest/gtest.h>

#include "owned.hpp"

namespace {

TEST(Errors, HoldEverythingThatIsKnown) {
    const Account account("errors");
    const Client client = client_for(account);
    account.script(Json::parse(R"([
        {"respond": {"status": 503, "json": {}}},
        {"respond": {"status": 400, "headers": {"x-f24-request-id": "r-2"}, "json": {
            "errorCode": "InvalidContent", "errorMessage": "Not so", "errorDetails": {
                "type": "Parameter", "errors": [{"parameter": "To", "messages": ["is wrong", "is bad"]}]}}}}])"));
    const Sent sent = send_sms(client.get());
    const ecall_error *error = sent.error.get();
    EXPECT_EQ(sent.code, ECALL_REJECTED);
    EXPECT_EQ(sent.result, nullptr);
    EXPECT_EQ(ecall_error_kind(error), ECALL_REJECTED);
    EXPECT_STREQ(ecall_error_kind_name(error), "rejected");
    EXPECT_EQ(ecall_error_outcome(error), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_STREQ(ecall_error_outcome_name(error), "not_accepted");
    EXPECT_EQ(ecall_error_http_status(error), 400);
    EXPECT_STREQ(ecall_error_ecall_code(error), "InvalidContent");
    EXPECT_STREQ(ecall_error_ecall_message(error), "Not so");
    EXPECT_STREQ(ecall_error_request_id(error), "r-2");
    EXPECT_EQ(ecall_error_message_id(error), nullptr);
    EXPECT_EQ(ecall_error_last_status(error), nullptr);
    const std::string text = text_of(ecall_error_text(error));
    EXPECT_EQ(text, "rejected: " + text_of(ecall_error_message(error)) + " (request id r-2)");

    ASSERT_EQ(ecall_error_fields_count(error), 1U);
    const ecall_field_error *field = ecall_error_field(error, 0);
    EXPECT_STREQ(ecall_field_error_field(field), "To");
    EXPECT_STREQ(ecall_field_error_rule(field), "service");
    EXPECT_STREQ(ecall_field_error_message(field), "is wrong; is bad");
    std::uint64_t number = 7;
    EXPECT_FALSE(ecall_field_error_length(field, &number));
    EXPECT_FALSE(ecall_field_error_limit(field, &number));
    EXPECT_FALSE(ecall_error_retry_after_ms(error, &number));
    EXPECT_EQ(number, 7U);
    EXPECT_EQ(ecall_error_field(error, 1), nullptr);

    ASSERT_EQ(ecall_error_attempts_count(error), 2U);
    const ecall_attempt *first = ecall_error_attempt(error, 0);
    EXPECT_EQ(ecall_attempt_kind(first), ECALL_UNAVAILABLE);
    EXPECT_STREQ(ecall_attempt_kind_name(first), "unavailable");
    EXPECT_EQ(ecall_attempt_outcome(first), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_STREQ(ecall_attempt_outcome_name(first), "not_accepted");
    EXPECT_EQ(ecall_attempt_http_status(first), 503);
    EXPECT_NE(ecall_attempt_message(first), nullptr);
    EXPECT_LT(ecall_attempt_duration_ms(first), 60000U);
    const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::system_clock::now().time_since_epoch()).count();
    EXPECT_LT(std::abs(ecall_attempt_time_unix_ms(first) - now), 60000);
    EXPECT_EQ(text_of(ecall_attempt_time(first)).substr(0, 2), "20");
    EXPECT_STREQ(ecall_attempt_request_id(ecall_error_attempt(error, 1)), "r-2");
    EXPECT_EQ(ecall_error_attempt(error, 2), nullptr);

    std::size_t length = 0;
    const std::uint8_t *body = ecall_error_raw_body(error, &length);
    EXPECT_EQ(Json::parse(body, body + length).at("errorCode"), "InvalidContent");
    const Json json = Json::parse(ecall_error_json(error));
    EXPECT_EQ(json.at("kind"), "rejected");
    EXPECT_EQ(json.at("attempts").size(), 2U);
    EXPECT_EQ(json.at("ecall_code"), "InvalidContent");
}

TEST(Errors, SayHowLongToWait) {
    const Account account("retry-after");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"respond": {"status": 429, "headers": {"retry-after": "3600"}, "json": {}}}])"));
    const Sent sent = send_sms(client.get());
    EXPECT_EQ(sent.code, ECALL_RATE_LIMITED);
    std::uint64_t wait = 0;
    EXPECT_TRUE(ecall_error_retry_after_ms(sent.error.get(), &wait));
    EXPECT_EQ(wait, 3600000U);
    EXPECT_TRUE(ecall_error_retry_after_ms(sent.error.get(), nullptr));
}

TEST(Errors, MeasureWhatIsTooLong) {
    const Account account("too-long");
    const Client client = client_for(account);
    const Sent sent = send_sms(client.get(), "");
    ASSERT_EQ(ecall_error_fields_count(sent.error.get()), 1U);
    const ecall_field_error *field = ecall_error_field(sent.error.get(), 0);
    std::uint64_t length = 7;
    std::uint64_t limit = 7;
    EXPECT_STREQ(ecall_field_error_field(field), "content.text");
    EXPECT_TRUE(ecall_field_error_length(field, &length));
    EXPECT_TRUE(ecall_field_error_limit(field, &limit));
    EXPECT_EQ(length, 0U);
    EXPECT_EQ(limit, 1U);
}

TEST(Errors, OfAWaitLendTheLastStatus) {
    const Account account("last-status");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Sent"]]}})"));
    const Client client = client_for(account);
    const Sent sent = send_sms(client.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    const char *id = ecall_message_result_message_id(sent.result.get());
    const Options options(ecall_call_options_new());
    ecall_call_options_set_timeout_ms(options.get(), 400);
    ecall_call_options_set_poll_initial_ms(options.get(), 20);
    ecall_message_status *status = nullptr;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_wait(client.get(), id, options.get(), nullptr, &status, &error), ECALL_TIMEOUT);
    const Error owned(error);
    EXPECT_EQ(status, nullptr);
    const ecall_message_status *last = ecall_error_last_status(error);
    ASSERT_NE(last, nullptr);
    EXPECT_STREQ(ecall_message_status_status(last), "Sent");
    EXPECT_FALSE(ecall_message_status_is_final(last));
    EXPECT_EQ(ecall_message_status_http_status(last), 0);
    EXPECT_EQ(ecall_message_status_raw_body(last, nullptr), nullptr);
    EXPECT_STREQ(ecall_error_message_id(error), id);

    ecall_call_options_add_until(options.get(), "Read");
    ecall_call_options_add_until(options.get(), "Sent");
    EXPECT_EQ(ecall_client_wait(client.get(), id, options.get(), nullptr, &status, nullptr), ECALL_OK);
    const Status until(status);
    EXPECT_STREQ(ecall_message_status_status(status), "Sent");
}

TEST(Results, HoldEverythingThatIsKnownAndOutliveTheClient) {
    const Account account("results");
    account.configure(Json::parse(R"({"progress": {"Sms": [[0, "Delivered"]]}})"));
    Client client = client_for(account);
    account.script(Json::parse(R"([{"respond": {"status": 503, "json": {}}}])"));
    const Sent sent = send_sms(client.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    const ecall_message_result *result = sent.result.get();
    ecall_message_status *status = nullptr;
    ASSERT_EQ(ecall_client_status(client.get(), ecall_message_result_message_id(result), nullptr, nullptr, &status, nullptr),
              ECALL_OK);
    const Status owned(status);
    ecall_response *response = nullptr;
    const std::string path = "/api/v2/message/" + text_of(ecall_message_result_message_id(result));
    ASSERT_EQ(ecall_client_request(client.get(), "GET", path.c_str(), nullptr, nullptr, nullptr, &response, nullptr), ECALL_OK);
    const Response owned_response(response);
    client.reset();

    EXPECT_EQ(ecall_message_result_http_status(result), 200);
    EXPECT_NE(ecall_message_result_request_id(result), nullptr);
    EXPECT_FALSE(ecall_message_result_possible_duplicate(result));
    EXPECT_EQ(ecall_message_result_attempts_count(result), 1U);
    EXPECT_EQ(ecall_attempt_http_status(ecall_message_result_attempt(result, 0)), 503);
    EXPECT_EQ(ecall_message_result_attempt(result, 1), nullptr);
    std::int64_t time = 0;
    EXPECT_TRUE(ecall_message_result_timestamp_unix_ms(result, &time));
    EXPECT_GT(time, 1700000000000);
    EXPECT_NE(ecall_message_result_timestamp(result), nullptr);
    EXPECT_STREQ(ecall_message_result_extra_json(result), "{}");
    EXPECT_EQ(ecall_message_result_message_ids_count(result), 0U);
    std::size_t length = 0;
    const std::uint8_t *body = ecall_message_result_raw_body(result, &length);
    const Json read = Json::parse(ecall_message_result_json(result));
    EXPECT_EQ(Json::parse(body, body + length).at("messageId"), read.at("messageId"));

    EXPECT_STREQ(ecall_message_status_channel(status), "Sms");
    EXPECT_STREQ(ecall_message_status_status(status), "Delivered");
    EXPECT_STREQ(ecall_message_status_to(status), NUMBER);
    EXPECT_STREQ(ecall_message_status_from(status), "ecall-demo");
    EXPECT_STREQ(ecall_message_status_message_id(status), ecall_message_result_message_id(result));
    EXPECT_TRUE(ecall_message_status_is_final(status));
    std::int32_t reason = 7;
    EXPECT_TRUE(ecall_message_status_reason_code(status, &reason));
    EXPECT_EQ(reason, 0);
    EXPECT_TRUE(ecall_message_status_timestamp_unix_ms(status, &time));
    EXPECT_EQ(ecall_message_status_http_status(status), 200);
    EXPECT_EQ(ecall_message_status_attempts_count(status), 0U);
    EXPECT_EQ(ecall_message_status_attempt(status, 0), nullptr);
    EXPECT_EQ(Json::parse(ecall_message_status_json(status)).at("status"), "Delivered");
    EXPECT_STREQ(ecall_message_status_extra_json(status), "{}");

    EXPECT_EQ(ecall_response_http_status(response), 200);
    EXPECT_STREQ(ecall_response_header(response, "X-F24-Request-ID"), ecall_response_request_id(response));
    EXPECT_EQ(ecall_response_header(response, "none"), nullptr);
    const std::size_t headers = ecall_response_headers_count(response);
    EXPECT_GE(headers, 2U);
    EXPECT_NE(ecall_response_header_name(response, headers - 1), nullptr);
    EXPECT_NE(ecall_response_header_value(response, headers - 1), nullptr);
    EXPECT_EQ(ecall_response_header_name(response, headers), nullptr);
    EXPECT_FALSE(ecall_response_possible_duplicate(response));
    EXPECT_EQ(ecall_response_attempts_count(response), 0U);
    body = ecall_response_raw_body(response, &length);
    EXPECT_EQ(Json::parse(body, body + length).at("status"), "Delivered");
}

} // namespace
