// The client of the SOAP interface in C++: what its cases do not show.
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "cpp_support.hpp"
#include "files.hpp"

namespace {

using namespace std::chrono_literals;

Json files_of(const Account &account) { return account.requests().back().at("soap").at("files"); }

TEST(CppSoap, FilesComeFromPathsAndFromMemory) {
    const Account account("cpp-soap-files");
    const ecall::SoapClient client = cpp_soap_client(account);
    const Folder folder;
    std::ofstream(folder / "plan.pdf") << "plan";
    const std::vector<ecall::Attachment> files = {ecall::Attachment::path(folder / "plan.pdf"),
                                                  ecall::Attachment::path(folder / "plan.pdf", "other.pdf"),
                                                  ecall::Attachment::bytes("a.txt", {'p', 'l', 'a', 'n'})};
    const ecall::SentJob sent = client.send_fax(CPP_NUMBER, "", files);
    EXPECT_EQ(sent.result_code, 0);
    Json arrived = files_of(account);
    ASSERT_EQ(arrived.size(), 3U);
    EXPECT_EQ(arrived[0].at("fileName"), "plan.pdf");
    EXPECT_EQ(arrived[1].at("fileName"), "other.pdf");
    EXPECT_EQ(arrived[2].at("fileName"), "a.txt");
    for (const Json &file : arrived) EXPECT_EQ(file.at("length"), 4);
    EXPECT_EQ(client.send_fax_async({CPP_NUMBER, "Duty"}, "text", files).get().result_code, 0);
    EXPECT_EQ(files_of(account), arrived);
    EXPECT_EQ(client.send_fax(CPP_NUMBER, "text").result_code, 0);
    EXPECT_TRUE(files_of(account).empty());
}

TEST(CppSoap, FilesThatCannotBeSentAreNamed) {
    const Account account("cpp-soap-refused");
    const ecall::SoapClient client = cpp_soap_client(account);
    try {
        client.send_fax(CPP_NUMBER, "text", {ecall::Attachment::bytes("a.exe", {1}), ecall::Attachment::path("/missing.pdf")});
        ADD_FAILURE() << "it was sent";
    } catch (const ecall::InvalidArgumentError &error) {
        ASSERT_EQ(error.fields().size(), 2U);
        EXPECT_EQ(error.fields()[0].field, "files[0]");
        EXPECT_EQ(error.fields()[0].rule, "file_type");
        EXPECT_EQ(error.fields()[1].rule, "readable");
    }
    const std::string cut("a.txt\0", 6);
    EXPECT_THROW(client.send_fax(CPP_NUMBER, "text", {ecall::Attachment::bytes(cut, {1})}), ecall::InvalidArgumentError);
    EXPECT_THROW(client.send_fax(CPP_NUMBER, "text", {ecall::Attachment::path(cut)}), ecall::InvalidArgumentError);
    EXPECT_THROW(client.send_fax_async(CPP_NUMBER, "text", {ecall::Attachment::path("a.txt", "\xff")}), ecall::InvalidArgumentError);
    EXPECT_EQ(account.count(), 0U);
}

TEST(CppSoap, AWaitThatFailsKeepsTheLastState) {
    const Account account("cpp-soap-wait");
    account.configure(Json::parse(R"({"job_progress": {"Sms": [[0, 0]]}})"));
    const ecall::SoapClient client = cpp_soap_client(account);
    const std::string id = client.send_sms(CPP_NUMBER, "text").job_id;
    ecall::WaitOptions options;
    options.timeout = 200ms;
    options.poll_initial = 50ms;
    try {
        client.wait(id, CPP_NUMBER, options);
        ADD_FAILURE() << "it ended";
    } catch (const ecall::TimeoutError &error) {
        ASSERT_TRUE(error.last_job_state());
        EXPECT_EQ(error.last_job_state()->send_state, 0);
        EXPECT_EQ(error.last_job_state()->job_id, id);
        EXPECT_FALSE(error.last_job_state()->is_final);
        EXPECT_EQ(error.job_id(), id);
    }
    options.until = {*client.state(id).status};
    EXPECT_EQ(client.wait_async(id, std::nullopt, options).get().send_state, 0);
    options.cancel = ecall::CancelToken();
    options.until.clear();
    options.timeout = 60s;
    std::thread other([&] {
        std::this_thread::sleep_for(50ms);
        options.cancel->cancel();
    });
    EXPECT_THROW(client.wait(id, std::nullopt, options), ecall::CancelledError);
    other.join();
}

TEST(CppSoap, AClientIsMovedAndClosedAndItsFuturesComplete) {
    const Account account("cpp-soap-move");
    std::future<ecall::SentJob> pending;
    {
        ecall::SoapClient first = cpp_soap_client(account);
        const ecall::SoapClient second = std::move(first);
        pending = second.send_voice_async({CPP_NUMBER, "+41790000002"}, "text");
        second.close();
        EXPECT_THROW(second.resolve("job"), ecall::ClosedError);
        EXPECT_THROW(first.resolve("job"), ecall::InvalidArgumentError) << "there is nothing in it any more";
    }
    EXPECT_EQ(pending.get().result_code, 0);
}

} // namespace
