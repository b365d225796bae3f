#include "match.hpp"

#include <regex.h>
#include <strings.h>

namespace {

bool is_matcher(const Json &value) {
    return value.is_object() && value.size() == 1 && value.begin().key().rfind('$', 0) == 0;
}

/// POSIX, because std::regex recurses for every letter of a long body.
bool found(const std::string &expression, const std::string &text) {
    regex_t compiled;
    if (regcomp(&compiled, expression.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
    const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
    regfree(&compiled);
    return found;
}

void match_special(const Json &matcher, const Json &actual, const std::string &path, Problems &problems) {
    const std::string kind = matcher.begin().key();
    bool good = false;
    if (kind == "$present") good = !actual.is_null();
    else if (kind == "$null") good = actual.is_null();
    else if (kind == "$regex") good = actual.is_string() && found(matcher.begin().value(), actual);
    if (!good) problems.push_back(path + ": expected " + show(matcher) + ", got " + show(actual));
}

const Json &member(const Json &object, const std::string &key) {
    static const Json absent;
    const auto place = object.find(key);
    return place == object.end() ? absent : *place;
}

bool same_field(const Json &wanted, const Json &field) {
    const std::string name = wanted.at("field");
    const std::string other = field.at("field");
    if (strcasecmp(name.c_str(), other.c_str()) != 0 || wanted.at("rule") != field.at("rule")) return false;
    for (const char *key : {"length", "limit"}) {
        if (wanted.contains(key) && wanted.at(key) != member(field, key)) return false;
    }
    return true;
}

void match_fields(const Json &expected, const Json &fields, bool exact, Problems &problems) {
    for (const Json &wanted : expected) {
        bool among = false;
        for (const Json &field : fields) among = among || same_field(wanted, field);
        if (!among) problems.push_back("fields: " + show(wanted) + " is not among " + show(fields));
    }
    if (exact && fields.size() != expected.size()) {
        problems.push_back("fields: expected only " + show(expected) + ", got " + show(fields));
    }
}

} // namespace

std::string show(const Json &value) {
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() > 600 ? text.substr(0, 600) + "..." : text;
}

void match(const Json &expected, const Json &actual, const std::string &path, Objects objects, Problems &problems) {
    if (is_matcher(expected)) return match_special(expected, actual, path, problems);
    if (expected.is_object() && actual.is_object()) {
        for (const auto &[key, value] : expected.items()) {
            match(value, member(actual, key), path + "." + key, objects, problems);
        }
        if (objects == Objects::subset) return;
        for (const auto &[key, value] : actual.items()) {
            if (!expected.contains(key)) problems.push_back(path + "." + key + ": not expected, got " + show(value));
        }
    } else if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
        for (std::size_t index = 0; index < expected.size(); ++index) {
            match(expected[index], actual[index], path + "[" + std::to_string(index) + "]", objects, problems);
        }
    } else if (expected != actual) {
        problems.push_back(path + ": expected " + show(expected) + ", got " + show(actual));
    }
}

void match_error(const Json &expected, const Json &actual, Problems &problems) {
    const std::string text = actual.at("text");
    for (const auto &[key, value] : expected.items()) {
        if (key == "fields") {
            match_fields(value, actual.at("fields"), expected.contains("fields_exact"), problems);
        } else if (key == "message_contains" || key == "message_not_contains") {
            for (const std::string part : value) {
                if ((text.find(part) != std::string::npos) != (key == "message_contains")) {
                    problems.push_back(key + ": \"" + part + "\" in: " + text);
                }
            }
        } else if (key != "fields_exact") {
            match(value, member(actual, key), key, Objects::subset, problems);
        }
    }
}
