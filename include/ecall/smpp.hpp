// The client of eCall's SMPP interface. <ecall.hpp> includes it.
//
//     ecall::SmppClient client;                               // configuration from the environment
//     client.bind();
//     const auto sent = client.submit("+41791234567", "Pump 3 stopped", "Alarm");
//     for (const ecall::SmppEvent &event : client.events())   // receipts, messages, states of the link
//         if (!keep(event)) break;
#ifndef ECALL_SMPP_HPP
#define ECALL_SMPP_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
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

#include <ecall/many.hpp>
#include <ecall/smpp_events.hpp>
#include <ecall/smpp_options.hpp>

namespace ecall {

/// The centre that a client is bound to.
struct SmppBound {
    /// What it calls itself.
    std::string system_id;
    /// Its version of the protocol, 0x34 for 3.4; none where it does not say.
    std::optional<std::uint8_t> interface_version;

    static SmppBound of(const ecall_smpp_bound *bound) {
        return {detail::text(ecall_smpp_bound_system_id(bound)),
                detail::known(ecall_smpp_bound_interface_version, bound)};
    }
};

/// A message that the centre accepted, all parts of it.
struct Submitted {
    /// The centre's id of the first part, by which receipts name it; none where the centre gave none.
    std::optional<std::string> message_id;
    /// In their order; one at least.
    std::vector<PartOutcome> parts;
    /// A part may have been accepted twice: an attempt before the accepted one had no certain end.
    bool possible_duplicate = false;

    static Submitted of(const ecall_smpp_submitted *submitted) {
        return {detail::known(ecall_smpp_submitted_message_id(submitted)),
                detail::list<PartOutcome>(submitted, ecall_smpp_submitted_parts_count(submitted),
                                          ecall_smpp_submitted_part),
                ecall_smpp_submitted_possible_duplicate(submitted)};
    }
};

/// A message of many.
struct SubmitRequest {
    std::string to;
    std::string text;
    /// The client's default_from unless set, else the account's own.
    std::optional<std::string> from;
    /// As it was said for all of them unless set.
    std::optional<SubmitOptions> options;
};

/// What became of one message of SmppClient::submit_many.
struct BulkSubmitted {
    /// From 0 in the order in which the messages were given.
    std::uint64_t index = 0;
    /// Its parts, or why it was not accepted, or that nobody knows. Error::raise throws it as the class of its kind.
    std::variant<Submitted, Error> result;
};

namespace detail {

/// Ends the link before it frees a client.
struct Unbind {
    void operator()(ecall_smpp_client *client) const noexcept {
        // What fails has nobody to be told to; the link ends all the same.
        static_cast<void>(ecall_smpp_client_unbind(client, nullptr, nullptr));
        ecall_smpp_client_free(client);
    }
};

using SmppBoundHandle = Handle<ecall_smpp_bound, ecall_smpp_bound_free>;
using SubmittedHandle = Handle<ecall_smpp_submitted, ecall_smpp_submitted_free>;
using SmppBulkHandle = Handle<ecall_smpp_bulk, ecall_smpp_bulk_free>;
using SmppResultsHandle = Handle<ecall_smpp_results, ecall_smpp_results_free>;

/// Gives a message of many in.
inline void give(const ecall_smpp_bulk *bulk, const SubmitRequest &message) {
    const char *from = message.from ? message.from->c_str() : nullptr;
    check_text("to", message.to, Outcome::not_accepted);
    check_text("text", message.text, Outcome::not_accepted);
    if (message.from) check_text("from", *message.from, Outcome::not_accepted);
    const SubmitOptionsHandle own = message.options ? handle_of(*message.options) : SubmitOptionsHandle();
    checked([&](auto error) {
        return ecall_smpp_bulk_give(bulk, message.to.c_str(), message.text.c_str(), from, own.get(), nullptr, error);
    });
}

/// Hands results to `on_result`; whether it wants to go on.
template <class OnResult> bool hand_over(const ecall_smpp_results *results, OnResult &on_result) {
    bool more = true;
    for (std::size_t at = 0; at < ecall_smpp_results_count(results); ++at) {
        BulkSubmitted done{ecall_smpp_results_index(results, at), Submitted()};
        if (const ecall_error *error = ecall_smpp_results_error(results, at)) done.result = error_of(error);
        else done.result = Submitted::of(ecall_smpp_results_submitted(results, at));
        if constexpr (std::is_void_v<std::invoke_result_t<OnResult &, const BulkSubmitted &>>) on_result(std::as_const(done));
        else more = on_result(std::as_const(done)) && more;
    }
    return more;
}

} // namespace detail

/// Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound: from the first bind on a thread of the
/// library's keeps the link alive and opens it again whenever it is lost. Configured like Client; Config::base_url is that of this
/// interface, else ECALL_SMPP_URL, and what is about HTTP has no meaning. Movable, not copyable; may be used from any number of threads at
/// once. In the child of a fork every call throws ForkedError; the parent's link goes on. Destroyed, it ends the link as unbind does, and
/// waits for that.
class SmppClient {
public:
    /// Everything from the environment. Throws ConfigError where something is missing.
    SmppClient() : SmppClient(nullptr, SmppOptions()) {}
    /// The same but for these options.
    explicit SmppClient(const SmppOptions &options) : SmppClient(nullptr, options) {}
    /// Throws ConfigError, which names every setting that is missing or wrong. Opens no connection.
    explicit SmppClient(const Config &config, const SmppOptions &options = {}) : SmppClient(config.handle(), options) {}

