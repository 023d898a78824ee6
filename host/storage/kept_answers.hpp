#pragma once
#include "host/domain/ports.hpp"
#include "host/storage/pool.hpp"

namespace herald::storage {

/// The rows of idempotency_key. [any thread]
class PoolKeptAnswers final : public domain::KeptAnswers {
 public:
  explicit PoolKeptAnswers(Pool& pool) : pool_{pool} {}
  Result<std::optional<domain::KeptAnswer>> find(const domain::TenantId& tenant,
                                                 const std::string& key_hash) override;

 private:
  Pool& pool_;
};

}  // namespace herald::storage
