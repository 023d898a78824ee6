#include <algorithm>

#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

class AccountContract : public OnBothDatabases {
 protected:
  void SetUp() override { store_.seed(); }
  domain::User add_user(const std::string& email) {
    const auto made = store_.commit<domain::User>([&](domain::Completion<domain::User> done) {
      store_.accounts.create(
          domain::User{.id = domain::UserId{store_.uuid()}, .tenant = store_.tenant, .email = email},
          {.actor = "test"}, std::move(done));
    });
    EXPECT_TRUE(made) << made.error().reason;
    return *made;
  }
  std::string change(const domain::TenantId& tenant, const domain::UserId& id, const std::string& status) {
    const auto done = store_.commit<Done>([&](domain::Completion<Done> completion) {
      store_.accounts.change({tenant, id, status}, {.actor = "test"}, std::move(completion));
    });
    return done ? "done" : done.error().reason;
  }
  domain::ApiKeyId add_key(const std::string& hash) {
    const domain::ApiKeyId id{store_.uuid()};
    const auto made = store_.commit<domain::ApiKey>([&](domain::Completion<domain::ApiKey> done) {
      store_.accounts.create(
          domain::ApiKey{
              .id = id, .tenant = store_.tenant, .name = "k", .key_hash = hash, .key_prefix = "hk"},
          {.actor = "test"}, std::move(done));
    });
    EXPECT_TRUE(made) << made.error().reason;
    return id;
  }
  std::string revoke(const domain::ApiKeyId& id, const domain::TenantId& tenant) {
    const auto done = store_.commit<Done>([&](domain::Completion<Done> completion) {
      store_.accounts.revoke(id, tenant, {.actor = "test"}, std::move(completion));
    });
    return done ? "done" : done.error().reason;
  }

  Store store_{url()};
  domain::TenantId stranger_{store_.uuid()};
};

TEST_P(AccountContract, AUserIsSuspendedByItsOwnTenantOnlyAndAtOnce) {
  const domain::User ann = add_user("ann-" + store_.uuid() + "@example.com");
  EXPECT_FALSE(store_.accounts.membership(store_.tenant, ann.email)->user_suspended);
  EXPECT_EQ(change(stranger_, ann.id, "SUSPENDED"), "unknown_user");
  EXPECT_EQ(change(store_.tenant, ann.id, "SUSPENDED"), "done");
  EXPECT_TRUE(store_.accounts.membership(store_.tenant, ann.email)->user_suspended);
  EXPECT_TRUE(store_.accounts.membership(store_.tenant, ann.id.text)->user_suspended);
  EXPECT_EQ((*store_.accounts.find(store_.tenant, ann.id))->status, "SUSPENDED");
  EXPECT_EQ(store_.look("select type from journal where subject_id = ? and type <> 'user.created'", {ann.id}),
            "user.suspended");
  EXPECT_EQ(change(store_.tenant, ann.id, "ACTIVE"), "done");
  EXPECT_FALSE(store_.accounts.membership(store_.tenant, ann.id.text)->user_suspended);
}

TEST_P(AccountContract, AUserOfAnotherTenantIsNotFound) {
  const domain::User ann = add_user("ann-" + store_.uuid() + "@example.com");
  EXPECT_FALSE(store_.accounts.find(stranger_, ann.id)->has_value());
  EXPECT_TRUE(store_.accounts.users(stranger_, "", 10)->items.empty());
}

TEST_P(AccountContract, MembershipKnowsTenantsAndTheirStatus) {
  EXPECT_FALSE(store_.accounts.membership(stranger_, "u")->tenant_known);
  const auto member = store_.accounts.membership(store_.tenant, "whoever the issuer knows");
  EXPECT_TRUE(member->tenant_known && member->tenant_active && !member->user_suspended);
}

TEST_P(AccountContract, ListsPageOldestFirst) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(add_user(store_.uuid() + "@example.com").id.text);
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = store_.accounts.users(store_.tenant, cursor, 2);
    for (const domain::User& user : page->items) seen.push_back(user.id.text);
    cursor = page->next_cursor;
  } while (!cursor.empty());
  std::ranges::sort(ids);
  EXPECT_EQ(seen, ids);
}

TEST_P(AccountContract, AKeyIsRevokedByItsTenantOrTheOperator) {
  const std::string hash = store_.uuid();
  const domain::ApiKeyId mine = add_key(hash);
  const domain::ApiKeyId other = add_key(store_.uuid());
  EXPECT_FALSE((*store_.accounts.find_by_hash(hash))->revoked_at);
  EXPECT_EQ(revoke(mine, stranger_), "unknown_api_key");
  EXPECT_FALSE((*store_.accounts.find_by_hash(hash))->revoked_at);
  EXPECT_EQ(revoke(mine, store_.tenant), "done");
  EXPECT_TRUE((*store_.accounts.find_by_hash(hash))->revoked_at);
  EXPECT_EQ(revoke(other, {}), "done");
  const auto page = store_.accounts.keys(store_.tenant, "", 10);
  ASSERT_EQ(page->items.size(), 2U);
  EXPECT_TRUE(page->items[0].revoked_at && page->items[1].revoked_at);
  EXPECT_TRUE(store_.accounts.keys(stranger_, "", 10)->items.empty());
}

INSTANTIATE_TEST_SUITE_P(Storage, AccountContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
