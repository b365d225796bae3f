// The vectors' calls over the C functions; C++ only writes them down.
#include <ecall.h>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>

#include "forms.hpp"
#include "text_json.hpp"

namespace {

template <auto Free> struct Release {
    template <class T> void operator()(T *object) const { Free(object); }
};
template <class T, auto Free> using Owned = std::unique_ptr<T, Release<Free>>;

using Bytes = Owned<ecall_bytes, ecall_bytes_free>;
using Estimate = Owned<ecall_estimate, ecall_estimate_free>;
using Header = Owned<ecall_header, ecall_header_free>;
using IncompleteList = Owned<ecall_incomplete_list, ecall_incomplete_list_free>;
using Pushed = Owned<ecall_pushed, ecall_pushed_free>;
using Split = Owned<ecall_split, ecall_split_free>;
using Transliteration = Owned<ecall_transliteration, ecall_transliteration_free>;

Failed failed(const ecall_error *error) {
    Failed known{ecall_error_kind_name(error), ecall_error_message(error), {}, {}, {}};
    if (ecall_error_outcome(error) != ECALL_SEND_NOT_APPLICABLE) throw std::runtime_error("nothing was sent");
    const ecall_field_error *field = ecall_error_field(error, 0);
    if (field == nullptr) return known;
    known.rule = ecall_field_error_rule(field);
    known.message = ecall_field_error_message(field);
    std::uint64_t number = 0;
    if (ecall_field_error_length(field, &number)) known.length = number;
    if (ecall_field_error_limit(field, &number)) known.limit = number;
    return known;
}

/// What a function makes, or what is known of its error.
template <class H> H made(const std::function<std::int32_t(typename H::pointer *, ecall_error **)> &call) {
    typename H::pointer object = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = call(&object, &error);
    const Owned<ecall_error, ecall_error_free> owned(error);
    if ((code == ECALL_OK) != (object != nullptr) || (code == ECALL_OK) != (error == nullptr)) {
        throw std::runtime_error("status code, result and error do not agree");
    }
    if (error != nullptr) throw failed(error);
    return H(object);
}

Octets octets(const ecall_bytes *bytes) {
    const std::uint8_t *data = ecall_bytes_data(bytes);
    return Octets(data, data + ecall_bytes_length(bytes));
}

std::string text(const ecall_bytes *bytes) { return {ecall_bytes_text(bytes), ecall_bytes_length(bytes)}; }

using Encode = std::int32_t(const char *, ecall_bytes **, ecall_error **);
using Decode = std::int32_t(const std::uint8_t *, std::size_t, ecall_bytes **, ecall_error **);

Json encoded(const Arguments &arguments, const char *name, Encode *encode) {
    const std::string text = arguments.text("text");
    const Bytes bytes = made<Bytes>([&](auto out, auto error) { return encode(text.c_str(), out, error); });
    return {{name, hex(octets(bytes.get()))}};
}

Json decoded(const Octets &octets, Decode *decode) {
    const Bytes bytes =
        made<Bytes>([&](auto out, auto error) { return decode(octets.data(), octets.size(), out, error); });
    return {{"text", text(bytes.get())}};
}

Json decoded_with(const Arguments &arguments) {
    const Octets septets = arguments.octets("septets");
    const Json locking = arguments.get("locking");
    const Json single = arguments.get("single");
    const auto name = [](const Json &value) {
        return value.is_null() ? nullptr : value.get_ref<const std::string &>().c_str();
    };
    const Bytes bytes = made<Bytes>([&](auto out, auto error) {
        return ecall_text_decode_gsm(septets.data(), septets.size(), name(locking), name(single), out, error);
    });
    return {{"text", text(bytes.get())}};
}

Json cost(const Arguments &arguments) {
    const std::string character = arguments.get("character");
    try {
        const Bytes bytes = made<Bytes>(
            [&](auto out, auto error) { return ecall_text_encode_gsm(character.c_str(), out, error); });
        return {{"cost", ecall_bytes_length(bytes.get())}};
    } catch (const Failed &failed) {
        if (failed.rule != "alphabet") throw;
        return {{"cost", nullptr}};
    }
}

Json packed(const Arguments &arguments) {
    const Octets septets = arguments.octets("septets");
    const std::uint8_t fill_bits = arguments.get("fill_bits");
    const Bytes bytes = made<Bytes>([&](auto out, auto error) {
        return ecall_text_pack(septets.data(), septets.size(), fill_bits, out, error);
    });
    return {{"octets", hex(octets(bytes.get()))}};
}

Json unpacked(const Arguments &arguments) {
    const Octets packed = arguments.octets("octets");
    const std::size_t count = arguments.get("septets");
    const std::uint8_t fill_bits = arguments.get("fill_bits");
    const Bytes bytes = made<Bytes>([&](auto out, auto error) {
        return ecall_text_unpack(packed.data(), packed.size(), count, fill_bits, out, error);
    });
    return {{"septets", hex(octets(bytes.get()))}};
}

/// One by one and as a column; both have to say the same.
Json estimated(const Arguments &arguments) {
    const std::string text = arguments.text("text");
    const std::string options = options_of(arguments).dump();
    const Estimate estimate = made<Estimate>(
        [&](auto out, auto error) { return ecall_text_estimate(text.c_str(), options.c_str(), out, error); });
    const Json found = text_json::of(estimate.get());
    if (found != Json::parse(ecall_estimate_json(estimate.get()))) throw std::runtime_error("getters and JSON differ");

    const char *texts[] = {"", text.c_str(), "a"};
    std::size_t pages[3];
    std::size_t units[3];
    std::int32_t alphabets[3];
    const std::int32_t code = ecall_text_estimate_many(texts, 3, options.c_str(), pages, units, alphabets, nullptr);
    const Json column = {ecall_alphabet_name(alphabets[1]), pages[1], units[1], units[2]};
    if (code != ECALL_OK || column != Json({found["alphabet"], found["pages"], found["units"], 1})) {
        throw std::runtime_error("the column says otherwise: " + column.dump());
    }
    return found;
}

Json parted(const Arguments &arguments) {
    const std::string text = arguments.text("text");
    const std::string options = options_of(arguments).dump();
    const Split split = made<Split>(
        [&](auto out, auto error) { return ecall_text_split(text.c_str(), options.c_str(), out, error); });
    Json pages = Json::array();
    for (std::size_t index = 0; index < ecall_split_pages_count(split.get()); ++index) {
        pages.push_back({{"text", ecall_split_page_text(split.get(), index)},
                         {"units", ecall_split_page_units(split.get(), index)}});
    }
    const Json found = {{"alphabet", ecall_split_alphabet_name(split.get())}, {"pages", pages}};
    if (found != Json::parse(ecall_split_json(split.get()))) throw std::runtime_error("getters and JSON differ");
    return found;
}

Json transliterated(const Arguments &arguments) {
    const std::string text = arguments.text("text");
    const Transliteration made_of = made<Transliteration>(
        [&](auto out, auto error) { return ecall_text_to_gsm(text.c_str(), out, error); });
    const ecall_transliteration *it = made_of.get();
    Json replacements = Json::array();
    for (std::size_t index = 0; index < ecall_transliteration_replacements_count(it); ++index) {
        replacements.push_back(text_json::of(ecall_transliteration_replacement(it, index)));
    }
    const Json found = {
        {"text", ecall_transliteration_text(it)},
        {"replacements", replacements},
        {"left", text_json::positions(it, ecall_transliteration_left_count(it), ecall_transliteration_left)}};
    if (found != Json::parse(ecall_transliteration_json(it))) throw std::runtime_error("getters and JSON differ");
    return found;
}

Header header_of(const Octets &octets) {
    return made<Header>([&](auto out, auto error) {
        return ecall_text_parse_header(octets.data(), octets.size(), out, error);
    });
}

Json header(const Arguments &arguments) {
    const Header header = header_of(arguments.octets("octets"));
    Json elements = Json::array();
    for (std::size_t index = 0; index < ecall_header_elements_count(header.get()); ++index) {
        elements.push_back({{"id", ecall_header_element_id(header.get(), index)},
                            {"data", hex(octets(ecall_header_element_data(header.get(), index)))}});
    }
    ecall_concatenation part{};
    Json concatenation;
    if (ecall_header_concatenation(header.get(), &part)) {
        concatenation = {{"reference", part.reference}, {"bits", part.bits}, {"total", part.total}, {"number", part.number}};
    }
    return {{"elements", elements},
            {"rest", hex(octets(ecall_header_body(header.get())))},
            {"fill_bits", ecall_header_fill_bits(header.get())},
            {"concatenation", concatenation},
            {"locking", ecall_header_locking(header.get())},
            {"single", ecall_header_single(header.get())}};
}

/// What a header that names a language says; a reserved one counts as none.
Json language(const Arguments &arguments) {
    const std::uint8_t code = arguments.get("code");
    const Header header = header_of({6, 0x24, 1, code, 0x25, 1, code});
    const std::string name = ecall_header_single(header.get());
    if (name != ecall_header_locking(header.get())) throw std::runtime_error("locking and single differ");
    return {{"language", name == "default" && code != 0 ? Json() : Json(name)}};
}

Json incomplete(const ecall_incomplete *text) {
    Json parts = Json::array();
    for (std::size_t index = 0; index < ecall_incomplete_parts_count(text); ++index) {
        const ecall_bytes *body = ecall_incomplete_part_body(text, index);
        parts.push_back({ecall_incomplete_part_number(text, index), ::text(body)});
    }
    Json missing = Json::array();
    for (std::size_t index = 0; index < ecall_incomplete_missing_count(text); ++index) {
        missing.push_back(ecall_incomplete_missing(text, index));
    }
    return {{"reference", ecall_incomplete_reference(text)},
            {"total", ecall_incomplete_total(text)},
            {"parts", parts},
            {"missing", missing}};
}

Json pushed(ecall_reassembler *parts, const Json &step) {
    const std::string from = step.value("from", "a");
    const std::string to = step.value("to", "b");
    const std::string body = step.value("text", "");
    const ecall_concatenation concatenation{step.at("reference"), step.value("bits", std::uint8_t{8}), step.at("total"),
                                            step.at("number")};
    const Pushed pushed = made<Pushed>([&](auto out, auto error) {
        return ecall_reassembler_push(parts, from.c_str(), to.c_str(), &concatenation,
                                      reinterpret_cast<const std::uint8_t *>(body.data()), body.size(),
                                      step.value("at_ms", 0), out, error);
    });
    Json outcome = {{"outcome", ecall_pushed_outcome_name(pushed.get())}};
    if (ecall_pushed_outcome(pushed.get()) == ECALL_PUSHED_COMPLETE) outcome["text"] = text(ecall_pushed_body(pushed.get()));
    if (const char *problem = ecall_pushed_problem(pushed.get())) outcome["problem"] = problem;
    if (const ecall_incomplete *text = ecall_pushed_displaced(pushed.get())) outcome["displaced"] = incomplete(text);
    return outcome;
}

Json reassembled(const Arguments &arguments) {
    const auto limit = [&](const char *name, std::uint64_t otherwise) {
        const Json value = arguments.get(name);
        return value.is_null() ? otherwise : value.get<std::uint64_t>();
    };
    const Owned<ecall_reassembler, ecall_reassembler_free> parts(ecall_reassembler_new_with(
        limit("max_open", 100), limit("timeout_ms", 600000), limit("duplicate_ms", 60000)));
    Json outcomes = Json::array();
    for (const Json &step : arguments.get("steps")) {
        if (!step.contains("expire_ms")) {
            outcomes.push_back(pushed(parts.get(), step));
            continue;
        }
        const IncompleteList expired = made<IncompleteList>([&](auto out, auto error) {
            return ecall_reassembler_expire(parts.get(), step.at("expire_ms"), out, error);
        });
        outcomes.push_back(Json::array());
        for (std::size_t index = 0; index < ecall_incomplete_list_count(expired.get()); ++index) {
            outcomes.back().push_back(incomplete(ecall_incomplete_list_at(expired.get(), index)));
        }
    }
    return {{"outcomes", outcomes}, {"open", ecall_reassembler_open(parts.get())}};
}

Json normalised(const Arguments &arguments) {
    const std::string written = arguments.text("text");
    const Json country = arguments.get("default_country");
    const Bytes number = made<Bytes>([&](auto out, auto error) {
        const char *code = country.is_null() ? nullptr : country.get_ref<const std::string &>().c_str();
        return ecall_text_normalise_msisdn(written.c_str(), code, out, error);
    });
    return {{"number", ecall_bytes_text(number.get())}};
}

using Call = std::function<Json(const Arguments &)>;

const std::map<std::string, Call> CALLS = {
    {"gsm_encode", [](const Arguments &given) { return encoded(given, "septets", ecall_text_encode_gsm); }},
    {"ucs2_encode", [](const Arguments &given) { return encoded(given, "octets", ecall_text_encode_ucs2); }},
    {"latin1_encode", [](const Arguments &given) { return encoded(given, "octets", ecall_text_encode_latin1); }},
    {"ucs2_decode", [](const Arguments &given) { return decoded(given.octets("octets"), ecall_text_decode_ucs2); }},
    {"latin1_decode", [](const Arguments &given) { return decoded(given.octets("octets"), ecall_text_decode_latin1); }},
    {"gsm_decode", decoded_with},
    {"gsm_decode_with", decoded_with},
    {"gsm_cost", cost},
    {"gsm_pack", packed},
    {"gsm_unpack", unpacked},
    {"measure", estimated},
    {"estimate", estimated},
    {"split", parted},
    {"to_gsm", transliterated},
    {"udh_parse", header},
    {"national_language", language},
    {"reassemble", reassembled},
    {"msisdn_normalise", normalised},
};

} // namespace

Json c_call(const std::string &call, const Arguments &arguments) {
    try {
        return CALLS.count(call) == 0 ? Json() : CALLS.at(call)(arguments);
    } catch (const Failed &failed) {
        return failed.as_result();
    }
}
