// Version, binary interface, and the tables of kinds and outcomes.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "owned.hpp"

namespace {

std::string header() {
    std::ifstream file(ECALL_TESTS_HEADER);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The macros of the header that are numbers: name and value.
std::map<std::string, int> numbers() {
    std::map<std::string, int> found;
    const std::string text = header();
    const std::regex define("#define (ECALL_[A-Z0-9_]+) ([0-9]+)\n");
    for (std::sregex_iterator at(text.begin(), text.end(), define), end; at != end; ++at) {
        found[(*at)[1]] = std::stoi((*at)[2]);
    }
    return found;
}

std::string macro_of(const std::string &prefix, const std::string &word) {
    std::string name = prefix;
    for (const char letter : word) name += static_cast<char>(std::toupper(letter));
    return name;
}

TEST(About, VersionOfLibraryAndHeaderAgree) {
    EXPECT_STREQ(ecall_version(), ECALL_VERSION);
    const std::string parts = std::to_string(ECALL_VERSION_MAJOR) + "." + std::to_string(ECALL_VERSION_MINOR) + "." +
                              std::to_string(ECALL_VERSION_PATCH);
    EXPECT_EQ(parts, ECALL_VERSION);
    EXPECT_EQ(ecall_abi_version(), ECALL_ABI_VERSION);
    EXPECT_TRUE(ecall_abi_matches(ECALL_ABI_VERSION));
    EXPECT_FALSE(ecall_abi_matches(ECALL_ABI_VERSION + 1));
}

TEST(About, EveryKindOfTheCoreIsAMacroAndTheOtherWayRound) {
    std::map<std::string, int> macros = numbers();
    ASSERT_GE(ecall_kind_count(), 19U);
    for (std::size_t index = 0; index < ecall_kind_count(); ++index) {
        const std::int32_t kind = ecall_kind_at(index);
        ASSERT_NE(ecall_kind_name(kind), nullptr);
        const std::string macro = macro_of("ECALL_", ecall_kind_name(kind));
        ASSERT_EQ(macros.count(macro), 1U) << macro;
        EXPECT_EQ(macros[macro], kind) << macro;
        EXPECT_GT(text_of(ecall_kind_description(kind)).size(), 10U);
        macros.erase(macro);
    }
    for (const auto &[name, number] : macros) {
        const bool other = std::regex_match(name, std::regex("ECALL_(OK|ABI_VERSION|(VERSION|SEND|DELIVERY|LOG|ALPHABET|NOTIFY|PUSHED|WEBHOOK|BIND|DEFAULT_ALPHABET|FLASH|LONG|PART|PREFIX|RECEIPTS|SMPP|SUBMIT)_.*)"));
        EXPECT_TRUE(other) << name << " is no kind of the core: " << number;
    }
}

TEST(About, EveryOutcomeIsAMacro) {
    std::map<std::string, int> macros = numbers();
    for (const std::int32_t outcome : {ECALL_SEND_NOT_ACCEPTED, ECALL_SEND_UNKNOWN, ECALL_SEND_NOT_APPLICABLE}) {
        EXPECT_EQ(macros[macro_of("ECALL_SEND_", ecall_outcome_name(outcome))], outcome);
    }
    EXPECT_EQ(ecall_outcome_name(3), nullptr);
}

TEST(About, NumbersThatMeanNothingHaveNoName) {
    EXPECT_EQ(ecall_kind_at(ecall_kind_count()), ECALL_OK);
    for (const std::int32_t number : {-1, 0, 1, 12, 63, 1000000}) {
        EXPECT_EQ(ecall_kind_name(number), nullptr) << number;
        EXPECT_EQ(ecall_kind_description(number), nullptr) << number;
        EXPECT_EQ(ecall_outcome_name(number - 10000), nullptr) << number;
    }
}

} // namespace
