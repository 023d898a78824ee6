#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

json told(const json& more) {
  json status{{"id", "wamid.1"},
              {"status", "delivered"},
              {"timestamp", "1760000100"},
              {"recipient_id", "919876500001"},
              {"biz_opaque_callback_data", kRef}};
  status.update(more);
  return events_in({{"statuses", {status}}});
}

TEST(Receipt, IsToldWithTheAttempt) {
  EXPECT_EQ(told({{"pricing", {{"billable", true}, {"category", "utility"}}},
                  {"conversation", {{"id", "c1"}, {"expiration_timestamp", 1760086400}}}}),
            json::array({{{"kind", "receipt"},
                          {"provider_id", "wamid.1"},
                          {"attempt_ref", kRef},
                          {"state", "DELIVERED"},
                          {"detail", "delivered"},
                          {"occurred_at_ms", 1'760'000'100'000},
                          {"dedupe_key", "wamid.1:delivered"}}}));
}

TEST(Receipt, HasAStateForEachWord) {
  const std::vector<std::pair<const char*, const char*>> states{{"sent", "SENT"},
                                                                {"delivered", "DELIVERED"},
                                                                {"read", "READ"},
                                                                {"played", "READ"},
                                                                {"failed", "FAILED"}};
  for (const auto& [word, state] : states)
    EXPECT_EQ(told({{"status", word}}).at(0).at("state"), state) << word;
  for (const char* word : {"deleted", "warning", "new to us", ""})
    EXPECT_EQ(told({{"status", word}}), json::array()) << word;
}

TEST(Receipt, ReadsATimeHoweverItIsWritten) {
  const auto time = [](const json& timestamp) {
    return told({{"timestamp", timestamp}}).at(0).value("occurred_at_ms", std::int64_t{0});
  };
  for (const json& good :
       {json("1760000100"), json(1'760'000'100), json("1760000100000"), json(1'760'000'100'000)})
    EXPECT_EQ(time(good), 1'760'000'100'000) << good;
  for (const json& bad : {json("soon"), json(-1), json(1.5), json(nullptr), json("99999999999999999999")})
    EXPECT_EQ(time(bad), 0) << bad;
}

TEST(Receipt, OfAFailureSaysWhy) {
  const json failed = told({{"status", "failed"},
                            {"errors",
                             {{{"code", 131026},
                               {"title", "Message undeliverable"},
                               {"message", "Message undeliverable"},
                               {"error_data", {{"details", "Message to 919876500001 undeliverable."}}}}}}});
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].at("state"), "BOUNCED");
  EXPECT_EQ(failed[0].at("class"), "invalid_recipient");
  EXPECT_EQ(failed[0].at("code"), "131026");
  EXPECT_EQ(failed[0].at("text"), "Message to [number] undeliverable.");
  const json bare = told({{"status", "failed"}, {"errors", json::array()}});
  EXPECT_EQ(bare.at(0).at("code"), "failed");
  EXPECT_EQ(bare.at(0).at("class"), "content_rejected");
}

TEST(Receipt, OfWhoStoppedMarketingIsAnOptOutToo) {
  const json out = told({{"status", "failed"}, {"errors", {{{"code", "131050"}, {"title", "Stopped"}}}}});
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].at("class"), "blocked");
  EXPECT_EQ(out[1],
            (json{{"kind", "opt_out"}, {"address", "+919876500001"}, {"dedupe_key", "wamid.1:opt_out"}}));
}

TEST(Receipt, OfSomebodyWithoutANumberOptsOutHisId) {
  const json out = told({{"status", "failed"},
                         {"recipient_id", ""},
                         {"recipient_user_id", "IN.1234567"},
                         {"errors", {{{"code", 131050}, {"title", "Stopped"}}}}});
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[1].at("address"), "IN.1234567");
}

TEST(Receipt, HasAKeyThatItsRepetitionsShareAndOthersDoNot) {
  const auto key = [](const json& more) { return told(more).at(0).at("dedupe_key").get<std::string>(); };
  EXPECT_EQ(key({{"status", "read"}}), "wamid.1:read");
  EXPECT_EQ(key({{"recipient_participant_id", "919876500002"}}), "wamid.1:delivered:919876500002");
  const std::string longest(255, 'w');
  EXPECT_LE(key({{"id", longest}}).size(), 190U);
  EXPECT_NE(key({{"id", longest}}), key({{"id", longest.substr(1) + "x"}}));
  EXPECT_NE(key({{"id", longest}}), key({{"id", longest}, {"status", "read"}}));
}

TEST(Receipt, WithoutAnIdThatCanBeKeptIsNone) {
  EXPECT_EQ(told({{"id", ""}}), json::array());
  EXPECT_EQ(told({{"id", std::string(256, 'w')}}), json::array());
  EXPECT_FALSE(told({{"biz_opaque_callback_data", std::string(65, 'x')}}).at(0).contains("attempt_ref"));
}

}  // namespace
}  // namespace herald::whatsapp::testing
