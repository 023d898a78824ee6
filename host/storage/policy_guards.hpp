#pragma once
#include "host/base/clock.hpp"
#include "host/domain/policy.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

/// Guards of sending, in table policy_guard. Changed when plugins are, on a connection of its own, since
/// plugins are opened before the writer runs. [any thread]
class StoredPolicyGuards final : public domain::PolicyGuards {
 public:
  /// `clock` outlives this.
  StoredPolicyGuards(StorageUrl url, const Clock& clock) : url_{std::move(url)}, clock_{clock} {}
  Result<std::vector<domain::PolicyGuard>> all() override;
  Result<Done> keep(const domain::PolicyGuard& guard) override;
  Result<Done> forget(const std::string& plugin) override;

 private:
  StorageUrl url_;
  const Clock& clock_;
};

}  // namespace herald::storage
