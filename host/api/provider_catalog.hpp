#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/intake/offer.hpp"
#include "host/json/schema.hpp"

namespace herald::api {

/// What the API must know of an active provider, read once when its plugin became active. [value]
struct ProviderSheet {
  intake::Offer offer;
  json::Schema config_schema;
  std::vector<std::string> secret_fields;     ///< names in `config` that are sealed
  std::vector<std::string> account_required;  ///< account fields without which no channel can work
  std::vector<std::string> ops;               ///< operations that the plugin lists
  bool makes_webhook_secret{false};           ///< a channel without webhook_secret gets one with its webhook
};

/// Errors: those of read_offer() and Schema::compile(). Slow: once per plugin.
Result<ProviderSheet> read_sheet(std::string_view descriptor, std::string_view config_schema);

/// The provider plugins as the API sees them. [any thread]
class ProviderCatalog {
 public:
  virtual ~ProviderCatalog() = default;
  /// Null when no active plugin serves that provider. Shared with requests that are under way when a plugin
  /// is replaced. Asked for every message: must be cheap.
  virtual std::shared_ptr<const ProviderSheet> find(std::string_view provider) = 0;
  /// The plugin's own opinion on an account (sdk/README.md), secrets included; empty when it has none.
  /// Timeout, Unavailable, Internal when the plugin does not answer.
  virtual Result<std::vector<Problem>> validate(std::string_view provider, const std::string& account_json,
                                                std::chrono::milliseconds deadline) = 0;
  /// JSON array of what became of each plugin file: path, state, reason, detail, id, version, provider,
  /// digest, signer, generation, placement, faults.
  virtual std::string reports() = 0;
};

}  // namespace herald::api
