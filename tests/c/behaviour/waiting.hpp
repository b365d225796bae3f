// What an asynchronous call hands over, and waiting for it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "owned.hpp"

/// Takes what a callback was called with and counts the calls.
class Taken {
public:
    /// Waits for that many calls; false after twenty seconds.
    bool wait(int calls = 1) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return calls_ >= calls; });
    }

    int calls() {
        const std::lock_guard lock(mutex_);
        return calls_;
    }

    static void result(void *user_data, std::int32_t code, ecall_message_result *result, ecall_error *error) {
        static_cast<Taken *>(user_data)->take(code, Result(result), Error(error));
    }

    static void status(void *user_data, std::int32_t code, ecall_message_status *status, ecall_error *error) {
        auto *self = static_cast<Taken *>(user_data);
        self->taken_status.reset(status);
        self->take(code, nullptr, Error(error));
    }

    static void response(void *user_data, std::int32_t code, ecall_response *response, ecall_error *error) {
        auto *self = static_cast<Taken *>(user_data);
        self->taken_response.reset(response);
        self->take(code, nullptr, Error(error));
    }

    static void uploaded(void *user_data, std::int32_t code, ecall_uploaded_media *media, ecall_error *error) {
        auto *self = static_cast<Taken *>(user_data);
        self->taken_uploaded.reset(media);
        self->take(code, nullptr, Error(error));
    }

    static void media(void *user_data, std::int32_t code, ecall_media *media, ecall_error *error) {
        auto *self = static_cast<Taken *>(user_data);
        self->taken_media.reset(media);
        self->take(code, nullptr, Error(error));
    }

    static void done(void *user_data, std::int32_t code, ecall_error *error) {
        static_cast<Taken *>(user_data)->take(code, nullptr, Error(error));
    }

    /// Of the last call; to be read after `wait`.
    Sent sent;
    Status taken_status;
    Response taken_response;
    Uploaded taken_uploaded;
    Media taken_media;
    std::thread::id thread;
    int succeeded = 0;

private:
    void take(std::int32_t code, Result result, Error error) {
        // Notified under the lock: whoever waits may destroy this as soon as the lock is free.
        const std::lock_guard lock(mutex_);
        sent = {code, std::move(result), std::move(error)};
        thread = std::this_thread::get_id();
        if (code == ECALL_OK) ++succeeded;
        ++calls_;
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    int calls_ = 0;
};
