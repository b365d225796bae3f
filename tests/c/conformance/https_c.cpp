// The adapter over the C functions: the HTTPS interface and its callbacks.
#include "c_calls.hpp"
#include "c_getters.hpp"

using namespace c_getters;

namespace {

using namespace c_calls;

using CachedMessage = Owned<ecall_cached_message, ecall_cached_message_free>;
using Deletion = Owned<ecall_deletion, ecall_deletion_free>;
using Inbox = Owned<ecall_inbox, ecall_inbox_free>;
using JobStates = Owned<ecall_job_states, ecall_job_states_free>;
using JobStatus = Owned<ecall_job_status, ecall_job_status_free>;
using Range = Owned<ecall_status_range, ecall_status_range_free>;
using Resolution = Owned<ecall_resolution, ecall_resolution_free>;
using Sent = Owned<ecall_sent_job, ecall_sent_job_free>;
using Sms = Owned<ecall_inbound_sms, ecall_inbound_sms_free>;

template <class T>
Json states_of(const T *object, std::size_t count, const ecall_job_status *(*state)(const T *, std::size_t)) {
    Json states = Json::array();
    for (std::size_t index = 0; index < count; ++index) states.push_back(json_of(state(object, index)));
    return states;
}

using Call = CallOf<ecall_https_client>;

Answer send(const std::string &operation, const Json &arguments, const Call &call) {
    ecall_https_client *c = call.client;
    const char *text = required(arguments, "text");
    if (operation == "send_voice") {
        const char *to = required(arguments, "to");
        return call.made<Sent>([&](auto... rest) { return ecall_https_client_send_voice(c, to, text, rest...); },
                               [&](auto... rest) { return ecall_https_client_send_voice_async(c, to, text, rest...); });
    }
    const std::vector<const char *> to = addresses(arguments.at("to"));
    const std::size_t n = to.size();
    if (operation == "send_fax") {
        return call.made<Sent>(
            [&](auto... rest) { return ecall_https_client_send_fax(c, to.data(), n, text, rest...); },
            [&](auto... rest) { return ecall_https_client_send_fax_async(c, to.data(), n, text, rest...); });
    }
    const char *from = optional(arguments, "from");
    if (n == 1 && call.blocking && call.options == nullptr && call.token == nullptr) {
        return called<Sent>([&](auto made, auto error) {
            return ecall_https_client_send_sms(c, to.front(), text, from, made, error);
        });
    }
    return call.made<Sent>(
        [&](auto... rest) { return ecall_https_client_send_sms_with(c, to.data(), n, text, from, rest...); },
        [&](auto... rest) { return ecall_https_client_send_sms_async(c, to.data(), n, text, from, rest...); });
}

/// One more item of something that is taken one by one, by the blocking function or its twin.
template <class Object, class Handle, class Next, class NextAsync>
Answer next_of(const Handle *handle, bool blocking, Next next, NextAsync start) {
    if (!blocking) {
        return awaited([&](void *promise, ecall_error **error) {
            return start(handle, complete_optional<Object>, promise, error);
        });
    }
    typename Object::pointer made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = next(handle, &made, &error);
    return take_optional<Object>(code, made, error);
}

Answer status_range(const Json &arguments, const Call &call) {
    ecall_status_range *made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_https_client_status_range(call.client, required(arguments, "start"), required(arguments, "end"),
                                                              call.options, call.token, &made, &error);
    const Range range(made);
    if (code != ECALL_OK) return answer_of(code, error, Json());
    Json states = Json::array();
    for (;;) {
        Answer next = next_of<JobStatus>(range.get(), call.blocking, ecall_status_range_next, ecall_status_range_next_async);
        if (next.failed) {
            next.value["states_before"] = states.size();
            return next;
        }
        if (next.value.is_null()) return {false, {{"states", states}}};
        states.push_back(next.value);
    }
}

Answer acknowledge(const ecall_inbox *inbox, bool blocking) {
    if (!blocking) {
        return awaited([&](void *promise, ecall_error **error) {
            return ecall_inbox_acknowledge_async(inbox, complete_nothing, promise, error);
        });
    }
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_inbox_acknowledge(inbox, &error);
    return take_nothing(code, error);
}

Answer messages(const Json &arguments, const Call &call) {
    ecall_inbox *made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_https_client_messages(call.client, optional(arguments, "number"), call.options, call.token,
                                                          &made, &error);
    const Inbox inbox(made);
    if (code != ECALL_OK) return answer_of(code, error, Json());
    Json messages = Json::array();
    const std::size_t wanted = arguments.value("take", SIZE_MAX);
    while (messages.size() < wanted) {
        const Answer next = next_of<Sms>(inbox.get(), call.blocking, ecall_inbox_next, ecall_inbox_next_async);
        if (next.failed) return next;
        if (next.value.is_null()) break;
        messages.push_back(next.value);
    }
    if (arguments.value("acknowledge", false)) {
        const Answer acknowledged = acknowledge(inbox.get(), call.blocking);
        if (acknowledged.failed) return acknowledged;
    }
    return {false, {{"messages", messages}}};
}

} // namespace

