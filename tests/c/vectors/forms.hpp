// The forms of the vectors, as tests/vectors/README.md has them, and the calls of C and C++ that they are about.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

using Json = nlohmann::json;
using Octets = std::vector<std::uint8_t>;

/// The arguments of a call, which know of each whether it was asked for.
class Arguments {
public:
    explicit Arguments(const Json &all) : all_(all) {}

    /// Null where it is not given.
    Json get(const std::string &name) const;
    std::string text(const std::string &name) const;
    Octets octets(const std::string &name) const;
    /// The bits of a reference, 8 unless given.
    int reference() const;
    std::string string_or(const std::string &name, const char *otherwise) const;
    /// The names that nobody asked for.
    std::set<std::string> unread() const;

private:
    const Json &all_;
    mutable std::set<std::string> read_;
};

/// A text written out, which the vectors may give as an array of strings and of ["string", times].
std::string text_of(const Json &value);
/// The same with every text under the key "text", at any depth, written out.
Json expanded(const Json &value);
Octets octets_of(const std::string &hex);
std::string hex(const Octets &octets);
/// The options of an estimate or a split as the core's JSON.
Json options_of(const Arguments &arguments);

/// What is known of an error: the kind's word, its message, and of its first field rule, length and limit.
struct Failed {
    std::string kind;
    std::string message;
    Json rule;
    Json length;
    Json limit;

    /// As the vectors say it.
    Json as_result() const;
};

/// What a call gives in the form of the vectors' results; null where nothing is called so.
Json c_call(const std::string &call, const Arguments &arguments);
Json cpp_call(const std::string &call, const Arguments &arguments);
