#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace herald::sendgrid {

/// Why something did not happen. [value]
struct Reason {
  std::string code{};  ///< SendGrid's number, or a word of ours
  std::string text{};  ///< for people; no secrets
};

/// The verdicts of sdk/README.md that SendGrid needs. [any thread]
sdk::Reply rejected(std::string_view error_class, const Reason& reason);
sdk::Reply retry(std::string_view error_class, const Reason& reason, std::optional<std::int64_t> after_ms);
sdk::Reply rate_limited(std::string_view scope, const Reason& reason, std::optional<std::int64_t> after_ms);
sdk::Reply auth_failed(const Reason& reason);
sdk::Reply unknown(const Reason& reason);
sdk::Reply refused(const Reason& reason);

}  // namespace herald::sendgrid
