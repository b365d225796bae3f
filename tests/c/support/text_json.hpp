// Estimates and replacements in the JSON form of the core: from the C getters and from the C++ values.
#pragma once

#include <ecall.hpp>
#include <nlohmann/json.hpp>

#include <string>

namespace text_json {

using Json = nlohmann::json;

/// A character in UTF-8.
inline std::string utf8(std::uint32_t code) {
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80) return {static_cast<char>(code)};
    if (code < 0x800) return {static_cast<char>(0xc0 | code >> 6), tail(0)};
    if (code < 0x10000) return {static_cast<char>(0xe0 | code >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xf0 | code >> 18), tail(12), tail(6), tail(0)};
}

/// Of C and of C++: both have the same members.
template <class P> Json position(const P &at) {
    return {{"character", utf8(at.character)}, {"byte", at.byte}, {"code_point", at.code_point}, {"utf16", at.utf16}};
}

template <class T>
Json positions(const T *object, std::size_t count, bool (*part)(const T *, std::size_t, ecall_position *)) {
    Json all = Json::array();
    ecall_position at{};
    for (std::size_t index = 0; index < count; ++index) {
        if (part(object, index, &at)) all.push_back(position(at));
    }
    return all;
}

inline Json positions(const std::vector<ecall::text::Position> &list) {
    Json all = Json::array();
    for (const ecall::text::Position &at : list) all.push_back(position(at));
    return all;
}

inline Json of(const ecall_replacement *replacement) {
    ecall_position at{};
    return {{"at", ecall_replacement_at(replacement, &at) ? position(at) : Json()},
            {"from", ecall_replacement_from(replacement)},
            {"to", ecall_replacement_to(replacement)}};
}

inline Json of(const std::vector<ecall::text::Replacement> &replacements) {
    Json all = Json::array();
    for (const auto &one : replacements) all.push_back({{"at", position(one.at)}, {"from", one.from}, {"to", one.to}});
    return all;
}

inline Json of(const ecall_estimate *estimate) {
    Json problems = Json::array();
    for (std::size_t index = 0; index < ecall_estimate_problems_count(estimate); ++index) {
        problems.push_back({{"code", ecall_estimate_problem_code(estimate, index)},
                            {"found", ecall_estimate_problem_found(estimate, index)}});
        std::size_t limit = 0;
        if (ecall_estimate_problem_limit(estimate, index, &limit)) problems.back()["limit"] = limit;
    }
    ecall_position from{};
    Json cut;
    if (ecall_estimate_cut_from(estimate, &from)) {
        cut = {{"from", position(from)}, {"characters", ecall_estimate_cut_characters(estimate)}};
    }
    ecall_saving saving{};
    Json transliterated;
    if (ecall_estimate_transliterated(estimate, &saving)) {
        transliterated = {{"alphabet", ecall_alphabet_name(saving.alphabet)},
                          {"pages", saving.pages},
                          {"units", saving.units}};
    }
    return {{"alphabet", ecall_estimate_alphabet_name(estimate)},
            {"pages", ecall_estimate_pages(estimate)},
            {"units", ecall_estimate_units(estimate)},
            {"units_left", ecall_estimate_units_left(estimate)},
            {"page_units", ecall_estimate_page_units(estimate)},
            {"forcing", positions(estimate, ecall_estimate_forcing_count(estimate), ecall_estimate_forcing)},
            {"doubled", positions(estimate, ecall_estimate_doubled_count(estimate), ecall_estimate_doubled)},
            {"problems", problems},
            {"cut", cut},
            {"transliterated", transliterated}};
}

inline Json of(const ecall::text::Estimate &estimate) {
    Json problems = Json::array();
    for (const ecall::text::LimitProblem &problem : estimate.problems) {
        problems.push_back({{"code", problem.code}, {"found", problem.found}});
        if (problem.limit) problems.back()["limit"] = *problem.limit;
    }
    Json cut;
    if (estimate.cut) cut = {{"from", position(estimate.cut->from)}, {"characters", estimate.cut->characters}};
    Json transliterated;
    if (const auto &saving = estimate.transliterated) {
        transliterated = {{"alphabet", name(saving->alphabet)}, {"pages", saving->pages}, {"units", saving->units}};
    }
    return {{"alphabet", name(estimate.alphabet)},
            {"pages", estimate.pages},
            {"units", estimate.units},
            {"units_left", estimate.units_left},
            {"page_units", estimate.page_units},
            {"forcing", positions(estimate.forcing)},
            {"doubled", positions(estimate.doubled)},
            {"problems", problems},
            {"cut", cut},
            {"transliterated", transliterated}};
}

} // namespace text_json
