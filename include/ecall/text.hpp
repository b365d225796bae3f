// Functions on texts, which need neither a client nor the network. Include <ecall.hpp>.
//
//     const auto cost = ecall::text::estimate("Pump 3 stopped");
//     cost.pages, cost.units_left, cost.alphabet
//
// Texts are UTF-8 without NUL. A text or option that is wrong throws InvalidArgumentError. All of them may be called by any
// number of threads at once.
#ifndef ECALL_TEXT_HPP
#define ECALL_TEXT_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecall/error.hpp>
#include <ecall/received.hpp>

namespace ecall {

namespace text {

/// What a text is sent over.
enum class Channel {
    /// Pages of GSM or UCS-2.
    sms,
    /// No pages, at most 4096 characters.
    whatsapp,
    /// No pages, at most 1000 characters.
    rcs,
};

/// Under which conditions a text is estimated.
struct EstimateOptions {
    Channel channel = Channel::sms;
    /// Pages at most, 1 to 10; 10 unless set. SMS only.
    std::optional<std::int32_t> page_limit;
    /// Whether characters outside the GSM alphabet are forbidden. SMS only.
    bool force_gsm = false;
    /// Bits of the number that the pages of one text share: 8 (153 septets or 67 UCS-2 units on a page) or 16 (152 or 66).
    std::int32_t reference_bits = 8;
};

/// How a text is split.
struct SplitOptions {
    /// As EstimateOptions::reference_bits.
    std::int32_t reference_bits = 8;
    /// Whether words are kept whole where that costs no page.
    bool whole_words = false;
};

} // namespace text

namespace detail {

/// A JSON object of options, empty where everything is as usual: the library then has nothing to read.
class JsonOptions {
public:
    void add(const char *name, const std::string &value) {
        json_ += json_.empty() ? "{\"" : ",\"";
        json_.append(name).append("\":").append(value);
    }
    /// NULL where nothing was added.
    const char *get() {
        if (json_.empty()) return nullptr;
        json_ += '}';
        return json_.c_str();
    }

private:
    std::string json_;
};

/// The library's word for a channel. A number that is none becomes a word that is none, which the library refuses by name.
inline const char *word(text::Channel channel) {
    switch (channel) {
    case text::Channel::sms: return "\"sms\"";
    case text::Channel::whatsapp: return "\"whatsapp\"";
    case text::Channel::rcs: return "\"rcs\"";
    }
    return "\"?\"";
}

inline JsonOptions json_options(const text::EstimateOptions &options) {
    JsonOptions json;
    if (options.channel != text::Channel::sms) json.add("channel", word(options.channel));
    if (options.page_limit) json.add("page_limit", std::to_string(*options.page_limit));
    if (options.force_gsm) json.add("force_gsm", "true");
    if (options.reference_bits != 8) json.add("reference_bits", std::to_string(options.reference_bits));
    return json;
}

inline JsonOptions json_options(const text::SplitOptions &options) {
    JsonOptions json;
    if (options.reference_bits != 8) json.add("reference_bits", std::to_string(options.reference_bits));
    if (options.whole_words) json.add("whole_words", "true");
    return json;
}

/// What a function makes of a text, as an owned object.
template <class H, class Call> H made_by(Call call) {
    typename H::pointer made = nullptr;
    checked([&](auto error) { return call(&made, error); });
    return H(made);
}

using BytesHandle = Handle<ecall_bytes, ecall_bytes_free>;
using EstimateHandle = Handle<ecall_estimate, ecall_estimate_free>;
using SplitHandle = Handle<ecall_split, ecall_split_free>;
using TransliterationHandle = Handle<ecall_transliteration, ecall_transliteration_free>;

using Encode = std::int32_t(const char *, ecall_bytes **, ecall_error **);
using Decode = std::int32_t(const std::uint8_t *, std::size_t, ecall_bytes **, ecall_error **);

inline text::Octets encoded(std::string_view text, Encode *encode) {
    const std::string owned = c_text("text", text);
    return octets(made_by<BytesHandle>([&](auto made, auto error) { return encode(owned.c_str(), made, error); }).get());
}

inline std::string decoded(const text::Octets &octets, Decode *decode) {
    return text(made_by<BytesHandle>([&](auto made, auto error) {
                    return decode(octets.data(), octets.size(), made, error);
                }).get());
}

} // namespace detail

namespace text {

/// Says what a text costs and why, which limits it breaks, and where the service would cut it.
inline Estimate estimate(std::string_view text, const EstimateOptions &options = {}) {
    const std::string owned = detail::c_text("text", text);
    detail::JsonOptions json = detail::json_options(options);
    const auto made = detail::made_by<detail::EstimateHandle>(
        [&](auto estimate, auto error) { return ecall_text_estimate(owned.c_str(), json.get(), estimate, error); });
    return Estimate::of(made.get());
}

/// Says what each of several texts costs: much faster than one by one. Of a limit that is broken nothing is said. An error names
/// the first text that is wrong by its index.
inline Columns estimate_many(const std::vector<std::string> &texts, const EstimateOptions &options = {}) {
    std::vector<const char *> pointers;
    pointers.reserve(texts.size());
    for (const std::string &text : texts) {
        if (std::strlen(text.c_str()) != text.size()) {
            detail::refuse("texts[" + std::to_string(pointers.size()) + "]: must not contain NUL", Outcome::not_applicable);
        }
        pointers.push_back(text.c_str());
    }
    detail::JsonOptions json = detail::json_options(options);
    Columns columns{std::vector<std::size_t>(texts.size()), std::vector<std::size_t>(texts.size()), {}};
    std::vector<std::int32_t> alphabets(texts.size());
    detail::checked([&](auto error) {
        return ecall_text_estimate_many(pointers.data(), pointers.size(), json.get(), columns.pages.data(),
                                        columns.units.data(), alphabets.data(), error);
    });
    columns.alphabet.reserve(alphabets.size());
    for (const std::int32_t alphabet : alphabets) columns.alphabet.push_back(static_cast<Alphabet>(alphabet));
    return columns;
}

/// Splits an SMS's text into its pages: as many as its estimate says. What reads as one character (an emoji with its modifiers,
/// a letter with its marks) is kept whole wherever that costs no page.
inline Split split(std::string_view text, const SplitOptions &options = {}) {
    const std::string owned = detail::c_text("text", text);
    detail::JsonOptions json = detail::json_options(options);
    const auto made = detail::made_by<detail::SplitHandle>(
        [&](auto split, auto error) { return ecall_text_split(owned.c_str(), json.get(), split, error); });
    return Split::of(made.get());
}

/// Replaces what is not in the GSM alphabet by what is customary in plain text. What has no customary substitute stays.
inline Transliteration to_gsm(std::string_view text) {
    const std::string owned = detail::c_text("text", text);
    const auto made = detail::made_by<detail::TransliterationHandle>(
        [&](auto transliteration, auto error) { return ecall_text_to_gsm(owned.c_str(), transliteration, error); });
    return Transliteration::of(made.get());
}

/// A text as unpacked septets of the GSM alphabet, one to an octet (0 to 127); characters of the extension table are two. Throws
/// InvalidArgumentError where it has characters outside GSM: its field has the rule "alphabet" and their number as its length.
inline Octets encode_gsm(std::string_view text) { return detail::encoded(text, ecall_text_encode_gsm); }

/// The text of unpacked septets; what is void becomes what 3GPP TS 23.038 says, an octet over 127 U+FFFD. `locking` and `single`
/// are the languages of the national tables that the header names (Header::locking, Header::single).
inline std::string decode_gsm(const Octets &septets, std::string_view locking = "default",
                              std::string_view single = "default") {
    const std::string owned_locking = detail::c_text("locking", locking);
    const std::string owned_single = detail::c_text("single", single);
    return detail::text(detail::made_by<detail::BytesHandle>([&](auto text, auto error) {
                            return ecall_text_decode_gsm(septets.data(), septets.size(), owned_locking.c_str(),
                                                         owned_single.c_str(), text, error);
                        }).get());
}

/// Packs septets as SMS carries them: seven bits each. `fill_bits`: zero bits before the first, 0 to 6 (Header::fill_bits). Throws
/// InvalidArgumentError for more.
inline Octets pack(const Octets &septets, std::uint8_t fill_bits = 0) {
    return detail::octets(detail::made_by<detail::BytesHandle>([&](auto octets, auto error) {
                              return ecall_text_pack(septets.data(), septets.size(), fill_bits, octets, error);
                          }).get());
}

/// Takes `count` septets out of packed octets; fewer where the octets do not hold so many. `fill_bits` as for pack.
inline Octets unpack(const Octets &octets, std::size_t count, std::uint8_t fill_bits = 0) {
    return detail::octets(detail::made_by<detail::BytesHandle>([&](auto septets, auto error) {
                              return ecall_text_unpack(octets.data(), octets.size(), count, fill_bits, septets, error);
                          }).get());
}

/// A text as octets of UCS-2: two for each UTF-16 code unit, the higher first, without a byte order mark.
inline Octets encode_ucs2(std::string_view text) { return detail::encoded(text, ecall_text_encode_ucs2); }

/// The text of octets of UCS-2; half a surrogate pair and an odd octet at the end become U+FFFD.
inline std::string decode_ucs2(const Octets &octets) { return detail::decoded(octets, ecall_text_decode_ucs2); }

/// A text as octets of Latin-1 (ISO 8859-1). Throws as encode_gsm.
inline Octets encode_latin1(std::string_view text) { return detail::encoded(text, ecall_text_encode_latin1); }

/// The text of octets of Latin-1.
inline std::string decode_latin1(const Octets &octets) { return detail::decoded(octets, ecall_text_decode_latin1); }

/// A telephone number in the international form, + and up to 15 digits. `default_country` is the calling code ("41") for numbers
/// that are written without one; without it they are refused. An error says the rule and the lengths, never the number.
inline std::string normalise_msisdn(std::string_view text,
                                    std::optional<std::string_view> default_country = std::nullopt) {
    const std::string owned = detail::c_text("text", text);
    const std::string country = detail::c_text("default_country", default_country.value_or(std::string_view()));
    return detail::text(detail::made_by<detail::BytesHandle>([&](auto number, auto error) {
                            return ecall_text_normalise_msisdn(owned.c_str(), default_country ? country.c_str() : nullptr,
                                                               number, error);
                        }).get());
}

} // namespace text

} // namespace ecall

#endif
