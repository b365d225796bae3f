// What the C++ wrapper hands out and takes.
#include <ecall.hpp>
#include <gtest/gtest.h>

#include "mock.hpp"

namespace {

constexpr const char *NUMBER = "+41791234567";

ecall::Client client_for(const Account &account) {
    ecall::Config config;
    config.username(account.username()).password(account.password());
    config.base_url(Mock::instance().rest_url()).ca_file(Mock::instance().ca_file()).default_from("ecall-demo");
    config.timeout(std::chrono::seconds(10)).connect_timeout(std::chrono::seconds(5)).api_version(2).max_retries(1);
    config.attempt_timeout(std::chrono::seconds(5)).delivery(ecall::Delivery::standard).user_agent("values");
    config.http2(false).allow_plain_http(false);
    config.backoff_initial(std::chrono::milliseconds(10)).backoff_max(std::chrono::milliseconds(20));
    return ecall::Client(config);
}

TEST(CppValues, AResultIsAValue) {
    const Account account("cpp-values");
    ecall::MessageResult kept;
    {
        const ecall::Client client = client_for(account);
        account.script(Json::parse(R"([{"respond": {"status": 500, "json": {}}}, {"respond": {"status": 200, "json": {
            "messageIdList": [{"messageId": "m-1", "address": "+41791234567"}, {"messageId": "m-2"}],
            "timestamp": "2026-11-21T10:00:00.123Z", "price": 3}}}])"));
        kept = client.send(ecall::Message().channel("Sms").add_recipient("Number", NUMBER).add_recipient("Group", "Duty").text("text"));
    }
    EXPECT_EQ(kept.message_id, std::nullopt);
    ASSERT_EQ(kept.message_ids.size(), 2U);
    EXPECT_EQ(kept.message_ids[0].address, NUMBER);
    EXPECT_EQ(kept.message_ids[1].message_id, "m-2");
    EXPECT_EQ(kept.message_ids[1].address, std::nullopt);
    EXPECT_TRUE(kept.possible_duplicate);
    EXPECT_EQ(kept.http_status, 200);
    EXPECT_EQ(kept.timestamp, "2026-11-21T10:00:00.123Z");
    ASSERT_TRUE(kept.time);
    EXPECT_EQ(kept.time->time_since_epoch(), std::chrono::milliseconds(1795255200123));
    ASSERT_EQ(kept.attempts.size(), 1U);
    EXPECT_EQ(kept.attempts[0].http_status, 500);
    EXPECT_EQ(Json::parse(kept.extra_json), Json::parse(R"({"price": 3})"));
    EXPECT_EQ(Json::parse(kept.raw_body).at("price"), 3);
    EXPECT_EQ(account.requests().at(0).at("headers").at("user-agent"), "values");
}

TEST(CppValues, AStatusKeepsWhatTheServiceLeavesOpen) {
    const Account account("cpp-status");
    const ecall::Client client = client_for(account);
    account.script(Json::parse(R"([{"respond": {"status": 200, "json": {
        "STATUS": "Paused", "timestamp": "2026-11-21T10:00:00", "reasonCode": 5, "reason": "why", "pageTotal": 2, "odd": [1]}}}])"));
    const ecall::MessageStatus status = client.status("m-1");
    EXPECT_EQ(status.status, "Paused");
    EXPECT_EQ(status.channel, std::nullopt);
    EXPECT_FALSE(status.is_final);
    EXPECT_EQ(status.reason_code, 5);
    EXPECT_EQ(status.reason, "why");
    EXPECT_EQ(status.page_total, 2);
    EXPECT_EQ(status.timestamp, "2026-11-21T10:00:00");
    EXPECT_EQ(status.time, std::nullopt) << "a time without a zone is no point in time";
    EXPECT_EQ(Json::parse(status.extra_json), Json::parse(R"({"odd": [1]})"));
}

TEST(CppValues, AMessageIsMadeByPartsOrReadFromJson) {
    ecall::Message message = ecall::Message::sms(NUMBER, "text");
    message.from("Alarm").send_date("2026-12-24T18:00:00Z");
    message.notification_json(R"({"forEvent":"All","addresses":[{"type":"Email","address":"duty@example.com"}]})");
    const Json json = Json::parse(message.json());
    EXPECT_EQ(json.at("content"), Json::parse(R"({"type":"Text","text":"text"})"));
    EXPECT_EQ(Json::parse(ecall::Message::from_json(message.json()).json()), json);
    message.content_json(R"({"type":"Hologram","scene":1})");
    EXPECT_EQ(Json::parse(message.json()).at("content").at("scene"), 1);
    EXPECT_THROW(message.content_json("5"), ecall::InvalidArgumentError);
}

TEST(CppValues, ARawAnswer) {
    const Account account("cpp-raw");
    const ecall::Client client = client_for(account);
    account.script(Json::parse(R"([{"respond": {"status": 201, "json": {"a": 1}, "headers": {"x-odd": "yes"}}}])"));
    const ecall::Response response = client.request("POST", "/api/v2/other?x=1", R"({"b": 2})");
    EXPECT_EQ(response.http_status, 201);
    EXPECT_EQ(Json::parse(response.raw_body).at("a"), 1);
    bool found = false;
    for (const auto &[name, value] : response.headers) found = found || (name == "x-odd" && value == "yes");
    EXPECT_TRUE(found);
    EXPECT_FALSE(response.possible_duplicate);
    EXPECT_TRUE(response.attempts.empty());
    EXPECT_EQ(account.requests().at(0).at("json"), Json::parse(R"({"b": 2})"));
    EXPECT_THROW(client.request("POST", "https://example.com/"), ecall::InvalidArgumentError);
}

TEST(CppValues, TheLibraryThatIsRunningIsTheOneOfThisHeader) {
    EXPECT_EQ(ecall::version(), ECALL_VERSION);
    EXPECT_TRUE(ecall_abi_matches(ECALL_ABI_VERSION));
}

} // namespace
