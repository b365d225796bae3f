// The C++ wrapper: files.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cpp_support.hpp"

namespace {

namespace fs = std::filesystem;

std::string pattern(std::size_t length) {
    std::string octets(length, '\0');
    for (std::size_t at = 0; at < length; ++at) octets[at] = static_cast<char>((at * 31 + at / 256) % 256);
    return octets;
}

TEST(CppMedia, TheOneLine) {
    const Account account("cpp-media");
    const ecall::Client client = cpp_client(account);
    const fs::path path = fs::temp_directory_path() / (account.username() + ".png");
    std::ofstream(path, std::ios::binary) << pattern(1000);
    const auto sent = client.send(ecall::Message().channel("Rcs").from("Operations").to(CPP_NUMBER).content_json(
        R"({"type": "Image", "mediaId": ")" + client.upload_media(path).media_id + "\"}"));
    EXPECT_TRUE(sent.message_id);
    fs::remove(path);
}

TEST(CppMedia, MemoryStreamsAndPaths) {
    const Account account("cpp-media-all");
    const ecall::Client client = cpp_client(account);
    const std::string octets = pattern(200000);
    ecall::UploadOptions options;
    options.filename = "pump.png";
    std::uint64_t last = 0;
    options.progress = [&](std::uint64_t transferred, std::optional<std::uint64_t>) { last = transferred; };
    const auto memory = client.upload_media(std::vector<std::uint8_t>(octets.begin(), octets.end()), options);
    EXPECT_EQ(last, 200000U);
    std::istringstream from(octets);
    const auto streamed = client.upload_media(from, options);
    for (const std::string &id : {memory.media_id, streamed.media_id}) {
        const auto media = client.download_media(id);
        EXPECT_EQ(std::string(media.bytes.begin(), media.bytes.end()), octets);
        EXPECT_EQ(media.content_type, "image/png");
        std::ostringstream to;
        EXPECT_EQ(client.download_media(id, to).length, 200000U);
        EXPECT_EQ(to.str(), octets);
    }
    const fs::path path = fs::temp_directory_path() / (account.username() + ".bin");
    EXPECT_TRUE(client.download_media(memory.media_id, path).bytes.empty());
    EXPECT_EQ(fs::file_size(path), 200000U);
    fs::remove(path);
    ecall::DownloadOptions small;
    small.max_bytes = 10;
    EXPECT_THROW(client.download_media(memory.media_id, small), ecall::UnexpectedResponseError);
    EXPECT_THROW(client.upload_media("/no/such/file"), ecall::InvalidArgumentError);
}

/// A stream that throws, or fails.
struct Broken : std::streambuf {
    explicit Broken(bool throws) : throws(throws) {}
    bool throws;
    int_type underflow() override {
        if (throws) throw Mine();
        return traits_type::eof();
    }
    int_type overflow(int_type) override {
        if (throws) throw Mine();
        return traits_type::eof();
    }
};

TEST(CppMedia, WhatStreamsAndHooksThrowComesOut) {
    const Account account("cpp-media-throw");
    const ecall::Client client = cpp_client(account);
    Broken throwing(true);
    std::istream from(&throwing);
    from.exceptions(std::ios::badbit);
    EXPECT_THROW(client.upload_media(from), Mine);
    Broken failing(false);
    std::ostream to(&failing);
    const auto uploaded = client.upload_media(std::vector<std::uint8_t>(1000));
    EXPECT_THROW(client.download_media(uploaded.media_id, to), ecall::InvalidArgumentError);
    ecall::DownloadOptions options;
    options.progress = [](std::uint64_t, std::optional<std::uint64_t>) { throw Mine(); };
    EXPECT_THROW(client.download_media(uploaded.media_id, options), Mine);
}

TEST(CppMedia, TheSameAsynchronously) {
    const Account account("cpp-media-async");
    std::optional<ecall::Client> client = cpp_client(account);
    const std::string octets = pattern(200000);
    std::uint64_t last = 0;
    auto memory = [&] {
        ecall::UploadOptions options;
        options.filename = "pump.png";
        options.progress = [&last](std::uint64_t transferred, std::optional<std::uint64_t>) { last = transferred; };
        // What was passed goes at once.
        return client->upload_media_async(std::vector<std::uint8_t>(octets.begin(), octets.end()), options);
    }();
    std::istringstream from(octets);
    auto streamed = client->upload_media_async(from);
    const std::string id = memory.get().media_id;
    EXPECT_EQ(last, 200000U);
    const std::string streamed_id = streamed.get().media_id;
    const fs::path path = fs::temp_directory_path() / (account.username() + ".bin");
    EXPECT_TRUE(client->download_media_async(id, path).get().bytes.empty());
    EXPECT_EQ(fs::file_size(path), 200000U);
    const std::string third = client->upload_media_async(path).get().media_id;
    fs::remove(path);
    for (const std::string &each : {id, streamed_id, third}) {
        std::ostringstream to;
        auto fetched = client->download_media_async(each);
        EXPECT_EQ(client->download_media_async(each, to).get().length, 200000U);
        EXPECT_EQ(to.str(), octets);
        const auto media = fetched.get();
        EXPECT_EQ(std::string(media.bytes.begin(), media.bytes.end()), octets);
    }
    EXPECT_THROW(client->upload_media_async("/no/such/file").get(), ecall::InvalidArgumentError);
    EXPECT_THROW(client->download_media_async("no-such-id").get(), ecall::NotFoundError);
    EXPECT_THROW(client->download_media_async(std::string("a\0b", 3)), ecall::InvalidArgumentError);
    client->close();
    EXPECT_THROW(client->download_media_async(id), ecall::ClosedError);
}

TEST(CppMedia, WhatStreamsAndHooksThrowIsInTheFuture) {
    const Account account("cpp-media-async-throw");
    const ecall::Client client = cpp_client(account);
    Broken throwing(true);
    std::istream from(&throwing);
    from.exceptions(std::ios::badbit);
    EXPECT_THROW(client.upload_media_async(from).get(), Mine);
    Broken failing(false);
    std::ostream to(&failing);
    const auto uploaded = client.upload_media(std::vector<std::uint8_t>(1000));
    EXPECT_THROW(client.download_media_async(uploaded.media_id, to).get(), ecall::InvalidArgumentError);
    const auto held = std::make_shared<int>();
    auto future = [&] {
        ecall::DownloadOptions options;
        options.progress = [held](std::uint64_t, std::optional<std::uint64_t>) { throw Mine(); };
        return client.download_media_async(uploaded.media_id, options);
    }();
    EXPECT_THROW(future.get(), Mine);
    EXPECT_EQ(held.use_count(), 1) << "the hook outlived the future";
}

TEST(CppMedia, ATransferIsCancelledHalfWay) {
    const Account account("cpp-media-async-cancel");
    const ecall::Client client = cpp_client(account);
    const Json made = Mock::instance().control("POST", "accounts/" + account.username() + "/media",
                                               {{"contentType", "image/png"}, {"pattern_mib", 1}});
    account.script(Json::parse(R"([{"accept": true, "chunks": 16, "chunk_delay_ms": 200}])"));
    ecall::DownloadOptions options;
    options.cancel = ecall::CancelToken();
    options.progress = [token = *options.cancel](std::uint64_t, std::optional<std::uint64_t>) { token.cancel(); };
    std::ostringstream to;
    EXPECT_THROW(client.download_media_async(made.at("mediaId").get<std::string>(), to, options).get(),
                 ecall::CancelledError);
    EXPECT_LT(to.str().size(), std::size_t{1} << 20);
}

} // namespace
