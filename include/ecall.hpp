// ecall for C++17: RAII over ecall.h, header-only. Link libecall.
//
//     ecall::Client client;                                   // configuration from the environment
//     auto sent = client.send_sms("+41791234567", "Pump 3 stopped", "Alarm");
//     auto last = client.wait(*sent.message_id);
//
// Results are values. A call that fails throws a class of its kind, derived from ecall::Error, which holds everything that is
// known; Error::outcome says whether the message may have gone out all the same.
#ifndef ECALL_HPP
#define ECALL_HPP

#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ecall/calls.hpp>
#include <ecall/https.hpp>
#include <ecall/many.hpp>
#include <ecall/media.hpp>
#include <ecall/message.hpp>
#include <ecall/smpp.hpp>
#include <ecall/soap.hpp>
#include <ecall/text.hpp>
#include <ecall/webhook.hpp>

namespace ecall {

/// The version of the library that is running.
inline std::string version() { return detail::text(ecall_version()); }

/// Sends messages over eCall's REST interface and follows them. Movable, not copyable; may be used from any number of threads
/// at once, and after a fork in the child as well. Futures complete also after the client is gone.
class Client {
public:
    /// Everything from the environment. Throws ConfigError where something is missing.
    Client() : Client(nullptr) {}
    /// Throws ConfigError, which names every setting that is missing or wrong. Opens no connection.
    explicit Client(const Config &config) : Client(config.handle()) {}

    /// Sends a text by SMS; `from` is the client's default_from unless given.
    ///
    /// Throws InvalidArgumentError before anything goes out, with every problem; OutcomeUnknownError where the message may
    /// have been accepted; the class of another kind where it certainly was not.
    MessageResult send_sms(std::string_view to, std::string_view text,
                           std::optional<std::string_view> from = std::nullopt, const SmsOptions &sms = {},
                           const CallOptions &options = {}) const {
        const Sms arguments = sms_of(to, text, from, sms, options);
        return detail::value_of<MessageResult, detail::MessageResultHandle>([&](auto result, auto error) {
            return ecall_client_send_sms_with(handle(), arguments.to.c_str(), arguments.text.c_str(),
                                              arguments.from.get(), arguments.options.get(),
                                              detail::token(options.cancel), result, error);
        });
    }

    /// Sends a message. Throws as send_sms.
    MessageResult send(const Message &message, const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        return detail::value_of<MessageResult, detail::MessageResultHandle>([&](auto result, auto error) {
            return ecall_client_send(handle(), message.handle(), handles.get(), detail::token(options.cancel), result,
                                     error);
        });
    }

    /// What has become of a message; the service answers for seven days. Throws NotFoundError for an id that it does not know.
    MessageStatus status(std::string_view message_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<MessageStatus, detail::MessageStatusHandle>([&](auto status, auto error) {
            return ecall_client_status(handle(), id.c_str(), handles.get(), detail::token(options.cancel), status,
                                       error);
        });
    }

    /// Follows a message until its state is final for its channel. Throws TimeoutError, which holds the last state.
    MessageStatus wait(std::string_view message_id, const WaitOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<MessageStatus, detail::MessageStatusHandle>([&](auto status, auto error) {
            return ecall_client_wait(handle(), id.c_str(), handles.get(), detail::token(options.cancel), status, error);
        });
    }

    /// Sends messages in one call. `notification` says who is told what became of them, as a JSON object with the service's
    /// names: once for all, the messages must have none. The service may refuse some: SentList::raise_for_failed. Throws as
    /// send_sms, for all of them, before anything goes out where one breaks a rule.
    SentList send_list(const std::vector<Message> &messages,
                       std::optional<std::string_view> notification = std::nullopt,
                       const CallOptions &options = {}) const {
        const List arguments = list_of(messages, notification, options);
        return detail::value_of<SentList, detail::SentListHandle>([&](auto list, auto error) {
            return ecall_client_send_list(handle(), arguments.messages.data(), arguments.messages.size(),
                                          arguments.notification.get(), arguments.options.get(),
                                          detail::token(options.cancel), list, error);
        });
    }

    /// What has become of the messages of a list; the service answers for seven days. Throws NotFoundError for an id that it does
    /// not know.
    ListStatus list_status(std::string_view list_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("list_id", list_id);
        const detail::OptionsHandle handles(options);
        return detail::value_of<ListStatus, detail::ListStatusHandle>([&](auto status, auto error) {
            return ecall_client_list_status(handle(), id.c_str(), handles.get(), detail::token(options.cancel), status,
                                            error);
        });
    }

