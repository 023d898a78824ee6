#include "host/tenancy/permission.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace herald::tenancy {
namespace {

/// Indexed by Permission.
constexpr std::array<std::string_view, kPermissions> kNames{"communication.messages.send",
                                                            "communication.messages.read",
                                                            "communication.channels.manage",
                                                            "communication.channels.read",
                                                            "templates.manage",
                                                            "templates.read",
                                                            "campaigns.manage",
                                                            "campaigns.read",
                                                            "contacts.manage",
                                                            "contacts.read",
                                                            "conversations.manage",
                                                            "conversations.read",
                                                            "calls.manage",
                                                            "calls.read",
                                                            "media.manage",
                                                            "webhooks.read",
                                                            "webhooks.manage",
                                                            "analytics.read",
                                                            "audit.read",
                                                            "plugins.manage",
                                                            "admin"};
static_assert(static_cast<std::size_t>(Permission::Admin) + 1 == kPermissions);

/// True when `scope` is the name itself, `*`, or a whole-segment prefix followed by `.*`.
bool covers(std::string_view scope, std::string_view name) {
  if (scope == "*" || scope == name) return true;
  return scope.size() > 2 && scope.ends_with(".*") && name.starts_with(scope.substr(0, scope.size() - 1));
}

}  // namespace

std::string_view to_text(Permission permission) { return kNames[static_cast<std::size_t>(permission)]; }

std::optional<Permission> permission(std::string_view text) {
  const auto* found = std::ranges::find(kNames, text);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Permission>(found - kNames.begin());
}

bool PermissionSet::add_scope(std::string_view scope) {
  bool known = false;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (!covers(scope, kNames[i])) continue;
    bits_.set(i);
    known = true;
  }
  return known;
}

Result<PermissionSet> parse_scopes(std::span<const std::string> scopes) {
  PermissionSet set;
  Error error{
      .code = Errc::Invalid, .reason = "unknown_scope", .detail = "expected scopes that this server knows"};
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    if (set.add_scope(scopes[i])) continue;
    error.problems.push_back({"/scopes/" + std::to_string(i), "is not a known scope"});
  }
  if (scopes.empty()) error.problems.push_back({"/scopes", "expected at least one scope"});
  if (!error.problems.empty()) return error;
  return set;
}

PermissionSet known_scopes(std::span<const std::string> scopes) {
  PermissionSet set;
  for (const std::string& scope : scopes) set.add_scope(scope);
  return set;
}

}  // namespace herald::tenancy
