// Values of the functions on texts: what a text costs, its pages, what was replaced in it. Include <ecall.hpp>.
#ifndef ECALL_TEXT_VALUES_HPP
#define ECALL_TEXT_VALUES_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ecall/detail.hpp>

namespace ecall {

namespace text {

/// Octets, or septets one to an octet.
using Octets = std::vector<std::uint8_t>;

/// What a text is counted in.
enum class Alphabet : std::int32_t {
    /// The GSM 7-bit default alphabet with its extension table, counted in septets.
    gsm = ECALL_ALPHABET_GSM,
    /// UCS-2 (in fact UTF-16), counted in code units of 16 bits.
    ucs2 = ECALL_ALPHABET_UCS2,
    /// Any character, counted in code points: channels that have no pages (WhatsApp, RCS).
    unicode = ECALL_ALPHABET_UNICODE,
};

/// The stable word of an alphabet: "gsm", "ucs2" or "unicode".
inline std::string name(Alphabet alphabet) {
    return detail::text(ecall_alphabet_name(static_cast<std::int32_t>(alphabet)));
}

/// A place in a text, in the units of every language, each counted from 0.
struct Position {
    /// The character that stands there.
    char32_t character = 0;
    /// Its offset in octets of UTF-8: the index in a std::string.
    std::size_t byte = 0;
    /// Its offset in code points: the index in a std::u32string.
    std::size_t code_point = 0;
    /// Its offset in UTF-16 code units: the index in a std::u16string.
    std::size_t utf16 = 0;

    static Position of(const ecall_position &position) {
        return {static_cast<char32_t>(position.character), position.byte, position.code_point, position.utf16};
    }
};

/// A rule that a text breaks.
struct LimitProblem {
    /// "page_limit" (the service cuts the text), "max_length" or "force_gsm". An open set.
    std::string code;
    /// How many pages or characters there are.
    std::size_t found = 0;
    /// How many are allowed; none for force_gsm.
    std::optional<std::size_t> limit;
};

/// Where the service would cut a text. (Provisional: its documentation says no more than "truncated".)
struct Cut {
    /// The first character that is lost.
    Position from;
    /// How many characters (code points) are lost, 1 at least.
    std::size_t characters = 0;
};

/// What a text would cost after to_gsm.
struct Saving {
    Alphabet alphabet{};
    std::size_t pages = 0;
    std::size_t units = 0;
};

/// What will become of a text.
struct Estimate {
    /// What it is counted in.
    Alphabet alphabet{};
    /// How many pages it takes, whatever the limits: 1 at least; 1 on channels without pages.
    std::size_t pages = 0;
    /// How long it is: septets in GSM (characters of the extension table two), UTF-16 code units in UCS-2 (most emoji two), code
    /// points on channels without pages.
    std::size_t units = 0;
    /// The room on the last page, in units.
    std::size_t units_left = 0;
    /// What a page of this text holds, in units; the limit of characters on channels without pages.
    std::size_t page_units = 0;
    /// The characters that GSM does not have: why the text is UCS-2. Empty where it is not.
    std::vector<Position> forcing;
    /// The characters that cost two units.
    std::vector<Position> doubled;
    /// The rules that it breaks. Empty where it can be sent whole.
    std::vector<LimitProblem> problems;
    /// Where the service would cut it; none where all of it is sent.
    std::optional<Cut> cut;
    /// What to_gsm would make of it, where that is another alphabet or fewer pages.
    std::optional<Saving> transliterated;

    static Estimate of(const ecall_estimate *estimate) {
        Estimate value;
        value.alphabet = static_cast<Alphabet>(ecall_estimate_alphabet(estimate));
        value.pages = ecall_estimate_pages(estimate);
        value.units = ecall_estimate_units(estimate);
        value.units_left = ecall_estimate_units_left(estimate);
        value.page_units = ecall_estimate_page_units(estimate);
        value.forcing =
            detail::positions<Position>(estimate, ecall_estimate_forcing_count(estimate), ecall_estimate_forcing);
        value.doubled =
            detail::positions<Position>(estimate, ecall_estimate_doubled_count(estimate), ecall_estimate_doubled);
        const std::size_t problems = ecall_estimate_problems_count(estimate);
        for (std::size_t index = 0; index < problems; ++index) {
            LimitProblem problem{detail::text(ecall_estimate_problem_code(estimate, index)),
                            ecall_estimate_problem_found(estimate, index), std::nullopt};
            std::size_t limit = 0;
            if (ecall_estimate_problem_limit(estimate, index, &limit)) problem.limit = limit;
            value.problems.push_back(std::move(problem));
        }
        if (const auto from = detail::known(ecall_estimate_cut_from, estimate)) {
            value.cut = Cut{Position::of(*from), ecall_estimate_cut_characters(estimate)};
        }
        if (const auto saving = detail::known(ecall_estimate_transliterated, estimate)) {
            value.transliterated = Saving{static_cast<Alphabet>(saving->alphabet), saving->pages, saving->units};
        }
        return value;
    }
};

/// What each of several texts costs, a value per text in every column.
struct Columns {
    std::vector<std::size_t> pages;
    std::vector<std::size_t> units;
    std::vector<Alphabet> alphabet;
};

/// A page of a text.
struct Page {
    /// Its part of the text.
    std::string text;
    /// What it costs, in units of the alphabet.
    std::size_t units = 0;
};

/// A text in pages, one at least. Together they are the text.
struct Split {
    Alphabet alphabet{};
    std::vector<Page> pages;

    static Split of(const ecall_split *split) {
        Split value;
        value.alphabet = static_cast<Alphabet>(ecall_split_alphabet(split));
        const std::size_t pages = ecall_split_pages_count(split);
        value.pages.reserve(pages);
        for (std::size_t index = 0; index < pages; ++index) {
            value.pages.push_back({detail::text(ecall_split_page_text(split, index)), ecall_split_page_units(split, index)});
        }
        return value;
    }
};

/// One replacement.
struct Replacement {
    /// The first character that was replaced, at its place in the text that was given.
    Position at;
    /// What stood there: a character, or a letter with its combining marks, or marks alone.
    std::string from;
    /// What stands there now; empty where it was removed.
    std::string to;

    static Replacement of(const ecall_replacement *replacement) {
        ecall_position at{};
        ecall_replacement_at(replacement, &at);
        return {Position::of(at), detail::text(ecall_replacement_from(replacement)),
                detail::text(ecall_replacement_to(replacement))};
    }
};

/// What to_gsm made of a text.
struct Transliteration {
    /// The new text: characters of the GSM alphabet, and those that were left.
    std::string text;
    /// What was replaced, in the order of the text.
    std::vector<Replacement> replacements;
    /// What has no substitute and was kept, at its place in the text that was given. Empty where the new text is wholly GSM.
    std::vector<Position> left;

    static Transliteration of(const ecall_transliteration *made) {
        Transliteration value;
        value.text = detail::text(ecall_transliteration_text(made));
        value.replacements = detail::list<Replacement>(made, ecall_transliteration_replacements_count(made),
                                                       ecall_transliteration_replacement);
        value.left =
            detail::positions<Position>(made, ecall_transliteration_left_count(made), ecall_transliteration_left);
        return value;
    }
};

} // namespace text

} // namespace ecall

#endif
