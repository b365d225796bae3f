// Files for messages in the C++ wrapper. Include <ecall.hpp>.
#ifndef ECALL_MEDIA_HPP
#define ECALL_MEDIA_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <istream>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <ecall/message.hpp>

namespace ecall {

/// Told how far a transfer has come: octets of the file in this attempt, of how many where that is known. Called on a thread of
/// the library's, one call after the other; while it is busy the transfer goes on. What it throws ends the call and comes out
/// of it.
using ProgressHook = std::function<void(std::uint64_t transferred, std::optional<std::uint64_t> total)>;

/// What an upload or a download may have. Everything is optional.
struct TransferOptions {
    /// Time for the whole call; the larger of the client's and 300 s unless set.
    std::optional<std::chrono::milliseconds> timeout;
    /// Attempts after the first.
    std::optional<std::uint32_t> max_retries;
    std::optional<CancelToken> cancel;
    ProgressHook progress;
};

/// How Client::upload_media sends a file.
struct UploadOptions : TransferOptions {
    /// What kind of file it is, "image/jpeg". Else by the extension of its name, else application/octet-stream.
    std::optional<std::string> content_type;
    /// Its name. Else the last component of its path, else "file".
    std::optional<std::string> filename;
    /// "multipart" (unless set) or "raw". Provisional.
    std::optional<std::string> encoding;
};

/// How Client::download_media fetches a file.
struct DownloadOptions : TransferOptions {
    /// The longest file that is taken into memory; 100 MiB unless set.
    std::optional<std::uint64_t> max_bytes;
};

/// A file that the service has.
struct UploadedMedia {
    /// What a content names it by: {"type": "Image", "mediaId": ...}.
    std::string media_id;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;
    /// The fields that this version does not know, as a JSON object.
    std::string extra_json;

    static UploadedMedia of(const ecall_uploaded_media *media) {
        UploadedMedia value;
        value.media_id = detail::text(ecall_uploaded_media_media_id(media));
        value.http_status = ecall_uploaded_media_http_status(media);
        value.request_id = detail::known(ecall_uploaded_media_request_id(media));
        value.attempts =
            detail::list<Attempt>(media, ecall_uploaded_media_attempts_count(media), ecall_uploaded_media_attempt);
        value.extra_json = detail::text(ecall_uploaded_media_extra_json(media));
        return value;
    }
};

/// A file that was fetched.
struct Media {
    /// What kind of file the service says it is.
    std::optional<std::string> content_type;
    /// How many octets it has.
    std::uint64_t length = 0;
    /// The file itself where it was fetched into memory.
    std::vector<std::uint8_t> bytes;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;

    static Media of(const ecall_media *media) {
        Media value;
        value.content_type = detail::known(ecall_media_content_type(media));
        value.length = ecall_media_length(media);
        value.bytes = detail::octets(ecall_media_bytes(media));
        value.http_status = ecall_media_http_status(media);
        value.request_id = detail::known(ecall_media_request_id(media));
        value.attempts = detail::list<Attempt>(media, ecall_media_attempts_count(media), ecall_media_attempt);
        return value;
    }
};

namespace detail {

/// A transfer with the program's own functions and streams, which the library uses on other threads, but not after the call. What
/// they throw is kept and ends the call.
class Moving {
public:
    explicit Moving(const TransferOptions &options)
        : hook_(options.progress), token_(made(ecall_cancel_token_new_child(token(options.cancel)))) {}
    Moving(const Moving &) = delete;
    Moving &operator=(const Moving &) = delete;

    const ecall_cancel_token *cancel_token() const noexcept { return token_.get(); }

    static void progress(void *user_data, std::uint64_t transferred, const std::uint64_t *total) noexcept {
        auto &self = *static_cast<Moving *>(user_data);
        self.guarded(0, [&] {
            self.hook_(transferred, total == nullptr ? std::nullopt : std::optional<std::uint64_t>(*total));
            return 0;
        });
    }

    /// What `read` and `write` are given to use a stream.
    void *with(std::istream &stream) noexcept {
        from_ = &stream;
        return this;
    }
    void *with(std::ostream &stream) noexcept {
        to_ = &stream;
        return this;
    }

    static std::int64_t read(void *user_data, std::uint8_t *buffer, std::size_t size) noexcept {
        auto &self = *static_cast<Moving *>(user_data);
        return self.guarded(std::int64_t{-1}, [&]() -> std::int64_t {
            std::istream &stream = *self.from_;
            if (stream.eof()) return 0;
            stream.read(reinterpret_cast<char *>(buffer), static_cast<std::streamsize>(size));
            if (stream.bad() || (stream.fail() && !stream.eof())) return -1;
            return static_cast<std::int64_t>(stream.gcount());
        });
    }

    static std::int32_t write(void *user_data, const std::uint8_t *octets, std::size_t length) noexcept {
        auto &self = *static_cast<Moving *>(user_data);
        return self.guarded(std::int32_t{1}, [&] {
            self.to_->write(reinterpret_cast<const char *>(octets), static_cast<std::streamsize>(length));
            return self.to_->good() ? 0 : 1;
        });
    }

    /// What `work` returns, or `otherwise` where it threw.
    template <class R, class Work> R guarded(R otherwise, Work work) noexcept {
        try {
            return work();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!thrown_) thrown_ = std::current_exception();
            ecall_cancel_token_cancel(token_.get());
            return otherwise;
        }
    }

