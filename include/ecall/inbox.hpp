// What an ecall::HttpsClient gives one by one: messages that were received, states of jobs. Include <ecall.hpp>.
#ifndef ECALL_INBOX_HPP
#define ECALL_INBOX_HPP

#include <cstddef>
#include <cstdint>
#include <exception>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include <ecall/calls.hpp>
#include <ecall/jobs.hpp>

namespace ecall {

namespace detail {

using InboundSmsHandle = Handle<ecall_inbound_sms, ecall_inbound_sms_free>;
using JobStatusHandle = Handle<ecall_job_status, ecall_job_status_free>;

/// The value in what a blocking call made, none where it made nothing.
template <class V, class H, class Call> std::optional<V> optional_value_of(Call call) {
    typename H::pointer made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = call(&made, &error);
    const H owned(made);
    check(code, error);
    return made == nullptr ? std::nullopt : std::optional<V>(V::of(made));
}

/// Completes a future with what the library hands over, or with nothing. As `complete`.
template <class V, class H>
void complete_optional(void *user_data, std::int32_t code, typename H::pointer made, ecall_error *error) noexcept {
    using Promise = std::promise<std::optional<V>>;
    const std::unique_ptr<Promise> promise(static_cast<Promise *>(user_data));
    const H owned(made);
    try {
        check(code, error);
        promise->set_value(made == nullptr ? std::nullopt : std::optional<V>(V::of(made)));
    } catch (...) {
        promise->set_exception(std::current_exception());
    }
}

/// Goes through what a source gives: each step asks it for the next.
template <class Source, class V> class NextIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = V;
    using difference_type = std::ptrdiff_t;
    using pointer = const V *;
    using reference = const V &;

    /// The end.
    NextIterator() = default;
    explicit NextIterator(const Source &source) : source_(&source) { ++*this; }

    reference operator*() const { return *item_; }
    pointer operator->() const { return &*item_; }
    NextIterator &operator++() {
        item_ = source_->next();
        if (!item_) source_ = nullptr;
        return *this;
    }
    NextIterator operator++(int) {
        NextIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const NextIterator &a, const NextIterator &b) { return a.source_ == b.source_; }
    friend bool operator!=(const NextIterator &a, const NextIterator &b) { return !(a == b); }

private:
    const Source *source_ = nullptr;
    std::optional<V> item_;
};

} // namespace detail

/// The messages that wait at the service, one after the other; made by HttpsClient::messages. A message is deleted there when the
/// next is asked for, or acknowledge is called; never before. So a loop that is left by `break` or by an exception leaves its
/// message untaken, and it comes again.
///
///     for (const ecall::InboundSms &sms : client.messages()) keep(sms);
///
/// Movable, not copyable. Any number of threads may use it: one call is under way at a time. Destroyed, it ends the calls that are
/// under way with CancelledError. Throws ForkedError in the child of a fork.
class Messages {
public:
    using iterator = detail::NextIterator<Messages, InboundSms>;

    /// One more message, the one before being taken with that; none where none waits, unless they are followed. After an error the
    /// same is tried again.
    std::optional<InboundSms> next() const {
        return detail::optional_value_of<InboundSms, detail::InboundSmsHandle>(
            [&](auto message, auto error) { return ecall_inbox_next(handle(), message, error); });
    }

    /// Says that the last message is taken, and deletes it. Where it throws, the message may come again.
    void acknowledge() const {
        detail::checked([&](auto error) { return ecall_inbox_acknowledge(handle(), error); });
    }

    /// The same, whose result or exception is in the future.
    std::future<std::optional<InboundSms>> next_async() const {
        return detail::future_of<std::optional<InboundSms>>([&](void *promise, auto error) {
            const auto complete = detail::complete_optional<InboundSms, detail::InboundSmsHandle>;
            return ecall_inbox_next_async(handle(), complete, promise, error);
        });
    }

    std::future<void> acknowledge_async() const {
        return detail::future_of<void>([&](void *promise, auto error) {
            return ecall_inbox_acknowledge_async(handle(), detail::complete_check, promise, error);
        });
    }

    /// Asks for the first message. One loop at a time.
    iterator begin() const { return iterator(*this); }
    iterator end() const { return iterator(); }

    /// The C object, which stays this object's.
    ecall_inbox *handle() const noexcept { return handle_.get(); }

    /// Takes the C object over.
    explicit Messages(ecall_inbox *handle) : handle_(handle) {}

private:
    detail::Handle<ecall_inbox, ecall_inbox_free> handle_;
};

/// The states of all jobs between two times, read as they are asked for; made by HttpsClient::status_range. As Messages: movable,
/// for any number of threads, ends calls that are under way when it is destroyed.
class StatusRange {
public:
    using iterator = detail::NextIterator<StatusRange, JobStatus>;

    /// One more state; none once all were told, and after an error.
    std::optional<JobStatus> next() const {
        return detail::optional_value_of<JobStatus, detail::JobStatusHandle>(
            [&](auto status, auto error) { return ecall_status_range_next(handle(), status, error); });
    }

    /// The same, whose result or exception is in the future.
    std::future<std::optional<JobStatus>> next_async() const {
        return detail::future_of<std::optional<JobStatus>>([&](void *promise, auto error) {
            const auto complete = detail::complete_optional<JobStatus, detail::JobStatusHandle>;
            return ecall_status_range_next_async(handle(), complete, promise, error);
        });
    }

    /// Asks for the first state. One loop at a time.
    iterator begin() const { return iterator(*this); }
    iterator end() const { return iterator(); }

    /// The C object, which stays this object's.
    ecall_status_range *handle() const noexcept { return handle_.get(); }

    /// Takes the C object over.
    explicit StatusRange(ecall_status_range *handle) : handle_(handle) {}

private:
    detail::Handle<ecall_status_range, ecall_status_range_free> handle_;
};

} // namespace ecall

#endif