    /// Opens the link, and returns once the centre has taken the bind. Transient failures are tried again, within the time and the attempts
    /// of the configuration. From then on the link is opened again for ever whenever it is lost. Cancelled, the client is closed.
    ///
    /// Throws AuthenticationError where name or password are refused, RejectedError where the bind is, TlsError for a certificate that is
    /// not good, all at once; the class of what else the last attempt ended with; InvalidArgumentError where it is bound already.
    SmppBound bind(const std::optional<CancelToken> &cancel = std::nullopt) const {
        return detail::value_of<SmppBound, detail::SmppBoundHandle>(
            [&](auto bound, auto error) { return ecall_smpp_client_bind(handle(), detail::token(cancel), bound, error); });
    }

    /// Sends a text by SMS to a number in international form: with "+", with "00", or its digits alone. `from` is the client's default_from
    /// unless given, else the account's own. A text that is too long for one message is sent in parts, each once the one before was
    /// accepted. Waits while there is no link and while the window is full.
    ///
    /// Throws InvalidArgumentError before anything goes out, with every problem; OutcomeUnknownError where a part may have been accepted
    /// and nobody knows; the class of another kind where the message certainly was not: Error::smpp_status and Error::parts say more.
    Submitted submit(std::string_view to, std::string_view text, std::optional<std::string_view> from = std::nullopt,
                     const SubmitOptions &options = {}) const {
        const Arguments arguments(to, text, from, options);
        return detail::value_of<Submitted, detail::SubmittedHandle>([&](auto submitted, auto error) {
            return ecall_smpp_client_submit_with(handle(), arguments.to.c_str(), arguments.text.c_str(),
                                                 arguments.from.get(), arguments.options.get(),
                                                 detail::token(options.cancel), submitted, error);
        });
    }

    /// Sends any number of messages, and returns once there is nothing more to send and every message has its result. `messages` is a range
    /// of SubmitRequest or a function that gives std::optional<SubmitRequest>, none at the end; `options` hold for those that have none of
    /// their own. `on_result` takes each BulkSubmitted as it ends; where it returns false, no more messages are taken, what is not written is
    /// not sent, and it is called for what is left. Both are called on this thread, taken as they are needed, and may throw: then everything
    /// is ended, and what they threw comes out, once it has. A message that breaks a rule has that as its result; one whose text holds a NUL
    /// ends everything with InvalidArgumentError.
    template <class Messages, class OnResult>
    BulkCounts submit_many(Messages &&messages, OnResult &&on_result, const SubmitOptions &options = {}) const {
        if constexpr (std::is_invocable_v<Messages &>) {
            return submit_from([&messages]() -> std::optional<SubmitRequest> { return messages(); }, on_result, options);
        } else {
            using std::begin;
            using std::end;
            auto next = [at = begin(messages), last = end(messages), first = true]() mutable -> std::optional<SubmitRequest> {
                // Not before it is asked for: an input iterator reads when it is advanced.
                if (!first && at != last) ++at;
                first = false;
                return at == last ? std::nullopt : std::optional<SubmitRequest>(*at);
            };
            return submit_from(std::move(next), on_result, options);
        }
    }

    /// What happens on the link: receipts, messages that come in, its states. May be called before bind. While nobody reads, the centre is
    /// told to try again later. The token ends the calls that wait.
    SmppEvents events(const std::optional<CancelToken> &cancel = std::nullopt) const {
        ecall_smpp_events *events = nullptr;
        detail::checked(
            [&](auto error) { return ecall_smpp_events_new(handle(), detail::token(cancel), &events, error); });
        return SmppEvents(events);
    }

    /// Has a function told what happens on the link, on a thread of the library's for it alone, one call after the other: it may take its
    /// time and make calls, also of this client. It returns whether the event is taken; one that is not, or for which it throws, comes again
    /// after 100 ms, before every other.
    SmppSubscription on_event(std::function<bool(const SmppEvent &)> hook) const {
        return SmppSubscription(handle(), std::move(hook));
    }

    /// Ends the link: takes nothing more, sends what was given (for the time of the configuration at most), waits for its responses, unbinds
    /// and closes the connection. May be called again. Every later call throws ClosedError. Cancelled, it does not wait, and the link ends
    /// all the same.
    void unbind(const std::optional<CancelToken> &cancel = std::nullopt) const {
        detail::checked([&](auto error) { return ecall_smpp_client_unbind(handle(), detail::token(cancel), error); });
    }

