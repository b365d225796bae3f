// The functions of the HTTPS interface and of callbacks with NULL for every pointer.
#include <gtest/gtest.h>

#include "owned.hpp"

namespace {

constexpr std::int32_t WRONG = ECALL_INVALID_ARGUMENT;

TEST(NullSafetyOfHttps, FreeAndClose) {
    ecall_https_client_close(nullptr);
    ecall_https_client_free(nullptr);
    ecall_cached_message_free(nullptr);
    ecall_deletion_free(nullptr);
    ecall_inbox_free(nullptr);
    ecall_status_range_free(nullptr);
    ecall_inbound_sms_free(nullptr);
    ecall_sent_job_free(nullptr);
    ecall_job_status_free(nullptr);
    ecall_job_states_free(nullptr);
    ecall_resolution_free(nullptr);
}

TEST(NullSafetyOfHttps, Setters) {
    EXPECT_EQ(ecall_call_options_set_job_id(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_add_notification_address(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_notification_level(nullptr, 0), WRONG);
    EXPECT_EQ(ecall_call_options_set_answer(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_msg_type(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_no_log(nullptr, true), WRONG);
    EXPECT_EQ(ecall_call_options_set_calling_number(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_subject(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_header_id(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_header_info(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_number_of_retries(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_set_retry_interval_minutes(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_set_language(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_from_text(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_follow(nullptr, true), WRONG);
    EXPECT_EQ(ecall_call_options_set_poll_ms(nullptr, 1), WRONG);
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_job_id(options.get(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_call_options_add_notification_address(options.get(), nullptr), WRONG);
}

TEST(NullSafetyOfHttps, Calls) {
    EXPECT_EQ(ecall_webhook_parse_callback(nullptr, 1, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_new(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_next_message(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_delete_message(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_next_message_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_delete_message_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_messages(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_inbox_next(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_inbox_acknowledge(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_inbox_next_async(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_inbox_acknowledge_async(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_status_range(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_status_range_unix_ms(nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_status_range_next(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_status_range_next_async(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_sms(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_sms_with(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_fax(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_voice(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_sms_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_fax_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_send_voice_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_status(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_resolve(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_status_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_https_client_resolve_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
}

TEST(NullSafetyOfHttps, Getters) {
    std::size_t length = 7;
    std::int64_t number = 7;
    EXPECT_EQ(ecall_error_job_id(nullptr), nullptr);
    EXPECT_EQ(ecall_webhook_event_message(nullptr), nullptr);
    EXPECT_EQ(ecall_webhook_event_notification(nullptr), nullptr);
    EXPECT_EQ(ecall_cached_message_sms(nullptr), nullptr);
    EXPECT_EQ(ecall_cached_message_http_status(nullptr), 0);
    EXPECT_EQ(ecall_cached_message_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_cached_message_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_cached_message_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_cached_message_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_cached_message_attempt(nullptr, 1), nullptr);
    EXPECT_FALSE(ecall_deletion_is_deleted(nullptr));
    EXPECT_EQ(ecall_deletion_http_status(nullptr), 0);
    EXPECT_EQ(ecall_deletion_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_deletion_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_deletion_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_deletion_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_deletion_attempt(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_inbound_sms_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_job_id(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_address_from(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_address_to(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_message(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_time_stamp(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_inbound_sms_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_notification_job_id(nullptr), nullptr);
    EXPECT_FALSE(ecall_job_notification_result_code(nullptr, nullptr));
    EXPECT_FALSE(ecall_job_notification_result_code(nullptr, &number));
    EXPECT_EQ(ecall_job_notification_result_text(nullptr), nullptr);
    EXPECT_EQ(ecall_job_notification_number(nullptr), nullptr);
    EXPECT_EQ(ecall_job_notification_time_stamp(nullptr), nullptr);
    EXPECT_EQ(ecall_job_notification_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_notification_json(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_job_job_id(nullptr), nullptr);
    EXPECT_FALSE(ecall_sent_job_result_code(nullptr, nullptr));
    EXPECT_FALSE(ecall_sent_job_result_code(nullptr, &number));
    EXPECT_EQ(ecall_sent_job_result_text(nullptr), nullptr);
    EXPECT_FALSE(ecall_sent_job_possible_duplicate(nullptr));
    EXPECT_EQ(ecall_sent_job_http_status(nullptr), 0);
    EXPECT_EQ(ecall_sent_job_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_job_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_sent_job_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_sent_job_estimate(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_job_replacements_count(nullptr), 0U);
    EXPECT_EQ(ecall_sent_job_replacement(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_sent_job_replacements_json(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_job_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_sent_job_attempt(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_sent_job_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_status_job_id(nullptr), nullptr);
    EXPECT_EQ(ecall_job_status_address(nullptr), nullptr);
    EXPECT_FALSE(ecall_job_status_status_code(nullptr, nullptr));
    EXPECT_FALSE(ecall_job_status_status_code(nullptr, &number));
    EXPECT_EQ(ecall_job_status_status(nullptr), nullptr);
    EXPECT_EQ(ecall_job_status_status_text(nullptr), nullptr);
    EXPECT_EQ(ecall_job_status_time_stamp(nullptr), nullptr);
    EXPECT_FALSE(ecall_job_status_is_final(nullptr));
    EXPECT_EQ(ecall_job_status_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_status_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_states_count(nullptr), 0U);
    EXPECT_EQ(ecall_job_states_state(nullptr, 1), nullptr);
    EXPECT_FALSE(ecall_job_states_is_final(nullptr));
    EXPECT_EQ(ecall_job_states_http_status(nullptr), 0);
    EXPECT_EQ(ecall_job_states_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_job_states_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_job_states_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_job_states_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_job_states_attempt(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_job_states_json(nullptr), nullptr);
    EXPECT_FALSE(ecall_resolution_is_accepted(nullptr));
    EXPECT_EQ(ecall_resolution_states_count(nullptr), 0U);
    EXPECT_EQ(ecall_resolution_state(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_resolution_http_status(nullptr), 0);
    EXPECT_EQ(ecall_resolution_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_resolution_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_resolution_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_resolution_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_resolution_attempt(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_resolution_json(nullptr), nullptr);
    EXPECT_EQ(ecall_local_time_text(nullptr), nullptr);
    EXPECT_EQ(ecall_local_time_time(nullptr), nullptr);
    EXPECT_FALSE(ecall_local_time_unix_ms(nullptr, nullptr));
    EXPECT_FALSE(ecall_local_time_unix_ms(nullptr, &number));
    EXPECT_EQ(ecall_local_time_doubt(nullptr), nullptr);
    EXPECT_EQ(number, 7);
}

/// What a call says that fails at once; its callback must not be called.
template <class Call> std::string refused(Call call) {
    ecall_error *error = nullptr;
    EXPECT_EQ(call(&error), WRONG);
    const Error owned(error);
    return text_of(ecall_error_message(error));
}

TEST(NullSafetyOfHttps, EveryArgumentByItself) {
    const Account account("null-https");
    const HttpsClient client = https_client_for(account);
    ecall_https_client *c = client.get();
    const char *to[] = {NUMBER, nullptr};
    const ecall_sent_job_callback sent = [](void *, std::int32_t, ecall_sent_job *, ecall_error *) { ADD_FAILURE(); };
    const ecall_job_states_callback states = [](void *, std::int32_t, ecall_job_states *, ecall_error *) { ADD_FAILURE(); };
    const ecall_deletion_callback deletion = [](void *, std::int32_t, ecall_deletion *, ecall_error *) { ADD_FAILURE(); };
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_new(nullptr, nullptr, e); }), "client: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_sms(c, nullptr, "x", nullptr, nullptr, e); }), "to[0]: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_sms(c, NUMBER, nullptr, nullptr, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_sms_with(c, to, 2, "x", nullptr, nullptr, nullptr, nullptr, e); }), "to[1]: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_fax(c, nullptr, 1, "x", nullptr, nullptr, nullptr, e); }), "to: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_fax(c, nullptr, 0, "x", nullptr, nullptr, nullptr, e); }), "to: has no items");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_voice(c, nullptr, "x", nullptr, nullptr, nullptr, e); }), "to: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_status(c, nullptr, nullptr, nullptr, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_resolve(c, nullptr, nullptr, nullptr, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_delete_message(c, nullptr, nullptr, nullptr, nullptr, e); }), "message_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_status_range(c, nullptr, "x", nullptr, nullptr, nullptr, e); }), "start: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_status_range(c, "x", nullptr, nullptr, nullptr, nullptr, e); }), "end: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_sms_async(c, to, 1, "x", nullptr, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_sms_async(c, to, 2, "x", nullptr, nullptr, nullptr, sent, nullptr, e); }), "to[1]: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_send_voice_async(c, NUMBER, nullptr, nullptr, nullptr, sent, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_status_async(c, nullptr, nullptr, nullptr, states, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_status_async(c, "x", nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_https_client_delete_message_async(nullptr, "x", nullptr, nullptr, deletion, nullptr, e); }), "client: must not be NULL");
    // What nobody wants ends by itself; callbacks that are missing are refused.
    EXPECT_EQ(ecall_https_client_messages(c, nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    ecall_inbox *made = nullptr;
    ASSERT_EQ(ecall_https_client_messages(c, nullptr, nullptr, nullptr, &made, nullptr), ECALL_OK);
    const Inbox inbox(made);
    EXPECT_EQ(refused([&](auto e) { return ecall_inbox_next_async(made, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_inbox_acknowledge_async(made, nullptr, nullptr, e); }), "callback: must not be NULL");
    // What is given once only must be wanted.
    EXPECT_EQ(refused([&](auto e) { return ecall_inbox_next(made, nullptr, e); }), "message: must not be NULL");
    EXPECT_EQ(ecall_inbox_next(made, nullptr, nullptr), WRONG);
    ecall_status_range *ranged = nullptr;
    ASSERT_EQ(ecall_https_client_status_range_unix_ms(c, 0, 1, nullptr, nullptr, &ranged, nullptr), ECALL_OK);
    const StatusRange range(ranged);
    EXPECT_EQ(refused([&](auto e) { return ecall_status_range_next(ranged, nullptr, e); }), "status: must not be NULL");
    EXPECT_EQ(account.count(), 0U);
    EXPECT_EQ(ecall_https_client_next_message(c, nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_https_client_delete_message(c, "x", nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_https_client_send_sms(c, NUMBER, "x", nullptr, nullptr, nullptr), ECALL_OK);
}

TEST(NullSafetyOfHttps, NothingAtAllIsNoCallback) {
    EXPECT_EQ(refused([&](auto e) { return ecall_webhook_parse_callback(nullptr, 1, nullptr, nullptr, e); }), "data: must not be NULL");
    EXPECT_EQ(ecall_webhook_parse_callback(nullptr, 0, nullptr, nullptr, nullptr), WRONG);
}

} // namespace
