#pragma once
#include "host/api/admin.hpp"
#include "host/app/audit_desk.hpp"
#include "host/app/config.hpp"
#include "host/app/plugin_desk.hpp"
#include "host/app/store.hpp"

namespace herald::app {

/// What an operator may have the process do. [any thread]
class NodeUpkeep final : public api::Upkeep {
 public:
  NodeUpkeep(const Config& config, Store& store, const PluginDesk& plugins, AuditDesk& audit,
             const Clock& clock)
      : config_{config}, store_{store}, plugins_{plugins}, audit_{audit}, clock_{clock} {}
  Result<std::string> migrate() override;
  Result<std::string> verify_audit() override;
  Result<std::string> doctor() override;

 private:
  const Config& config_;
  Store& store_;
  const PluginDesk& plugins_;
  AuditDesk& audit_;
  const Clock& clock_;
};

}  // namespace herald::app
