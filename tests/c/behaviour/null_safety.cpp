// Every function with NULL for every pointer (others are in the files null_safety_*.cpp), and a check that none was forgotten.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "owned.hpp"

namespace {

std::string read_file(const std::string &path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::set<std::string> functions_of(const std::string &text) {
    std::set<std::string> names;
    const std::regex call("\\b(ecall_[a-z0-9_]+)\\(");
    for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) names.insert((*at)[1]);
    return names;
}

TEST(NullSafety, EveryFunctionOfTheHeaderIsCalledHere) {
    const std::string header =
        std::regex_replace(read_file(ECALL_TESTS_HEADER), std::regex("/\\*[^*]*\\*+([^/*][^*]*\\*+)*/"), "");
    const std::string folder = std::string(__FILE__).substr(0, std::string(__FILE__).rfind('/') + 1);
    std::string sources = read_file(__FILE__);
    for (const char *room : {"https", "many", "smpp", "soap", "text"}) sources += read_file(folder + "null_safety_" + room + ".cpp");
    const std::set<std::string> here = functions_of(sources);
    const std::set<std::string> all = functions_of(header);
    ASSERT_GT(all.size(), 100U);
    for (const std::string &name : all) EXPECT_EQ(here.count(name), 1U) << name;
}

TEST(NullSafety, Constructors) {
    const Config config(ecall_config_new());
    const Options options(ecall_call_options_new());
    const Token token(ecall_cancel_token_new());
    const Message message(ecall_message_new());
    EXPECT_TRUE(config && options && token && message);
    EXPECT_NE(ecall_version(), nullptr);
    EXPECT_EQ(ecall_abi_version(), ECALL_ABI_VERSION);
    EXPECT_TRUE(ecall_abi_matches(0));
    EXPECT_GT(ecall_kind_count(), 0U);
    EXPECT_EQ(ecall_kind_at(0), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(ecall_kind_name(0), nullptr);
    EXPECT_EQ(ecall_kind_description(0), nullptr);
    EXPECT_EQ(ecall_outcome_name(99), nullptr);
}

TEST(NullSafety, Free) {
    ecall_config_free(nullptr);
    ecall_call_options_free(nullptr);
    ecall_cancel_token_free(nullptr);
    ecall_message_free(nullptr);
    ecall_client_free(nullptr);
    ecall_message_result_free(nullptr);
    ecall_message_status_free(nullptr);
    ecall_response_free(nullptr);
    ecall_error_free(nullptr);
}

TEST(NullSafety, Setters) {
    const std::int32_t wrong = ECALL_INVALID_ARGUMENT;
    EXPECT_EQ(ecall_config_set_username(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_password(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_base_url(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_api_version(nullptr, 2), wrong);
    EXPECT_EQ(ecall_config_set_soap_version(nullptr, "1.2"), wrong);
    EXPECT_EQ(ecall_config_set_timeout_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_config_set_connect_timeout_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_config_set_attempt_timeout_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_config_set_max_retries(nullptr, 1), wrong);
    EXPECT_EQ(ecall_config_set_delivery(nullptr, 0), wrong);
    EXPECT_EQ(ecall_config_set_backoff_initial_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_config_set_backoff_max_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_config_set_default_from(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_proxy(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_ca_file(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_user_agent(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_http2(nullptr, true), wrong);
    EXPECT_EQ(ecall_config_set_allow_plain_http(nullptr, true), wrong);
    EXPECT_EQ(ecall_config_set_json(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_config_set_log(nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_call_options_set_timeout_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_call_options_set_max_retries(nullptr, 1), wrong);
    EXPECT_EQ(ecall_call_options_set_delivery(nullptr, 0), wrong);
    EXPECT_EQ(ecall_call_options_set_allow_truncation(nullptr, true), wrong);
    EXPECT_EQ(ecall_call_options_set_to_gsm(nullptr, true), wrong);
    EXPECT_EQ(ecall_call_options_set_poll_initial_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_call_options_set_poll_max_ms(nullptr, 1), wrong);
    EXPECT_EQ(ecall_call_options_add_until(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_call_options_set_force_gsm(nullptr, true), wrong);
    EXPECT_EQ(ecall_call_options_set_page_limit(nullptr, 1), wrong);
    EXPECT_EQ(ecall_call_options_set_sms_type(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_call_options_set_send_date(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_call_options_set_notification(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_channel(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_from(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_to(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_add_recipient(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_text(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_content(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_send_date(nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_set_notification(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_from_json(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_message_json(nullptr), nullptr);
    ecall_cancel_token_cancel(nullptr);
    EXPECT_FALSE(ecall_cancel_token_is_cancelled(nullptr));
}

TEST(NullSafety, Calls) {
    const std::int32_t wrong = ECALL_INVALID_ARGUMENT;
    // A config may be NULL, the place for the client may not.
    EXPECT_EQ(ecall_client_new(nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send_sms(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send_sms_with(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_status(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_wait(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_check(nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_request(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send_sms_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_status_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_wait_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_check_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_request_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    ecall_client_close(nullptr);
}

TEST(NullSafety, EveryArgumentByItself) {
    const Account account("null");
    const Client client = client_for(account);
    const Message message(ecall_message_new());
    const std::int32_t wrong = ECALL_INVALID_ARGUMENT;
    EXPECT_EQ(ecall_client_send_sms(client.get(), nullptr, "text", nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send_sms(client.get(), NUMBER, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_send(nullptr, message.get(), nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_request(client.get(), "GET", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    EXPECT_EQ(ecall_client_check_async(client.get(), nullptr, nullptr, nullptr, nullptr, nullptr), wrong);
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_send_sms_async(client.get(), NUMBER, "text", nullptr, nullptr, nullptr, nullptr, nullptr, &error), wrong);
    const Error owned(error);
    EXPECT_STREQ(ecall_error_message(error), "callback: must not be NULL");
    EXPECT_EQ(ecall_error_outcome(error), ECALL_SEND_NOT_ACCEPTED);
    EXPECT_EQ(account.count(), 0U);
    // Neither result nor error has to be wanted.
    EXPECT_EQ(ecall_client_send_sms(client.get(), NUMBER, "text", nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(account.count(), 1U);
}

TEST(NullSafety, GettersOfResults) {
    std::size_t length = 7;
    std::int64_t time = 7;
    EXPECT_EQ(ecall_message_result_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_message_result_message_ids_count(nullptr), 0U);
    EXPECT_EQ(ecall_message_result_message_ids_message_id(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_message_result_message_ids_address(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_message_result_timestamp(nullptr), nullptr);
    EXPECT_FALSE(ecall_message_result_timestamp_unix_ms(nullptr, nullptr));
    EXPECT_FALSE(ecall_message_result_timestamp_unix_ms(nullptr, &time));
    EXPECT_EQ(time, 7);
    EXPECT_FALSE(ecall_message_result_possible_duplicate(nullptr));
    EXPECT_EQ(ecall_message_result_http_status(nullptr), 0);
    EXPECT_EQ(ecall_message_result_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_message_result_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_message_result_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    EXPECT_EQ(ecall_message_result_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_message_result_attempt(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_message_result_estimate(nullptr), nullptr);
    EXPECT_EQ(ecall_message_result_replacements_count(nullptr), 0U);
    EXPECT_EQ(ecall_message_result_replacement(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_message_result_replacements_json(nullptr), nullptr);
    EXPECT_EQ(ecall_message_result_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_message_result_json(nullptr), nullptr);
    EXPECT_EQ(ecall_response_http_status(nullptr), 0);
    EXPECT_EQ(ecall_response_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_response_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_response_header(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_response_headers_count(nullptr), 0U);
    EXPECT_EQ(ecall_response_header_name(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_response_header_value(nullptr, 0), nullptr);
    EXPECT_FALSE(ecall_response_possible_duplicate(nullptr));
    EXPECT_EQ(ecall_response_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_response_attempt(nullptr, 0), nullptr);
}

TEST(NullSafety, GettersOfStatuses) {
    EXPECT_EQ(ecall_message_status_channel(nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_status(nullptr), nullptr);
    EXPECT_FALSE(ecall_message_status_is_final(nullptr));
    EXPECT_FALSE(ecall_message_status_reason_code(nullptr, nullptr));
    EXPECT_EQ(ecall_message_status_reason(nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_timestamp(nullptr), nullptr);
    EXPECT_FALSE(ecall_message_status_timestamp_unix_ms(nullptr, nullptr));
    EXPECT_EQ(ecall_message_status_from(nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_to(nullptr), nullptr);
    EXPECT_FALSE(ecall_message_status_page_total(nullptr, nullptr));
    EXPECT_EQ(ecall_message_status_http_status(nullptr), 0);
    EXPECT_EQ(ecall_message_status_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_message_status_attempt(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_message_status_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_message_status_json(nullptr), nullptr);
}

TEST(NullSafety, GettersOfErrors) {
    EXPECT_EQ(ecall_error_kind(nullptr), ECALL_OK);
    EXPECT_EQ(ecall_error_kind_name(nullptr), nullptr);
    EXPECT_EQ(ecall_error_outcome(nullptr), -1);
    EXPECT_EQ(ecall_error_outcome_name(nullptr), nullptr);
    EXPECT_EQ(ecall_error_message(nullptr), nullptr);
    EXPECT_EQ(ecall_error_text(nullptr), nullptr);
    EXPECT_EQ(ecall_error_http_status(nullptr), 0);
    EXPECT_EQ(ecall_error_ecall_code(nullptr), nullptr);
    EXPECT_EQ(ecall_error_ecall_message(nullptr), nullptr);
    EXPECT_EQ(ecall_error_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_error_message_id(nullptr), nullptr);
    EXPECT_FALSE(ecall_error_retry_after_ms(nullptr, nullptr));
    EXPECT_EQ(ecall_error_fields_count(nullptr), 0U);
    EXPECT_EQ(ecall_error_field(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_error_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_error_attempt(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_error_last_status(nullptr), nullptr);
    EXPECT_EQ(ecall_error_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_error_json(nullptr), nullptr);
    EXPECT_EQ(ecall_field_error_field(nullptr), nullptr);
    EXPECT_EQ(ecall_field_error_rule(nullptr), nullptr);
    EXPECT_EQ(ecall_field_error_message(nullptr), nullptr);
    EXPECT_FALSE(ecall_field_error_length(nullptr, nullptr));
    EXPECT_FALSE(ecall_field_error_limit(nullptr, nullptr));
}

TEST(NullSafety, GettersOfAttemptsAndEvents) {
    EXPECT_EQ(ecall_attempt_time(nullptr), nullptr);
    EXPECT_EQ(ecall_attempt_time_unix_ms(nullptr), 0);
    EXPECT_EQ(ecall_attempt_duration_ms(nullptr), 0U);
    EXPECT_EQ(ecall_attempt_kind(nullptr), ECALL_OK);
    EXPECT_EQ(ecall_attempt_kind_name(nullptr), nullptr);
    EXPECT_EQ(ecall_attempt_outcome(nullptr), -1);
    EXPECT_EQ(ecall_attempt_outcome_name(nullptr), nullptr);
    EXPECT_EQ(ecall_attempt_message(nullptr), nullptr);
    EXPECT_EQ(ecall_attempt_http_status(nullptr), 0);
    EXPECT_EQ(ecall_attempt_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_log_event_level(nullptr), ECALL_LOG_DEBUG);
    EXPECT_EQ(ecall_log_event_event(nullptr), nullptr);
    EXPECT_EQ(ecall_log_event_operation(nullptr), nullptr);
    EXPECT_EQ(ecall_log_event_attempt(nullptr), 0U);
    EXPECT_EQ(ecall_log_event_http_status(nullptr), 0);
    EXPECT_EQ(ecall_log_event_kind_name(nullptr), nullptr);
    EXPECT_EQ(ecall_log_event_duration_ms(nullptr), 0U);
    EXPECT_EQ(ecall_log_event_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_log_event_json(nullptr), nullptr);
}

} // namespace
