// How the C++ wrapper reads the library's objects. Nothing here is for programs. Include <ecall.hpp>.
#ifndef ECALL_DETAIL_HPP
#define ECALL_DETAIL_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ecall.h>

namespace ecall {

namespace detail {

/// Frees an object of the library with its own function.
template <auto Free> struct Release {
    template <class T> void operator()(T *object) const noexcept { Free(object); }
};

template <class T, auto Free> using Handle = std::unique_ptr<T, Release<Free>>;

inline std::string text(const char *text) { return text == nullptr ? std::string() : std::string(text); }

inline std::optional<std::string> known(const char *text) {
    return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

/// A value behind one of the library's functions that say whether there is one.
template <class V, class T> std::optional<V> known(bool (*read)(const T *, V *), const T *object) {
    V value{};
    return read(object, &value) ? std::optional<V>(value) : std::nullopt;
}

inline std::optional<std::string> bytes(const std::uint8_t *start, std::size_t length) {
    if (start == nullptr) return std::nullopt;
    return std::string(reinterpret_cast<const char *>(start), length);
}

/// The parts of an object that are reached by index.
template <class V, class T, class P>
std::vector<V> list(const T *object, std::size_t count, const P *(*part)(const T *, std::size_t)) {
    std::vector<V> values;
    values.reserve(count);
    for (std::size_t index = 0; index < count; ++index) values.push_back(V::of(part(object, index)));
    return values;
}

/// Octets of the library; none for NULL.
inline std::vector<std::uint8_t> octets(const ecall_bytes *bytes) {
    const std::uint8_t *start = ecall_bytes_data(bytes);
    return std::vector<std::uint8_t>(start, start + ecall_bytes_length(bytes));
}

/// Octets of the library that are a text, which may hold NUL.
inline std::string text(const ecall_bytes *bytes) {
    return bytes == nullptr ? std::string() : std::string(ecall_bytes_text(bytes), ecall_bytes_length(bytes));
}

/// The positions that are reached by index.
template <class V, class T>
std::vector<V> positions(const T *object, std::size_t count, bool (*part)(const T *, std::size_t, ecall_position *)) {
    std::vector<V> values;
    values.reserve(count);
    ecall_position position{};
    for (std::size_t index = 0; index < count && part(object, index, &position); ++index) {
        values.push_back(V::of(position));
    }
    return values;
}

} // namespace detail

} // namespace ecall

#endif
