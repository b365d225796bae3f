// The adapters of C and C++ over their public surfaces.
#pragma once

#include <memory>

#include "case.hpp"

/// Whether calls are made by the blocking functions or their asynchronous twins.
enum class Twin { blocking, asynchronous };

std::unique_ptr<Adapter> c_adapter(Twin twin);
std::unique_ptr<Adapter> cpp_adapter(Twin twin);

/// Tests are compared in JSON; these read the objects of the C library into it.
struct ecall_error;
struct ecall_message_result;
struct ecall_message_status;
struct ecall_response;
Json json_of(const ecall_error *error);
Json json_of(const ecall_message_result *result);
Json json_of(const ecall_message_status *status);
Json json_of(const ecall_response *response);