    /// Sends any number of messages, several at a time, and returns once there is nothing more to send and every message has
    /// its result. `messages` is a range of Message (of which copies are sent, unless its iterators give values) or a function
    /// that gives std::optional<Message>, none at the end. `on_result` takes each BulkResult as it ends; where it returns
    /// false, no more messages are taken, calls under way are ended, and it is called for what is left. Both are called on this
    /// thread, taken as they are needed, and may throw: then everything is ended, and what they threw comes out, once it has.
    ///
    /// Throws InvalidArgumentError before anything is taken, naming every option that is out of range.
    template <class Messages, class OnResult>
    BulkCounts send_many(Messages &&messages, OnResult &&on_result, const BulkOptions &options = {}) const {
        if constexpr (std::is_invocable_v<Messages &>) {
            return send_from([&messages]() -> std::optional<Message> { return messages(); }, on_result, options);
        } else {
            return send_from(detail::messages_of(messages), on_result, options);
        }
    }

    /// Follows many messages to their final states with one loop. Throws InvalidArgumentError, naming every id
    /// ("message_ids[3]") and option that breaks a rule.
    WaitMany wait_many(const std::vector<std::string> &message_ids, const WaitManyOptions &options = {}) const {
        std::vector<const char *> ids;
        ids.reserve(message_ids.size());
        for (const std::string &id : message_ids) {
            detail::check_text("message_ids", id, Outcome::not_applicable);
            ids.push_back(id.c_str());
        }
        const detail::OptionsHandle handles(options);
        ecall_following *following = nullptr;
        detail::checked([&](auto error) {
            return ecall_client_wait_many(handle(), ids.data(), ids.size(), handles.get(),
                                          detail::token(options.cancel), &following, error);
        });
        return WaitMany(following);
    }

    /// Sends a file to the service; a content names it by its id. It is read in chunks, never in memory as a whole, and what is
    /// transient is repeated. Throws InvalidArgumentError with the field "source" where it cannot be read, RejectedError where
    /// the service cannot make use of it.
    UploadedMedia upload_media(const std::filesystem::path &path, const UploadOptions &options = {}) const {
        const std::string owned = detail::c_text("path", path.string());
        return detail::upload(options, [&](auto &, auto... rest) {
            return ecall_client_upload_media(handle(), owned.c_str(), rest...);
        });
    }

    /// The same from memory.
    UploadedMedia upload_media(const std::vector<std::uint8_t> &octets, const UploadOptions &options = {}) const {
        return detail::upload(options, [&](auto &, auto... rest) {
            return ecall_client_upload_media_bytes(handle(), octets.data(), octets.size(), rest...);
        });
    }

    /// The same from a stream, to its end, which another thread reads while this call waits. A stream that was begun cannot be
    /// read again, so that nothing is repeated from then on.
    UploadedMedia upload_media(std::istream &stream, const UploadOptions &options = {}) const {
        return detail::upload(options, [&](auto &moving, auto... rest) {
            return ecall_client_upload_media_from(handle(), detail::Moving::read, moving.with(stream), -1, rest...);
        });
    }

    /// Fetches a file into memory. Provisional: its path is inferred. Throws NotFoundError for an id that the service does not
    /// know.
    Media download_media(std::string_view media_id, const DownloadOptions &options = {}) const {
        const std::string id = detail::c_text("media_id", media_id);
        return detail::download(options, [&](auto &, auto... rest) {
            return ecall_client_download_media(handle(), id.c_str(), rest...);
        });
    }

    /// The same to a path, where it appears as a whole or not at all.
    Media download_media(std::string_view media_id, const std::filesystem::path &path,
                         const DownloadOptions &options = {}) const {
        const std::string id = detail::c_text("media_id", media_id);
        const std::string owned = detail::c_text("path", path.string());
        return detail::download(options, [&](auto &, auto... rest) {
            return ecall_client_download_media_path(handle(), id.c_str(), owned.c_str(), rest...);
        });
    }

    /// The same to a stream, which another thread writes while this call waits. Once something was written nothing is repeated.
    Media download_media(std::string_view media_id, std::ostream &stream, const DownloadOptions &options = {}) const {
        const std::string id = detail::c_text("media_id", media_id);
        return detail::download(options, [&](auto &moving, auto... rest) {
            return ecall_client_download_media_to(handle(), id.c_str(), detail::Moving::write, moving.with(stream),
                                                  rest...);
        });
    }

    /// Returns where the credentials are good, sending nothing; else throws AuthenticationError or PermissionError.
    void check(const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        detail::checked([&](auto error) {
            return ecall_client_check(handle(), handles.get(), detail::token(options.cancel), error);
        });
    }

