// What the getters of the C library return, in JSON.
#pragma once

#include <ecall.h>

#include "match.hpp"

namespace c_getters {

inline Json text(const char *text) { return text == nullptr ? Json() : Json(text); }

inline Json json(const char *text) { return text == nullptr ? Json() : Json::parse(text); }

/// A body as a text; null where there is none.
template <class T> Json body(const T *object, const std::uint8_t *(*read)(const T *, std::size_t *)) {
    std::size_t length = 0;
    const std::uint8_t *start = read(object, &length);
    return start == nullptr ? Json() : Json(std::string(reinterpret_cast<const char *>(start), length));
}

template <class T, class V> Json number(const T *object, bool (*read)(const T *, V *)) {
    V value{};
    return read(object, &value) ? Json(value) : Json();
}

inline Json time_of(const ecall_local_time *time) {
    if (time == nullptr) return nullptr;
    return {{"text", text(ecall_local_time_text(time))},
            {"time", text(ecall_local_time_time(time))},
            {"doubt", text(ecall_local_time_doubt(time))}};
}

inline Json status_code(std::int32_t status) { return status == 0 ? Json() : Json(status); }

} // namespace c_getters
