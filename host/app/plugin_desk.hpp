#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/api/provider_catalog.hpp"
#include "host/base/clock.hpp"
#include "host/plugins/catalog.hpp"

namespace herald::app {

/// The loaded plugins as the API sees them. [any thread, once built]
class PluginDesk final : public api::ProviderCatalog {
 public:
  /// Reads every provider's descriptor; `catalog` and `clock` outlive the desk. A descriptor that cannot be
  /// read turns its report into a refusal: the provider is then not offered.
  PluginDesk(const plugins::Catalog& catalog, std::vector<plugins::FileReport> reports, const Clock& clock);
  std::shared_ptr<const api::ProviderSheet> find(std::string_view provider) override;
  Result<std::vector<Problem>> validate(std::string_view provider, const std::string& account_json,
                                        std::chrono::milliseconds deadline) override;
  std::string reports() override;
  [[nodiscard]] const std::vector<plugins::FileReport>& files() const { return reports_; }

 private:
  const plugins::Catalog& catalog_;
  std::vector<plugins::FileReport> reports_;
  const Clock& clock_;
  // Shared with requests that are under way.
  std::map<std::string, std::shared_ptr<const api::ProviderSheet>, std::less<>> sheets_;
};

}  // namespace herald::app
