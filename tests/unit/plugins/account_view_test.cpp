#include "host/plugins/account_view.hpp"

#include <gtest/gtest.h>

namespace herald::plugins {
namespace {

TEST(AccountView, keeps_what_is_open_and_loses_every_secret) {
  const std::string view = account_without_secrets(
      R"({"channel_id":"c1","api_url":"https://a.example","account_id":"AC1","sender_id":"ACME",
          "api_key":"CANARY-key","api_secret":"CANARY-secret","auth_token":"CANARY-token",
          "webhook_secret":"CANARY-hook","timeout_seconds":9,"sealed":["private_key","others"],
          "config":{"region":"eu","limits":{"deep":[1]},"private_key":"CANARY-private","others":["CANARY-2"]}})");
  EXPECT_EQ(view, R"({"channel_id":"c1","api_url":"https://a.example","account_id":"AC1","sender_id":"ACME",)"
                  R"("timeout_seconds":9,"sealed":["private_key","others"],)"
                  R"("config":{"limits":{"deep":[1]},"region":"eu"}})");
  EXPECT_EQ(view.find("CANARY"), std::string::npos);
}

TEST(AccountView, keeps_nothing_of_a_configuration_of_which_nobody_says_what_is_secret) {
  for (const char* unsaid : {R"({"channel_id":"c1","config":{"key":"CANARY"}})",
                             R"({"channel_id":"c1","sealed":"key","config":{"key":"CANARY"}})"})
    EXPECT_EQ(account_without_secrets(unsaid).find("CANARY"), std::string::npos) << unsaid;
  EXPECT_EQ(account_without_secrets("no JSON"), R"({"config":{}})");
}

}  // namespace
}  // namespace herald::plugins