    /// An authenticated request to a path of the service that this library has no name for. GET and HEAD are reads,
    /// everything else is a send and handled with the same care. Throws for an answer that is not 2xx.
    Response request(std::string_view method, std::string_view path,
                     std::optional<std::string_view> json = std::nullopt, const CallOptions &options = {}) const {
        const Raw arguments = raw_of(method, path, json, options);
        return detail::value_of<Response, detail::ResponseHandle>([&](auto response, auto error) {
            return ecall_client_request(handle(), arguments.method.c_str(), arguments.path.c_str(),
                                        arguments.json.get(), arguments.options.get(), detail::token(options.cancel),
                                        response, error);
        });
    }

    /// The asynchronous twins: the same calls, whose result or exception is in the future. Arguments that are no texts for C,
    /// and a closed client, throw at once.
    std::future<MessageResult> send_sms_async(std::string_view to, std::string_view text,
                                              std::optional<std::string_view> from = std::nullopt,
                                              const SmsOptions &sms = {}, const CallOptions &options = {}) const {
        const Sms arguments = sms_of(to, text, from, sms, options);
        return detail::future_of<MessageResult>([&](void *promise, auto error) {
            return ecall_client_send_sms_async(
                handle(), arguments.to.c_str(), arguments.text.c_str(), arguments.from.get(), arguments.options.get(),
                detail::token(options.cancel), detail::complete<MessageResult, detail::MessageResultHandle>, promise,
                error);
        });
    }

    std::future<MessageResult> send_async(const Message &message, const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        return detail::future_of<MessageResult>([&](void *promise, auto error) {
            return ecall_client_send_async(handle(), message.handle(), handles.get(), detail::token(options.cancel),
                                           detail::complete<MessageResult, detail::MessageResultHandle>, promise,
                                           error);
        });
    }

    std::future<MessageStatus> status_async(std::string_view message_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<MessageStatus>([&](void *promise, auto error) {
            return ecall_client_status_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                             detail::complete<MessageStatus, detail::MessageStatusHandle>, promise,
                                             error);
        });
    }

    std::future<MessageStatus> wait_async(std::string_view message_id, const WaitOptions &options = {}) const {
        const std::string id = detail::c_text("message_id", message_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<MessageStatus>([&](void *promise, auto error) {
            return ecall_client_wait_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                           detail::complete<MessageStatus, detail::MessageStatusHandle>, promise,
                                           error);
        });
    }

    std::future<SentList> send_list_async(const std::vector<Message> &messages,
                                          std::optional<std::string_view> notification = std::nullopt,
                                          const CallOptions &options = {}) const {
        const List arguments = list_of(messages, notification, options);
        return detail::future_of<SentList>([&](void *promise, auto error) {
            return ecall_client_send_list_async(handle(), arguments.messages.data(), arguments.messages.size(),
                                                arguments.notification.get(), arguments.options.get(),
                                                detail::token(options.cancel),
                                                detail::complete<SentList, detail::SentListHandle>, promise, error);
        });
    }

    std::future<ListStatus> list_status_async(std::string_view list_id, const CallOptions &options = {}) const {
        const std::string id = detail::c_text("list_id", list_id);
        const detail::OptionsHandle handles(options);
        return detail::future_of<ListStatus>([&](void *promise, auto error) {
            return ecall_client_list_status_async(handle(), id.c_str(), handles.get(), detail::token(options.cancel),
                                                  detail::complete<ListStatus, detail::ListStatusHandle>, promise,
                                                  error);
        });
    }

    std::future<UploadedMedia> upload_media_async(const std::filesystem::path &path,
                                                  const UploadOptions &options = {}) const {
        const std::string owned = detail::c_text("path", path.string());
        return detail::start_upload(options, [&](auto &, auto... rest) {
            return ecall_client_upload_media_async(handle(), owned.c_str(), rest...);
        });
    }

    /// The octets are copied.
    std::future<UploadedMedia> upload_media_async(const std::vector<std::uint8_t> &octets,
                                                  const UploadOptions &options = {}) const {
        return detail::start_upload(options, [&](auto &, auto... rest) {
            return ecall_client_upload_media_bytes_async(handle(), octets.data(), octets.size(), rest...);
        });
    }

    /// The stream has to live until the future is ready, and nobody else may use it meanwhile: wait for the future, also where
    /// nobody wants what is in it.
    std::future<UploadedMedia> upload_media_async(std::istream &stream, const UploadOptions &options = {}) const {
        return detail::start_upload(options, [&](auto &moving, auto... rest) {
            return ecall_client_upload_media_from_async(handle(), detail::Moving::read, moving.with(stream), -1,
                                                        rest...);
        });
    }

