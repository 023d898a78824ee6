#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace herald::provider {

/// Why something did not happen. [value]
struct Reason {
  std::string code{};  ///< the provider's own code, or a stable word of the plugin
  std::string text{};  ///< for people; no secrets
};

/// Why a message cannot be put to the provider at all. [value]
struct Refusal {
  std::string error_class{};  ///< of sdk/README.md's closed list
  std::string code{};         ///< a stable word of the plugin
  std::string text{};         ///< for people; no secrets
};

/// The verdicts of sdk/README.md that have reasons; `scope` is account, sender or recipient. [any thread]
sdk::Reply rejected(std::string_view error_class, const Reason& reason);
sdk::Reply rejected(const Refusal& refusal);
sdk::Reply retry(std::string_view error_class, const Reason& reason,
                 std::optional<std::int64_t> after_ms = {});
sdk::Reply rate_limited(std::string_view scope, const Reason& reason, std::optional<std::int64_t> after_ms);
sdk::Reply auth_failed(const Reason& reason);
sdk::Reply unknown(const Reason& reason);
sdk::Reply refused(const Reason& reason);

/// A reply that is this verdict. [any thread]
sdk::Reply reply_with(nlohmann::json verdict);

}  // namespace herald::provider
