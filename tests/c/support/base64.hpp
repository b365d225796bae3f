// Octets that stand in JSON.
#pragma once

#include <string>

#include "match.hpp"

/// The octets that base64 stands for.
inline std::string from_base64(const std::string &text) {
    static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string octets;
    unsigned bits = 0;
    int count = 0;
    for (const char digit : text) {
        const std::size_t value = digits.find(digit);
        if (value == std::string::npos) continue;
        bits = bits << 6 | static_cast<unsigned>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        octets.push_back(static_cast<char>(bits >> count & 0xff));
    }
    return octets;
}

/// The file of an upload, as the cases write it: the octets of `text`, or those that `base64` stands for.
inline std::string file_of(const Json &arguments) {
    if (arguments.contains("text")) return arguments.at("text");
    return from_base64(arguments.at("base64").get_ref<const std::string &>());
}
