// Files asynchronously: the callback comes last, and nobody's functions keep the thread that all calls share.
#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include "files.hpp"
#include "waiting.hpp"

namespace {

using std::chrono::milliseconds;

const std::uint8_t *octets_of(const std::string &octets) { return reinterpret_cast<const std::uint8_t *>(octets.data()); }

std::string id_of(const Taken &taken) { return text_of(ecall_uploaded_media_media_id(taken.taken_uploaded.get())); }

std::string bytes_of(const Taken &taken) {
    const ecall_bytes *bytes = ecall_media_bytes(taken.taken_media.get());
    return {ecall_bytes_text(bytes), ecall_bytes_length(bytes)};
}

/// A file of a mebibyte that the account has, which comes slowly.
std::string slow_file(const Account &account) {
    const Json made = Mock::instance().control("POST", "accounts/" + account.username() + "/media",
                                               {{"contentType", "image/png"}, {"pattern_mib", 1}});
    account.script(Json::parse(R"([{"accept": true, "chunks": 16, "chunk_delay_ms": 200}])"));
    return made.at("mediaId");
}

TEST(MediaAsynchronous, FromMemoryAndIntoIt) {
    const Account account("media-async");
    const Client client = client_for(account);
    auto octets = std::make_unique<std::string>(pattern(300000));
    auto options = std::make_unique<Options>(ecall_call_options_new());
    Told told;
    ecall_call_options_set_filename(options->get(), "pump.png");
    ecall_call_options_set_progress(options->get(), Told::progress, &told);
    Taken taken;
    ASSERT_EQ(ecall_client_upload_media_bytes_async(client.get(), octets_of(*octets), octets->size(), options->get(), nullptr, Taken::uploaded, &taken, nullptr), ECALL_OK);
    // Both were copied. Whoever used them now would be found by valgrind and the sanitizers, or send something else.
    octets->assign(octets->size(), 'x');
    octets.reset();
    options.reset();
    ASSERT_TRUE(taken.wait(1));
    ASSERT_EQ(taken.sent.code, ECALL_OK) << text_of(ecall_error_text(taken.sent.error.get()));
    EXPECT_NE(taken.thread, std::this_thread::get_id());
    EXPECT_EQ(told.transferred, 300000U);
    EXPECT_EQ(media_of(account).at(0).at("filename"), "pump.png");

    auto id = std::make_unique<std::string>(id_of(taken));
    ASSERT_EQ(ecall_client_download_media_async(client.get(), id->c_str(), nullptr, nullptr, Taken::media, &taken, nullptr), ECALL_OK);
    id->assign(id->size(), 'x');
    id.reset();
    ASSERT_TRUE(taken.wait(2));
    ASSERT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_EQ(bytes_of(taken), pattern(300000));
    EXPECT_STREQ(ecall_media_content_type(taken.taken_media.get()), "image/png");
    EXPECT_EQ(taken.calls(), 2);
}

TEST(MediaAsynchronous, FromAPathAndToOne) {
    const Account account("media-async-path");
    const Client client = client_for(account);
    const Folder folder;
    const std::string octets = pattern(300000);
    std::ofstream(folder / "pump.png", std::ios::binary) << octets;
    Taken taken;
    ASSERT_EQ(ecall_client_upload_media_async(client.get(), (folder / "pump.png").c_str(), nullptr, nullptr, Taken::uploaded, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(1));
    ASSERT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_EQ(media_of(account).at(0).at("filename"), "pump.png");
    ASSERT_EQ(ecall_client_download_media_path_async(client.get(), id_of(taken).c_str(), (folder / "back.png").c_str(), nullptr, nullptr, Taken::media, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(2));
    ASSERT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_EQ(content_of(folder / "back.png"), octets);
    EXPECT_EQ(ecall_media_length(taken.taken_media.get()), 300000U);
    EXPECT_EQ(bytes_of(taken), "");
    // What is wrong with a file is known when it is looked at, which is after the call began.
    ASSERT_EQ(ecall_client_upload_media_async(client.get(), (folder / "none").c_str(), nullptr, nullptr, Taken::uploaded, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(3));
    EXPECT_EQ(taken.sent.code, ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(taken.taken_uploaded, nullptr);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(taken.sent.error.get(), 0)), "source");
}

TEST(MediaAsynchronous, FunctionsReadAndWriteOnThreadsOfTheLibrary) {
    const Account account("media-async-functions");
    const Client client = client_for(account);
    File source{pattern(200000)};
    Taken taken;
    ASSERT_EQ(ecall_client_upload_media_from_async(client.get(), File::read, &source, -1, nullptr, nullptr, Taken::uploaded, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(1));
    ASSERT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_NE(source.thread, std::this_thread::get_id());
    EXPECT_NE(source.thread, taken.thread);
    File target;
    ASSERT_EQ(ecall_client_download_media_to_async(client.get(), id_of(taken).c_str(), File::write, &target, nullptr, nullptr, Taken::media, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(2));
    ASSERT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_EQ(target.octets, pattern(200000));
    EXPECT_NE(target.thread, taken.thread);
    target.fails_at = 0;
    ASSERT_EQ(ecall_client_download_media_to_async(client.get(), id_of(taken).c_str(), File::write, &target, nullptr, nullptr, Taken::media, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait(3));
    EXPECT_EQ(taken.sent.code, ECALL_INVALID_ARGUMENT);
}

/// A program's function that is busy until it is let go.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    bool entered = false;
    bool open = false;
    std::atomic<bool> left{false};

    void pass() {
        std::unique_lock lock(mutex);
        entered = true;
        changed.notify_all();
        changed.wait(lock, [&] { return open; });
        left = true;
    }

    bool wait_entered() {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(20), [&] { return entered; });
    }

    void let_go() {
        const std::lock_guard lock(mutex);
        open = true;
        changed.notify_all();
    }

    static std::int64_t read(void *user_data, std::uint8_t *buffer, std::size_t size) {
        static_cast<Gate *>(user_data)->pass();
        std::fill_n(buffer, size, std::uint8_t{7});
        return static_cast<std::int64_t>(size);
    }

    static std::int32_t write(void *user_data, const std::uint8_t *, std::size_t) {
        static_cast<Gate *>(user_data)->pass();
        return 0;
    }

    static void progress(void *user_data, std::uint64_t, const std::uint64_t *) { static_cast<Gate *>(user_data)->pass(); }
};

/// Starts a transfer that gets into the gate, and cancels it there.
template <class Start> void cancelled_in(Start start) {
    const Account account("media-async-busy");
    const Client client = client_for(account);
    const std::string id = slow_file(account);
    const Token token(ecall_cancel_token_new());
    auto gate = std::make_unique<Gate>();
    Taken taken;
    ASSERT_EQ(start(client.get(), id.c_str(), token.get(), gate.get(), &taken), ECALL_OK);
    ASSERT_TRUE(gate->wait_entered());
    ecall_cancel_token_cancel(token.get());
    // Another call goes all its way meanwhile: the shared thread is free.
    Taken other;
    EXPECT_EQ(ecall_client_check_async(client.get(), nullptr, nullptr, Taken::done, &other, nullptr), ECALL_OK);
    const bool free = other.wait();
    EXPECT_TRUE(free);
    EXPECT_EQ(taken.calls(), 0) << "the callback came while the function was busy";
    gate->let_go();
    ASSERT_TRUE(taken.wait());
    ASSERT_TRUE(free || other.wait());
    EXPECT_TRUE(gate->left);
    EXPECT_EQ(taken.sent.code, ECALL_CANCELLED);
    // Whoever used it now would be found by valgrind and the sanitizers.
    gate.reset();
    std::this_thread::sleep_for(milliseconds(50));
    EXPECT_EQ(taken.calls(), 1);
}

TEST(MediaAsynchronous, CancelledWhileAFunctionReads) {
    cancelled_in([](auto client, auto, auto token, Gate *gate, Taken *taken) {
        return ecall_client_upload_media_from_async(client, Gate::read, gate, -1, nullptr, token, Taken::uploaded, taken, nullptr);
    });
}

TEST(MediaAsynchronous, CancelledWhileAFunctionWrites) {
    cancelled_in([](auto client, auto id, auto token, Gate *gate, Taken *taken) {
        return ecall_client_download_media_to_async(client, id, Gate::write, gate, nullptr, token, Taken::media, taken, nullptr);
    });
}

TEST(MediaAsynchronous, CancelledWhileItIsTold) {
    cancelled_in([](auto client, auto id, auto token, Gate *gate, Taken *taken) {
        const Options options(ecall_call_options_new());
        ecall_call_options_set_progress(options.get(), Gate::progress, gate);
        return ecall_client_download_media_async(client, id, options.get(), token, Taken::media, taken, nullptr);
    });
}

/// Cancels a transfer once something of it has come.
struct Canceller {
    const ecall_cancel_token *token;
    std::atomic<std::uint64_t> transferred{0};

    static void progress(void *user_data, std::uint64_t transferred, const std::uint64_t *) {
        auto &self = *static_cast<Canceller *>(user_data);
        self.transferred = transferred;
        ecall_cancel_token_cancel(self.token);
    }
};

TEST(MediaAsynchronous, ADownloadToAPathThatIsCancelledHalfWayLeavesNothing) {
    const Account account("media-async-half");
    const Client client = client_for(account);
    const Folder folder;
    const std::string id = slow_file(account);
    const Token token(ecall_cancel_token_new());
    Canceller canceller{token.get()};
    const Options options(ecall_call_options_new());
    ecall_call_options_set_progress(options.get(), Canceller::progress, &canceller);
    Taken taken;
    ASSERT_EQ(ecall_client_download_media_path_async(client.get(), id.c_str(), (folder / "half.png").c_str(), options.get(), token.get(), Taken::media, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait());
    EXPECT_EQ(taken.sent.code, ECALL_CANCELLED);
    EXPECT_EQ(ecall_error_outcome(taken.sent.error.get()), ECALL_SEND_NOT_APPLICABLE);
    EXPECT_EQ(taken.taken_media, nullptr);
    EXPECT_GT(canceller.transferred, 0U);
    EXPECT_LT(canceller.transferred, std::uint64_t{1} << 20);
    EXPECT_TRUE(folder.empty());
}

TEST(MediaAsynchronous, AnUploadFromMemoryThatIsCancelledHalfWayArrivesNowhere) {
    const Account account("media-async-half-up");
    const Client client = client_for(account);
    account.script(Json::parse(R"([{"fault": "silence"}])"));
    const std::string octets = pattern(1 << 20);
    const Token token(ecall_cancel_token_new());
    Canceller canceller{token.get()};
    const Options options(ecall_call_options_new());
    ecall_call_options_set_progress(options.get(), Canceller::progress, &canceller);
    Taken taken;
    ASSERT_EQ(ecall_client_upload_media_bytes_async(client.get(), octets_of(octets), octets.size(), options.get(), token.get(), Taken::uploaded, &taken, nullptr), ECALL_OK);
    ASSERT_TRUE(taken.wait());
    EXPECT_EQ(taken.sent.code, ECALL_CANCELLED);
    EXPECT_EQ(taken.taken_uploaded, nullptr);
    EXPECT_GT(canceller.transferred, 0U);
    EXPECT_TRUE(media_of(account).empty());
}

TEST(MediaAsynchronous, TransfersGoOnAfterTheClientIsFreed) {
    const Account account("media-async-free");
    Client client = client_for(account);
    const std::string octets = pattern(100000);
    Taken taken;
    account.script(Json::parse(R"([{"accept": true, "delay_ms": 100}])"));
    ASSERT_EQ(ecall_client_upload_media_bytes_async(client.get(), octets_of(octets), octets.size(), nullptr, nullptr, Taken::uploaded, &taken, nullptr), ECALL_OK);
    client.reset();
    ASSERT_TRUE(taken.wait());
    EXPECT_EQ(taken.sent.code, ECALL_OK);
    EXPECT_EQ(media_of(account).at(0).at("length"), 100000);
}

} // namespace
