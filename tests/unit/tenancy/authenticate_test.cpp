#include "host/tenancy/authenticate.hpp"

#include <gtest/gtest.h>

#include <map>

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
    const auto principal = authenticate(credential, keys_, kNow);
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
  const auto principal = authenticate({.authorization = "Bearer " + key_.text}, keys_, kNow);
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
  const auto principal = authenticate({.api_key = key_.text}, keys_, kNow);
  ASSERT_FALSE(principal);
  EXPECT_EQ(principal.error().code, Errc::Forbidden);
}

TEST_F(Authentication, passes_on_that_the_directory_is_away) {
  keys_.away = true;
  EXPECT_EQ(authenticate({.api_key = key_.text}, keys_, kNow).error().code, Errc::Unavailable);
}

TEST_F(Authentication, never_shows_the_key_in_an_error) {
  const auto principal = authenticate({.api_key = other_.text}, keys_, kNow);
  ASSERT_FALSE(principal);
  EXPECT_EQ(principal.error().detail.find(other_.text.substr(8, 8)), std::string::npos);
}

}  // namespace
}  // namespace herald::tenancy
