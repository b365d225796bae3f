// The client of eCall's interface of HTTPS forms. <ecall.hpp> includes it.
//
//     const ecall::HttpsClient client;                        // configuration from the environment
//     const auto sent = client.send_sms({"+41791234567", "+41797654321"}, "Pump 3 stopped", "Alarm");
//     const auto now = client.status(sent.job_id);
#ifndef ECALL_HTTPS_HPP
#define ECALL_HTTPS_HPP

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecall/inbox.hpp>
#include <ecall/job_options.hpp>

namespace ecall {

/// How much the notification addresses of an SMS are told. An open set.
enum class NotificationLevel : std::int32_t {
    /// As soon as something is known.
    available = ECALL_NOTIFY_AVAILABLE,
    /// At the last point to which the message can be tracked.
    last = ECALL_NOTIFY_LAST,
    /// As last, and where the sending is delayed.
    last_and_delayed = ECALL_NOTIFY_LAST_AND_DELAYED,
    /// Failures only.
    failures = ECALL_NOTIFY_FAILURES,
};

/// What an SMS over HTTPS may have besides addresses, text and sender. Everything is optional.
struct HttpsSmsOptions : JobOptions {
    /// Who is told what becomes of it: mobile numbers, e-mail addresses, URLs. None may hold a ";" (write %3B in a URL).
    std::vector<std::string> notification_addresses;
    std::optional<NotificationLevel> notification_level;
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

/// What a fax may have besides addresses and text. Everything is optional.
struct HttpsFaxOptions : JobOptions {
    /// The number that it is sent from.
    std::optional<std::string> calling_number;
    std::optional<std::string> subject;
    /// The sender's id and a text in the header line.
    std::optional<std::string> header_id;
    std::optional<std::string> header_info;
    /// How often the service tries again, 0 unless set, and the minutes between two tries.
    std::optional<std::uint32_t> number_of_retries;
    std::optional<std::uint32_t> retry_interval_minutes;
};

/// What a voice message may have besides number and text. Everything is optional.
struct HttpsVoiceOptions : JobOptions {
    /// "DE", "FR", "IT" or "EN"; detected unless set. An open set.
    std::optional<std::string> language;
    /// Read after the text.
    std::optional<std::string> from_text;
};

/// Which messages HttpsClient::messages takes, and for how long; the others are those of each request. Everything is optional.
struct MessagesOptions : CallOptions {
    /// The leased number whose messages are taken; those of all numbers unless set.
    std::optional<std::string> number;
    /// Goes on where none waits, and looks again, instead of ending there.
    std::optional<bool> follow;
    /// The pause before it looks again, 1 ms to 7 days; 10 s unless set.
    std::optional<std::chrono::milliseconds> poll;
};

namespace detail {

/// Options of the HTTPS interface as the library takes them.
class HttpsOptionsHandle : public JobOptionsHandle {
public:
    HttpsOptionsHandle(const HttpsSmsOptions &sms, const CallOptions &options) : JobOptionsHandle(sms, options) {
        for (const std::string &address : sms.notification_addresses) {
            set_text("notification_addresses", ecall_call_options_add_notification_address,
                     std::optional<std::string>(address));
        }
        if (sms.notification_level) {
            const auto level = static_cast<std::int32_t>(*sms.notification_level);
            set("notification_level", ecall_call_options_set_notification_level, std::optional<std::int32_t>(level));
        }
        set_text("answer", ecall_call_options_set_answer, sms.answer);
        set_text("msg_type", ecall_call_options_set_msg_type, sms.msg_type);
        set("to_gsm", ecall_call_options_set_to_gsm, sms.to_gsm);
        set("no_log", ecall_call_options_set_no_log, sms.no_log);
    }

    HttpsOptionsHandle(const HttpsFaxOptions &fax, const CallOptions &options) : JobOptionsHandle(fax, options) {
        set_text("calling_number", ecall_call_options_set_calling_number, fax.calling_number);
        set_text("subject", ecall_call_options_set_subject, fax.subject);
        set_text("header_id", ecall_call_options_set_header_id, fax.header_id);
        set_text("header_info", ecall_call_options_set_header_info, fax.header_info);
        set("number_of_retries", ecall_call_options_set_number_of_retries, fax.number_of_retries);
        set("retry_interval_minutes", ecall_call_options_set_retry_interval_minutes, fax.retry_interval_minutes);
    }

    HttpsOptionsHandle(const HttpsVoiceOptions &voice, const CallOptions &options) : JobOptionsHandle(voice, options) {
        set_text("language", ecall_call_options_set_language, voice.language);
        set_text("from_text", ecall_call_options_set_from_text, voice.from_text);
    }

