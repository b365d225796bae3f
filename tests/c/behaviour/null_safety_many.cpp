// The functions on many messages, media and webhooks with NULL for every pointer.
#include <gtest/gtest.h>

#include "owned.hpp"

namespace {

constexpr std::int32_t WRONG = ECALL_INVALID_ARGUMENT;

TEST(NullSafetyOfMany, Free) {
    ecall_following_free(nullptr);
    ecall_list_status_free(nullptr);
    ecall_media_free(nullptr);
    ecall_received_message_free(nullptr);
    ecall_sent_list_free(nullptr);
    ecall_status_event_free(nullptr);
    ecall_uploaded_media_free(nullptr);
    ecall_webhook_event_free(nullptr);
    ecall_webhook_receiver_free(nullptr);
}

TEST(NullSafetyOfMany, Setters) {
    EXPECT_EQ(ecall_call_options_set_concurrency(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_set_rate(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_set_content_type(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_filename(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_encoding(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_call_options_set_max_bytes(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_call_options_set_progress(nullptr, nullptr, nullptr), WRONG);
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_filename(options.get(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_call_options_set_progress(options.get(), nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_message_copy(nullptr), nullptr);
    const Token child(ecall_cancel_token_new_child(nullptr));
    EXPECT_FALSE(ecall_cancel_token_is_cancelled(child.get()));
}

TEST(NullSafetyOfMany, Calls) {
    ecall_bulk_counts counts{7, 7, 7, 7, 7, 7};
    EXPECT_EQ(ecall_client_send_list(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_send_list_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_list_status(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_list_status_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_send_many(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_send_many(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, &counts, nullptr), WRONG);
    EXPECT_EQ(counts.given + counts.open, 0U);
    EXPECT_EQ(ecall_client_wait_many(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_upload_media(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_upload_media_bytes(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_upload_media_from(nullptr, nullptr, nullptr, -1, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_path(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_to(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_upload_media_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_upload_media_bytes_async(nullptr, nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_upload_media_from_async(nullptr, nullptr, nullptr, -1, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_path_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_to_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
}

TEST(NullSafetyOfMany, EveryArgumentByItself) {
    const Account account("null-many");
    const Client client = client_for(account);
    const auto next = [](void *) -> ecall_message * { return nullptr; };
    const auto take = [](void *, std::uint64_t, ecall_message_result *, ecall_error *) -> std::int32_t { return 0; };
    EXPECT_EQ(ecall_client_send_many(client.get(), nullptr, take, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_send_many(client.get(), next, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_send_many(client.get(), next, take, nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    const Message message = sms();
    const ecall_message *messages[] = {message.get(), nullptr};
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_send_list(client.get(), messages, 2, nullptr, nullptr, nullptr, nullptr, &error), WRONG);
    const Error list_error(error);
    EXPECT_STREQ(ecall_error_message(error), "messages[1]: must not be NULL");
    const char *ids[] = {"a", nullptr};
    EXPECT_EQ(ecall_client_wait_many(client.get(), ids, 2, nullptr, nullptr, nullptr, &error), WRONG);
    const Error wait_error(error);
    EXPECT_STREQ(ecall_error_message(error), "message_ids[1]: must not be NULL");
    // A following that nobody wants ends by itself.
    EXPECT_EQ(ecall_client_wait_many(client.get(), ids, 1, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_client_upload_media_from(client.get(), nullptr, nullptr, -1, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_path(client.get(), "id", nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_client_download_media_to(client.get(), "id", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
}

/// What an asynchronous call says that fails at once; its callback must not be called.
template <class Call> std::string refused(Call call) {
    ecall_error *error = nullptr;
    EXPECT_EQ(call(&error), WRONG);
    const Error owned(error);
    return text_of(ecall_error_message(error));
}

TEST(NullSafetyOfMany, EveryArgumentOfAnAsynchronousTransferByItself) {
    const Account account("null-transfers");
    const Client client = client_for(account);
    ecall_client *c = client.get();
    const ecall_uploaded_media_callback sent = [](void *, std::int32_t, ecall_uploaded_media *, ecall_error *) { ADD_FAILURE(); };
    const ecall_media_callback fetched = [](void *, std::int32_t, ecall_media *, ecall_error *) { ADD_FAILURE(); };
    const ecall_read_callback read = [](void *, std::uint8_t *, std::size_t) -> std::int64_t { ADD_FAILURE(); return 0; };
    const ecall_write_callback write = [](void *, const std::uint8_t *, std::size_t) -> std::int32_t { ADD_FAILURE(); return 0; };
    const std::uint8_t octet = 0;
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_async(nullptr, "/x", nullptr, nullptr, sent, nullptr, e); }), "client: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_async(c, nullptr, nullptr, nullptr, sent, nullptr, e); }), "path: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_async(c, "/x", nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_bytes_async(c, nullptr, 1, nullptr, nullptr, sent, nullptr, e); }), "octets: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_bytes_async(c, &octet, 1, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_from_async(c, nullptr, nullptr, -1, nullptr, nullptr, sent, nullptr, e); }), "read: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_upload_media_from_async(c, read, nullptr, -1, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_download_media_async(c, nullptr, nullptr, nullptr, fetched, nullptr, e); }), "media_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_download_media_async(c, "id", nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_download_media_path_async(c, "id", nullptr, nullptr, nullptr, fetched, nullptr, e); }), "path: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_download_media_path_async(c, nullptr, "/x", nullptr, nullptr, fetched, nullptr, e); }), "media_id: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_download_media_to_async(c, "id", nullptr, nullptr, nullptr, nullptr, fetched, nullptr, e); }), "write: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_client_download_media_to_async(c, "id", write, nullptr, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    // The error need not be wanted; a closed client refuses as well.
    EXPECT_EQ(ecall_client_download_media_to_async(c, "id", nullptr, nullptr, nullptr, nullptr, fetched, nullptr, nullptr), WRONG);
    ecall_client_close(c);
    EXPECT_EQ(ecall_client_upload_media_from_async(c, read, nullptr, -1, nullptr, nullptr, sent, nullptr, nullptr), ECALL_CLOSED);
    EXPECT_EQ(account.count(), 0U);
}

TEST(NullSafetyOfMany, Followings) {
    EXPECT_EQ(ecall_following_next(nullptr, 0, nullptr, nullptr, nullptr), WRONG);
    const char *id = "something";
    EXPECT_EQ(ecall_following_next(nullptr, 0, &id, nullptr, nullptr), WRONG);
    EXPECT_EQ(id, nullptr);
    EXPECT_EQ(ecall_following_notify(nullptr, nullptr, nullptr), WRONG);
    ecall_following_cancel(nullptr);
    EXPECT_EQ(ecall_following_open(nullptr), 0U);
    EXPECT_TRUE(ecall_following_is_over(nullptr));
}

TEST(NullSafetyOfMany, GettersOfLists) {
    std::size_t length = 7;
    EXPECT_EQ(ecall_sent_list_list_id(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_list_count(nullptr), 0U);
    EXPECT_EQ(ecall_sent_list_failed_count(nullptr), 0U);
    EXPECT_EQ(ecall_sent_list_result(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_sent_list_error(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_sent_list_raise_for_failed(nullptr, nullptr), WRONG);
    EXPECT_FALSE(ecall_sent_list_possible_duplicate(nullptr));
    EXPECT_EQ(ecall_sent_list_http_status(nullptr), 0);
    EXPECT_EQ(ecall_sent_list_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_list_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_sent_list_raw_body(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    EXPECT_EQ(ecall_sent_list_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_sent_list_attempt(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_sent_list_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_sent_list_json(nullptr), nullptr);
    EXPECT_EQ(ecall_list_status_list_id(nullptr), nullptr);
    EXPECT_EQ(ecall_list_status_messages_count(nullptr), 0U);
    EXPECT_EQ(ecall_list_status_message(nullptr, 0), nullptr);
    EXPECT_FALSE(ecall_list_status_is_final(nullptr));
    EXPECT_EQ(ecall_list_status_http_status(nullptr), 0);
    EXPECT_EQ(ecall_list_status_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_list_status_raw_body(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_list_status_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_list_status_attempt(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_list_status_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_list_status_json(nullptr), nullptr);
}

TEST(NullSafetyOfMany, GettersOfMedia) {
    EXPECT_EQ(ecall_uploaded_media_media_id(nullptr), nullptr);
    EXPECT_EQ(ecall_uploaded_media_http_status(nullptr), 0);
    EXPECT_EQ(ecall_uploaded_media_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_uploaded_media_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_uploaded_media_attempt(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_uploaded_media_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_media_content_type(nullptr), nullptr);
    EXPECT_EQ(ecall_media_length(nullptr), 0U);
    EXPECT_EQ(ecall_media_bytes(nullptr), nullptr);
    EXPECT_EQ(ecall_media_http_status(nullptr), 0);
    EXPECT_EQ(ecall_media_request_id(nullptr), nullptr);
    EXPECT_EQ(ecall_media_attempts_count(nullptr), 0U);
    EXPECT_EQ(ecall_media_attempt(nullptr, 0), nullptr);
}

TEST(NullSafetyOfMany, Webhooks) {
    EXPECT_EQ(ecall_webhook_parse_status(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_webhook_parse_status(nullptr, 0, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_webhook_parse_received(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_FALSE(ecall_webhook_is_from_ecall(nullptr));
    EXPECT_EQ(ecall_webhook_receiver_new(nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_webhook_receiver_max_body(nullptr), 0U);
    EXPECT_EQ(ecall_webhook_receiver_admit(nullptr, nullptr, nullptr, nullptr, -1, nullptr), 500);
    EXPECT_EQ(ecall_webhook_receiver_open(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, 1, nullptr, nullptr), 500);
    ecall_webhook_receiver *made = nullptr;
    ASSERT_EQ(ecall_webhook_receiver_new(R"({"any_source": true})", &made, nullptr), ECALL_OK);
    const Receiver receiver(made);
    EXPECT_EQ(ecall_webhook_receiver_admit(made, nullptr, nullptr, nullptr, -1, nullptr), 405);
    EXPECT_EQ(ecall_webhook_receiver_open(made, nullptr, "POST", nullptr, nullptr, nullptr, 1, nullptr, nullptr), 400);
    EXPECT_EQ(ecall_webhook_event_kind(nullptr), 0);
    EXPECT_EQ(ecall_webhook_event_status(nullptr), nullptr);
    EXPECT_EQ(ecall_webhook_event_received(nullptr), nullptr);
    EXPECT_EQ(ecall_webhook_event_json(nullptr), nullptr);
    EXPECT_EQ(ecall_status_event_status(nullptr), nullptr);
    EXPECT_EQ(ecall_status_event_list_id(nullptr), nullptr);
    EXPECT_EQ(ecall_status_event_json(nullptr), nullptr);
    std::int64_t time = 7;
    EXPECT_EQ(ecall_received_message_channel(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_from(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_to(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_content_type(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_content_json(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_text(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_reply_id(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_reply_title(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_timestamp(nullptr), nullptr);
    EXPECT_FALSE(ecall_received_message_timestamp_unix_ms(nullptr, nullptr));
    EXPECT_FALSE(ecall_received_message_timestamp_unix_ms(nullptr, &time));
    EXPECT_EQ(time, 7);
    EXPECT_EQ(ecall_received_message_extra_json(nullptr), nullptr);
    EXPECT_EQ(ecall_received_message_json(nullptr), nullptr);
}

} // namespace
