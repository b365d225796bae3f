// The client of eCall's SOAP WebService. <ecall.hpp> includes it.
//
//     const ecall::SoapClient client;                         // configuration from the environment
//     const auto sent = client.send_fax("+41441234567", "See the plan", {ecall::Attachment::path("plan.pdf")});
//     const auto last = client.wait(sent.job_id);
#ifndef ECALL_SOAP_HPP
#define ECALL_SOAP_HPP

#include <cstdint>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ecall/job_options.hpp>

namespace ecall {

/// What an SMS over SOAP may have besides addresses, text and sender. Everything is optional.
struct SoapSmsOptions : JobOptions {
    /// Where its reception is confirmed, and where every change of its state is told. How several addresses are written is not
    /// known: passed on as they are.
    std::optional<std::string> notification;
    std::optional<std::string> always_notification;
    /// Where replies go. The service then ignores the sender.
    std::optional<std::string> answer;
    /// "Normal" or "Flash". An open set.
    std::optional<std::string> msg_type;
    /// Replaces what is not in the GSM alphabet by what is customary in plain text (text::to_gsm), before anything is checked;
    /// SentJob::replacements says what was replaced.
    std::optional<bool> to_gsm;
    /// Keeps the text out of the service's log.
    std::optional<bool> no_log;
};

/// What a fax over SOAP may have besides addresses, text and files. Everything is optional.
struct SoapFaxOptions : JobOptions {
    /// Who sends it, as a text.
    std::optional<std::string> from_text;
    std::optional<std::string> subject;
    /// The sender's id and a text in the header line.
    std::optional<std::string> header_id;
    std::optional<std::string> header_info;
    /// As SoapSmsOptions::notification.
    std::optional<std::string> notification;
    /// "MaxRetries;=1". How several are joined is not known: passed on as it is.
    std::optional<std::string> token_fields;
    /// The most files, 10 unless set, and the most octets of one, 5 MiB unless set (provisional).
    std::optional<std::uint32_t> max_files;
    std::optional<std::uint64_t> max_file_bytes;
    /// The types of files that are taken, by the end of their names without a dot and without regard to case; those that
    /// ecall_call_options_add_file_type lists unless set (provisional).
    std::vector<std::string> file_types;
};

/// What a voice message over SOAP may have besides addresses and text. Everything is optional.
struct SoapVoiceOptions : JobOptions {
    /// "DE", "FR", "IT" or "EN"; the service's choice unless set. An open set.
    std::optional<std::string> language;
    /// Read after the text.
    std::optional<std::string> from_text;
};

/// A file that is sent with a fax.
class Attachment {
public:
    /// A regular file on disk. It is sent as `name`, else by the name that it has there. It is read while it is sent, and again
    /// where it has to be sent again; it must not change meanwhile.
    static Attachment path(std::filesystem::path path, std::optional<std::string> name = std::nullopt) {
        return Attachment(std::move(path), std::move(name));
    }

    /// A file in memory. Its type is known by the end of its name.
    static Attachment bytes(std::string name, std::vector<std::uint8_t> octets) {
        return Attachment(std::move(octets), std::move(name));
    }

    /// Adds it to a list of the library.
    void add_to(ecall_attachments *list) const {
        constexpr Outcome outcome = Outcome::not_accepted;
        const auto given = name_ ? std::optional<std::string_view>(*name_) : std::nullopt;
        const detail::OptionalText name("files", given);
        if (const auto *path = std::get_if<std::filesystem::path>(&origin_)) {
            const std::string owned = detail::c_text("files", path->string(), outcome);
            detail::check_setter(ecall_attachments_add_path(list, owned.c_str(), name.get()), "files");
        } else {
            const auto &octets = std::get<std::vector<std::uint8_t>>(origin_);
            detail::check_setter(ecall_attachments_add_bytes(list, name.get(), octets.data(), octets.size()), "files");
        }
    }

private:
    using Origin = std::variant<std::filesystem::path, std::vector<std::uint8_t>>;

