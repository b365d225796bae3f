// Sending many messages: taken as they are needed, each with its result, and ended early.
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "waiting.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// A source of `total` messages that counts, and what becomes of them.
struct Source {
    explicit Source(std::size_t total) : total(total) {}

    std::size_t total;
    std::size_t taken = 0;
    std::size_t most_ahead = 0;
    std::set<std::uint64_t> accepted = {};
    std::map<std::uint64_t, std::int32_t> failed = {};
    /// After so many results.
    std::size_t stop_after = SIZE_MAX;
    /// What it does before it gives the message of that index.
    std::function<void(std::size_t)> before = [](std::size_t) {};
    std::function<void()> on_result = [] {};
    std::thread::id thread = std::this_thread::get_id();

    std::size_t results() const { return accepted.size() + failed.size(); }

    static ecall_message *next(void *user_data) {
        auto &self = *static_cast<Source *>(user_data);
        EXPECT_EQ(self.thread, std::this_thread::get_id());
        if (self.taken == self.total) return nullptr;
        self.before(self.taken);
        ++self.taken;
        self.most_ahead = std::max(self.most_ahead, self.taken - self.results());
        return sms().release();
    }

    static std::int32_t take(void *user_data, std::uint64_t index, ecall_message_result *result, ecall_error *error) {
        const Result owned(result);
        const Error owned_error(error);
        auto &self = *static_cast<Source *>(user_data);
        EXPECT_EQ(self.thread, std::this_thread::get_id());
        EXPECT_NE(result == nullptr, error == nullptr);
        const bool first = error == nullptr ? self.accepted.insert(index).second
                                            : self.failed.emplace(index, ecall_error_outcome(error)).second;
        EXPECT_TRUE(first) << index << " came twice";
        self.on_result();
        return self.results() >= self.stop_after ? 1 : 0;
    }

    std::int32_t send(const ecall_client *client, std::uint32_t concurrency, ecall_bulk_counts &counts,
                      const ecall_cancel_token *token = nullptr) {
        const Options options(ecall_call_options_new());
        ecall_call_options_set_concurrency(options.get(), concurrency);
        return ecall_client_send_many(client, next, take, this, options.get(), token, &counts, nullptr);
    }
};

TEST(Many, EachHasOneResultAndIsTakenAsItIsNeeded) {
    const Account account("many");
    const Client client = client_for(account);
    Source source(300);
    ecall_bulk_counts counts{};
    ASSERT_EQ(source.send(client.get(), 4, counts), ECALL_OK);
    EXPECT_EQ(source.accepted.size(), 300U);
    EXPECT_EQ(*source.accepted.rbegin(), 299U);
    // Those under way, those that wait, and results that nobody has taken.
    EXPECT_LE(source.most_ahead, 4U + 4U + 4U * 4U);
    EXPECT_EQ(counts.given, 300U);
    EXPECT_EQ(counts.accepted, 300U);
    EXPECT_EQ(counts.refused + counts.unknown + counts.possible_duplicates + counts.open, 0U);
    EXPECT_EQ(account.count(), 300U);
}

TEST(Many, AnythingButZeroEndsASourceWithoutEndAndTellsOfTheRest) {
    const Account account("many-stop");
    const Client client = client_for(account);
    Source source(SIZE_MAX);
    source.stop_after = 20;
    ecall_bulk_counts counts{};
    ASSERT_EQ(source.send(client.get(), 4, counts), ECALL_OK);
    EXPECT_EQ(source.results(), source.taken);
    EXPECT_EQ(counts.given, source.taken);
    EXPECT_EQ(counts.open, 0U);
    EXPECT_LT(source.taken, 60U);
    EXPECT_LE(account.count(), source.taken);
}

