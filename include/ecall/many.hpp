// Many messages of the C++ wrapper: lists, sending and following any number. Include <ecall.hpp>.
#ifndef ECALL_MANY_HPP
#define ECALL_MANY_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <ecall/message.hpp>

namespace ecall {

/// What became of one message of several: the service's answer, or why it was not accepted, or that nobody knows
/// (Error::outcome says which). Error::raise throws it as the class of its kind.
using SendResult = std::variant<MessageResult, Error>;

/// What has become of one message that is followed, or why that was not read.
using FollowResult = std::variant<MessageStatus, Error>;

namespace detail {

inline Error error_of(const ecall_error *error) { return Error(ErrorDetails::of(error)); }

/// What the library said of one message. One of the two is not NULL.
inline SendResult send_result(const ecall_message_result *result, const ecall_error *error) {
    return result != nullptr ? SendResult(MessageResult::of(result)) : SendResult(error_of(error));
}

} // namespace detail

/// A list of messages that the service looked at. Some may have been accepted and others not.
struct SentList {
    /// For Client::list_status; the service answers for seven days.
    std::optional<std::string> list_id;
    /// For each message, in the order in which they were given.
    std::vector<SendResult> items;
    /// An attempt before the accepted one may have been accepted too: every message may arrive twice.
    bool possible_duplicate = false;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;
    /// The fields that this version does not know, as a JSON object.
    std::string extra_json;
    /// All that failed in one error, which raise_for_failed throws.
    std::optional<Error> failure;

    /// The indices of the messages that were accepted.
    std::vector<std::size_t> accepted() const { return indices<MessageResult>(); }
    /// The indices of those that were not, or may not have been.
    std::vector<std::size_t> failed() const { return indices<Error>(); }

    /// Returns where every message was accepted. Else throws the class of the failures where they are all of one kind, else
    /// RejectedError; OutcomeUnknownError where that holds for one of them. The fields name each message ("messages[3]").
    void raise_for_failed() const {
        if (failure) failure->raise();
    }

    static SentList of(const ecall_sent_list *list) {
        SentList value;
        value.list_id = detail::known(ecall_sent_list_list_id(list));
        const std::size_t count = ecall_sent_list_count(list);
        value.items.reserve(count);
        for (std::size_t index = 0; index < count; ++index) {
            value.items.push_back(
                detail::send_result(ecall_sent_list_result(list, index), ecall_sent_list_error(list, index)));
        }
        value.possible_duplicate = ecall_sent_list_possible_duplicate(list);
        value.http_status = ecall_sent_list_http_status(list);
        value.request_id = detail::known(ecall_sent_list_request_id(list));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_sent_list_raw_body(list, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts =
            detail::list<Attempt>(list, ecall_sent_list_attempts_count(list), ecall_sent_list_attempt);
        value.extra_json = detail::text(ecall_sent_list_extra_json(list));
        ecall_error *error = nullptr;
        static_cast<void>(ecall_sent_list_raise_for_failed(list, &error));
        const detail::ErrorHandle owned(error);
        if (error != nullptr) value.failure = detail::error_of(error);
        return value;
    }

private:
    template <class Wanted> std::vector<std::size_t> indices() const {
        std::vector<std::size_t> found;
        for (std::size_t index = 0; index < items.size(); ++index) {
            if (std::holds_alternative<Wanted>(items[index])) found.push_back(index);
        }
        return found;
    }
};

/// What has become of the messages of a list.
struct ListStatus {
    std::optional<std::string> list_id;
    /// One per recipient, in the service's order.
    std::vector<MessageStatus> messages;
    /// No other state will follow for any of them. False of a list without messages.
    bool is_final = false;
    int http_status = 0;
    std::optional<std::string> request_id;
    /// The body of the answer as it came.
    std::string raw_body;
    /// The attempts that failed before this answer.
    std::vector<Attempt> attempts;
    /// The fields that this version does not know, as a JSON object.
    std::string extra_json;

