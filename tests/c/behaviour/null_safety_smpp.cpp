// The functions of the SMPP interface with NULL for every pointer.
#include <gtest/gtest.h>

#include <map>

#include "owned.hpp"

namespace {

constexpr std::int32_t WRONG = ECALL_INVALID_ARGUMENT;

TEST(NullSafetyOfSmpp, FreeAndClose) {
    ecall_smpp_client_free(nullptr);
    ecall_smpp_bound_free(nullptr);
    ecall_smpp_bulk_cancel(nullptr);
    ecall_smpp_bulk_free(nullptr);
    ecall_smpp_results_free(nullptr);
    ecall_smpp_event_free(nullptr);
    ecall_smpp_events_free(nullptr);
    ecall_smpp_options_free(nullptr);
    ecall_submit_options_free(nullptr);
    ecall_smpp_submitted_free(nullptr);
    ecall_smpp_subscription_free(nullptr);
}

TEST(NullSafetyOfSmpp, Setters) {
    EXPECT_EQ(ecall_smpp_options_set_bind_mode(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_window(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_rate(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_response_timeout_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_enquire_link_interval_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_bind_timeout_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_reconnect_initial_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_reconnect_max_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_refused_bind_interval_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_long_message(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_default_alphabet(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_allow_long_credentials(nullptr, true), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_registered_delivery(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_intermediate_notifications(nullptr, true), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_destination_prefix(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_flash_form(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_system_type(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_address_range(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_event_buffer(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_reassembly_limit(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_reassembly_timeout_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_receipt_memory(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_smpp_options_set_allow_plain_smpp(nullptr, true), WRONG);
    EXPECT_EQ(ecall_submit_options_set_tag(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_submit_options_set_alphabet(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_flash(nullptr, true), WRONG);
    EXPECT_EQ(ecall_submit_options_set_long_message(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_registered_delivery(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_intermediate_notifications(nullptr, true), WRONG);
    EXPECT_EQ(ecall_submit_options_set_schedule_delivery_time(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_submit_options_set_validity_period(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_submit_options_set_service_type(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_submit_options_set_protocol_id(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_priority(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_replace_if_present(nullptr, true), WRONG);
    EXPECT_EQ(ecall_submit_options_set_sm_default_msg_id(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_data_coding(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_esm_class(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_source_addr_ton(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_source_addr_npi(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_dest_addr_ton(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_dest_addr_npi(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_timeout_ms(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_max_retries(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_delivery(nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_user_data(nullptr, nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_add_tlv(nullptr, 1, nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_tlvs(nullptr, nullptr, nullptr), WRONG);
}

TEST(NullSafetyOfSmpp, Calls) {
    EXPECT_EQ(ecall_smpp_client_new(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_bind(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_bind_async(nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_unbind(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_unbind_async(nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_submit_many(nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_bulk_give(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_bulk_end(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_bulk_take(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_events_new(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_events_next(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_events_acknowledge(nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_events_next_async(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_events_acknowledge_async(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_submit(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_submit_with(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_submit_async(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_smpp_client_on_event(nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
}

TEST(NullSafetyOfSmpp, Getters) {
    std::size_t length = 7;
    std::uint64_t count = 7;
    std::uint32_t small = 7;
    EXPECT_FALSE(ecall_error_smpp_status(nullptr, nullptr));
    EXPECT_FALSE(ecall_error_smpp_status(nullptr, &small));
    EXPECT_EQ(ecall_error_parts_count(nullptr), 0U);
    EXPECT_EQ(ecall_error_part(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_smpp_bound_system_id(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_bound_interface_version(nullptr, nullptr));
    EXPECT_EQ(ecall_smpp_bulk_room(nullptr), 0U);
    EXPECT_TRUE(ecall_smpp_bulk_is_over(nullptr));
    EXPECT_FALSE(ecall_smpp_bulk_counts(nullptr, nullptr));
    EXPECT_EQ(ecall_smpp_results_count(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_results_index(nullptr, 1), UINT64_MAX);
    EXPECT_EQ(ecall_smpp_results_submitted(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_smpp_results_error(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_smpp_event_type(nullptr), 0);
    EXPECT_EQ(ecall_smpp_event_receipt(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_event_message(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_event_incomplete(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_event_link(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_event_response(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_event_raw(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_event_json(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_incomplete_from(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_incomplete_to(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_incomplete_total(nullptr), 0);
    EXPECT_EQ(ecall_smpp_incomplete_missing(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_incomplete_missing(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_smpp_incomplete_parts_count(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_incomplete_part_number(nullptr, 1), 0);
    EXPECT_EQ(ecall_smpp_incomplete_part_text(nullptr, 1), nullptr);
    EXPECT_EQ(ecall_smpp_link_state(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_link_reason(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_link_message(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_link_kind(nullptr), 0);
    EXPECT_EQ(ecall_smpp_link_kind_name(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_link_smpp_status(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_link_smpp_status(nullptr, &small));
    EXPECT_FALSE(ecall_smpp_link_pause_ms(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_link_pause_ms(nullptr, &count));
    EXPECT_EQ(ecall_smpp_link_unknown(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_response_reason(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_response_command(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_response_sequence(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_response_smpp_status(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_response_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_raw_reason(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_raw_message(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_raw_octets(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_raw_octets(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_TRUE(ecall_smpp_events_is_over(nullptr));
    EXPECT_EQ(ecall_smpp_message_from(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_message_from_ton(nullptr), 0);
    EXPECT_EQ(ecall_smpp_message_to(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_message_text(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_message_octets(nullptr, nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_message_octets(nullptr, &length), nullptr);
    EXPECT_EQ(length, 0U);
    length = 7;
    EXPECT_EQ(ecall_smpp_message_data_coding(nullptr), 0);
    EXPECT_EQ(ecall_smpp_message_esm_class(nullptr), 0);
    EXPECT_EQ(ecall_smpp_message_parts(nullptr), 0);
    EXPECT_EQ(ecall_smpp_message_tlvs_json(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_receipt_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_receipt_receipted_id(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_receipt_matched(nullptr));
    EXPECT_EQ(ecall_smpp_receipt_tag(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_receipt_part(nullptr), 0);
    EXPECT_EQ(ecall_smpp_receipt_parts(nullptr), 0);
    EXPECT_EQ(ecall_smpp_receipt_state(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_receipt_state_number(nullptr, nullptr));
    EXPECT_EQ(ecall_smpp_receipt_word(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_receipt_is_final(nullptr));
    EXPECT_FALSE(ecall_smpp_receipt_is_intermediate(nullptr));
    EXPECT_EQ(ecall_smpp_receipt_error(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_receipt_error_code(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_receipt_error_code(nullptr, &small));
    EXPECT_FALSE(ecall_smpp_receipt_network_error(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_receipt_submitted(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_receipt_submitted(nullptr, &small));
    EXPECT_FALSE(ecall_smpp_receipt_delivered(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_receipt_delivered(nullptr, &small));
    EXPECT_FALSE(ecall_smpp_receipt_submit_date(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_receipt_done_date(nullptr, nullptr));
    EXPECT_EQ(ecall_smpp_receipt_text(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_receipt_from(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_receipt_to(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_receipt_tlvs_json(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_part_state(nullptr), -1);
    EXPECT_EQ(ecall_smpp_part_message_id(nullptr), nullptr);
    EXPECT_FALSE(ecall_smpp_part_smpp_status(nullptr, nullptr));
    EXPECT_FALSE(ecall_smpp_part_smpp_status(nullptr, &small));
    EXPECT_EQ(ecall_smpp_submitted_message_id(nullptr), nullptr);
    EXPECT_EQ(ecall_smpp_submitted_parts_count(nullptr), 0U);
    EXPECT_EQ(ecall_smpp_submitted_part(nullptr, 1), nullptr);
    EXPECT_FALSE(ecall_smpp_submitted_possible_duplicate(nullptr));
    EXPECT_EQ(ecall_smpp_submitted_json(nullptr), nullptr);
    EXPECT_EQ(count, 7U);
    EXPECT_EQ(small, 7U);
}

/// What a call says that fails at once; its callback must not be called.
template <class Call> std::string refused(Call call) {
    ecall_error *error = nullptr;
    EXPECT_EQ(call(&error), WRONG);
    const Error owned(error);
    return text_of(ecall_error_message(error));
}

TEST(NullSafetyOfSmpp, EveryArgumentByItself) {
    const Account account("null-smpp");
    const SmppClient client = bound_client_for(account);
    ecall_smpp_client *c = client.get();
    const ecall_smpp_submitted_callback taken = [](void *, std::int32_t, ecall_smpp_submitted *, ecall_error *) { ADD_FAILURE(); };
    const ecall_smpp_on_event told = [](void *, const ecall_smpp_event *) { return true; };
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_new(nullptr, nullptr, nullptr, e); }), "client: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_bind_async(c, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_unbind_async(c, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_submit(c, nullptr, "x", nullptr, nullptr, e); }), "to: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_submit(c, NUMBER, nullptr, nullptr, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_submit_with(nullptr, NUMBER, "x", nullptr, nullptr, nullptr, nullptr, e); }), "client: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_submit_async(c, NUMBER, "x", nullptr, nullptr, nullptr, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_submit_async(c, NUMBER, nullptr, nullptr, nullptr, nullptr, taken, nullptr, e); }), "text: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_events_new(c, nullptr, nullptr, e); }), "events: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_submit_many(c, nullptr, nullptr, nullptr, e); }), "bulk: must not be NULL");
    ecall_smpp_subscription *subscription = nullptr;
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_on_event(c, nullptr, nullptr, &subscription, e); }), "on_event: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_client_on_event(c, told, nullptr, nullptr, e); }), "subscription: must not be NULL");
    ecall_smpp_events *events = nullptr;
    ASSERT_EQ(ecall_smpp_events_new(c, nullptr, &events, nullptr), ECALL_OK);
    const SmppEvents owned_events(events);
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_events_next(events, 0, nullptr, e); }), "event: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_events_next_async(events, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_events_acknowledge_async(events, nullptr, nullptr, e); }), "callback: must not be NULL");
    EXPECT_EQ(ecall_smpp_events_acknowledge(events, nullptr), ECALL_OK);
    const SubmitOptions options(ecall_submit_options_new());
    EXPECT_EQ(ecall_submit_options_set_tag(options.get(), nullptr), ECALL_OK);
    EXPECT_EQ(ecall_submit_options_set_user_data(options.get(), nullptr, 0), ECALL_OK);
    EXPECT_EQ(ecall_submit_options_set_user_data(options.get(), nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_add_tlv(options.get(), 0x1400, nullptr, 1), WRONG);
    EXPECT_EQ(ecall_submit_options_set_tlvs(options.get(), nullptr, nullptr), ECALL_OK);
    const SmppOptions own(ecall_smpp_options_new());
    EXPECT_EQ(ecall_smpp_options_set_system_type(own.get(), nullptr), ECALL_OK);
    // Results and errors need not be wanted.
    EXPECT_EQ(ecall_smpp_client_submit(c, NUMBER, "x", nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_smpp_client_bind(c, nullptr, nullptr, nullptr), WRONG) << "it is bound already";
    EXPECT_EQ(ecall_smpp_client_unbind(c, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(account.smpp_requests().size(), 1U);
}

TEST(NullSafetyOfSmpp, AMessageOfManyIsItsOwnResult) {
    const Account account("null-smpp-many");
    const SmppClient client = bound_client_for(account);
    ecall_smpp_bulk *bulk = nullptr;
    ASSERT_EQ(ecall_smpp_client_submit_many(client.get(), nullptr, nullptr, &bulk, nullptr), ECALL_OK);
    const SmppBulk owned(bulk);
    EXPECT_EQ(ecall_smpp_bulk_give(bulk, nullptr, "x", nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_smpp_bulk_give(bulk, NUMBER, nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_smpp_bulk_give(bulk, NUMBER, "x", "\xff", nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(refused([&](auto e) { return ecall_smpp_bulk_take(bulk, 0, nullptr, e); }), "results: must not be NULL");
    ASSERT_EQ(ecall_smpp_bulk_end(bulk, nullptr), ECALL_OK);
    std::map<std::uint64_t, std::string> said;
    while (!ecall_smpp_bulk_is_over(bulk)) {
        ecall_smpp_results *results = nullptr;
        ASSERT_EQ(ecall_smpp_bulk_take(bulk, 20000, &results, nullptr), ECALL_OK);
        const SmppResults taken(results);
        for (std::size_t at = 0; at < ecall_smpp_results_count(results); ++at) {
            EXPECT_EQ(ecall_smpp_results_submitted(results, at), nullptr);
            said[ecall_smpp_results_index(results, at)] = text_of(ecall_error_message(ecall_smpp_results_error(results, at)));
        }
    }
    const std::map<std::uint64_t, std::string> wanted = {
        {0, "to: must not be NULL"}, {1, "text: must not be NULL"}, {2, "from: is not UTF-8"}};
    EXPECT_EQ(said, wanted);
}

} // namespace
