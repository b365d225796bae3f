// The functions on texts with NULL for every pointer.
#include <gtest/gtest.h>

#include "owned.hpp"

namespace {

constexpr std::int32_t WRONG = ECALL_INVALID_ARGUMENT;

TEST(NullSafetyOfTexts, Free) {
    ecall_bytes_free(nullptr);
    ecall_estimate_free(nullptr);
    ecall_header_free(nullptr);
    ecall_incomplete_list_free(nullptr);
    ecall_pushed_free(nullptr);
    ecall_reassembler_free(nullptr);
    ecall_split_free(nullptr);
    ecall_transliteration_free(nullptr);
}

TEST(NullSafetyOfTexts, Calls) {
    EXPECT_EQ(ecall_text_estimate(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_estimate_many(nullptr, 1, nullptr, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_estimate_many(nullptr, 0, nullptr, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_text_split(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_to_gsm(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_normalise_msisdn(nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_encode_gsm(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_encode_ucs2(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_encode_latin1(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_decode_gsm(nullptr, 1, nullptr, nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_decode_ucs2(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_decode_latin1(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_pack(nullptr, 1, 0, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_unpack(nullptr, 1, 1, 0, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_text_parse_header(nullptr, 1, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_push(nullptr, nullptr, nullptr, nullptr, nullptr, 0, 0, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_expire(nullptr, 0, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_drain(nullptr, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_open(nullptr), 0U);
    EXPECT_FALSE(ecall_reassembler_next_expiry_ms(nullptr, nullptr));
}

TEST(NullSafetyOfTexts, ResultsNeedNotBeWanted) {
    const std::uint8_t octets[] = {0x05, 0x00, 0x03, 0x01, 0x02, 0x01};
    EXPECT_EQ(ecall_text_estimate("text", nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_text_split("text", nullptr, nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_text_to_gsm("text", nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_text_encode_gsm("text", nullptr, nullptr), ECALL_OK);
    EXPECT_EQ(ecall_text_parse_header(octets, sizeof octets, nullptr, nullptr), ECALL_OK);
}

TEST(NullSafetyOfTexts, NoOctetsMayBeNull) {
    const auto empty = [](auto call) {
        ecall_bytes *made = nullptr;
        EXPECT_EQ(call(&made), ECALL_OK);
        const Bytes owned(made);
        EXPECT_NE(ecall_bytes_data(made), nullptr);
        EXPECT_EQ(ecall_bytes_length(made), 0U);
        EXPECT_STREQ(ecall_bytes_text(made), "");
    };
    empty([](auto made) { return ecall_text_decode_gsm(nullptr, 0, nullptr, nullptr, made, nullptr); });
    empty([](auto made) { return ecall_text_decode_ucs2(nullptr, 0, made, nullptr); });
    empty([](auto made) { return ecall_text_decode_latin1(nullptr, 0, made, nullptr); });
    empty([](auto made) { return ecall_text_pack(nullptr, 0, 6, made, nullptr); });
    empty([](auto made) { return ecall_text_unpack(nullptr, 0, 5, 0, made, nullptr); });
    empty([](auto made) { return ecall_text_encode_gsm("", made, nullptr); });
}

TEST(NullSafetyOfTexts, GettersOfEstimates) {
    EXPECT_EQ(ecall_alphabet_name(-1), nullptr);
    EXPECT_EQ(ecall_estimate_alphabet(nullptr), -1);
    EXPECT_EQ(ecall_estimate_alphabet_name(nullptr), nullptr);
    EXPECT_EQ(ecall_estimate_pages(nullptr), 0U);
    EXPECT_EQ(ecall_estimate_units(nullptr), 0U);
    EXPECT_EQ(ecall_estimate_units_left(nullptr), 0U);
    EXPECT_EQ(ecall_estimate_page_units(nullptr), 0U);
    EXPECT_EQ(ecall_estimate_forcing_count(nullptr), 0U);
    EXPECT_FALSE(ecall_estimate_forcing(nullptr, 0, nullptr));
    EXPECT_EQ(ecall_estimate_doubled_count(nullptr), 0U);
    EXPECT_FALSE(ecall_estimate_doubled(nullptr, 0, nullptr));
    EXPECT_EQ(ecall_estimate_problems_count(nullptr), 0U);
    EXPECT_EQ(ecall_estimate_problem_code(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_estimate_problem_found(nullptr, 0), 0U);
    EXPECT_FALSE(ecall_estimate_problem_limit(nullptr, 0, nullptr));
    EXPECT_FALSE(ecall_estimate_cut_from(nullptr, nullptr));
    EXPECT_EQ(ecall_estimate_cut_characters(nullptr), 0U);
    EXPECT_FALSE(ecall_estimate_transliterated(nullptr, nullptr));
    EXPECT_EQ(ecall_estimate_json(nullptr), nullptr);
}

TEST(NullSafetyOfTexts, GettersOfSplitsAndTransliterations) {
    EXPECT_EQ(ecall_split_alphabet(nullptr), -1);
    EXPECT_EQ(ecall_split_alphabet_name(nullptr), nullptr);
    EXPECT_EQ(ecall_split_pages_count(nullptr), 0U);
    EXPECT_EQ(ecall_split_page_text(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_split_page_units(nullptr, 0), 0U);
    EXPECT_EQ(ecall_split_json(nullptr), nullptr);
    EXPECT_EQ(ecall_transliteration_text(nullptr), nullptr);
    EXPECT_EQ(ecall_transliteration_replacements_count(nullptr), 0U);
    EXPECT_EQ(ecall_transliteration_replacement(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_transliteration_left_count(nullptr), 0U);
    EXPECT_FALSE(ecall_transliteration_left(nullptr, 0, nullptr));
    EXPECT_EQ(ecall_transliteration_json(nullptr), nullptr);
    EXPECT_FALSE(ecall_replacement_at(nullptr, nullptr));
    EXPECT_EQ(ecall_replacement_from(nullptr), nullptr);
    EXPECT_EQ(ecall_replacement_to(nullptr), nullptr);
    EXPECT_EQ(ecall_bytes_data(nullptr), nullptr);
    EXPECT_EQ(ecall_bytes_length(nullptr), 0U);
    EXPECT_EQ(ecall_bytes_text(nullptr), nullptr);
}

TEST(NullSafetyOfTexts, GettersOfReceivedParts) {
    EXPECT_FALSE(ecall_header_concatenation(nullptr, nullptr));
    EXPECT_EQ(ecall_header_locking(nullptr), nullptr);
    EXPECT_EQ(ecall_header_single(nullptr), nullptr);
    EXPECT_EQ(ecall_header_fill_bits(nullptr), 0);
    EXPECT_EQ(ecall_header_elements_count(nullptr), 0U);
    EXPECT_EQ(ecall_header_element_id(nullptr, 0), -1);
    EXPECT_EQ(ecall_header_element_data(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_header_body(nullptr), nullptr);
    EXPECT_EQ(ecall_pushed_outcome(nullptr), -1);
    EXPECT_EQ(ecall_pushed_outcome_name(nullptr), nullptr);
    EXPECT_EQ(ecall_pushed_body(nullptr), nullptr);
    EXPECT_EQ(ecall_pushed_problem(nullptr), nullptr);
    EXPECT_EQ(ecall_pushed_displaced(nullptr), nullptr);
    EXPECT_EQ(ecall_incomplete_list_count(nullptr), 0U);
    EXPECT_EQ(ecall_incomplete_list_at(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_incomplete_from(nullptr), nullptr);
    EXPECT_EQ(ecall_incomplete_to(nullptr), nullptr);
    EXPECT_EQ(ecall_incomplete_reference(nullptr), 0);
    EXPECT_EQ(ecall_incomplete_bits(nullptr), 0);
    EXPECT_EQ(ecall_incomplete_total(nullptr), 0);
    EXPECT_EQ(ecall_incomplete_parts_count(nullptr), 0U);
    EXPECT_EQ(ecall_incomplete_part_number(nullptr, 0), 0);
    EXPECT_EQ(ecall_incomplete_part_body(nullptr, 0), nullptr);
    EXPECT_EQ(ecall_incomplete_missing_count(nullptr), 0U);
    EXPECT_EQ(ecall_incomplete_missing(nullptr, 0), 0);
}

TEST(NullSafetyOfTexts, AReassemblerTakesNothingThatNobodyWouldGetBack) {
    const Reassembler parts(ecall_reassembler_new());
    const Reassembler limited(ecall_reassembler_new_with(0, 0, 0));
    ASSERT_TRUE(parts && limited);
    const ecall_concatenation one{7, 8, 2, 1};
    EXPECT_EQ(ecall_reassembler_push(parts.get(), "a", "b", &one, nullptr, 0, 0, nullptr, nullptr), WRONG);
    ecall_pushed *pushed = nullptr;
    EXPECT_EQ(ecall_reassembler_push(parts.get(), nullptr, "b", &one, nullptr, 0, 0, &pushed, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_push(parts.get(), "a", nullptr, &one, nullptr, 0, 0, &pushed, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_push(parts.get(), "a", "b", nullptr, nullptr, 0, 0, &pushed, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_push(parts.get(), "a", "b", &one, nullptr, 1, 0, &pushed, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_open(parts.get()), 0U);
    EXPECT_EQ(ecall_reassembler_push(parts.get(), "a", "b", &one, nullptr, 0, 0, &pushed, nullptr), ECALL_OK);
    const Pushed owned(pushed);
    EXPECT_EQ(ecall_reassembler_expire(parts.get(), UINT64_MAX, nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_drain(parts.get(), nullptr, nullptr), WRONG);
    EXPECT_EQ(ecall_reassembler_open(parts.get()), 1U);
}

} // namespace
