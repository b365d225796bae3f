// The functions of the SOAP interface with NULL for every pointer.
#include <gtest/gtest.h>

#include "owned.hpp"

namespace {

constexpr std::int32_t WRONG = ECALL_INVALID_ARGUMENT;

TEST(NullSafetyOfSoap, FreeAndClose) {
    ecall_soap_client_close(nullptr);
    ecall_soap_client_free(nullptr);
    ecall_attachments_free(nullptr);
    ecall_job_state_free(nullptr);
    ecall_soap_resolution_free(nullptr);
}

TEST(NullSafetyOfSoap, Setters) {
    EXPECT_EQ(ecall_call_options_set_soap_notification(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_always_notification(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_token_fields(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_max_files(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_set_max_file_bytes(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_add_file_type(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_attachments_add_path(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_attachments_add_bytes(nullptr, nullptr, nullptr, 1), WRONG);
}

TEST(NullSafetyOfSoap, Calls) {
    EXPECT_EQ(ecall_soap_client_new(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_sms(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_sms_with(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_fax(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_voice(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_sms_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_fax_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_send_voice_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_state(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_wait(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_resolve(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_state_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_wait_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_soap_client_resolve_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
}

TEST(NullSafetyOfSoap, Getters) {
    std::size_t length = 7;
    std::int64_t number = 7;
    double real = 7;
    EXPECT_EQ(ecall_error_last_job_state(nullptr), nullptr);
    EXPECT_EQ(ecall_job_state_job_id(nullptr), nullptr);
    EXPECT_EQ(ecall_job_state_address(nullptr), nullptr);
    EXPECT_FALSE(ecall_job_state_job_type(nullptr, nullptr));
    EXPECT_FALSE(ecall_job_state_job_type(nullptr, &number));
    EXPECT_FALSE(ecall_job_state_send_state(nullptr, nullptr));
    EXPECT_FALSE(ecall_job_state_send_state(nullptr, &number));
    EXPECT_EQ(ecall_job_state_status(nullptr), nullptr);
    EXPECT_FALSE(ecall_job_state_error_state(nullptr, nullptr));
    EXPECT_FALSE(ecall_job_state_error_state(nullptr, &number));
    EXPECT_FALSE(ecall_job_state_points_used(nullptr, nullptr));
    EXPECT_FALSE(ecall_job_state_points_used(nullptr, &real));
    EXPECT_EQ(ecall_job_state_finish_date(nullptr), nullptr);
    EXPECT_FALSE(ecall_job_state_is_final(nullptr));
    EXPECT_EQ(ecall_job_state_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_state_json(nullptr), nullptr);
    EXPECT_EQ(ecall_job_state_http_status(nullptr), 0);
    EXPECT_EQ(ecall_job_state_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_job_state_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_job_state_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_job_state_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_job_state_attempt(nullptr, 1), nullptr);
    EXPECT_FALSE(ecall_soap_resolution_is_accepted(nullptr));
    EXPECT_EQ(ecall_soap_resolution_state(nullptr), nullptr);
    EXPECT_EQ(ecall_soap_resolution_http_status(nullptr), 0);
    EXPECT_EQ(ecall_soap_resolution_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_soap_resolution_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_soap_resolution_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_soap_resolution_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_soap_resolution_attempt(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_soap_resolution_json(nullptr), nullptr);
    EXPECT_EQ(number, 7);
    EXPECT_EQ(real, 7);
}

/// What a call says that fails at once; its callback must not be called.
template <class Call> std::string refused(Call call) {
    ecall_error *error = nullptr;
    EXPECT_EQ(call(&error), WRONG);
    const Error owned(error);
    return text_of(ecall_error_message(error));
}

TEST(NullSafetyOfSoap, EveryArgumentByItself) {
    const Account account("null-soap");
    const SoapClient client = soap_client_for(account);
    ecall_soap_client *c = client.get();
    const char *to[] = {NUMBER, nullptr};
    const ecall_sent_job_callback sent = [](void *, std::int32_t, ecall_sent_job *, ecall_error *) { ADD_FAILURE(); };
    const ecall_job_state_callback state = [](void *, std::int32_t, ecall_job_state *, ecall_error *) { ADD_FAILURE(); };
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_new(nullptr, nullptr, e); }), "client: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_sms(c, nullptr, "x", nullptr, nullptr, e); }), "to[0]: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_sms(c, NUMBER, nullptr, nullptr, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_sms_with(c, to, 2, "x", nullptr, nullptr, nullptr, nullptr, e); }), "to[1]: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_fax(c, nullptr, 1, "x", nullptr, nullptr, nullptr, nullptr, e); }), "to: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_fax(c, nullptr, 0, "x", nullptr, nullptr, nullptr, nullptr, e); }), "to: has no items");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_voice(c, to, 1, nullptr, nullptr, nullptr, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_state(c, nullptr, "x", nullptr, nullptr, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_wait(c, nullptr, "x", nullptr, nullptr, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_resolve(c, nullptr, nullptr, nullptr, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_sms_async(c, to, 1, "x", nullptr, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_sms_async(c, to, 2, "x", nullptr, nullptr, nullptr, sent, nullptr, e); }), "to[1]: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_fax_async(c, to, 1, nullptr, nullptr, nullptr, nullptr, sent, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_send_voice_async(nullptr, to, 1, "x", nullptr, nullptr, sent, nullptr, e); }), "client: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_state_async(c, nullptr, nullptr, nullptr, nullptr, state, nullptr, e); }), "job_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_wait_async(c, "x", nullptr, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_soap_client_resolve_async(c, "x", nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    const Attachments files(ecall_attachments_new());
    EXPECT_EQ(ecall_attachments_add_path(files.get(), nullptr, "x"), WRONG);
    EXPECT_EQ(ecall_attachments_add_bytes(files.get(), nullptr, nullptr, 0), WRONG);
    EXPECT_EQ(ecall_attachments_add_bytes(files.get(), "x", nullptr, 1), WRONG);
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_soap_notification(options.get(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_call_options_add_file_type(options.get(), nullptr), WRONG);
    EXPECT_EQ(account.count(), 0U);
    // Results and errors need not be wanted.
    EXPECT_EQ(ecall_soap_client_send_sms(c, NUMBER, "x", nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_soap_client_send_fax(c, to, 1, "x", nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_soap_client_state(c, "unknown", nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_NOT_FOUND);
}

} // namespace