TEST(Many, WhatIsUnderWayIsNotWaitedForWhereItIsStopped) {
    const Account account("many-stop-silence");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"fault": "silence"}, {"accept": true, "delay_ms": 100}])"));
    Source source(SIZE_MAX);
    source.stop_after = 1;
    ecall_bulk_counts counts{};
    const auto begun = Clock::now();
    ASSERT_EQ(source.send(client.get(), 2, counts), ECALL_OK);
    EXPECT_LT(Clock::now() - begun, std::chrono::seconds(10));
    EXPECT_GE(counts.accepted, 1U);
    EXPECT_GE(counts.unknown, 1U);
    EXPECT_EQ(counts.open, 0U);
}

TEST(Many, ATokenEndsItSoonAndSaysWhatMayHaveGoneOut) {
    const Account account("many-cancel");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"fault": "silence"}, {"fault": "silence"}])"));
    const Token token(ecall_cancel_token_new());
    Clock::time_point cancelled;
    std::thread other([&] {
        EXPECT_TRUE(account.wait_for(2));
        cancelled = Clock::now();
        ecall_cancel_token_cancel(token.get());
    });
    Source source(SIZE_MAX);
    ecall_bulk_counts counts{};
    ASSERT_EQ(source.send(client.get(), 2, counts, token.get()), ECALL_OK);
    const auto ended = Clock::now();
    other.join();
    EXPECT_LT(ended - cancelled, milliseconds(2000));
    EXPECT_EQ(source.results(), source.taken);
    EXPECT_EQ(counts.unknown, 2U);
    EXPECT_EQ(source.failed.at(0), ECALL_SEND_UNKNOWN);
    EXPECT_EQ(source.failed.at(1), ECALL_SEND_UNKNOWN);
    EXPECT_EQ(source.failed.rbegin()->second, source.taken > 2 ? ECALL_SEND_NOT_ACCEPTED : ECALL_SEND_UNKNOWN);
    EXPECT_EQ(account.count(), 2U);
}

TEST(Many, ASourceThatTakesItsTimeHoldsNothingUp) {
    const Account account("many-slow-source");
    const Client client = client_for(account);
    Source source(3);
    source.before = [&](std::size_t index) {
        // The first goes out while the second is made.
        if (index != 0) {
            EXPECT_TRUE(account.wait_for(index));
        }
    };
    ecall_bulk_counts counts{};
    ASSERT_EQ(source.send(client.get(), 10, counts), ECALL_OK);
    EXPECT_EQ(counts.accepted, 3U);
}

TEST(Many, AConsumerThatTakesItsTimeLosesNoCall) {
    const Account account("many-slow-consumer");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"accept": true}, {"accept": true, "delay_ms": 200}])"));
    Source source(2);
    source.on_result = [&, first = true]() mutable {
        // Longer than the time for a call, whose answer comes meanwhile.
        if (first) std::this_thread::sleep_for(milliseconds(3000));
        first = false;
    };
    const Options options(ecall_call_options_new());
    ecall_call_options_set_timeout_ms(options.get(), 2500);
    ecall_bulk_counts counts{};
    ASSERT_EQ(ecall_client_send_many(client.get(), Source::next, Source::take, &source, options.get(), nullptr, &counts, nullptr), ECALL_OK);
    EXPECT_EQ(counts.accepted, 2U);
}

TEST(Many, BothFunctionsMayMakeCalls) {
    const Account account("many-calls");
    const Client client = client_for(account);
    Source source(3);
    source.before = [&](std::size_t) { EXPECT_EQ(ecall_client_check(client.get(), nullptr, nullptr, nullptr), ECALL_OK); };
    source.on_result = [&] {
        Source inner(2);
        ecall_bulk_counts counts{};
        EXPECT_EQ(inner.send(client.get(), 1, counts), ECALL_OK);
        EXPECT_EQ(counts.accepted, 2U);
    };
    ecall_bulk_counts counts{};
    ASSERT_EQ(source.send(client.get(), 2, counts), ECALL_OK);
    EXPECT_EQ(counts.accepted, 3U);
}

