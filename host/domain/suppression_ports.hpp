#pragma once
#include <optional>
#include <string>

#include "host/domain/address.hpp"
#include "host/domain/ports.hpp"

namespace herald::domain {

/// Why an address is not written to (table suppression). Stays as evidence when it is lifted. [value]
struct Suppression {
  std::string id{};
  TenantId tenant{};
  AddressKey address{};
  std::string channel_type{};  ///< that it concerns; empty: every one
  std::string reason{};        ///< opt_out, complaint, hard_bounce, blocked, manual
  std::string evidence_json{"{}"};
  std::string source{};  ///< who said so: "provider:<channel>", "apikey:<id>" …
  Instant created_at{};
  std::optional<Instant> lifted_at{};
};

/// Empty members narrow nothing. [value]
struct SuppressionFilter {
  std::string kind{};
  std::string address{};  ///< normalised
  std::string channel_type{};
  std::string reason{};
  std::optional<bool> active{};
};

struct SuppressionAdded {
  Suppression suppression{};
  bool existed{false};  ///< the same one was in force before: that one
};

/// The suppressions of tenants. Writes journal themselves. [any thread]
/// Errors: NotFound/"unknown_suppression", Unavailable.
class Suppressions {
 public:
  virtual ~Suppressions() = default;
  /// Newest first.
  virtual Result<Page<Suppression>> list(const TenantId& tenant, const SuppressionFilter& filter,
                                         const std::string& cursor, int limit) = 0;
  virtual Result<Suppression> find(const TenantId& tenant, const std::string& id) = 0;
  /// In force for every message whose intent is committed later.
  virtual void add(Suppression suppression, Origin origin, Completion<SuppressionAdded> done) = 0;
  /// Lifting twice is success.
  virtual void lift(const TenantId& tenant, const std::string& id, Origin origin, Completion<Done> done) = 0;
};

}  // namespace herald::domain
