#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "host/api/admin.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/app/left_over.hpp"
#include "host/base/clock.hpp"
#include "host/domain/policy.hpp"
#include "host/plugins/catalog.hpp"

namespace herald::app {

/// Whether the API can offer a provider: its descriptor and schema can be read. For CatalogSettings.accept.
Result<Done> check_sheet(const plugins::Provider& provider);

/// The plugins as the API and the operator see them. [any thread]
class PluginDesk final : public api::ProviderCatalog, public api::PluginCommands {
 public:
  /// All outlive the desk.
  struct Means {
    plugins::Catalog& catalog;
    const Clock& clock;
    domain::PolicyGuards& guards;
    LeftOver left_over;
    std::function<void()> changed{};  ///< called after an operator's command
  };
  explicit PluginDesk(Means means)
      : catalog_{means.catalog},
        clock_{means.clock},
        guards_{means.guards},
        left_over_{means.left_over},
        changed_{std::move(means.changed)} {}
  std::shared_ptr<const api::ProviderSheet> find(std::string_view provider) override;
  Result<std::vector<Problem>> validate(std::string_view provider, const std::string& account_json,
                                        std::chrono::milliseconds deadline) override;
  std::string reports() override;
  Result<std::string> show(const std::string& id) override;
  Result<std::string> rescan() override;
  Result<std::string> enable(const std::string& id) override;
  Result<std::string> disable(const std::string& id) override;
  Result<std::string> rollback(const std::string& id) override;
  [[nodiscard]] std::vector<plugins::FileReport> files() const { return catalog_.reports(clock_.tick()); }

 private:
  struct Kept {
    unsigned generation{0};
    std::shared_ptr<const api::ProviderSheet> sheet{};  // with requests that are under way
  };
  plugins::Catalog& catalog_;
  const Clock& clock_;
  domain::PolicyGuards& guards_;
  LeftOver left_over_;
  std::function<void()> changed_;
  std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> sheets_;
};

}  // namespace herald::app
