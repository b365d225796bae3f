// The functions on texts of the C++ wrapper.
#include <ecall.hpp>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "mock.hpp"

namespace {

namespace text = ecall::text;

constexpr const char *NUMBER = "+41791234567";

ecall::Client client_for(const Account &account) {
    ecall::Config config;
    config.username(account.username()).password(account.password());
    config.base_url(Mock::instance().rest_url()).ca_file(Mock::instance().ca_file()).default_from("ecall-demo");
    return ecall::Client(config);
}

/// The message of the error that a call throws.
template <class Call> std::string refused(Call call) {
    try {
        call();
    } catch (const ecall::InvalidArgumentError &error) {
        EXPECT_EQ(error.outcome(), ecall::Outcome::not_applicable);
        return error.what();
    }
    return "(nothing was thrown)";
}

bool holds(const std::string &whole, const std::string &part) { return whole.find(part) != std::string::npos; }

TEST(CppTexts, AnEstimateIsAValue) {
    const text::Estimate plain = text::estimate("Pump 3 stopped");
    EXPECT_EQ(plain.alphabet, text::Alphabet::gsm);
    EXPECT_EQ(plain.pages, 1U);
    EXPECT_EQ(plain.units, 14U);
    EXPECT_EQ(plain.units_left, 146U);
    EXPECT_EQ(plain.page_units, 160U);
    EXPECT_FALSE(plain.cut || plain.transliterated);
    text::EstimateOptions options;
    options.page_limit = 1;
    options.force_gsm = true;
    options.reference_bits = 16;
    const text::Estimate copy = text::estimate(std::string(160, 'a') + "\xe2\x80\x93", options);
    EXPECT_EQ(name(copy.alphabet), "ucs2");
    EXPECT_EQ(copy.page_units, 66U);
    ASSERT_EQ(copy.forcing.size(), 1U);
    EXPECT_EQ(copy.forcing[0].character, U'\u2013');
    ASSERT_EQ(copy.problems.size(), 2U);
    EXPECT_EQ(copy.problems[0].limit, 1U);
    EXPECT_FALSE(copy.problems[1].limit);
    EXPECT_EQ(copy.cut->from.byte, 70U);
    EXPECT_EQ(copy.transliterated->pages, 2U);
}

TEST(CppTexts, WrongArgumentsAreNamed) {
    const auto with = [](text::EstimateOptions options) { return refused([&] { text::estimate("a", options); }); };
    text::EstimateOptions options;
    options.page_limit = 0;
    EXPECT_TRUE(holds(with(options), "page_limit")) << with(options);
    options = {};
    options.reference_bits = 7;
    EXPECT_TRUE(holds(with(options), "reference_bits")) << with(options);
    options = {};
    options.channel = static_cast<text::Channel>(9);
    EXPECT_TRUE(holds(with(options), "channel")) << with(options);
    EXPECT_TRUE(holds(refused([] { text::estimate("Z\xfcrich"); }), "text: is not UTF-8"));
    EXPECT_TRUE(holds(refused([] { text::estimate(std::string_view("a\0b", 3)); }), "text: must not contain NUL"));
    EXPECT_TRUE(holds(refused([] { text::estimate_many({"a", std::string("a\0b", 3)}); }), "texts[1]: must not contain NUL"));
    EXPECT_TRUE(holds(refused([] { text::estimate_many({"a", "b", "\xff"}); }), "texts[2]: is not UTF-8"));
    EXPECT_TRUE(holds(refused([] { text::decode_gsm({1}, "default", "klingon"); }), "single"));
    EXPECT_TRUE(holds(refused([] { text::normalise_msisdn("0791234567", ""); }), "default country"));
    text::Reassembler parts;
    EXPECT_TRUE(holds(refused([&] { parts.push("a", "b", {1, 7, 2, 1}, {}, {}); }), "bits: must be 8 or 16"));
}

TEST(CppTexts, NoTextsAreAnEmptyColumn) {
    const text::Columns columns = text::estimate_many({});
    EXPECT_TRUE(columns.pages.empty() && columns.units.empty() && columns.alphabet.empty());
}

TEST(CppTexts, ATextIsSentAndReadAgainByHand) {
    const std::string written = "1 \xe2\x82\xac";
    const text::Octets packed = text::pack(text::encode_gsm(written), 1);
    EXPECT_EQ(text::decode_gsm(text::unpack(packed, 4, 1)), written);
    EXPECT_EQ(text::decode_ucs2(text::encode_ucs2(written)), written);
    EXPECT_EQ(text::decode_latin1({'a', 0, 'b'}), std::string("a\0b", 3));
    EXPECT_EQ(text::normalise_msisdn("079 123 45 67", "41"), NUMBER);
}

TEST(CppTexts, ACharacterThatIsCutInTwoIsPutTogether) {
    const text::Octets octets = text::encode_ucs2("\xf0\x9f\x8e\x89");
    text::Reassembler parts;
    const std::chrono::milliseconds now{7};
    EXPECT_EQ(parts.push("a", "b", {300, 16, 2, 2}, {octets.begin() + 2, octets.end()}, now).outcome,
              text::Pushed::Outcome::waiting);
    EXPECT_EQ(parts.open(), 1U);
    EXPECT_EQ(parts.next_expiry(), now + std::chrono::minutes(10));
    text::Reassembler moved = std::move(parts);
    const text::Pushed pushed = moved.push("a", "b", {300, 16, 2, 1}, {octets.begin(), octets.begin() + 2}, now);
    ASSERT_EQ(pushed.outcome, text::Pushed::Outcome::complete);
    EXPECT_EQ(text::decode_ucs2(pushed.body), "\xf0\x9f\x8e\x89");
    EXPECT_FALSE(moved.next_expiry());
    EXPECT_EQ(moved.push("a", "b", {1, 8, 2, 1}, {1}, now).outcome, text::Pushed::Outcome::waiting);
    const std::vector<text::Incomplete> drained = moved.drain();
    ASSERT_EQ(drained.size(), 1U);
    EXPECT_EQ(drained[0].parts[0].second, text::Octets{1});
    EXPECT_EQ(drained[0].missing, std::vector<std::uint8_t>{2});
}

TEST(CppTexts, EightThreadsAtOnce) {
    const std::string written = "1 \xe2\x82\xac \xe2\x80\x93";
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 100; ++turn) {
                EXPECT_EQ(text::to_gsm(written).text, "1 \xe2\x82\xac -");
                EXPECT_EQ(text::split(written).pages.at(0).text, written);
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
}

TEST(CppTexts, ASendSaysWhatItsTextCost) {
    const Account account("cpp-estimate");
    ecall::MessageResult kept;
    {
        const ecall::Client client = client_for(account);
        ecall::SmsOptions sms;
        sms.to_gsm = true;
        kept = client.send_sms_async(NUMBER, "a \xe2\x80\x93 b", std::nullopt, sms).get();
    }
    EXPECT_EQ(kept.estimate.value().units, 5U);
    ASSERT_EQ(kept.replacements.size(), 1U);
    EXPECT_EQ(kept.replacements[0].to, "-");
    EXPECT_EQ(kept.replacements[0].at.byte, 2U);
    ecall::CallOptions options;
    const ecall::Client client = client_for(account);
    const std::string text(1531, 'a');
    EXPECT_THROW(client.send_sms(NUMBER, text, std::nullopt, {}, options), ecall::InvalidArgumentError);
    options.allow_truncation = true;
    EXPECT_EQ(client.send_sms(NUMBER, text, std::nullopt, {}, options).estimate.value().cut.value().characters, 1U);
}

} // namespace