    explicit HttpsOptionsHandle(const MessagesOptions &messages) : JobOptionsHandle(messages) {
        set("follow", ecall_call_options_set_follow, messages.follow);
        set("poll", ecall_call_options_set_poll_ms, number(messages.poll));
    }
};

using JobStatesHandle = Handle<ecall_job_states, ecall_job_states_free>;
using ResolutionHandle = Handle<ecall_resolution, ecall_resolution_free>;
using CachedMessageHandle = Handle<ecall_cached_message, ecall_cached_message_free>;
using DeletionHandle = Handle<ecall_deletion, ecall_deletion_free>;

} // namespace detail

/// Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, follows them, and reads what was received. Configured
/// like Client; Config::base_url is the root of this interface, else ECALL_HTTPS_URL. Movable, not copyable; may be used from any
/// number of threads at once, and after a fork in the child as well. Futures complete also after the client is gone.
class HttpsClient {
public:
    /// Everything from the environment. Throws ConfigError where something is missing.
    HttpsClient() : handle_(detail::opened<ecall_https_client>(ecall_https_client_new, nullptr)) {}
    /// Throws ConfigError, which names every setting that is missing or wrong. Opens no connection.
    explicit HttpsClient(const Config &config) : handle_(detail::opened<ecall_https_client>(ecall_https_client_new, config.handle())) {}

    /// Sends a text by SMS, to one address or several ({"+41791234567", "Duty"}); `from` is the client's default_from unless given.
    /// Of several addresses the service looks at one after the other and stops at the first that is invalid.
    ///
    /// Throws InvalidArgumentError before anything goes out, with every problem; OutcomeUnknownError where the job may have been
    /// accepted: resolve asks the service, by Error::job_id; the class of another kind where it certainly was not.
    SentJob send_sms(const Addresses &to, std::string_view text, std::optional<std::string_view> from = std::nullopt,
                     const HttpsSmsOptions &sms = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, from, detail::HttpsOptionsHandle(sms, options));
        return detail::value_of<SentJob, detail::SentJobHandle>([&](auto job, auto error) {
            return ecall_https_client_send_sms_with(handle(), arguments.to.data(), arguments.to.size(),
                                                    arguments.text.c_str(), arguments.from.get(),
                                                    arguments.options.get(), detail::token(options.cancel), job, error);
        });
    }

    /// Sends a text by fax, to one address or several. Throws as send_sms.
    SentJob send_fax(const Addresses &to, std::string_view text, const HttpsFaxOptions &fax = {},
                     const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::HttpsOptionsHandle(fax, options));
        return detail::value_of<SentJob, detail::SentJobHandle>([&](auto job, auto error) {
            return ecall_https_client_send_fax(handle(), arguments.to.data(), arguments.to.size(),
                                               arguments.text.c_str(), arguments.options.get(),
                                               detail::token(options.cancel), job, error);
        });
    }