    /// The asynchronous twins: the same calls, whose result or exception is in the future. Arguments that are no texts for C throw at once.
    std::future<SmppBound> bind_async(const std::optional<CancelToken> &cancel = std::nullopt) const {
        return detail::future_of<SmppBound>([&](void *promise, auto error) {
            return ecall_smpp_client_bind_async(handle(), detail::token(cancel),
                                                detail::complete<SmppBound, detail::SmppBoundHandle>, promise, error);
        });
    }

    std::future<Submitted> submit_async(std::string_view to, std::string_view text,
                                        std::optional<std::string_view> from = std::nullopt,
                                        const SubmitOptions &options = {}) const {
        const Arguments arguments(to, text, from, options);
        return detail::future_of<Submitted>([&](void *promise, auto error) {
            return ecall_smpp_client_submit_async(
                handle(), arguments.to.c_str(), arguments.text.c_str(), arguments.from.get(), arguments.options.get(),
                detail::token(options.cancel), detail::complete<Submitted, detail::SubmittedHandle>, promise, error);
        });
    }

    std::future<void> unbind_async(const std::optional<CancelToken> &cancel = std::nullopt) const {
        return detail::future_of<void>([&](void *promise, auto error) {
            return ecall_smpp_client_unbind_async(handle(), detail::token(cancel), detail::complete_check, promise, error);
        });
    }

    /// The C object, which stays this object's.
    ecall_smpp_client *handle() const noexcept { return handle_.get(); }

private:
    SmppClient(const ecall_config *config, const SmppOptions &options) {
        const detail::SmppOptionsHandle handles = detail::handle_of(options);
        const auto open = [&](const ecall_config *given, ecall_smpp_client **client, ecall_error **error) {
            return ecall_smpp_client_new(given, handles.get(), client, error);
        };
        handle_.reset(detail::opened<ecall_smpp_client>(open, config));
    }

    /// The arguments of a message, as C takes them.
    struct Arguments {
        Arguments(std::string_view recipient, std::string_view content, std::optional<std::string_view> sender,
                  const SubmitOptions &own)
            : to(detail::c_text("to", recipient, Outcome::not_accepted)),
              text(detail::c_text("text", content, Outcome::not_accepted)), from("from", sender),
              options(detail::handle_of(own)) {}
        std::string to;
        std::string text;
        detail::OptionalText from;
        detail::SubmitOptionsHandle options;
    };

    template <class Next, class OnResult>
    BulkCounts submit_from(Next next, OnResult &on_result, const SubmitOptions &options) const {
        const detail::SubmitOptionsHandle handles = detail::handle_of(options);
        ecall_smpp_bulk *made = nullptr;
        detail::checked([&](auto error) {
            return ecall_smpp_client_submit_many(handle(), handles.get(), detail::token(options.cancel), &made, error);
        });
        const detail::SmppBulkHandle bulk(made);
        std::exception_ptr thrown;
        bool more = true;
        while (!ecall_smpp_bulk_is_over(made)) {
            bool has_room = true;
            try {
                // Not for long: a source that takes its time must not hold results up.
                const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(2);
                while (more && (has_room = ecall_smpp_bulk_room(made) > 0) && std::chrono::steady_clock::now() < until) {
                    if (const std::optional<SubmitRequest> message = next()) detail::give(made, *message);
                    else more = false;
                }
            } catch (...) {
                thrown = std::current_exception();
            }
            if (thrown) stop(made, more);
            else if (!more) detail::checked([&](auto error) { return ecall_smpp_bulk_end(made, error); });
            const detail::SmppResultsHandle results = taken(made, more && has_room ? 0 : FOREVER);
            if (thrown) continue;
            try {
                if (!detail::hand_over(results.get(), on_result)) stop(made, more);
            } catch (...) {
                thrown = std::current_exception();
                stop(made, more);
            }
        }
        if (thrown) std::rethrow_exception(thrown);
        BulkCounts counts{};
        ecall_smpp_bulk_counts(made, &counts);
        return counts;
    }

    static void stop(const ecall_smpp_bulk *bulk, bool &more) {
        more = false;
        ecall_smpp_bulk_cancel(bulk);
    }

    static constexpr std::uint64_t FOREVER = std::numeric_limits<std::uint64_t>::max();

    static detail::SmppResultsHandle taken(const ecall_smpp_bulk *bulk, std::uint64_t wait_ms) {
        ecall_smpp_results *results = nullptr;
        detail::checked([&](auto error) { return ecall_smpp_bulk_take(bulk, wait_ms, &results, error); });
        return detail::SmppResultsHandle(results);
    }

    std::unique_ptr<ecall_smpp_client, detail::Unbind> handle_;
};

} // namespace ecall

#endif