    std::future<Media> download_media_async(std::string_view media_id, const DownloadOptions &options = {}) const {
        const std::string id = detail::c_text("media_id", media_id);
        return detail::start_download(options, [&](auto &, auto... rest) {
            return ecall_client_download_media_async(handle(), id.c_str(), rest...);
        });
    }

    std::future<Media> download_media_async(std::string_view media_id, const std::filesystem::path &path,
                                            const DownloadOptions &options = {}) const {
        const std::string id = detail::c_text("media_id", media_id);
        const std::string owned = detail::c_text("path", path.string());
        return detail::start_download(options, [&](auto &, auto... rest) {
            return ecall_client_download_media_path_async(handle(), id.c_str(), owned.c_str(), rest...);
        });
    }

    /// The stream as for upload_media_async.
    std::future<Media> download_media_async(std::string_view media_id, std::ostream &stream,
                                            const DownloadOptions &options = {}) const {
        const std::string id = detail::c_text("media_id", media_id);
        return detail::start_download(options, [&](auto &moving, auto... rest) {
            return ecall_client_download_media_to_async(handle(), id.c_str(), detail::Moving::write,
                                                        moving.with(stream), rest...);
        });
    }

    std::future<void> check_async(const CallOptions &options = {}) const {
        const detail::OptionsHandle handles(options);
        return detail::future_of<void>([&](void *promise, auto error) {
            return ecall_client_check_async(handle(), handles.get(), detail::token(options.cancel),
                                            detail::complete_check, promise, error);
        });
    }

    std::future<Response> request_async(std::string_view method, std::string_view path,
                                        std::optional<std::string_view> json = std::nullopt,
                                        const CallOptions &options = {}) const {
        const Raw arguments = raw_of(method, path, json, options);
        return detail::future_of<Response>([&](void *promise, auto error) {
            return ecall_client_request_async(handle(), arguments.method.c_str(), arguments.path.c_str(),
                                              arguments.json.get(), arguments.options.get(),
                                              detail::token(options.cancel),
                                              detail::complete<Response, detail::ResponseHandle>, promise, error);
        });
    }

    /// Refuses every later call with ClosedError; calls that are under way go on.
    void close() const noexcept { ecall_client_close(handle()); }
    /// The C object, which stays this object's.
    ecall_client *handle() const noexcept { return handle_.get(); }

private:
    explicit Client(const ecall_config *config) : handle_(detail::opened<ecall_client>(ecall_client_new, config)) {}

    /// The arguments of a text by SMS, as C takes them.
    struct Sms {
        std::string to;
        std::string text;
        detail::OptionalText from;
        detail::OptionsHandle options;
    };

    static Sms sms_of(std::string_view to, std::string_view text, std::optional<std::string_view> from,
                      const SmsOptions &sms, const CallOptions &options) {
        return {detail::c_text("to", to, Outcome::not_accepted), detail::c_text("text", text, Outcome::not_accepted),
                detail::OptionalText("from", from), detail::OptionsHandle(sms, options)};
    }

    /// The arguments of a list, as C takes them.
    struct List {
        std::vector<const ecall_message *> messages;
        detail::OptionalText notification;
        detail::OptionsHandle options;
    };

    static List list_of(const std::vector<Message> &messages, std::optional<std::string_view> notification,
                        const CallOptions &options) {
        std::vector<const ecall_message *> handles;
        handles.reserve(messages.size());
        for (const Message &message : messages) handles.push_back(message.handle());
        return {std::move(handles), detail::OptionalText("notification", notification),
                detail::OptionsHandle(options)};
    }

    template <class Next, class OnResult>
    BulkCounts send_from(Next next, OnResult &on_result, const BulkOptions &options) const {
        const detail::OptionsHandle handles(options);
        detail::Sending<Next, OnResult> sending(std::move(next), on_result, options.cancel);
        BulkCounts counts{};
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_client_send_many(
            handle(), detail::Sending<Next, OnResult>::give, detail::Sending<Next, OnResult>::take, &sending,
            handles.get(), sending.cancel_token(), &counts, &error);
        detail::ErrorHandle owned(error);
        sending.rethrow();
        detail::check(code, owned.release());
        return counts;
    }

    /// The arguments of a raw request, as C takes them.
    struct Raw {
        std::string method;
        std::string path;
        detail::OptionalText json;
        detail::OptionsHandle options;
    };

    static Raw raw_of(std::string_view method, std::string_view path, std::optional<std::string_view> json,
                      const CallOptions &options) {
        return {detail::c_text("method", method), detail::c_text("path", path), detail::OptionalText("json", json),
                detail::OptionsHandle(options)};
    }

    detail::Handle<ecall_client, ecall_client_free> handle_;
};

} // namespace ecall

#endif
