// Received parts: their headers, and long texts put together of them. Include <ecall.hpp>.
#ifndef ECALL_RECEIVED_HPP
#define ECALL_RECEIVED_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecall/error.hpp>
#include <ecall/text_values.hpp>

namespace ecall {

namespace text {

/// Which part of which text.
struct Concatenation {
    /// What the parts of one text share: 0 to 255 or, with 16 bits, to 65535.
    std::uint16_t reference = 0;
    /// How long the reference is: 8 or 16 bits.
    std::uint8_t bits = 8;
    /// How many parts there are, 1 to 255.
    std::uint8_t total = 1;
    /// Which one this is, 1 to total.
    std::uint8_t number = 1;
};

/// One element of a header.
struct Element {
    std::uint8_t id = 0;
    Octets data;
};

/// A user data header that was read, and what follows it.
struct Header {
    /// Of which text this is a part; none where the header does not say so in a valid element.
    std::optional<Concatenation> concatenation;
    /// The languages whose tables stand for the default alphabet and for the extension table: "turkish", "default".
    std::string locking;
    std::string single;
    /// How many bits, 0 to 6, stand between the header and the first septet of packed GSM text.
    std::uint8_t fill_bits = 0;
    /// All elements, unknown and repeated ones included.
    std::vector<Element> elements;
    /// The octets after the header.
    Octets body;

    static Header of(const ecall_header *header) {
        Header value;
        if (const auto found = detail::known(ecall_header_concatenation, header)) {
            value.concatenation = Concatenation{found->reference, found->bits, found->total, found->number};
        }
        value.locking = detail::text(ecall_header_locking(header));
        value.single = detail::text(ecall_header_single(header));
        value.fill_bits = ecall_header_fill_bits(header);
        const std::size_t elements = ecall_header_elements_count(header);
        for (std::size_t index = 0; index < elements; ++index) {
            value.elements.push_back({static_cast<std::uint8_t>(ecall_header_element_id(header, index)),
                                      detail::octets(ecall_header_element_data(header, index))});
        }
        value.body = detail::octets(ecall_header_body(header));
        return value;
    }
};

/// Reads the user data header at the start of a received part's octets. Throws InvalidArgumentError for octets that are no
/// header; a receiver then ignores the header as a whole.
inline Header parse_header(const Octets &octets) {
    ecall_header *made = nullptr;
    detail::checked([&](auto error) { return ecall_text_parse_header(octets.data(), octets.size(), &made, error); });
    const detail::Handle<ecall_header, ecall_header_free> owned(made);
    return Header::of(made);
}

/// A text of which parts are missing.
struct Incomplete {
    /// The addresses, as the network gave them.
    std::string from;
    std::string to;
    /// What the parts share, how long that is in bits, and how many parts there should be.
    std::uint16_t reference = 0;
    std::uint8_t bits = 8;
    std::uint8_t total = 0;
    /// The parts that arrived, number and body, in their order.
    std::vector<std::pair<std::uint8_t, Octets>> parts;
    /// The numbers of the parts that did not, in their order.
    std::vector<std::uint8_t> missing;

    static Incomplete of(const ecall_incomplete *text) {
        Incomplete value;
        value.from = detail::text(ecall_incomplete_from(text));
        value.to = detail::text(ecall_incomplete_to(text));
        value.reference = ecall_incomplete_reference(text);
        value.bits = ecall_incomplete_bits(text);
        value.total = ecall_incomplete_total(text);
        const std::size_t parts = ecall_incomplete_parts_count(text);
        for (std::size_t index = 0; index < parts; ++index) {
            value.parts.emplace_back(ecall_incomplete_part_number(text, index),
                                     detail::octets(ecall_incomplete_part_body(text, index)));
        }
        const std::size_t missing = ecall_incomplete_missing_count(text);
        for (std::size_t index = 0; index < missing; ++index) {
            value.missing.push_back(ecall_incomplete_missing(text, index));
        }
        return value;
    }
};

/// What became of a part that was pushed.
struct Pushed {
    enum class Outcome : std::int32_t {
        /// It was the last that was missing.
        complete = ECALL_PUSHED_COMPLETE,
        /// Other parts are missing.
        waiting = ECALL_PUSHED_WAITING,
        /// It had arrived before, with the same body.
        duplicate = ECALL_PUSHED_DUPLICATE,
        /// Its numbers make no sense; what it says may be read as a text of its own.
        invalid = ECALL_PUSHED_INVALID,
    };

