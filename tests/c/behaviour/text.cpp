// The functions on texts, and what a send says of its text.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "owned.hpp"

namespace {

struct Estimated {
    std::int32_t code;
    Estimate estimate;
    Error error;
};

Estimated estimated(const char *text, const char *options = nullptr) {
    ecall_estimate *estimate = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_text_estimate(text, options, &estimate, &error);
    return {code, Estimate(estimate), Error(error)};
}

TEST(Texts, AnEstimateSaysWhatATextCosts) {
    const auto [code, estimate, error] = estimated("Pump 3 stopped");
    ASSERT_EQ(code, ECALL_OK);
    EXPECT_EQ(ecall_estimate_alphabet(estimate.get()), ECALL_ALPHABET_GSM);
    EXPECT_STREQ(ecall_estimate_alphabet_name(estimate.get()), "gsm");
    EXPECT_EQ(ecall_estimate_pages(estimate.get()), 1U);
    EXPECT_EQ(ecall_estimate_units(estimate.get()), 14U);
    EXPECT_EQ(ecall_estimate_units_left(estimate.get()), 146U);
    EXPECT_EQ(ecall_estimate_page_units(estimate.get()), 160U);
    EXPECT_FALSE(ecall_estimate_cut_from(estimate.get(), nullptr));
    EXPECT_FALSE(ecall_estimate_transliterated(estimate.get(), nullptr));
}

TEST(Texts, ValuesAreWrittenOnlyWhereThereIsOne) {
    const auto [code, estimate, error] = estimated("a\xe2\x80\x93", R"({"force_gsm": true})");
    ASSERT_EQ(code, ECALL_OK);
    ecall_position at{1, 2, 3, 4};
    EXPECT_FALSE(ecall_estimate_forcing(estimate.get(), 1, &at));
    EXPECT_EQ(at.byte, 2U);
    EXPECT_TRUE(ecall_estimate_forcing(estimate.get(), 0, &at));
    EXPECT_EQ(at.character, 0x2013U);
    EXPECT_EQ(at.byte, 1U);
    EXPECT_TRUE(ecall_estimate_forcing(estimate.get(), 0, nullptr));
    ecall_saving saving{};
    EXPECT_TRUE(ecall_estimate_transliterated(estimate.get(), &saving));
    EXPECT_EQ(saving.alphabet, ECALL_ALPHABET_GSM);
    EXPECT_EQ(ecall_estimate_problems_count(estimate.get()), 1U);
    EXPECT_STREQ(ecall_estimate_problem_code(estimate.get(), 0), "force_gsm");
    std::size_t limit = 7;
    EXPECT_FALSE(ecall_estimate_problem_limit(estimate.get(), 0, &limit));
    EXPECT_EQ(limit, 7U);
    EXPECT_EQ(ecall_estimate_problem_code(estimate.get(), 1), nullptr);
}

TEST(Texts, WrongArgumentsAreNamed) {
    const auto message = [](const char *text, const char *options) {
        const Estimated wrong = estimated(text, options);
        EXPECT_EQ(wrong.code, ECALL_INVALID_ARGUMENT);
        EXPECT_EQ(wrong.estimate, nullptr);
        EXPECT_EQ(ecall_error_outcome(wrong.error.get()), ECALL_SEND_NOT_APPLICABLE);
        return std::string(ecall_error_text(wrong.error.get()));
    };
    EXPECT_NE(message(nullptr, nullptr).find("text: must not be NULL"), std::string::npos);
    EXPECT_NE(message("Z\xfcrich", nullptr).find("text: is not UTF-8"), std::string::npos);
    EXPECT_NE(message("a", "{").find("options_json: is not JSON"), std::string::npos);
    EXPECT_NE(message("a", R"({"pages": 1})").find("pages"), std::string::npos);
    EXPECT_NE(message("a", R"({"page_limit": 11})").find("page_limit"), std::string::npos);
    EXPECT_NE(message("a", R"({"page_limit": "1"})").find("page_limit"), std::string::npos);
    EXPECT_NE(message("a", R"({"reference_bits": 7})").find("reference_bits"), std::string::npos);
    EXPECT_NE(message("a", R"({"channel": "fax"})").find("channel"), std::string::npos);
}

TEST(Texts, AColumnNamesTheTextThatIsWrong) {
    const auto many = [](const char *const *texts, std::size_t count) {
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_text_estimate_many(texts, count, nullptr, nullptr, nullptr, nullptr, &error);
        const Error owned(error);
        return code == ECALL_OK ? std::string() : std::string(ecall_error_message(error));
    };
    const char *null[] = {"a", nullptr};
    const char *latin1[] = {"a", "b", "Z\xfcrich"};
    EXPECT_EQ(many(null, 2), "texts[1]: must not be NULL");
    EXPECT_EQ(many(latin1, 3), "texts[2]: is not UTF-8");
    EXPECT_EQ(many(latin1, 2), "");
    EXPECT_EQ(many(nullptr, 2), "texts: must not be NULL");
    EXPECT_EQ(many(latin1, SIZE_MAX), "texts: is longer than memory");
}

TEST(Texts, AColumnIsWrittenOnlyAsFarAsThereAreTexts) {
    const char *texts[] = {"a", "\xf0\x9f\x8e\x89"};
    std::size_t units[] = {7, 7, 7};
    std::int32_t alphabets[] = {7, 7, 7};
    ASSERT_EQ(ecall_text_estimate_many(texts, 2, nullptr, nullptr, units, alphabets, nullptr), ECALL_OK);
    EXPECT_EQ(std::vector<std::size_t>(units, units + 3), (std::vector<std::size_t>{1, 2, 7}));
    EXPECT_EQ(std::vector<std::int32_t>(alphabets, alphabets + 3),
              (std::vector<std::int32_t>{ECALL_ALPHABET_GSM, ECALL_ALPHABET_UCS2, 7}));
}

TEST(Texts, AlphabetsHaveNames) {
    EXPECT_STREQ(ecall_alphabet_name(ECALL_ALPHABET_GSM), "gsm");
    EXPECT_STREQ(ecall_alphabet_name(ECALL_ALPHABET_UCS2), "ucs2");
    EXPECT_STREQ(ecall_alphabet_name(ECALL_ALPHABET_UNICODE), "unicode");
    EXPECT_EQ(ecall_alphabet_name(3), nullptr);
}

TEST(Texts, WhatIsDecodedMayHoldNul) {
    const std::uint8_t octets[] = {'a', 0, 'b'};
    ecall_bytes *made = nullptr;
    ASSERT_EQ(ecall_text_decode_latin1(octets, sizeof octets, &made, nullptr), ECALL_OK);
    const Bytes text(made);
    EXPECT_EQ(std::string(ecall_bytes_text(made), ecall_bytes_length(made)), std::string("a\0b", 3));
    EXPECT_EQ(ecall_bytes_data(made)[3], 0);
}

TEST(Texts, ALanguageWithoutTablesIsRefused) {
    ecall_error *error = nullptr;
    const std::uint8_t septets[] = {1};
    EXPECT_EQ(ecall_text_decode_gsm(septets, 1, "klingon", nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error owned(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "locking");
}

TEST(Texts, MoreFillBitsThanSixAreRefused) {
    const std::uint8_t septets[] = {1};
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_text_pack(septets, 1, 7, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error of_pack(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "fill_bits");
    EXPECT_EQ(ecall_text_unpack(septets, 1, 1, 255, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error of_unpack(error);
    EXPECT_STREQ(ecall_field_error_rule(ecall_error_field(error, 0)), "range");
    EXPECT_EQ(ecall_text_pack(septets, 1, 6, nullptr, nullptr), ECALL_OK);
}

TEST(Texts, ANumberThatIsNoneIsNotRepeated) {
    ecall_error *error = nullptr;
    ecall_bytes *number = nullptr;
    EXPECT_EQ(ecall_text_normalise_msisdn("0791234", nullptr, &number, &error), ECALL_INVALID_ARGUMENT);
    const Error owned(error);
    EXPECT_EQ(number, nullptr);
    EXPECT_EQ(std::string(ecall_error_json(error)).find("0791234"), std::string::npos);
}

TEST(Texts, BigOnesAreDone) {
    const std::string text(4000000, 'a');
    const Estimated found = estimated(text.c_str());
    EXPECT_EQ(ecall_estimate_units(found.estimate.get()), text.size());
    EXPECT_EQ(ecall_estimate_pages(found.estimate.get()), (text.size() + 152) / 153);
    EXPECT_EQ(ecall_estimate_cut_characters(found.estimate.get()), text.size() - 1530);
    ecall_split *split = nullptr;
    ASSERT_EQ(ecall_text_split(text.c_str(), nullptr, &split, nullptr), ECALL_OK);
    const Split owned(split);
    EXPECT_EQ(ecall_split_pages_count(split), (text.size() + 152) / 153);
}

TEST(Texts, PartsComeOutAgain) {
    const Reassembler parts(ecall_reassembler_new_with(10, 1000, 0));
    const auto push = [&](ecall_concatenation which, const std::string &body) {
        ecall_pushed *pushed = nullptr;
        ecall_error *error = nullptr;
        const auto *octets = reinterpret_cast<const std::uint8_t *>(body.data());
        EXPECT_EQ(ecall_reassembler_push(parts.get(), "+41", "+42", &which, octets, body.size(), 5, &pushed, &error),
                  which.bits == 8 ? ECALL_OK : ECALL_INVALID_ARGUMENT);
        const Error owned(error);
        return Pushed(pushed);
    };
    EXPECT_EQ(push({1, 7, 2, 1}, "bits").get(), nullptr);
    EXPECT_EQ(ecall_pushed_outcome(push({1, 8, 2, 2}, "two").get()), ECALL_PUSHED_WAITING);
    const Pushed again = push({1, 8, 2, 2}, "two");
    EXPECT_EQ(ecall_pushed_outcome(again.get()), ECALL_PUSHED_DUPLICATE);
    EXPECT_STREQ(ecall_bytes_text(ecall_pushed_body(again.get())), "two");
    const Pushed invalid = push({1, 8, 2, 3}, "three");
    EXPECT_EQ(ecall_pushed_outcome(invalid.get()), ECALL_PUSHED_INVALID);
    EXPECT_STREQ(ecall_pushed_problem(invalid.get()), "number_over_total");
    EXPECT_STREQ(ecall_bytes_text(ecall_pushed_body(invalid.get())), "three");
    std::uint64_t next = 0;
    EXPECT_TRUE(ecall_reassembler_next_expiry_ms(parts.get(), &next));
    EXPECT_EQ(next, 1005U);
    ecall_incomplete_list *drained = nullptr;
    ASSERT_EQ(ecall_reassembler_drain(parts.get(), &drained, nullptr), ECALL_OK);
    const IncompleteList owned(drained);
    ASSERT_EQ(ecall_incomplete_list_count(drained), 1U);
    const ecall_incomplete *text = ecall_incomplete_list_at(drained, 0);
    EXPECT_STREQ(ecall_incomplete_from(text), "+41");
    EXPECT_STREQ(ecall_incomplete_to(text), "+42");
    EXPECT_EQ(ecall_incomplete_bits(text), 8);
    EXPECT_EQ(ecall_incomplete_part_number(text, 0), 2);
    EXPECT_STREQ(ecall_bytes_text(ecall_incomplete_part_body(text, 0)), "two");
    EXPECT_EQ(ecall_incomplete_missing(text, 0), 1);
    EXPECT_EQ(ecall_incomplete_list_at(drained, 1), nullptr);
    EXPECT_FALSE(ecall_reassembler_next_expiry_ms(parts.get(), &next));
}

TEST(Texts, EightThreadsReadOneEstimateAndMakeTheirOwn) {
    const Estimated shared = estimated("1 \xe2\x82\xac \xe2\x80\x93");
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            const std::string json = ecall_estimate_json(shared.estimate.get());
            for (int turn = 0; turn < 100; ++turn) {
                const Estimated own = estimated("1 \xe2\x82\xac \xe2\x80\x93");
                EXPECT_EQ(ecall_estimate_json(own.estimate.get()), json);
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
}

TEST(Texts, ASendSaysWhatItsTextCost) {
    const Account account("estimate");
    const Client client = client_for(account);
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_to_gsm(options.get(), true), ECALL_OK);
    const Sent sent = send_sms(client.get(), "a \xe2\x80\x93 b", options.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    const ecall_estimate *estimate = ecall_message_result_estimate(sent.result.get());
    EXPECT_EQ(ecall_estimate_units(estimate), 5U);
    EXPECT_EQ(ecall_estimate_alphabet(estimate), ECALL_ALPHABET_GSM);
    ASSERT_EQ(ecall_message_result_replacements_count(sent.result.get()), 1U);
    const ecall_replacement *replacement = ecall_message_result_replacement(sent.result.get(), 0);
    EXPECT_STREQ(ecall_replacement_from(replacement), "\xe2\x80\x93");
    EXPECT_STREQ(ecall_replacement_to(replacement), "-");
    ecall_position at{};
    EXPECT_TRUE(ecall_replacement_at(replacement, &at));
    EXPECT_EQ(at.byte, 2U);
    EXPECT_EQ(Json::parse(ecall_message_result_replacements_json(sent.result.get())).at(0).at("to"), "-");
    EXPECT_EQ(ecall_message_result_replacement(sent.result.get(), 1), nullptr);
}

TEST(Texts, ContentThatIsNoTextHasNoEstimate) {
    const Account account("no-estimate");
    const Client client = client_for(account);
    const Message message(ecall_message_new());
    ecall_message_set_channel(message.get(), "Whatsapp");
    ecall_message_set_from(message.get(), NUMBER);
    ecall_message_set_to(message.get(), NUMBER);
    ASSERT_EQ(ecall_message_set_content(message.get(), R"({"type": "Location", "latitude": 47.4, "longitude": 8.5})", nullptr),
              ECALL_OK);
    ecall_message_result *result = nullptr;
    ecall_error *error = nullptr;
    ASSERT_EQ(ecall_client_send(client.get(), message.get(), nullptr, nullptr, &result, &error), ECALL_OK)
        << ecall_error_text(Error(error).get());
    const Result owned(result);
    EXPECT_EQ(ecall_message_result_estimate(result), nullptr);
    EXPECT_STREQ(ecall_message_result_replacements_json(result), "[]");
}

TEST(Texts, ATextThatWouldBeCutGoesOutOnlyWhereThatIsAllowed) {
    const Account account("cut");
    const Client client = client_for(account);
    const std::string text(1531, 'a');
    EXPECT_EQ(send_sms(client.get(), text.c_str()).code, ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(account.count(), 0U);
    const Options options(ecall_call_options_new());
    EXPECT_EQ(ecall_call_options_set_allow_truncation(options.get(), true), ECALL_OK);
    const Sent sent = send_sms(client.get(), text.c_str(), options.get());
    ASSERT_EQ(sent.code, ECALL_OK);
    const ecall_estimate *estimate = ecall_message_result_estimate(sent.result.get());
    ecall_position from{};
    EXPECT_TRUE(ecall_estimate_cut_from(estimate, &from));
    EXPECT_EQ(from.byte, 1530U);
    EXPECT_EQ(ecall_estimate_cut_characters(estimate), 1U);
    std::size_t limit = 0;
    EXPECT_TRUE(ecall_estimate_problem_limit(estimate, 0, &limit));
    EXPECT_EQ(limit, 10U);
}

} // namespace
