// Many messages through one link: each has one result, whoever gives and takes, and however it ends.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "child.hpp"
#include "waiting.hpp"

namespace {

using std::chrono::milliseconds;

SmppBulk bulk_of(const SmppClient &client, const ecall_cancel_token *token = nullptr) {
    ecall_smpp_bulk *bulk = nullptr;
    EXPECT_EQ(ecall_smpp_client_submit_many(client.get(), nullptr, token, &bulk, nullptr), ECALL_OK);
    return SmppBulk(bulk);
}

void give(const SmppBulk &bulk, const char *to = NUMBER, const char *text = "x") {
    EXPECT_EQ(ecall_smpp_bulk_give(bulk.get(), to, text, "Alarm", nullptr, nullptr, nullptr), ECALL_OK);
}

/// The index of every message and what became of it, in the order in which they came out.
std::vector<std::pair<std::uint64_t, std::int32_t>> take_all(const SmppBulk &bulk) {
    std::vector<std::pair<std::uint64_t, std::int32_t>> all;
    while (!ecall_smpp_bulk_is_over(bulk.get())) {
        ecall_smpp_results *results = nullptr;
        EXPECT_EQ(ecall_smpp_bulk_take(bulk.get(), UINT64_MAX, &results, nullptr), ECALL_OK);
        const SmppResults owned(results);
        for (std::size_t at = 0; at < ecall_smpp_results_count(results); ++at) {
            const ecall_error *error = ecall_smpp_results_error(results, at);
            EXPECT_NE(error == nullptr, ecall_smpp_results_submitted(results, at) == nullptr);
            all.emplace_back(ecall_smpp_results_index(results, at), ecall_error_kind(error));
        }
    }
    return all;
}

TEST(SmppMany, EachHasOneResult) {
    const Account account("smpp-many");
    const SmppClient client = bound_client_for(account);
    const SmppBulk bulk = bulk_of(client);
    for (int message = 0; message < 300; ++message) {
        std::uint64_t index = UINT64_MAX;
        const char *to = message % 10 == 3 ? "nobody" : NUMBER;
        EXPECT_EQ(ecall_smpp_bulk_give(bulk.get(), to, "x", nullptr, nullptr, &index, nullptr), ECALL_OK);
        EXPECT_EQ(index, static_cast<std::uint64_t>(message));
    }
    EXPECT_EQ(ecall_smpp_bulk_end(bulk.get(), nullptr), ECALL_OK);
    std::set<std::uint64_t> seen;
    for (const auto &[index, code] : take_all(bulk)) {
        EXPECT_TRUE(seen.insert(index).second) << index << " came twice";
        EXPECT_EQ(code, index % 10 == 3 ? ECALL_INVALID_ARGUMENT : ECALL_OK);
    }
    EXPECT_EQ(seen.size(), 300U);
    ecall_bulk_counts counts{};
    EXPECT_TRUE(ecall_smpp_bulk_counts(bulk.get(), &counts));
    EXPECT_EQ(counts.given, 300U);
    EXPECT_EQ(counts.accepted, 270U);
    EXPECT_EQ(counts.refused, 30U);
    EXPECT_EQ(counts.open, 0U);
    EXPECT_EQ(account.smpp_requests().size(), 270U);
}

TEST(SmppMany, OneThreadGivesAndAnotherTakes) {
    const Account account("smpp-many-threads");
    const SmppClient client = bound_client_for(account);
    const SmppBulk bulk = bulk_of(client);
    std::thread giver([&] {
        for (int left = 1000; left > 0;) {
            if (ecall_smpp_bulk_room(bulk.get()) == 0) std::this_thread::yield();
            else give(bulk), --left;
        }
        EXPECT_EQ(ecall_smpp_bulk_end(bulk.get(), nullptr), ECALL_OK);
    });
    std::set<std::uint64_t> seen;
    for (const auto &[index, code] : take_all(bulk)) {
        EXPECT_EQ(code, ECALL_OK);
        seen.insert(index);
    }
    giver.join();
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(SmppMany, CancelledItGivesEverythingBack) {
    const Account account("smpp-many-cancel");
    account.smpp_script(Json::parse(R"([{"accept_then": "silence"}])"));
    const SmppClient client = bound_client_for(account);
    const SmppBulk bulk = bulk_of(client);
    give(bulk);
    EXPECT_TRUE(account.wait_for_smpp(1));
    ecall_smpp_bulk_cancel(bulk.get());
    give(bulk);
    const auto all = take_all(bulk);
    ASSERT_EQ(all.size(), 2U);
    std::set<std::int32_t> codes = {all[0].second, all[1].second};
    EXPECT_EQ(codes.count(ECALL_OK), 0U);
    EXPECT_EQ(account.smpp_requests().size(), 1U);
}

TEST(SmppMany, NothingGoesOutAfterItsTokenWasCancelled) {
    const Account account("smpp-many-token");
    const SmppClient client = bound_client_for(account);
    const Token token(ecall_cancel_token_new());
    const SmppBulk bulk = bulk_of(client, token.get());
    ecall_cancel_token_cancel(token.get());
    for (int message = 0; message < 20; ++message) give(bulk);
    std::this_thread::sleep_for(milliseconds(50));
    EXPECT_EQ(take_all(bulk).size(), 20U);
    EXPECT_TRUE(account.smpp_requests().empty());
}

TEST(SmppMany, GoesOnWithoutItsClient) {
    const Account account("smpp-many-alone");
    SmppClient client = bound_client_for(account);
    const SmppBulk bulk = bulk_of(client);
    client.reset();
    give(bulk);
    EXPECT_EQ(ecall_smpp_bulk_end(bulk.get(), nullptr), ECALL_OK);
    const auto all = take_all(bulk);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].second, ECALL_OK);
}

TEST(SmppMany, TheChildOfAForkIsToldSo) {
    const Account account("smpp-many-fork");
    const SmppClient client = bound_client_for(account);
    const SmppBulk bulk = bulk_of(client);
    const auto take = [&] {
        ecall_smpp_results *results = nullptr;
        return ecall_smpp_bulk_take(bulk.get(), 0, &results, nullptr);
    };
    EXPECT_EQ(in_child(take), ECALL_FORKED);
    EXPECT_EQ(in_child([&] { return ecall_smpp_bulk_give(bulk.get(), NUMBER, "x", nullptr, nullptr, nullptr, nullptr); }), ECALL_FORKED);
    give(bulk);
    EXPECT_EQ(ecall_smpp_bulk_end(bulk.get(), nullptr), ECALL_OK);
    EXPECT_EQ(take_all(bulk).size(), 1U);
    EXPECT_EQ(account.smpp_requests().size(), 1U);
}

} // namespace
