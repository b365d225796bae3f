// The adapter over the C functions: the SOAP interface.
#include "base64.hpp"
#include "c_calls.hpp"
#include "c_getters.hpp"

using namespace c_getters;

namespace {

using namespace c_calls;

using Attachments = Owned<ecall_attachments, ecall_attachments_free>;
using JobState = Owned<ecall_job_state, ecall_job_state_free>;
using Resolution = Owned<ecall_soap_resolution, ecall_soap_resolution_free>;
using Sent = Owned<ecall_sent_job, ecall_sent_job_free>;
using Call = CallOf<ecall_soap_client>;

Attachments files_of(const Json &arguments) {
    if (!arguments.contains("files")) return nullptr;
    Attachments list(ecall_attachments_new());
    for (const Json &file : arguments.at("files")) {
        const std::string octets = file_of(file);
        const auto *start = reinterpret_cast<const std::uint8_t *>(octets.data());
        good(ecall_attachments_add_bytes(list.get(), required(file, "name"), start, octets.size()));
    }
    return list;
}

Answer send(const std::string &operation, const Json &arguments, const Call &call) {
    ecall_soap_client *c = call.client;
    const char *text = required(arguments, "text");
    const std::vector<const char *> to = addresses(arguments.at("to"));
    const std::size_t n = to.size();
    if (operation == "send_voice") {
        return call.made<Sent>(
            [&](auto... rest) { return ecall_soap_client_send_voice(c, to.data(), n, text, rest...); },
            [&](auto... rest) { return ecall_soap_client_send_voice_async(c, to.data(), n, text, rest...); });
    }
    if (operation == "send_fax") {
        const Attachments files = files_of(arguments);
        return call.made<Sent>(
            [&](auto... rest) { return ecall_soap_client_send_fax(c, to.data(), n, text, files.get(), rest...); },
            [&](auto... rest) { return ecall_soap_client_send_fax_async(c, to.data(), n, text, files.get(), rest...); });
    }
    const char *from = optional(arguments, "from");
    if (n == 1 && call.blocking && call.options == nullptr && call.token == nullptr) {
        return called<Sent>([&](auto made, auto error) {
            return ecall_soap_client_send_sms(c, to.front(), text, from, made, error);
        });
    }
    return call.made<Sent>(
        [&](auto... rest) { return ecall_soap_client_send_sms_with(c, to.data(), n, text, from, rest...); },
        [&](auto... rest) { return ecall_soap_client_send_sms_async(c, to.data(), n, text, from, rest...); });
}

} // namespace

Json json_of(const ecall_job_state *state) {
    return {{"job_id", text(ecall_job_state_job_id(state))},
            {"address", text(ecall_job_state_address(state))},
            {"job_type", number(state, ecall_job_state_job_type)},
            {"send_state", number(state, ecall_job_state_send_state)},
            {"status", text(ecall_job_state_status(state))},
            {"error_state", number(state, ecall_job_state_error_state)},
            {"points_used", number(state, ecall_job_state_points_used)},
            {"finish_date", time_of(ecall_job_state_finish_date(state))},
            {"final", ecall_job_state_is_final(state)},
            {"extra", json(ecall_job_state_extra_json(state))},
            {"request_id", text(ecall_job_state_request_id(state))},
            {"http_status", status_code(ecall_job_state_http_status(state))},
            {"raw_body", body(state, ecall_job_state_raw_body)}};
}

Json json_of(const ecall_soap_resolution *resolution) {
    const ecall_job_state *state = ecall_soap_resolution_state(resolution);
    return {{"accepted", ecall_soap_resolution_is_accepted(resolution)},
            {"state", state == nullptr ? Json() : json_of(state)},
            {"request_id", text(ecall_soap_resolution_request_id(resolution))},
            {"http_status", status_code(ecall_soap_resolution_http_status(resolution))},
            {"raw_body", body(resolution, ecall_soap_resolution_raw_body)}};
}

Answer c_soap(const std::string &operation, const Json &arguments, Twin twin, ecall_soap_client *client,
              ecall_call_options *options, ecall_cancel_token *token) {
    const Call call{client, options, token, twin == Twin::blocking};
    const char *address = optional(arguments, "address");
    if (operation == "state") {
        const char *id = required(arguments, "job_id");
        return call.made<JobState>([&](auto... rest) { return ecall_soap_client_state(client, id, address, rest...); },
                                   [&](auto... rest) { return ecall_soap_client_state_async(client, id, address, rest...); });
    }
    if (operation == "wait") {
        const char *id = required(arguments, "job_id");
        return call.made<JobState>([&](auto... rest) { return ecall_soap_client_wait(client, id, address, rest...); },
                                   [&](auto... rest) { return ecall_soap_client_wait_async(client, id, address, rest...); });
    }
    if (operation == "resolve") {
        const char *id = required(arguments, "job_id");
        return call.made<Resolution>([&](auto... rest) { return ecall_soap_client_resolve(client, id, rest...); },
                                     [&](auto... rest) { return ecall_soap_client_resolve_async(client, id, rest...); });
    }
    return send(operation, arguments, call);
}