    Attachment(Origin origin, std::optional<std::string> name) : origin_(std::move(origin)), name_(std::move(name)) {}

    Origin origin_;
    std::optional<std::string> name_;
};

namespace detail {

/// Options of the SOAP interface as the library takes them.
class SoapOptionsHandle : public JobOptionsHandle {
public:
    SoapOptionsHandle(const SoapSmsOptions &sms, const CallOptions &options) : JobOptionsHandle(sms, options) {
        set_text("notification", ecall_call_options_set_soap_notification, sms.notification);
        set_text("always_notification", ecall_call_options_set_always_notification, sms.always_notification);
        set_text("answer", ecall_call_options_set_answer, sms.answer);
        set_text("msg_type", ecall_call_options_set_msg_type, sms.msg_type);
        set("to_gsm", ecall_call_options_set_to_gsm, sms.to_gsm);
        set("no_log", ecall_call_options_set_no_log, sms.no_log);
    }

    SoapOptionsHandle(const SoapFaxOptions &fax, const CallOptions &options) : JobOptionsHandle(fax, options) {
        set_text("from_text", ecall_call_options_set_from_text, fax.from_text);
        set_text("subject", ecall_call_options_set_subject, fax.subject);
        set_text("header_id", ecall_call_options_set_header_id, fax.header_id);
        set_text("header_info", ecall_call_options_set_header_info, fax.header_info);
        set_text("notification", ecall_call_options_set_soap_notification, fax.notification);
        set_text("token_fields", ecall_call_options_set_token_fields, fax.token_fields);
        set("max_files", ecall_call_options_set_max_files, fax.max_files);
        set("max_file_bytes", ecall_call_options_set_max_file_bytes, fax.max_file_bytes);
        for (const std::string &type : fax.file_types) {
            set_text("file_types", ecall_call_options_add_file_type, std::optional<std::string>(type));
        }
    }

    SoapOptionsHandle(const SoapVoiceOptions &voice, const CallOptions &options) : JobOptionsHandle(voice, options) {
        set_text("language", ecall_call_options_set_language, voice.language);
        set_text("from_text", ecall_call_options_set_from_text, voice.from_text);
    }
};

using AttachmentsHandle = Handle<ecall_attachments, ecall_attachments_free>;
using JobStateHandle = Handle<ecall_job_state, ecall_job_state_free>;
using SoapResolutionHandle = Handle<ecall_soap_resolution, ecall_soap_resolution_free>;

/// Files as the library takes them.
inline AttachmentsHandle attachments(const std::vector<Attachment> &files) {
    AttachmentsHandle list(made(ecall_attachments_new()));
    for (const Attachment &file : files) file.add_to(list.get());
    return list;
}

} // namespace detail

/// Sends SMS, faxes with files and voice messages over eCall's SOAP WebService, and follows them. Configured like Client;
/// Config::base_url is the root of this interface, else ECALL_SOAP_URL. Movable, not copyable; may be used from any number of
/// threads at once, and after a fork in the child as well. Futures complete also after the client is gone.
class SoapClient {
public:
    /// Everything from the environment. Throws ConfigError where something is missing.
    SoapClient() : handle_(detail::opened<ecall_soap_client>(ecall_soap_client_new, nullptr)) {}
    /// Throws ConfigError, which names every setting that is missing or wrong. Opens no connection.
    explicit SoapClient(const Config &config) : handle_(detail::opened<ecall_soap_client>(ecall_soap_client_new, config.handle())) {}

    /// Sends a text by SMS, or to a pager ("074123456:1234"), to one address or several; `from` is the client's default_from unless
    /// given: an optional "+" and up to 16 digits, or up to 11 characters.
    ///
    /// Throws InvalidArgumentError before anything goes out, with every problem; OutcomeUnknownError where the job may have been
    /// accepted: resolve asks the service, by Error::job_id; the class of another kind where it certainly was not.
    SentJob send_sms(const Addresses &to, std::string_view text, std::optional<std::string_view> from = std::nullopt,
                     const SoapSmsOptions &sms = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, from, detail::SoapOptionsHandle(sms, options));
        return detail::value_of<SentJob, detail::SentJobHandle>([&](auto job, auto error) {
            return ecall_soap_client_send_sms_with(handle(), arguments.to.data(), arguments.to.size(),
                                                   arguments.text.c_str(), arguments.from.get(),
                                                   arguments.options.get(), detail::token(options.cancel), job, error);
        });
    }

