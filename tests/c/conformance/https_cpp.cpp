// The adapter over the C++ wrapper: the HTTPS interface and its callbacks.
#include <ecall.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <stdexcept>

#include "adapters.hpp"
#include "cpp_arguments.hpp"
#include "cpp_https_values.hpp"

namespace {

using cpp_values::addresses;
using cpp_values::json_of;
using cpp_values::member;

ecall::HttpsSmsOptions sms_options(const Json &arguments) {
    ecall::HttpsSmsOptions sms;
    cpp_values::read_job(arguments, sms);
    sms.notification_addresses = arguments.value("notification_addresses", std::vector<std::string>());
    if (const auto level = member<std::int32_t>(arguments, "notification_level")) {
        sms.notification_level = static_cast<ecall::NotificationLevel>(*level);
    }
    sms.answer = member<std::string>(arguments, "answer");
    sms.msg_type = member<std::string>(arguments, "msg_type");
    sms.to_gsm = member<bool>(arguments, "to_gsm");
    sms.no_log = member<bool>(arguments, "no_log");
    return sms;
}

ecall::HttpsFaxOptions fax_options(const Json &arguments) {
    ecall::HttpsFaxOptions fax;
    cpp_values::read_job(arguments, fax);
    fax.calling_number = member<std::string>(arguments, "calling_number");
    fax.subject = member<std::string>(arguments, "subject");
    fax.header_id = member<std::string>(arguments, "header_id");
    fax.header_info = member<std::string>(arguments, "header_info");
    fax.number_of_retries = member<std::uint32_t>(arguments, "number_of_retries");
    fax.retry_interval_minutes = member<std::uint32_t>(arguments, "retry_interval_minutes");
    return fax;
}

/// A point in time of a case, "2026-07-01T00:00:00Z" or with another offset.
ecall::Time time_of(const std::string &text) {
    std::tm parts{};
    const char *rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == nullptr) throw std::runtime_error("no time: " + text);
    std::chrono::nanoseconds fraction{0};
    if (*rest == '.') {
        char *end = nullptr;
        fraction = std::chrono::nanoseconds(std::llround(std::strtod(rest, &end) * 1e9));
        rest = end;
    }
    int hours = 0, minutes = 0;
    if (*rest != 'Z' && std::sscanf(rest + 1, "%d:%d", &hours, &minutes) != 2) throw std::runtime_error("no zone: " + text);
    const std::chrono::minutes offset((*rest == '-' ? -1 : 1) * (hours * 60 + minutes));
    return std::chrono::system_clock::from_time_t(timegm(&parts)) + fraction - offset;
}

Answer status_range(const ecall::HttpsClient &client, const Json &arguments, bool blocking, const ecall::CallOptions &options) {
    Json states = Json::array();
    try {
        const ecall::StatusRange range = client.status_range(time_of(arguments.at("start")), time_of(arguments.at("end")), options);
        if (blocking) {
            for (const ecall::JobStatus &status : range) states.push_back(json_of(status));
        } else {
            while (const auto status = range.next_async().get()) states.push_back(json_of(*status));
        }
    } catch (const ecall::Error &error) {
        Json value = json_of(error);
        value["states_before"] = states.size();
        return {true, value};
    }
    return {false, {{"states", states}}};
}

Json messages(const ecall::HttpsClient &client, const Json &arguments, bool blocking, const ecall::CallOptions &options) {
    ecall::MessagesOptions wanted;
    static_cast<ecall::CallOptions &>(wanted) = options;
    wanted.number = member<std::string>(arguments, "number");
    wanted.follow = member<bool>(arguments, "follow");
    if (const auto poll = member<std::int64_t>(arguments, "poll_ms")) wanted.poll = std::chrono::milliseconds(*poll);
    const ecall::Messages inbox = client.messages(wanted);
    const std::size_t most = arguments.value("take", SIZE_MAX);
    Json messages = Json::array();
    if (blocking && most > 0) {
        for (const ecall::InboundSms &message : inbox) {
            messages.push_back(json_of(message));
            if (messages.size() == most) break;
        }
    } else {
        while (messages.size() < most) {
            const auto message = inbox.next_async().get();
            if (!message) break;
            messages.push_back(json_of(*message));
        }
    }
    if (arguments.value("acknowledge", false)) blocking ? inbox.acknowledge() : inbox.acknowledge_async().get();
    return {{"messages", messages}};
}

Json make(const std::string &operation, const Json &arguments, bool blocking, const ecall::HttpsClient &client,
          const ecall::CallOptions &options) {
    const std::string job_id = arguments.value("job_id", "");
    if (operation == "status") return json_of(blocking ? client.status(job_id, options) : client.status_async(job_id, options).get());
    if (operation == "resolve") return json_of(blocking ? client.resolve(job_id, options) : client.resolve_async(job_id, options).get());
    if (operation == "next_message") {
        const auto number = member<std::string>(arguments, "number");
        return json_of(blocking ? client.next_message(number, options) : client.next_message_async(number, options).get());
    }
    if (operation == "delete_message") {
        const std::string id = arguments.at("message_id");
        return json_of(blocking ? client.delete_message(id, options) : client.delete_message_async(id, options).get());
    }
    if (operation == "messages") return messages(client, arguments, blocking, options);
    const std::string text = arguments.at("text");
    if (operation == "send_voice") {
        const std::string to = arguments.at("to");
        ecall::HttpsVoiceOptions voice;
        cpp_values::read_job(arguments, voice);
        voice.language = member<std::string>(arguments, "language");
        voice.from_text = member<std::string>(arguments, "from_text");
        return json_of(blocking ? client.send_voice(to, text, voice, options) : client.send_voice_async(to, text, voice, options).get());
    }
    const ecall::Addresses to = addresses(arguments.at("to"));
    if (operation == "send_fax") {
        const ecall::HttpsFaxOptions fax = fax_options(arguments);
        return json_of(blocking ? client.send_fax(to, text, fax, options) : client.send_fax_async(to, text, fax, options).get());
    }
    const auto from = member<std::string>(arguments, "from");
    const ecall::HttpsSmsOptions sms = sms_options(arguments);
    return json_of(blocking ? client.send_sms(to, text, from, sms, options) : client.send_sms_async(to, text, from, sms, options).get());
}

} // namespace

Answer cpp_https(const std::string &operation, const Json &arguments, Twin twin, const ecall::HttpsClient &client,
                 const ecall::CallOptions &options) {
    const bool blocking = twin == Twin::blocking;
    if (operation == "status_range") return status_range(client, arguments, blocking, options);
    return {false, make(operation, arguments, blocking, client, options)};
}
