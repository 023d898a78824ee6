#include "plugins/providers/twilio/account.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

TEST(Account, ReachesTheApiByEdgeAndRegion) {
  EXPECT_EQ(base_url({}), "https://api.twilio.com");
  EXPECT_EQ(base_url({.region = "ie1"}), "https://api.ie1.twilio.com");
  EXPECT_EQ(base_url({.edge = "ashburn"}), "https://api.ashburn.us1.twilio.com");
  EXPECT_EQ(base_url({.region = "ie1", .edge = "dublin"}), "https://api.dublin.ie1.twilio.com");
}

TEST(Account, PrefersItsOwnUrl) {
  EXPECT_EQ(base_url({.api_url = "http://127.0.0.1:8080/stub/", .region = "ie1"}),
            "http://127.0.0.1:8080/stub");
}

TEST(Account, AuthenticatesWithItsKeyWhereItHasOne) {
  EXPECT_EQ(credentials({.account_id = "AC1", .auth_token = "t"}), "AC1:t");
  EXPECT_EQ(credentials({.account_id = "AC1", .auth_token = "t", .api_key = "SK1", .api_secret = "s"}),
            "SK1:s");
}

std::string problems(const json& account) { return json::parse(plugin().validate(account.dump())).dump(); }

TEST(Account, ThatWorksHasNoProblems) { EXPECT_EQ(problems(account()), "[]"); }

TEST(Account, IsToldEachProblemByItsPlace) {
  json bad = account();
  bad["account_id"] = "AC1";
  bad["api_key"] = "SK1";
  bad["sender_id"] = "NameIsTooLong";
  bad["config"] = {{"region", "evil.example/"}, {"edge", "a.b"}};
  json pointers = json::array();
  for (const json& problem : json::parse(problems(bad))) pointers.push_back(problem.at("pointer"));
  EXPECT_EQ(pointers, json({"/account_id", "/api_secret", "/sender_id", "/config/region", "/config/edge"}));
}

TEST(Account, WithoutAnyCredentialIsAProblem) {
  json bare = account();
  bare.erase("auth_token");
  EXPECT_NE(problems(bare).find("/auth_token"), std::string::npos);
}

TEST(Account, ProblemsDoNotRepeatValues) {
  json bad = account();
  bad["account_id"] = "pasted-secret-token";
  EXPECT_EQ(problems(bad).find("pasted"), std::string::npos);
}

TEST(Account, ThatIsNoObjectIsAFailureWithAReason) {
  try {
    static_cast<void>(plugin().validate("[]"));
    FAIL() << "expected a failure";
  } catch (const std::runtime_error& failure) {
    EXPECT_STREQ(failure.what(), "account: expected a JSON object, found something else");
  }
}

}  // namespace
}  // namespace herald::twilio::testing
