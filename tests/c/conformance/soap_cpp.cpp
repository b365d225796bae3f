// The adapter over the C++ wrapper: the SOAP interface.
#include <ecall.hpp>

#include "adapters.hpp"
#include "base64.hpp"
#include "cpp_arguments.hpp"
#include "cpp_https_values.hpp"

namespace {

using cpp_values::addresses;
using cpp_values::json_of;
using cpp_values::member;

ecall::SoapSmsOptions sms_options(const Json &arguments) {
    ecall::SoapSmsOptions sms;
    cpp_values::read_job(arguments, sms);
    sms.notification = member<std::string>(arguments, "notification");
    sms.always_notification = member<std::string>(arguments, "always_notification");
    sms.answer = member<std::string>(arguments, "answer");
    sms.msg_type = member<std::string>(arguments, "msg_type");
    sms.to_gsm = member<bool>(arguments, "to_gsm");
    sms.no_log = member<bool>(arguments, "no_log");
    return sms;
}

ecall::SoapFaxOptions fax_options(const Json &arguments) {
    ecall::SoapFaxOptions fax;
    cpp_values::read_job(arguments, fax);
    fax.from_text = member<std::string>(arguments, "from_text");
    fax.subject = member<std::string>(arguments, "subject");
    fax.header_id = member<std::string>(arguments, "header_id");
    fax.header_info = member<std::string>(arguments, "header_info");
    fax.notification = member<std::string>(arguments, "notification");
    fax.token_fields = member<std::string>(arguments, "token_fields");
    fax.max_files = member<std::uint32_t>(arguments, "max_files");
    fax.max_file_bytes = member<std::uint64_t>(arguments, "max_file_bytes");
    fax.file_types = arguments.value("file_types", std::vector<std::string>());
    return fax;
}

std::vector<ecall::Attachment> files_of(const Json &arguments) {
    std::vector<ecall::Attachment> files;
    for (const Json &file : arguments.value("files", Json::array())) {
        const std::string octets = file_of(file);
        files.push_back(ecall::Attachment::bytes(file.at("name"), {octets.begin(), octets.end()}));
    }
    return files;
}

} // namespace

Json cpp_soap(const std::string &operation, const Json &arguments, Twin twin, const ecall::SoapClient &client,
              const ecall::CallOptions &options) {
    const bool blocking = twin == Twin::blocking;
    const std::string job_id = arguments.value("job_id", "");
    const auto address = member<std::string>(arguments, "address");
    if (operation == "state") {
        return json_of(blocking ? client.state(job_id, address, options) : client.state_async(job_id, address, options).get());
    }
    if (operation == "wait") {
        const ecall::WaitOptions wait = cpp_values::wait_options(arguments, options.cancel);
        return json_of(blocking ? client.wait(job_id, address, wait) : client.wait_async(job_id, address, wait).get());
    }
    if (operation == "resolve") return json_of(blocking ? client.resolve(job_id, options) : client.resolve_async(job_id, options).get());
    const ecall::Addresses to = addresses(arguments.at("to"));
    const std::string text = arguments.at("text");
    if (operation == "send_voice") {
        ecall::SoapVoiceOptions voice;
        cpp_values::read_job(arguments, voice);
        voice.language = member<std::string>(arguments, "language");
        voice.from_text = member<std::string>(arguments, "from_text");
        return json_of(blocking ? client.send_voice(to, text, voice, options) : client.send_voice_async(to, text, voice, options).get());
    }
    if (operation == "send_fax") {
        const ecall::SoapFaxOptions fax = fax_options(arguments);
        const std::vector<ecall::Attachment> files = files_of(arguments);
        return json_of(blocking ? client.send_fax(to, text, files, fax, options)
                                : client.send_fax_async(to, text, files, fax, options).get());
    }
    const auto from = member<std::string>(arguments, "from");
    const ecall::SoapSmsOptions sms = sms_options(arguments);
    return json_of(blocking ? client.send_sms(to, text, from, sms, options) : client.send_sms_async(to, text, from, sms, options).get());
}