TEST(Many, ThreadsSendSideBySide) {
    const Account account("many-threads");
    const Client client = client_for(account);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            Source source(25);
            ecall_bulk_counts counts{};
            EXPECT_EQ(source.send(client.get(), 3, counts), ECALL_OK);
            EXPECT_EQ(source.accepted.size(), 25U);
        });
    }
    for (std::thread &thread : threads) thread.join();
    EXPECT_EQ(account.count(), 100U);
}

TEST(Many, WrongOptionsAreToldBeforeAnythingIsTaken) {
    const Account account("many-options");
    const Client client = client_for(account);
    const auto refused = [&](const Options &options) {
        Source source(1);
        ecall_error *error = nullptr;
        const std::int32_t code =
            ecall_client_send_many(client.get(), Source::next, Source::take, &source, options.get(), nullptr, nullptr, &error);
        const Error owned(error);
        EXPECT_EQ(source.taken, 0U);
        return std::to_string(code) + " " + text_of(ecall_field_error_field(ecall_error_field(error, 0)));
    };
    const std::string wrong = std::to_string(ECALL_INVALID_ARGUMENT);
    for (const double rate : {0.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        const Options options(ecall_call_options_new());
        ecall_call_options_set_rate(options.get(), rate);
        EXPECT_EQ(refused(options), wrong + " rate") << rate;
    }
    const Options polls(ecall_call_options_new());
    ecall_call_options_set_poll_max_ms(polls.get(), 1);
    EXPECT_EQ(refused(polls), wrong + " poll_max_ms");
}

struct Callback {
    Client client;
    std::int32_t code = -1;
    Taken taken;
};

TEST(Many, ACallbackOfTheLibrarysThreadMustNotWaitForIt) {
    const Account account("many-callback");
    Callback callback;
    callback.client = client_for(account);
    const auto done = [](void *user_data, std::int32_t code, ecall_error *error) {
        auto &self = *static_cast<Callback *>(user_data);
        Source source(1);
        ecall_bulk_counts counts{};
        self.code = source.send(self.client.get(), 1, counts);
        Taken::done(&self.taken, code, error);
    };
    ASSERT_EQ(ecall_client_check_async(callback.client.get(), nullptr, nullptr, done, &callback, nullptr), ECALL_OK);
    ASSERT_TRUE(callback.taken.wait());
    EXPECT_EQ(callback.code, ECALL_INTERNAL);
}

/// Memory of this process, in KiB.
long resident() {
    std::ifstream file("/proc/self/statm");
    long size = 0;
    long pages = 0;
    file >> size >> pages;
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

TEST(Many, MemoryStaysFlat) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "what is freed stays in the sanitizer's quarantine";
#endif
    const char *preloaded = std::getenv("LD_PRELOAD");
    if (preloaded != nullptr && std::string(preloaded).find("vgpreload") != std::string::npos) {
        GTEST_SKIP() << "valgrind keeps what is freed";
    }
    const Account account("many-memory");
    account.configure({{"record", false}});
    const Client client = client_for(account);
    // Without the sets of Source, which grow.
    struct Counted {
        std::size_t given = 0;
        std::size_t taken = 0;
        long after_warming = 0;
    } counted;
    constexpr std::size_t ALL = 100000;
    const auto next = [](void *user_data) -> ecall_message * {
        return static_cast<Counted *>(user_data)->given++ == ALL ? nullptr : sms().release();
    };
    const auto take = [](void *user_data, std::uint64_t, ecall_message_result *result, ecall_error *error) -> std::int32_t {
        auto &self = *static_cast<Counted *>(user_data);
        const Result owned(result);
        const Error owned_error(error);
        if (++self.taken == ALL / 10) self.after_warming = resident();
        return 0;
    };
    ecall_bulk_counts counts{};
    ASSERT_EQ(ecall_client_send_many(client.get(), next, take, &counted, nullptr, nullptr, &counts, nullptr), ECALL_OK);
    EXPECT_EQ(counts.accepted, ALL);
    EXPECT_EQ(counted.taken, ALL);
    EXPECT_LT(resident() - counted.after_warming, 4096) << "KiB more after nine tenths of the messages";
}

} // namespace
