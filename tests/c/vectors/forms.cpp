#include "forms.hpp"

#include <regex>
#include <stdexcept>

Json Arguments::get(const std::string &name) const {
    read_.insert(name);
    return all_.value(name, Json());
}

std::string Arguments::text(const std::string &name) const { return text_of(get(name)); }

Octets Arguments::octets(const std::string &name) const { return octets_of(get(name).get<std::string>()); }

int Arguments::reference() const {
    const Json bits = get("reference");
    return bits.is_null() ? 8 : bits.get<int>();
}

std::string Arguments::string_or(const std::string &name, const char *otherwise) const {
    const Json value = get(name);
    return value.is_null() ? std::string(otherwise) : value.get<std::string>();
}

std::set<std::string> Arguments::unread() const {
    std::set<std::string> names;
    for (const auto &[name, value] : all_.items()) {
        if (read_.count(name) == 0) names.insert(name);
    }
    return names;
}

std::string text_of(const Json &value) {
    if (value.is_string()) return value;
    std::string text;
    for (const Json &piece : value) {
        const std::string once = piece.is_string() ? piece : piece.at(0);
        const int times = piece.is_string() ? 1 : piece.at(1).get<int>();
        for (int time = 0; time < times; ++time) text += once;
    }
    return text;
}

Json expanded(const Json &value) {
    if (!value.is_structured()) return value;
    Json written = value;
    for (const auto &[key, part] : value.items()) {
        Json &place = value.is_array() ? written.at(std::stoul(key)) : written.at(key);
        place = value.is_object() && key == "text" ? Json(text_of(part)) : expanded(part);
    }
    return written;
}

Octets octets_of(const std::string &hex) {
    if (hex.size() % 2 != 0) throw std::runtime_error("an odd number of hex digits");
    Octets octets;
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        octets.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(at, 2), nullptr, 16)));
    }
    return octets;
}

std::string hex(const Octets &octets) {
    static const char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t octet : octets) text.append({digits[octet >> 4], digits[octet & 15]});
    return text;
}

Json options_of(const Arguments &arguments) {
    Json options = Json::object();
    for (const char *name : {"channel", "page_limit", "force_gsm", "whole_words"}) {
        const Json value = arguments.get(name);
        if (!value.is_null()) options[name] = value;
    }
    options["reference_bits"] = arguments.reference();
    return options;
}

Json Failed::as_result() const {
    if (message.find("must not contain NUL") != std::string::npos) return {{"error", "nul"}};
    Json result = {{"error", rule}};
    std::smatch place;
    if (rule == "alphabet") {
        result = {{"error", "not_encodable"}, {"count", length}};
        if (std::regex_search(message, place, std::regex("character number ([0-9]+)"))) {
            result["position"] = {{"code_point", std::stol(place[1]) - 1}};
        }
        return result;
    }
    if (std::regex_search(message, place, std::regex("character ([0-9]+) \\(counted from 0"))) {
        result["code_point"] = std::stol(place[1]);
    }
    if (!length.is_null()) result.update({{"found", length}, {"limit", limit}});
    return result;
}