    static ListStatus of(const ecall_list_status *status) {
        ListStatus value;
        value.list_id = detail::known(ecall_list_status_list_id(status));
        value.messages = detail::list<MessageStatus>(status, ecall_list_status_messages_count(status),
                                                     ecall_list_status_message);
        value.is_final = ecall_list_status_is_final(status);
        value.http_status = ecall_list_status_http_status(status);
        value.request_id = detail::known(ecall_list_status_request_id(status));
        std::size_t length = 0;
        const std::uint8_t *body = ecall_list_status_raw_body(status, &length);
        value.raw_body = detail::bytes(body, length).value_or(std::string());
        value.attempts =
            detail::list<Attempt>(status, ecall_list_status_attempts_count(status), ecall_list_status_attempt);
        value.extra_json = detail::text(ecall_list_status_extra_json(status));
        return value;
    }
};

/// What became of one message of Client::send_many.
struct BulkResult {
    /// From 0 in the order in which the messages were given.
    std::uint64_t index = 0;
    SendResult result;
};

/// What became of many messages: how many of them.
using BulkCounts = ecall_bulk_counts;

namespace detail {

/// A source of messages and what takes their results, as the library calls them. Nothing is let out; what they threw is kept.
template <class Next, class OnResult> class Sending {
public:
    Sending(Next next, OnResult &on_result, const std::optional<CancelToken> &cancel)
        : next_(std::move(next)), on_result_(on_result),
          token_(made(ecall_cancel_token_new_child(token(cancel)))) {}

    const ecall_cancel_token *cancel_token() const noexcept { return token_.get(); }

    static ecall_message *give(void *user_data) noexcept {
        auto &self = *static_cast<Sending *>(user_data);
        try {
            if (!self.thrown_) {
                if (std::optional<Message> message = self.next_()) {
                    // NULL would be the end of them all.
                    if (message->handle() == nullptr) {
                        refuse("messages: one was moved from before it was given", Outcome::not_accepted);
                    }
                    return message->release();
                }
            }
        } catch (...) {
            self.stop(std::current_exception());
        }
        return nullptr;
    }

    static std::int32_t take(void *user_data, std::uint64_t index, ecall_message_result *result,
                             ecall_error *error) noexcept {
        const Handle<ecall_message_result, ecall_message_result_free> owned_result(result);
        const ErrorHandle owned_error(error);
        auto &self = *static_cast<Sending *>(user_data);
        if (self.thrown_) return 1;
        try {
            const BulkResult done{index, send_result(result, error)};
            if constexpr (std::is_void_v<std::invoke_result_t<OnResult &, const BulkResult &>>) {
                self.on_result_(done);
                return 0;
            } else {
                return self.on_result_(done) ? 0 : 1;
            }
        } catch (...) {
            self.stop(std::current_exception());
            return 1;
        }
    }

    /// Throws what the program's own code threw.
    void rethrow() const {
        if (thrown_) std::rethrow_exception(thrown_);
    }

private:
    void stop(std::exception_ptr thrown) noexcept {
        thrown_ = std::move(thrown);
        ecall_cancel_token_cancel(token_.get());
    }

    Next next_;
    OnResult &on_result_;
    Handle<ecall_cancel_token, ecall_cancel_token_free> token_;
    std::exception_ptr thrown_;
};

/// The messages of a range one after the other; those that cannot be moved out of it are copied.
template <class Range> auto messages_of(Range &messages) {
    using std::begin;
    using std::end;
    return [at = begin(messages), last = end(messages), first = true]() mutable -> std::optional<Message> {
        // Not before it is asked for: an input iterator reads when it is advanced.
        if (!first && at != last) ++at;
        first = false;
        if (at == last) return std::nullopt;
        if constexpr (std::is_lvalue_reference_v<decltype(*at)>) return (*at).copy();
        else return *at;
    };
}

} // namespace detail

/// Many messages that are followed to their final states, each of which comes out once; made by Client::wait_many. Movable, not
/// copyable. One thread at a time calls next; any thread may call the others meanwhile. Destroyed, it ends.
class WaitMany {
public:
    /// What came of one message.
    struct Followed {
        /// As it was given.
        std::string message_id;
        FollowResult state;
    };

    /// What became of one more message, waiting as long as it takes; none once everything has come out. Throws ForkedError in
    /// the child of a fork.
    std::optional<Followed> next() { return next_within(std::numeric_limits<std::uint64_t>::max()); }

    /// The same within `wait`; none where nothing came out for so long, or everything has come out, which is_over tells.
    std::optional<Followed> next(std::chrono::milliseconds wait) {
        return next_within(wait.count() < 0 ? 0 : static_cast<std::uint64_t>(wait.count()));
    }

    /// Tells what a webhook told of a message, the query of a GET or the JSON of a POST. Events may come twice or for messages
    /// of somebody else. Throws InvalidArgumentError for what is no status of a message.
    void notify(std::string_view event) const {
        const std::string owned = detail::c_text("event", event);
        detail::checked([&](auto error) { return ecall_following_notify(handle(), owned.c_str(), error); });
    }

    /// Ends it: the messages that are still followed come out with CancelledError.
    void cancel() const noexcept { ecall_following_cancel(handle()); }
    /// How many messages are still followed.
    std::size_t open() const noexcept { return ecall_following_open(handle()); }
    /// next has found that everything has come out.
    bool is_over() const noexcept { return ecall_following_is_over(handle()); }
    /// The C object, which stays this object's.
    ecall_following *handle() const noexcept { return handle_.get(); }

    /// Takes the C object over.
    explicit WaitMany(ecall_following *handle) : handle_(handle) {}

private:
    std::optional<Followed> next_within(std::uint64_t wait_ms) {
        const char *id = nullptr;
        ecall_message_status *status = nullptr;
        ecall_error *error = nullptr;
        const std::int32_t code = ecall_following_next(handle(), wait_ms, &id, &status, &error);
        const detail::Handle<ecall_message_status, ecall_message_status_free> owned_status(status);
        if (id == nullptr) {
            detail::check(code, error);
            return std::nullopt;
        }
        const detail::ErrorHandle owned_error(error);
        if (status != nullptr) return Followed{id, MessageStatus::of(status)};
        return Followed{id, detail::error_of(error)};
    }

    detail::Handle<ecall_following, ecall_following_free> handle_;
};

} // namespace ecall

#endif