Json json_of(const ecall_sent_job *job) {
    return {{"job_id", text(ecall_sent_job_job_id(job))},
            {"result_code", number(job, ecall_sent_job_result_code)},
            {"result_text", text(ecall_sent_job_result_text(job))},
            {"possible_duplicate", ecall_sent_job_possible_duplicate(job)},
            {"request_id", text(ecall_sent_job_request_id(job))},
            {"http_status", status_code(ecall_sent_job_http_status(job))},
            {"raw_body", body(job, ecall_sent_job_raw_body)},
            {"estimate", json(ecall_estimate_json(ecall_sent_job_estimate(job)))},
            {"replacements", json(ecall_sent_job_replacements_json(job))}};
}

Json json_of(const ecall_job_status *status) {
    return {{"job_id", text(ecall_job_status_job_id(status))},
            {"address", text(ecall_job_status_address(status))},
            {"status_code", number(status, ecall_job_status_status_code)},
            {"status", text(ecall_job_status_status(status))},
            {"status_text", text(ecall_job_status_status_text(status))},
            {"time_stamp", time_of(ecall_job_status_time_stamp(status))},
            {"final", ecall_job_status_is_final(status)},
            {"extra", json(ecall_job_status_extra_json(status))}};
}

Json json_of(const ecall_job_states *states) {
    return {{"states", states_of(states, ecall_job_states_count(states), ecall_job_states_state)},
            {"final", ecall_job_states_is_final(states)},
            {"request_id", text(ecall_job_states_request_id(states))},
            {"http_status", status_code(ecall_job_states_http_status(states))},
            {"raw_body", body(states, ecall_job_states_raw_body)}};
}

Json json_of(const ecall_resolution *resolution) {
    return {{"accepted", ecall_resolution_is_accepted(resolution)},
            {"states", states_of(resolution, ecall_resolution_states_count(resolution), ecall_resolution_state)},
            {"request_id", text(ecall_resolution_request_id(resolution))},
            {"http_status", status_code(ecall_resolution_http_status(resolution))},
            {"raw_body", body(resolution, ecall_resolution_raw_body)}};
}

Json json_of(const ecall_inbound_sms *message) {
    return {{"message_id", text(ecall_inbound_sms_message_id(message))},
            {"job_id", text(ecall_inbound_sms_job_id(message))},
            {"address_from", text(ecall_inbound_sms_address_from(message))},
            {"address_to", text(ecall_inbound_sms_address_to(message))},
            {"message", text(ecall_inbound_sms_message(message))},
            {"time_stamp", time_of(ecall_inbound_sms_time_stamp(message))},
            {"extra", json(ecall_inbound_sms_extra_json(message))}};
}