    Outcome outcome{};
    /// The bodies of all parts of a complete text, put together; of a duplicate or invalid part its own body; else empty.
    Octets body;
    /// What is wrong with an invalid part: "number_zero". An open set.
    std::optional<std::string> problem;
    /// A text that had to go: because the part has its reference but does not belong to it, or because too many were open.
    std::optional<Incomplete> displaced;

    static Pushed of(const ecall_pushed *pushed) {
        Pushed value;
        value.outcome = static_cast<Outcome>(ecall_pushed_outcome(pushed));
        value.body = detail::octets(ecall_pushed_body(pushed));
        value.problem = detail::known(ecall_pushed_problem(pushed));
        if (const ecall_incomplete *displaced = ecall_pushed_displaced(pushed)) value.displaced = Incomplete::of(displaced);
        return value;
    }
};

/// How much a Reassembler keeps, and how long.
struct Limits {
    /// The most texts that are open at once, 1 at least. Where one more begins, the one that waits longest comes out incomplete.
    std::size_t max_open = 1000;
    /// How long an open text waits for its next part.
    std::chrono::milliseconds timeout = std::chrono::minutes(10);
    /// How long the parts of a complete text are known again; 0 is not at all.
    std::chrono::milliseconds duplicate = std::chrono::minutes(1);
};

/// Puts long texts together. Nothing that is pushed is lost silently: every part comes out again, in a complete text, in an
/// incomplete one, or at once; what is still open when it is destroyed is lost, so drain it before. Movable, not copyable; used by
/// one thread at a time. It has no clock: the caller gives the time with every call, from any beginning, never falling.
class Reassembler {
public:
    explicit Reassembler(const Limits &limits = {})
        : handle_(detail::made(ecall_reassembler_new_with(limits.max_open, milliseconds(limits.timeout),
                                                          milliseconds(limits.duplicate)))) {}

    /// Takes a part, in any order and more than once. `from` and `to` are the addresses as the network gives them, `body` the octets
    /// after the header (unpacked septets or octets of UCS-2, to be decoded after they are put together, because a character may be
    /// cut in two). Throws InvalidArgumentError, taking nothing, for bits that are not 8 or 16.
    Pushed push(std::string_view from, std::string_view to, const Concatenation &concatenation, const Octets &body,
                std::chrono::milliseconds now) {
        const std::string owned_from = detail::c_text("from", from);
        const std::string owned_to = detail::c_text("to", to);
        const ecall_concatenation part{concatenation.reference, concatenation.bits, concatenation.total,
                                       concatenation.number};
        ecall_pushed *made = nullptr;
        detail::checked([&](auto error) {
            return ecall_reassembler_push(handle_.get(), owned_from.c_str(), owned_to.c_str(), &part, body.data(),
                                          body.size(), milliseconds(now), &made, error);
        });
        const detail::Handle<ecall_pushed, ecall_pushed_free> owned(made);
        return Pushed::of(made);
    }

    /// Gives out what has waited too long for its next part, the longest first. Nothing happens between calls, so this has to be
    /// called now and then.
    std::vector<Incomplete> expire(std::chrono::milliseconds now) {
        return given_out([&](auto texts, auto error) {
            return ecall_reassembler_expire(handle_.get(), milliseconds(now), texts, error);
        });
    }

    /// Gives out all that is open, the one that waits longest first, as at the end of a connection.
    std::vector<Incomplete> drain() {
        return given_out([&](auto texts, auto error) { return ecall_reassembler_drain(handle_.get(), texts, error); });
    }

    /// How many texts are open.
    std::size_t open() const noexcept { return ecall_reassembler_open(handle_.get()); }

    /// When expire will next have something to give; none where nothing is open.
    std::optional<std::chrono::milliseconds> next_expiry() const {
        const ecall_reassembler *reassembler = handle_.get();
        const auto found = detail::known(ecall_reassembler_next_expiry_ms, reassembler);
        return found ? std::optional<std::chrono::milliseconds>(*found) : std::nullopt;
    }

private:
    static std::uint64_t milliseconds(std::chrono::milliseconds time) { return static_cast<std::uint64_t>(time.count()); }

    template <class Call> static std::vector<Incomplete> given_out(Call call) {
        ecall_incomplete_list *made = nullptr;
        detail::checked([&](auto error) { return call(&made, error); });
        const detail::Handle<ecall_incomplete_list, ecall_incomplete_list_free> owned(made);
        return detail::list<Incomplete>(owned.get(), ecall_incomplete_list_count(made), ecall_incomplete_list_at);
    }

    detail::Handle<ecall_reassembler, ecall_reassembler_free> handle_;
};

} // namespace text

} // namespace ecall

#endif
