#include "host/tenancy/authenticate.hpp"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/token_signer.hpp"

namespace herald::tenancy {
namespace {

class Keys final : public KeyDirectory {
 public:
  Result<std::optional<KeyRecord>> find_by_hash(const std::string& hash) override {
    ++lookups;
    if (away) return Error{.code = Errc::Unavailable, .reason = "database_away", .detail = ""};
    const auto found = records.find(hash);
    return found == records.end() ? std::nullopt : std::optional{found->second};
  }
  std::map<std::string, KeyRecord> records;
  int lookups{0};
  bool away{false};
};

constexpr Instant kNow{std::chrono::milliseconds{1'700'000'000'000}};
constexpr std::chrono::milliseconds kTick{1};

class Authentication : public ::testing::Test {
 protected:
  KeyRecord& record() { return keys_.records[key_.hash]; }
  std::string reason(const Credential& credential) {
    const auto principal = authenticate(credential, Gate{keys_}, kNow);
    return principal ? "accepted" : principal.error().reason;
  }
  void SetUp() override {
    record() = {.id = domain::ApiKeyId{"key-1"},
                .tenant = domain::TenantId{"t1"},
                .mode = Mode::Live,
                .scopes = {"communication.messages.send", "unheard.of"}};
  }

  SystemRandom random_;
  ApiKeyMaterial key_{make_api_key(Mode::Live, random_)};
  ApiKeyMaterial other_{make_api_key(Mode::Live, random_)};
  Keys keys_;
};

TEST_F(Authentication, makes_a_principal_of_a_good_key) {
  const auto principal = authenticate({.authorization = "Bearer " + key_.text}, Gate{keys_}, kNow);
  ASSERT_TRUE(principal) << principal.error().detail;
  EXPECT_EQ(principal->tenant.text, "t1");
  EXPECT_EQ(principal->actor, "apikey:key-1");
  EXPECT_EQ(principal->mode, Mode::Live);
  EXPECT_TRUE(allows(*principal, Permission::MessagesSend));
  EXPECT_FALSE(allows(*principal, Permission::MessagesRead));
}

TEST_F(Authentication, takes_either_header) {
  const std::string bearer = "bEaReR  " + key_.text;
  EXPECT_EQ(reason({.authorization = bearer}), "accepted");
  EXPECT_EQ(reason({.api_key = key_.text}), "accepted");
  EXPECT_EQ(reason({.authorization = bearer, .api_key = key_.text}), "accepted");
}

TEST_F(Authentication, refuses_two_different_keys) {
  const std::string bearer = "Bearer " + key_.text;
  EXPECT_EQ(reason({.authorization = bearer, .api_key = other_.text}), "ambiguous_credential");
}

TEST_F(Authentication, asks_for_a_credential) { EXPECT_EQ(reason({}), "missing_credential"); }

TEST_F(Authentication, refuses_what_is_no_key_without_a_lookup) {
  const std::string basic = "Basic " + key_.text;
  const std::string tail = "Bearer " + key_.text + " x";
  for (const std::string_view header :
       {std::string_view{"Bearer"}, std::string_view{"Bearer x"}, std::string_view{basic},
        std::string_view{key_.text}, std::string_view{tail}}) {
    EXPECT_EQ(reason({.authorization = header}), "malformed_credential") << header;
  }
  EXPECT_EQ(reason({.api_key = "' or 1=1"}), "malformed_credential");
  EXPECT_EQ(keys_.lookups, 0);
}

TEST_F(Authentication, refuses_an_unknown_key) { EXPECT_EQ(reason({.api_key = other_.text}), "unknown_key"); }

TEST_F(Authentication, refuses_a_key_whose_text_claims_another_mode) {
  record().mode = Mode::Test;
  EXPECT_EQ(reason({.api_key = key_.text}), "unknown_key");
}

TEST_F(Authentication, refuses_a_revoked_key) {
  record().revoked_at = kNow + std::chrono::hours{1};
  EXPECT_EQ(reason({.api_key = key_.text}), "key_revoked");
}

TEST_F(Authentication, refuses_a_key_from_the_instant_it_expires) {
  record().expires_at = kNow + kTick;
  EXPECT_EQ(reason({.api_key = key_.text}), "accepted");
  record().expires_at = kNow;
  EXPECT_EQ(reason({.api_key = key_.text}), "key_expired");
}

TEST_F(Authentication, forbids_an_inactive_tenant) {
  record().tenant_active = false;
  const auto principal = authenticate({.api_key = key_.text}, Gate{keys_}, kNow);
  ASSERT_FALSE(principal);
  EXPECT_EQ(principal.error().code, Errc::Forbidden);
}

TEST_F(Authentication, passes_on_that_the_directory_is_away) {
  keys_.away = true;
  EXPECT_EQ(authenticate({.api_key = key_.text}, Gate{keys_}, kNow).error().code, Errc::Unavailable);
}

TEST_F(Authentication, never_shows_the_key_in_an_error) {
  const auto principal = authenticate({.api_key = other_.text}, Gate{keys_}, kNow);
  ASSERT_FALSE(principal);
  EXPECT_EQ(principal.error().detail.find(other_.text.substr(8, 8)), std::string::npos);
}

class People final : public PeopleDirectory {
 public:
  Result<Standing> standing(const domain::TenantId& tenant, const std::string& subject) override {
    asked = tenant.text + "/" + subject;
    return answer;
  }
  Standing answer{Standing::Welcome};
  std::string asked;
};

class TokenAuthentication : public ::testing::Test {
 protected:
  std::string reason(const Credential& credential) {
    const auto principal = authenticate(credential, {keys_, &rules_, &people_}, kNow);
    return principal ? "accepted" : principal.error().reason;
  }