    /// Throws what the program's own code threw. After the call.
    void rethrow() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    ProgressHook hook_;
    Handle<ecall_cancel_token, ecall_cancel_token_free> token_;
    std::istream *from_ = nullptr;
    std::ostream *to_ = nullptr;
    std::mutex mutex_;
    std::exception_ptr thrown_;
};

/// Options of a transfer as the library takes them.
class TransferHandle {
public:
    TransferHandle(const UploadOptions &options, Moving &moving)
        : TransferHandle(static_cast<const TransferOptions &>(options), moving) {
        set_text("content_type", ecall_call_options_set_content_type, options.content_type);
        set_text("filename", ecall_call_options_set_filename, options.filename);
        set_text("encoding", ecall_call_options_set_encoding, options.encoding);
    }

    TransferHandle(const DownloadOptions &options, Moving &moving)
        : TransferHandle(static_cast<const TransferOptions &>(options), moving) {
        if (options.max_bytes) {
            check_setter(ecall_call_options_set_max_bytes(handle_.get(), *options.max_bytes), "max_bytes");
        }
    }

    const ecall_call_options *get() const noexcept { return handle_.get(); }

private:
    TransferHandle(const TransferOptions &options, Moving &moving) : handle_(made(ecall_call_options_new())) {
        if (options.timeout) {
            check_setter(ecall_call_options_set_timeout_ms(handle_.get(), millis(*options.timeout)), "timeout");
        }
        if (options.max_retries) {
            check_setter(ecall_call_options_set_max_retries(handle_.get(), *options.max_retries), "max_retries");
        }
        if (options.progress) {
            check_setter(ecall_call_options_set_progress(handle_.get(), Moving::progress, &moving), "progress");
        }
    }

    void set_text(const char *what, std::int32_t (*setter)(ecall_call_options *, const char *),
                  const std::optional<std::string> &value) {
        if (!value) return;
        const std::string owned = c_text(what, *value);
        check_setter(setter(handle_.get(), owned.c_str()), what);
    }

    Handle<ecall_call_options, ecall_call_options_free> handle_;
};

using UploadedMediaHandle = Handle<ecall_uploaded_media, ecall_uploaded_media_free>;
using MediaHandle = Handle<ecall_media, ecall_media_free>;

/// The value of a transfer that has ended: what the program's own functions threw comes before the library's error.
template <class V, class H>
V moved(const Moving &moving, std::int32_t code, typename H::pointer made, ecall_error *error) {
    const H owned(made);
    ErrorHandle owned_error(error);
    moving.rethrow();
    check(code, owned_error.release());
    return V::of(made);
}

/// Makes a blocking transfer.
template <class V, class H, class Options, class Call> V transfer(const Options &options, Call call) {
    Moving moving(options);
    const TransferHandle handles(options, moving);
    typename H::pointer made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = call(moving, handles.get(), moving.cancel_token(), &made, &error);
    return moved<V, H>(moving, code, made, error);
}

template <class Call> UploadedMedia upload(const UploadOptions &options, Call call) {
    return transfer<UploadedMedia, UploadedMediaHandle>(options, call);
}

template <class Call> Media download(const DownloadOptions &options, Call call) {
    return transfer<Media, MediaHandle>(options, call);
}

/// A transfer that goes on after the function that started it.
template <class V> struct Pending {
    explicit Pending(const TransferOptions &options) : moving(options) {}

    std::promise<V> promise;
    Moving moving;
};

/// Completes the future of a transfer. Runs on the library's thread; lets nothing out. Lets go of what the transfer used first:
/// nothing of it is left when the future is ready.
template <class V, class H>
void complete_transfer(void *user_data, std::int32_t code, typename H::pointer made, ecall_error *error) noexcept {
    std::unique_ptr<Pending<V>> pending(static_cast<Pending<V> *>(user_data));
    std::promise<V> promise = std::move(pending->promise);
    try {
        V value = moved<V, H>(pending->moving, code, made, error);
        pending.reset();
        promise.set_value(std::move(value));
    } catch (...) {
        pending.reset();
        promise.set_exception(std::current_exception());
    }
}

/// Starts an asynchronous transfer.
template <class V, class H, class Options, class Start>
std::future<V> start_transfer(const Options &options, Start start) {
    auto pending = std::make_unique<Pending<V>>(options);
    const TransferHandle handles(options, pending->moving);
    std::future<V> future = pending->promise.get_future();
    ecall_error *error = nullptr;
    const std::int32_t code =
        start(pending->moving, handles.get(), pending->moving.cancel_token(), complete_transfer<V, H>,
              static_cast<void *>(pending.get()), &error);
    // The callback owns it once the transfer has started, and may have freed it already.
    if (code == ECALL_OK) static_cast<void>(pending.release());
    check(code, error);
    return future;
}

template <class Start> std::future<UploadedMedia> start_upload(const UploadOptions &options, Start start) {
    return start_transfer<UploadedMedia, UploadedMediaHandle>(options, start);
}

template <class Start> std::future<Media> start_download(const DownloadOptions &options, Start start) {
    return start_transfer<Media, MediaHandle>(options, start);
}

} // namespace detail

} // namespace ecall

#endif
