#include "host/tenancy/permission.hpp"

#include <gtest/gtest.h>

#include "host/tenancy/principal.hpp"

namespace herald::tenancy {
namespace {

std::vector<std::string> texts(const PermissionSet& set) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kPermissions; ++i) {
    const auto each = static_cast<Permission>(i);
    if (set.holds(each)) out.emplace_back(to_text(each));
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(Permission, survives_its_text) {
  for (std::size_t i = 0; i < kPermissions; ++i) {
    const auto each = static_cast<Permission>(i);
    EXPECT_EQ(permission(to_text(each)), each);
  }
  EXPECT_FALSE(permission("communication"));
  EXPECT_FALSE(permission(""));
}

TEST(Scopes, grant_exactly_what_they_name) {
  const auto set = parse_scopes(Texts{"communication.messages.send", "audit.read"});
  ASSERT_TRUE(set);
  EXPECT_EQ(texts(*set), (Texts{"communication.messages.send", "audit.read"}));
}

TEST(Scopes, expand_a_prefix_by_whole_segments) {
  EXPECT_EQ(texts(*parse_scopes(Texts{"communication.messages.*"})),
            (Texts{"communication.messages.send", "communication.messages.read"}));
  EXPECT_EQ(texts(*parse_scopes(Texts{"communication.*"})).size(), 4U);
  EXPECT_FALSE(parse_scopes(Texts{"comm.*"}));
  EXPECT_FALSE(parse_scopes(Texts{"communication.mess*"}));
  EXPECT_FALSE(parse_scopes(Texts{".*"}));
}

TEST(Scopes, grant_everything_by_a_star) { EXPECT_EQ(texts(*parse_scopes(Texts{"*"})).size(), kPermissions); }

TEST(Scopes, give_admin_no_other_permission) {
  EXPECT_EQ(texts(*parse_scopes(Texts{"admin"})), Texts{"admin"});
}

TEST(Scopes, are_refused_together_when_unknown) {
  const auto set = parse_scopes(Texts{"nope", "audit.read", "Admin"});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().reason, "unknown_scope");
  EXPECT_EQ(set.error().problems, (std::vector<Problem>{{"/scopes/0", "is not a known scope"},
                                                        {"/scopes/2", "is not a known scope"}}));
  EXPECT_FALSE(parse_scopes({}));
}

TEST(Scopes, of_a_stored_key_grant_nothing_when_unknown) {
  EXPECT_EQ(texts(known_scopes(Texts{"from.the.future", "audit.read"})), Texts{"audit.read"});
  EXPECT_TRUE(known_scopes(Texts{"from.the.future"}).empty());
}

TEST(Require, names_the_missing_permission) {
  Principal principal;
  principal.permissions.add(Permission::MessagesSend);
  EXPECT_TRUE(require(principal, Permission::MessagesSend));
  const auto refused = require(principal, Permission::AuditRead);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::Forbidden);
  EXPECT_NE(refused.error().detail.find("audit.read"), std::string::npos);
}

TEST(TenantHeader, must_agree_with_the_credential_when_sent) {
  Principal principal;
  principal.tenant = domain::TenantId{"t1"};
  EXPECT_TRUE(check_tenant_header(principal, ""));
  EXPECT_TRUE(check_tenant_header(principal, "t1"));
  EXPECT_EQ(check_tenant_header(principal, "t2").error().code, Errc::Forbidden);
}

}  // namespace
}  // namespace herald::tenancy
