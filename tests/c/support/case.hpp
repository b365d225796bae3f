// Running a conformance case over a language's adapter.
#pragma once

#include <memory>
#include <string>

#include "match.hpp"

/// What a call came to, in the wire-neutral names of the cases; an error also has its whole text as `text`.
struct Answer {
    bool failed = false;
    Json value;
};

/// The public surface of a language, as the cases speak of it.
class Adapter {
public:
    virtual ~Adapter() = default;
    /// Makes the client of that interface ("rest", "https", "soap", "smpp") with these options. `failed` where it cannot be made.
    virtual Answer open(const std::string &interface, const Json &options) = 0;
    /// Makes a new token, which calls are given until `forget_cancel`; cancelled at once or by `cancel`, which any thread may call.
    virtual void prepare_cancel() = 0;
    virtual void cancel() = 0;
    /// Frees the token. Nobody may be cancelling it any more: a call can end while another thread is still in `cancel`.
    virtual void forget_cancel() = 0;
    virtual Answer call(const std::string &operation, const Json &arguments, const Json &options) = 0;
};

/// Runs a case and returns what was not as it says.
Problems run_case(const Json &test, Adapter &adapter);