    /// Calls a telephone and reads a text to it. Throws as send_sms.
    SentJob send_voice(std::string_view to, std::string_view text, const HttpsVoiceOptions &voice = {},
                       const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::HttpsOptionsHandle(voice, options));
        return detail::value_of<SentJob, detail::SentJobHandle>([&](auto job, auto error) {
            return ecall_https_client_send_voice(handle(), arguments.to.front(), arguments.text.c_str(),
                                                 arguments.options.get(), detail::token(options.cancel), job, error);
        });
    }

    /// What has become of a job: a state for each of its recipients. Throws NotFoundError for a job that the service does not know.
    JobStates status(std::string_view job_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("job_id", job_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<JobStates, detail::JobStatesHandle>([&](auto states, auto error) {
            return ecall_https_client_status(handle(), id.c_str(), handles.get(), detail::token(options.cancel), states,
                                             error);
        });
    }

    /// The states of all jobs between two times, read as they are asked for. Where the service says that there are more than 1000
    /// the range is halved, down to one second. `options` are those of each request. Throws InvalidArgumentError where the end is
    /// before the start.
    StatusRange status_range(Time start, Time end, const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        ecall_status_range *range = nullptr;
        detail::checked([&](auto error) {
            return ecall_https_client_status_range_unix_ms(handle(), unix_ms(std::chrono::floor<Millis>(start)),
                                                           unix_ms(std::chrono::ceil<Millis>(end)), handles.get(),
                                                           detail::token(options.cancel), &range, error);
        });
        return StatusRange(range);
    }

    /// Asks the service what became of a job whose sending had no certain end. Never sends anything again.
    Resolution resolve(std::string_view job_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("job_id", job_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<Resolution, detail::ResolutionHandle>([&](auto resolution, auto error) {
            return ecall_https_client_resolve(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                              resolution, error);
        });
    }

    /// The next message that waits, of one leased number or of all; none where none waits. It stays there until delete_message
    /// deletes it.
    CachedMessage next_message(std::optional<std::string_view> number = std::nullopt,
                             const CallOptions &options = {}) const {
        const detail::OptionalText owned("number", number);
        const detail::OptionsHandle handles(options);
        return detail::value_of<CachedMessage, detail::CachedMessageHandle>([&](auto next, auto error) {
            return ecall_https_client_next_message(handle(), owned.get(), handles.get(), detail::token(options.cancel),
                                                   next, error);
        });
    }

    /// Deletes a message that waits. May be repeated freely: Deletion::deleted says whether there was one of this id.
    Deletion delete_message(std::string_view message_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<Deletion, detail::DeletionHandle>([&](auto deletion, auto error) {
            return ecall_https_client_delete_message(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                                     deletion, error);
        });
    }

    /// The messages that wait, one after the other, each deleted once it is taken. Throws InvalidArgumentError, naming every option
    /// that is out of range. The token also ends the pauses between two looks.
    Messages messages(const MessagesOptions &options = {}) const {
        const detail::OptionalText number("number", options.number);
        const detail::HttpsOptionsHandle handles(options);
        ecall_inbox *inbox = nullptr;
        detail::checked([&](auto error) {
            return ecall_https_client_messages(handle(), number.get(), handles.get(), detail::token(options.cancel),
                                               &inbox, error);
        });
        return Messages(inbox);
    }

    /// The asynchronous twins: the same calls, whose result or exception is in the future. Arguments that are no texts for C,
    /// and a closed client, throw at once.
    std::future<SentJob> send_sms_async(const Addresses &to, std::string_view text,
                                        std::optional<std::string_view> from = std::nullopt,
                                        const HttpsSmsOptions &sms = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, from, detail::HttpsOptionsHandle(sms, options));
        return detail::future_of<SentJob>([&](void *promise, auto error) {
            return ecall_https_client_send_sms_async(handle(), arguments.to.data(), arguments.to.size(),
                                                     arguments.text.c_str(), arguments.from.get(),
                                                     arguments.options.get(), detail::token(options.cancel),
                                                     complete_send, promise, error);
        });
    }

    std::future<SentJob> send_fax_async(const Addresses &to, std::string_view text, const HttpsFaxOptions &fax = {},
                                        const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::HttpsOptionsHandle(fax, options));
        return detail::future_of<SentJob>([&](void *promise, auto error) {
            return ecall_https_client_send_fax_async(handle(), arguments.to.data(), arguments.to.size(),
                                                     arguments.text.c_str(), arguments.options.get(),
                                                     detail::token(options.cancel), complete_send, promise, error);
        });
    }

    std::future<SentJob> send_voice_async(std::string_view to, std::string_view text,
                                          const HttpsVoiceOptions &voice = {}, const CallOptions &options = {}) const {
        const Sending arguments = Sending::of(to, text, std::nullopt, detail::HttpsOptionsHandle(voice, options));
        return detail::future_of<SentJob>([&](void *promise, auto error) {
            return ecall_https_client_send_voice_async(handle(), arguments.to.front(), arguments.text.c_str(),
                                                       arguments.options.get(), detail::token(options.cancel),
                                                       complete_send, promise, error);
        });
    }

    std::future<JobStates> status_async(std::string_view job_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("job_id", job_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<JobStates>([&](void *promise, auto error) {
            return ecall_https_client_status_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                                   detail::complete<JobStates, detail::JobStatesHandle>, promise, error);
        });
    }

    std::future<Resolution> resolve_async(std::string_view job_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("job_id", job_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<Resolution>([&](void *promise, auto error) {
            return ecall_https_client_resolve_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                                    detail::complete<Resolution, detail::ResolutionHandle>, promise,
                                                    error);
        });
    }

    std::future<CachedMessage> next_message_async(std::optional<std::string_view> number = std::nullopt,
                                                const CallOptions &options = {}) const {
        const detail::OptionalText owned("number", number);
        const detail::OptionsHandle handles(options);
        return detail::future_of<CachedMessage>([&](void *promise, auto error) {
            const auto complete = detail::complete<CachedMessage, detail::CachedMessageHandle>;
            return ecall_https_client_next_message_async(handle(), owned.get(), handles.get(),
                                                         detail::token(options.cancel), complete, promise, error);
        });
    }

    std::future<Deletion> delete_message_async(std::string_view message_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<Deletion>([&](void *promise, auto error) {
            const auto complete = detail::complete<Deletion, detail::DeletionHandle>;
            return ecall_https_client_delete_message_async(handle(), id.c_str(), handles.get(),
                                                           detail::token(options.cancel), complete, promise, error);
        });
    }

    /// Refuses every later call with ClosedError; calls that are under way go on, and so do Messages and StatusRange.
    void close() const noexcept { ecall_https_client_close(handle()); }
    /// The C object, which stays this object's.
    ecall_https_client *handle() const noexcept { return handle_.get(); }

private:
    static constexpr auto complete_send = detail::complete<SentJob, detail::SentJobHandle>;

    using Sending = detail::JobArguments;
    using Millis = std::chrono::milliseconds;

    static std::int64_t unix_ms(std::chrono::time_point<Time::clock, Millis> time) {
        return time.time_since_epoch().count();
    }

    detail::Handle<ecall_https_client, ecall_https_client_free> handle_;
};

} // namespace ecall

#endif