  test::TokenSigner signer_{"EdDSA"};
  TokenRules rules_{.issuer = "i",
                    .audience = "a",
                    .algorithm = Algorithm::EdDsa,
                    .keys = read_keys(signer_.pem(), Algorithm::EdDsa).value()};
  Keys keys_;
  People people_;
  std::string bearer_{"Bearer " +
                      signer_.sign({{"iss", "i"},
                                    {"aud", "a"},
                                    {"sub", "u1"},
                                    {"exp", 1'700'000'100},
                                    {"tenant", "01890000-0000-7000-8000-000000000001"},
                                    {"permissions", {"communication.messages.read", "unheard.of"}}})};
};

TEST_F(TokenAuthentication, makes_a_principal_of_a_good_token) {
  const auto principal = authenticate({.authorization = bearer_}, {keys_, &rules_, &people_}, kNow);
  ASSERT_TRUE(principal) << principal.error().detail;
  EXPECT_EQ(principal->tenant.text, "01890000-0000-7000-8000-000000000001");
  EXPECT_EQ(principal->actor, "user:u1");
  EXPECT_EQ(principal->mode, Mode::Live);
  EXPECT_TRUE(allows(*principal, Permission::MessagesRead));
  EXPECT_FALSE(allows(*principal, Permission::MessagesSend));
  EXPECT_EQ(people_.asked, "01890000-0000-7000-8000-000000000001/u1");
}

TEST_F(TokenAuthentication, asks_whether_the_bearer_is_let_in) {
  people_.answer = Standing::UnknownTenant;
  EXPECT_EQ(reason({.authorization = bearer_}), "unknown_tenant");
  people_.answer = Standing::TenantInactive;
  EXPECT_EQ(reason({.authorization = bearer_}), "tenant_inactive");
  people_.answer = Standing::UserSuspended;
  EXPECT_EQ(reason({.authorization = bearer_}), "user_suspended");
}

TEST_F(TokenAuthentication, takes_tokens_where_they_belong_only) {
  const std::string token = bearer_.substr(7);
  EXPECT_EQ(reason({.api_key = token}), "malformed_credential");
  EXPECT_EQ(reason({.authorization = bearer_, .api_key = "other"}), "ambiguous_credential");
  const auto without = authenticate({.authorization = bearer_}, Gate{keys_}, kNow);
  EXPECT_EQ(without.error().reason, "malformed_credential");
}

TEST_F(TokenAuthentication, never_looks_up_the_bearer_of_a_token_that_it_does_not_believe) {
  rules_.audience = "b";
  EXPECT_EQ(reason({.authorization = bearer_}), "wrong_audience");
  EXPECT_EQ(people_.asked, "");
}

}  // namespace
}  // namespace herald::tenancy
