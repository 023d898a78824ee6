#pragma once
#include "host/features/plugins.hpp"

namespace herald::features {

/// Reads of one tenant in one plugin's collections. `reader` outlives every call of a plugin. [any thread]
class TenantReads final : public Reads {
 public:
  TenantReads(domain::TenantId tenant, std::shared_ptr<const Sheet> sheet, domain::RecordReader& reader)
      : tenant_{std::move(tenant)}, sheet_{std::move(sheet)}, reader_{reader} {}
  Result<std::string> get(std::string_view collection, std::string_view id) override;
  Result<std::string> query(std::string_view query) override;
  Result<std::string> count(std::string_view query) override;

 private:
  domain::TenantId tenant_;
  std::shared_ptr<const Sheet> sheet_;  // with whoever called
  domain::RecordReader& reader_;
};

}  // namespace herald::features
