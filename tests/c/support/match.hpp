// Comparing what came with what a conformance case expects.
#pragma once

#include <string>
#include <vector>

#include "mock.hpp"

/// What did not match, a sentence each.
using Problems = std::vector<std::string>;

enum class Objects {
    /// Objects may have more members than expected.
    subset,
    /// Objects have the same members.
    exact,
};

/// Compares `actual` (null where it is absent) with `expected`, which may hold `$present`, `$null` and `$regex`.
void match(const Json &expected, const Json &actual, const std::string &path, Objects objects, Problems &problems);

/// Compares an error with what is expected of it, whose `fields` and `message_...` have rules of their own.
void match_error(const Json &expected, const Json &actual, Problems &problems);

/// A JSON value for people; bytes that are no UTF-8 are replaced.
std::string show(const Json &value);
