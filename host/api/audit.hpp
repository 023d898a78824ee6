#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "host/api/route.hpp"
#include "host/base/result.hpp"

namespace herald::api {

/// A stretch of one shard of the journal. [value]
struct AuditRange {
  int shard{};
  std::int64_t after{};  ///< not included
  std::int64_t until{};  ///< included
};

/// What an export of the journal is made of, each line a JSON object (host/journal/export_line.hpp).
/// [any thread]
class AuditSource {
 public:
  virtual ~AuditSource() = default;
  /// Of this node's checkpoints, 64 hex digits.
  virtual std::string public_key() = 0;
  /// The signed list of what an export that begins now holds; one line.
  virtual Result<std::string> manifest() = 0;
  /// Entries from the beginning of the range with their checkpoints, as many as make a page; empty at its
  /// end.
  virtual Result<std::string> lines(const AuditRange& range) = 0;
};

struct AuditPorts {
  AuditSource& source;
};

Answer show_audit_key(const AuditPorts& ports, const Call& call);
Answer show_audit_manifest(const AuditPorts& ports, const Call& call);
/// Query: `shard`, `after`, `until`, all needed.
Answer show_audit_entries(const AuditPorts& ports, const Call& call);

/// Only for the router of the local socket: a chain runs through all tenants.
inline constexpr std::array<Route<AuditPorts>, 3> kAuditRoutes{{
    {http::Method::Get, "/api/v1/admin/audit-key", with(tenancy::Permission::AuditRead), show_audit_key},
    {http::Method::Get, "/api/v1/admin/audit-manifest", with(tenancy::Permission::AuditRead),
     show_audit_manifest},
    {http::Method::Get, "/api/v1/admin/audit-entries", with(tenancy::Permission::AuditRead),
     show_audit_entries},
}};

}  // namespace herald::api
