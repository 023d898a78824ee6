#pragma once
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace herald::tenancy {

/// One right of a credential; routes name the one they need. The order is internal, the text is stored.
enum class Permission : std::uint8_t {
  MessagesSend,
  MessagesRead,
  ChannelsManage,
  ChannelsRead,
  TemplatesManage,
  TemplatesRead,
  CampaignsManage,
  CampaignsRead,
  ContactsManage,
  ContactsRead,
  ConversationsManage,
  ConversationsRead,
  CallsManage,
  CallsRead,
  MediaManage,
  WebhooksRead,
  WebhooksManage,
  AnalyticsRead,
  AuditRead,
  PluginsManage,
  Admin,  ///< tenants, users, API keys; grants no other permission
};
inline constexpr std::size_t kPermissions = 21;

/// "communication.messages.send" …
std::string_view to_text(Permission permission);
std::optional<Permission> permission(std::string_view text);

/// A set of permissions. [value]
class PermissionSet {
 public:
  void add(Permission permission) { bits_.set(static_cast<std::size_t>(permission)); }
  /// Adds what one scope stands for: a permission, a prefix with `.*`, or `*` for everything.
  /// False, and nothing added, when it stands for nothing known.
  bool add_scope(std::string_view scope);
  [[nodiscard]] bool holds(Permission permission) const {
    return bits_.test(static_cast<std::size_t>(permission));
  }
  [[nodiscard]] bool empty() const { return bits_.none(); }
  bool operator==(const PermissionSet&) const = default;

 private:
  std::bitset<kPermissions> bits_;
};

/// For a key that is being made: refuses unknown scopes, all together, as Invalid/"unknown_scope" with
/// pointers /scopes/<index>; refuses an empty list.
Result<PermissionSet> parse_scopes(std::span<const std::string> scopes);
/// For a stored key: scopes that this release does not know grant nothing.
PermissionSet known_scopes(std::span<const std::string> scopes);

}  // namespace herald::tenancy
