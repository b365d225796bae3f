// The vectors' calls over the C++ wrapper.
#include <ecall.hpp>

#include <functional>
#include <map>
#include <stdexcept>

#include "forms.hpp"
#include "text_json.hpp"

namespace {

namespace text = ecall::text;

Failed failed(const ecall::Error &error) {
    Failed known{name(error.kind()), error.message(), {}, {}, {}};
    if (error.fields().empty()) return known;
    const ecall::FieldError &field = error.fields().front();
    known.rule = field.rule;
    known.message = field.message;
    if (field.length) known.length = *field.length;
    if (field.limit) known.limit = *field.limit;
    return known;
}

std::chrono::milliseconds millis(const Json &number, std::int64_t otherwise) {
    return std::chrono::milliseconds(number.is_null() ? otherwise : number.get<std::int64_t>());
}

text::EstimateOptions estimate_options(const Arguments &arguments) {
    static const std::map<std::string, text::Channel> channels = {
        {"sms", text::Channel::sms}, {"whatsapp", text::Channel::whatsapp}, {"rcs", text::Channel::rcs}};
    text::EstimateOptions options;
    options.channel = channels.at(arguments.string_or("channel", "sms"));
    const Json limit = arguments.get("page_limit");
    if (!limit.is_null()) options.page_limit = limit;
    options.force_gsm = arguments.get("force_gsm") == true;
    options.reference_bits = arguments.reference();
    return options;
}

/// One by one and as a column; both have to say the same.
Json estimated(const Arguments &arguments) {
    const std::string text = arguments.text("text");
    const text::EstimateOptions options = estimate_options(arguments);
    const text::Estimate found = text::estimate(text, options);
    const text::Columns columns = text::estimate_many({"", text, "a"}, options);
    if (columns.pages.at(1) != found.pages || columns.units.at(1) != found.units ||
        columns.alphabet.at(1) != found.alphabet || columns.units.at(2) != 1) {
        throw std::runtime_error("the column says otherwise");
    }
    return text_json::of(found);
}

Json parted(const Arguments &arguments) {
    text::SplitOptions options;
    options.reference_bits = arguments.reference();
    options.whole_words = arguments.get("whole_words") == true;
    const text::Split split = text::split(arguments.text("text"), options);
    Json pages = Json::array();
    for (const text::Page &page : split.pages) pages.push_back({{"text", page.text}, {"units", page.units}});
    return {{"alphabet", name(split.alphabet)}, {"pages", pages}};
}

Json transliterated(const Arguments &arguments) {
    const text::Transliteration made = text::to_gsm(arguments.text("text"));
    return {{"text", made.text},
            {"replacements", text_json::of(made.replacements)},
            {"left", text_json::positions(made.left)}};
}

Json decoded_with(const Arguments &arguments) {
    return {{"text", text::decode_gsm(arguments.octets("septets"), arguments.string_or("locking", "default"),
                                      arguments.string_or("single", "default"))}};
}

Json cost(const Arguments &arguments) {
    try {
        return {{"cost", text::encode_gsm(arguments.get("character").get<std::string>()).size()}};
    } catch (const ecall::InvalidArgumentError &error) {
        if (failed(error).rule != "alphabet") throw;
        return {{"cost", nullptr}};
    }
}

Json header(const Arguments &arguments) {
    const text::Header header = text::parse_header(arguments.octets("octets"));
    Json elements = Json::array();
    for (const text::Element &element : header.elements) elements.push_back({{"id", element.id}, {"data", hex(element.data)}});
    Json concatenation;
    if (const auto &part = header.concatenation) {
        concatenation = {{"reference", part->reference}, {"bits", part->bits}, {"total", part->total}, {"number", part->number}};
    }
    return {{"elements", elements},       {"rest", hex(header.body)},  {"fill_bits", header.fill_bits},
            {"concatenation", concatenation}, {"locking", header.locking}, {"single", header.single}};
}

Json language(const Arguments &arguments) {
    const std::uint8_t code = arguments.get("code");
    const text::Header header = text::parse_header({6, 0x24, 1, code, 0x25, 1, code});
    if (header.single != header.locking) throw std::runtime_error("locking and single differ");
    return {{"language", header.single == "default" && code != 0 ? Json() : Json(header.single)}};
}

Json incomplete(const text::Incomplete &text) {
    Json parts = Json::array();
    for (const auto &[number, body] : text.parts) parts.push_back({number, std::string(body.begin(), body.end())});
    return {{"reference", text.reference}, {"total", text.total}, {"parts", parts}, {"missing", Json(text.missing)}};
}

Json pushed(text::Reassembler &parts, const Json &step) {
    static const std::map<text::Pushed::Outcome, std::string> outcomes = {
        {text::Pushed::Outcome::complete, "complete"},
        {text::Pushed::Outcome::waiting, "waiting"},
        {text::Pushed::Outcome::duplicate, "duplicate"},
        {text::Pushed::Outcome::invalid, "invalid"}};
    const std::string body = step.value("text", "");
    text::Concatenation concatenation;
    concatenation.reference = step.at("reference");
    concatenation.bits = step.value("bits", std::uint8_t{8});
    concatenation.total = step.at("total");
    concatenation.number = step.at("number");
    const text::Pushed pushed = parts.push(step.value("from", "a"), step.value("to", "b"), concatenation,
                                           Octets(body.begin(), body.end()), millis(step.value("at_ms", Json()), 0));
    Json outcome = {{"outcome", outcomes.at(pushed.outcome)}};
    if (pushed.outcome == text::Pushed::Outcome::complete) {
        outcome["text"] = std::string(pushed.body.begin(), pushed.body.end());
    }
    if (pushed.problem) outcome["problem"] = *pushed.problem;
    if (pushed.displaced) outcome["displaced"] = incomplete(*pushed.displaced);
    return outcome;
}

Json reassembled(const Arguments &arguments) {
    text::Limits limits;
    const Json max_open = arguments.get("max_open");
    limits.max_open = max_open.is_null() ? 100 : max_open.get<std::size_t>();
    limits.timeout = millis(arguments.get("timeout_ms"), 600000);
    limits.duplicate = millis(arguments.get("duplicate_ms"), 60000);
    text::Reassembler parts(limits);
    Json outcomes = Json::array();
    for (const Json &step : arguments.get("steps")) {
        if (!step.contains("expire_ms")) {
            outcomes.push_back(pushed(parts, step));
            continue;
        }
        outcomes.push_back(Json::array());
        for (const text::Incomplete &text : parts.expire(millis(step.at("expire_ms"), 0))) {
            outcomes.back().push_back(incomplete(text));
        }
    }
    return {{"outcomes", outcomes}, {"open", parts.open()}};
}

Json normalised(const Arguments &arguments) {
    const Json country = arguments.get("default_country");
    const std::string written = arguments.text("text");
    if (country.is_null()) return {{"number", text::normalise_msisdn(written)}};
    return {{"number", text::normalise_msisdn(written, country.get<std::string>())}};
}

using Call = std::function<Json(const Arguments &)>;

const std::map<std::string, Call> CALLS = {
    {"gsm_encode", [](const Arguments &given) -> Json { return {{"septets", hex(text::encode_gsm(given.text("text")))}}; }},
    {"ucs2_encode", [](const Arguments &given) -> Json { return {{"octets", hex(text::encode_ucs2(given.text("text")))}}; }},
    {"latin1_encode",
     [](const Arguments &given) -> Json { return {{"octets", hex(text::encode_latin1(given.text("text")))}}; }},
    {"ucs2_decode", [](const Arguments &given) -> Json { return {{"text", text::decode_ucs2(given.octets("octets"))}}; }},
    {"latin1_decode",
     [](const Arguments &given) -> Json { return {{"text", text::decode_latin1(given.octets("octets"))}}; }},
    {"gsm_pack",
     [](const Arguments &given) -> Json {
         return {{"octets", hex(text::pack(given.octets("septets"), given.get("fill_bits")))}};
     }},
    {"gsm_unpack",
     [](const Arguments &given) -> Json {
         return {{"septets", hex(text::unpack(given.octets("octets"), given.get("septets"), given.get("fill_bits")))}};
     }},
    {"gsm_decode", decoded_with},
    {"gsm_decode_with", decoded_with},
    {"gsm_cost", cost},
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

Json cpp_call(const std::string &call, const Arguments &arguments) {
    try {
        return CALLS.count(call) == 0 ? Json() : CALLS.at(call)(arguments);
    } catch (const ecall::InvalidArgumentError &error) {
        return failed(error).as_result();
    }
}
