// Files: from and to memory, paths and functions.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <thread>

#include "files.hpp"

namespace {

using std::chrono::milliseconds;

TEST(MediaFiles, APathThereAndBack) {
    const Account account("media-path");
    const Client client = client_for(account);
    const Folder folder;
    const std::string octets = pattern(300000);
    std::ofstream(folder / "pump.png", std::ios::binary) << octets;
    Told told;
    const Options options(ecall_call_options_new());
    ecall_call_options_set_progress(options.get(), Told::progress, &told);
    ecall_uploaded_media *uploaded = nullptr;
    ASSERT_EQ(ecall_client_upload_media(client.get(), (folder / "pump.png").c_str(), options.get(), nullptr, &uploaded, nullptr), ECALL_OK);
    const Uploaded owned(uploaded);
    EXPECT_EQ(told.transferred, 300000U);
    EXPECT_EQ(told.total, 300000U);
    EXPECT_EQ(media_of(account).at(0).at("filename"), "pump.png");
    EXPECT_EQ(media_of(account).at(0).at("contentType"), "image/png");
    EXPECT_EQ(media_of(account).at(0).at("length"), 300000);
    EXPECT_EQ(ecall_uploaded_media_attempts_count(uploaded), 0U);
    EXPECT_EQ(ecall_uploaded_media_attempt(uploaded, 0), nullptr);
    const char *id = ecall_uploaded_media_media_id(uploaded);

    const int before = told.calls;
    ecall_media *media = nullptr;
    ASSERT_EQ(ecall_client_download_media_path(client.get(), id, (folder / "back.png").c_str(), options.get(), nullptr, &media, nullptr), ECALL_OK);
    const Media owned_media(media);
    EXPECT_EQ(content_of(folder / "back.png"), octets);
    EXPECT_EQ(ecall_media_length(media), 300000U);
    EXPECT_EQ(ecall_bytes_length(ecall_media_bytes(media)), 0U);
    EXPECT_STREQ(ecall_media_content_type(media), "image/png");
    EXPECT_GT(told.calls, before);
    EXPECT_EQ(ecall_media_attempts_count(media), 0U);
    EXPECT_EQ(ecall_media_attempt(media, 0), nullptr);
}

TEST(MediaFiles, FunctionsReadAndWrite) {
    const Account account("media-functions");
    const Client client = client_for(account);
    const std::string octets = pattern(200000);
    for (const std::int64_t length : {std::int64_t{-1}, std::int64_t{200000}}) {
        File source{octets};
        ecall_uploaded_media *uploaded = nullptr;
        ASSERT_EQ(ecall_client_upload_media_from(client.get(), File::read, &source, length, nullptr, nullptr, &uploaded, nullptr), ECALL_OK);
        const Uploaded owned(uploaded);
        File target;
        ASSERT_EQ(ecall_client_download_media_to(client.get(), ecall_uploaded_media_media_id(uploaded), File::write, &target, nullptr, nullptr, nullptr, nullptr), ECALL_OK);
        EXPECT_EQ(target.octets, octets);
        EXPECT_GT(target.calls, 1);
    }
}

TEST(MediaFiles, AFunctionThatFailsEndsTheCall) {
    const Account account("media-fails");
    const Client client = client_for(account);
    File source{pattern(200000)};
    source.fails_at = 100000;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_upload_media_from(client.get(), File::read, &source, -1, nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error upload(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "source");
    const Json id = Mock::instance().control("POST", "accounts/" + account.username() + "/media",
                                             {{"contentType", "image/png"}, {"pattern_mib", 1}});
    File target;
    target.fails_at = 0;
    EXPECT_EQ(ecall_client_download_media_to(client.get(), id.at("mediaId").get<std::string>().c_str(), File::write, &target, nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error download(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "target");
    EXPECT_EQ(target.calls, 1);
}

TEST(MediaFiles, NoFunctionIsCalledAfterTheCallReturned) {
    const Account account("media-late");
    const Client client = client_for(account);
    const Token token(ecall_cancel_token_new());
    auto source = std::make_unique<File>();
    source->octets = pattern(200000);
    source->pause = milliseconds(300);
    std::thread other([&] {
        while (source->calls == 0) std::this_thread::sleep_for(milliseconds(1));
        ecall_cancel_token_cancel(token.get());
    });
    EXPECT_EQ(ecall_client_upload_media_from(client.get(), File::read, source.get(), -1, nullptr, token.get(), nullptr, nullptr), ECALL_CANCELLED);
    EXPECT_FALSE(source->busy);
    other.join();
    const int calls = source->calls;
    std::this_thread::sleep_for(milliseconds(350));
    EXPECT_EQ(source->calls, calls);
    // Whoever used it now would be found by valgrind and the sanitizers.
    source.reset();
    std::this_thread::sleep_for(milliseconds(50));
}

TEST(MediaFiles, WhatCannotBeReadOrWrittenIsNamed) {
    const Account account("media-wrong");
    const Client client = client_for(account);
    const Folder folder;
    ecall_error *error = nullptr;
    EXPECT_EQ(ecall_client_upload_media(client.get(), (folder / "none").c_str(), nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error upload(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "source");
    EXPECT_EQ(ecall_client_download_media_path(client.get(), "id", (folder / "none/none").c_str(), nullptr, nullptr, nullptr, &error), ECALL_INVALID_ARGUMENT);
    const Error download(error);
    EXPECT_STREQ(ecall_field_error_field(ecall_error_field(error, 0)), "target");
    EXPECT_EQ(account.count(), 0U);
}

TEST(MediaFiles, AFileThatIsTooLongForMemoryIsRefused) {
    const Account account("media-long");
    const Client client = client_for(account);
    const Json made = Mock::instance().control("POST", "accounts/" + account.username() + "/media",
                                               {{"contentType", "image/png"}, {"pattern_mib", 1}});
    const std::string id = made.at("mediaId");
    const Options options(ecall_call_options_new());
    ecall_call_options_set_max_bytes(options.get(), 1 << 20);
    ecall_media *media = nullptr;
    ASSERT_EQ(ecall_client_download_media(client.get(), id.c_str(), options.get(), nullptr, &media, nullptr), ECALL_OK);
    const Media owned(media);
    const ecall_bytes *bytes = ecall_media_bytes(media);
    EXPECT_EQ(std::string(ecall_bytes_text(bytes), ecall_bytes_length(bytes)), pattern(1 << 20));
    ecall_call_options_set_max_bytes(options.get(), (1 << 20) - 1);
    EXPECT_EQ(ecall_client_download_media(client.get(), id.c_str(), options.get(), nullptr, nullptr, nullptr), ECALL_UNEXPECTED_RESPONSE);
}

TEST(MediaFiles, OtherCallsRefuseTheOptionsOfFiles) {
    const Account account("media-options");
    const Client client = client_for(account);
    const auto refused = [&](const Options &options) {
        ecall_error *error = nullptr;
        EXPECT_EQ(ecall_client_check(client.get(), options.get(), nullptr, &error), ECALL_INVALID_ARGUMENT);
        const Error owned(error);
        const Sent sent = send_sms(client.get(), "text", options.get());
        EXPECT_EQ(sent.code, ECALL_INVALID_ARGUMENT);
    };
    const Options filename(ecall_call_options_new());
    ecall_call_options_set_filename(filename.get(), "a.txt");
    refused(filename);
    const Options progress(ecall_call_options_new());
    ecall_call_options_set_progress(progress.get(), Told::progress, nullptr);
    refused(progress);
    const std::string octets = "x";
    const Options upload(ecall_call_options_new());
    ecall_call_options_set_force_gsm(upload.get(), true);
    EXPECT_EQ(ecall_client_upload_media_bytes(client.get(), reinterpret_cast<const std::uint8_t *>(octets.data()), 1, upload.get(), nullptr, nullptr, nullptr), ECALL_INVALID_ARGUMENT);
    EXPECT_EQ(account.count(), 0U);
}

} // namespace