    /// Sends a text by fax to one address or several, with files or without. The text may be empty where there are files
    /// (provisional). Files are read while they go out; octets in memory are copied once, however often they are sent. Throws as
    /// send_sms. A file's problem has the field "files[0]" and the rule "file_type", "max_length", "readable", "length" (it changed) or
    /// "characters" (its name).
    SentJob send_fax(const Addresses &to, std::string_view text, const std::vector<Attachment> &files = {},
                     const SoapFaxOptions &fax = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::SoapOptionsHandle(fax, options));
        const detail::AttachmentsHandle list = detail::attachments(files);
        return detail::value_of<SentJob, detail::SentJobHandle>([&](auto job, auto error) {
            return ecall_soap_client_send_fax(handle(), arguments.to.data(), arguments.to.size(),
                                              arguments.text.c_str(), list.get(), arguments.options.get(),
                                              detail::token(options.cancel), job, error);
        });
    }

    /// Calls telephones and reads a text to them. Throws as send_sms.
    SentJob send_voice(const Addresses &to, std::string_view text, const SoapVoiceOptions &voice = {},
                       const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::SoapOptionsHandle(voice, options));
        return detail::value_of<SentJob, detail::SentJobHandle>([&](auto job, auto error) {
            return ecall_soap_client_send_voice(handle(), arguments.to.data(), arguments.to.size(),
                                                arguments.text.c_str(), arguments.options.get(),
                                                detail::token(options.cancel), job, error);
        });
    }

    /// What has become of a job at one of its recipients; without an address, of the last job of that id. Throws NotFoundError for a
    /// job that the service does not know.
    JobState state(std::string_view job_id, std::optional<std::string_view> address = std::nullopt,
                   const CallOptions &options = {}) const {
        const Asked asked(job_id, address);
        const detail::OptionsHandle handles(options);
        return detail::value_of<JobState, detail::JobStateHandle>([&](auto state, auto error) {
            return ecall_soap_client_state(handle(), asked.job_id.c_str(), asked.address.get(), handles.get(),
                                           detail::token(options.cancel), state, error);
        });
    }

    /// Follows a job until its state is final; one for a pager is done with "Sent", which has to be asked for by WaitOptions::until.
    /// Throws TimeoutError, which holds the last state: Error::last_job_state.
    JobState wait(std::string_view job_id, std::optional<std::string_view> address = std::nullopt,
                  const WaitOptions &options = {}) const {
        const Asked asked(job_id, address);
        const detail::OptionsHandle handles(options);
        return detail::value_of<JobState, detail::JobStateHandle>([&](auto state, auto error) {
            return ecall_soap_client_wait(handle(), asked.job_id.c_str(), asked.address.get(), handles.get(),
                                          detail::token(options.cancel), state, error);
        });
    }

    /// Asks the service what became of a job whose sending had no certain end. Never sends anything again.
    SoapResolution resolve(std::string_view job_id, const CallOptions &options = {}) const {
        const Asked asked(job_id, std::nullopt);
        const detail::OptionsHandle handles(options);
        return detail::value_of<SoapResolution, detail::SoapResolutionHandle>([&](auto resolution, auto error) {
            return ecall_soap_client_resolve(handle(), asked.job_id.c_str(), handles.get(),
                                             detail::token(options.cancel), resolution, error);
        });
    }

    /// The asynchronous twins: the same calls, whose result or exception is in the future. Arguments that are no texts for C,
    /// and a closed client, throw at once.
    std::future<SentJob> send_sms_async(const Addresses &to, std::string_view text,
                                        std::optional<std::string_view> from = std::nullopt,
                                        const SoapSmsOptions &sms = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, from, detail::SoapOptionsHandle(sms, options));
        return detail::future_of<SentJob>([&](void *promise, auto error) {
            return ecall_soap_client_send_sms_async(handle(), arguments.to.data(), arguments.to.size(),
                                                    arguments.text.c_str(), arguments.from.get(),
                                                    arguments.options.get(), detail::token(options.cancel),
                                                    complete_send, promise, error);
        });
    }

    std::future<SentJob> send_fax_async(const Addresses &to, std::string_view text,
                                        const std::vector<Attachment> &files = {}, const SoapFaxOptions &fax = {},
                                        const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::SoapOptionsHandle(fax, options));
        const detail::AttachmentsHandle list = detail::attachments(files);
        return detail::future_of<SentJob>([&](void *promise, auto error) {
            return ecall_soap_client_send_fax_async(handle(), arguments.to.data(), arguments.to.size(),
                                                    arguments.text.c_str(), list.get(), arguments.options.get(),
                                                    detail::token(options.cancel), complete_send, promise, error);
        });
    }

    std::future<SentJob> send_voice_async(const Addresses &to, std::string_view text,
                                          const SoapVoiceOptions &voice = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::SoapOptionsHandle(voice, options));
        return detail::future_of<SentJob>([&](void *promise, auto error) {
            return ecall_soap_client_send_voice_async(handle(), arguments.to.data(), arguments.to.size(),
                                                      arguments.text.c_str(), arguments.options.get(),
                                                      detail::token(options.cancel), complete_send, promise, error);
        });
    }

    std::future<JobState> state_async(std::string_view job_id, std::optional<std::string_view> address = std::nullopt,
                                      const CallOptions &options = {}) const {
        const Asked asked(job_id, address);
        const detail::OptionsHandle handles(options);
        return detail::future_of<JobState>([&](void *promise, auto error) {
            return ecall_soap_client_state_async(handle(), asked.job_id.c_str(), asked.address.get(), handles.get(),
                                                 detail::token(options.cancel), complete_state, promise, error);
        });
    }

    std::future<JobState> wait_async(std::string_view job_id, std::optional<std::string_view> address = std::nullopt,
                                     const WaitOptions &options = {}) const {
        const Asked asked(job_id, address);
        const detail::OptionsHandle handles(options);
        return detail::future_of<JobState>([&](void *promise, auto error) {
            return ecall_soap_client_wait_async(handle(), asked.job_id.c_str(), asked.address.get(), handles.get(),
                                                detail::token(options.cancel), complete_state, promise, error);
        });
    }

    std::future<SoapResolution> resolve_async(std::string_view job_id, const CallOptions &options = {}) const {
        const Asked asked(job_id, std::nullopt);
        const detail::OptionsHandle handles(options);
        return detail::future_of<SoapResolution>([&](void *promise, auto error) {
            const auto complete = detail::complete<SoapResolution, detail::SoapResolutionHandle>;
            return ecall_soap_client_resolve_async(handle(), asked.job_id.c_str(), handles.get(),
                                                   detail::token(options.cancel), complete, promise, error);
        });
    }

    /// Refuses every later call with ClosedError; calls that are under way go on.
    void close() const noexcept { ecall_soap_client_close(handle()); }
    /// The C object, which stays this object's.
    ecall_soap_client *handle() const noexcept { return handle_.get(); }

private:
    using Sending = detail::JobArguments;

    static constexpr auto complete_send = detail::complete<SentJob, detail::SentJobHandle>;
    static constexpr auto complete_state = detail::complete<JobState, detail::JobStateHandle>;

    /// Which job, and at which recipient, as C takes them.
    struct Asked {
        Asked(std::string_view id, std::optional<std::string_view> recipient)
            : job_id(detail::c_text("job_id", id)), address("address", recipient) {}
        std::string job_id;
        detail::OptionalText address;
    };

    detail::Handle<ecall_soap_client, ecall_soap_client_free> handle_;
};

} // namespace ecall

#endif