Json json_of(const ecall_cached_message *next) {
    const ecall_inbound_sms *message = ecall_cached_message_sms(next);
    return {{"message", message == nullptr ? Json() : json_of(message)},
            {"request_id", text(ecall_cached_message_request_id(next))},
            {"http_status", status_code(ecall_cached_message_http_status(next))},
            {"raw_body", body(next, ecall_cached_message_raw_body)}};
}

Json json_of(const ecall_deletion *deletion) {
    return {{"deleted", ecall_deletion_is_deleted(deletion)},
            {"request_id", text(ecall_deletion_request_id(deletion))},
            {"http_status", status_code(ecall_deletion_http_status(deletion))},
            {"raw_body", body(deletion, ecall_deletion_raw_body)}};
}

Json json_of(const ecall_webhook_event *event) {
    const std::int32_t kind = ecall_webhook_event_kind(event);
    if (kind == ECALL_WEBHOOK_STATUS) return json_of(ecall_webhook_event_status(event));
    if (kind == ECALL_WEBHOOK_RECEIVED) return json_of(ecall_webhook_event_received(event));
    Json value;
    if (kind == ECALL_WEBHOOK_CALLBACK_NOTIFICATION) {
        const ecall_job_notification *told = ecall_webhook_event_notification(event);
        value = {{"job_id", text(ecall_job_notification_job_id(told))},
                 {"result_code", number(told, ecall_job_notification_result_code)},
                 {"result_text", text(ecall_job_notification_result_text(told))},
                 {"number", text(ecall_job_notification_number(told))},
                 {"time_stamp", time_of(ecall_job_notification_time_stamp(told))},
                 {"extra", json(ecall_job_notification_extra_json(told))}};
    } else {
        value = json_of(ecall_webhook_event_message(event));
    }
    const bool reply = kind == ECALL_WEBHOOK_CALLBACK_REPLY;
    const bool sms = kind == ECALL_WEBHOOK_CALLBACK_SMS;
    value["kind"] = reply ? "callback_reply" : sms ? "callback_sms" : "callback_notification";
    const Json everything = json(ecall_webhook_event_json(event));
    if (everything.at("kind") != value["kind"]) throw std::runtime_error("kind and JSON do not agree");
    value["raw"] = everything.at("raw");
    return value;
}

Answer c_https(const std::string &operation, const Json &arguments, Twin twin, ecall_https_client *client,
               ecall_call_options *options, ecall_cancel_token *token) {
    const Call call{client, options, token, twin == Twin::blocking};
    if (operation == "status") {
        const char *id = required(arguments, "job_id");
        return call.made<JobStates>([&](auto... rest) { return ecall_https_client_status(client, id, rest...); },
                                    [&](auto... rest) { return ecall_https_client_status_async(client, id, rest...); });
    }
    if (operation == "resolve") {
        const char *id = required(arguments, "job_id");
        return call.made<Resolution>([&](auto... rest) { return ecall_https_client_resolve(client, id, rest...); },
                                     [&](auto... rest) { return ecall_https_client_resolve_async(client, id, rest...); });
    }
    if (operation == "next_message") {
        const char *number = optional(arguments, "number");
        return call.made<CachedMessage>(
            [&](auto... rest) { return ecall_https_client_next_message(client, number, rest...); },
            [&](auto... rest) { return ecall_https_client_next_message_async(client, number, rest...); });
    }
    if (operation == "delete_message") {
        const char *id = required(arguments, "message_id");
        return call.made<Deletion>(
            [&](auto... rest) { return ecall_https_client_delete_message(client, id, rest...); },
            [&](auto... rest) { return ecall_https_client_delete_message_async(client, id, rest...); });
    }
    if (operation == "status_range") return status_range(arguments, call);
    if (operation == "messages") return messages(arguments, call);
    return send(operation, arguments, call);
}
