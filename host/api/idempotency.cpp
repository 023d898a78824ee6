#include "host/api/idempotency.hpp"

#include <algorithm>
#include <string>

namespace herald::api {
namespace {

constexpr std::size_t kLongest = 255;
constexpr std::size_t kLongestAnswer = 8192;  ///< of column idempotency_key.response
constexpr std::chrono::hours kKept{24};

bool well_formed(std::string_view key) {
  return !key.empty() && key.size() <= kLongest &&
         std::ranges::all_of(key, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Result<std::optional<domain::IdempotencyClaim>> read_claim(const http::Request& request, const Means& means) {
  const http::Header* sent = nullptr;
  bool once = true;
  for (const http::Header& header : request.headers) {
    if (!http::same_name(header.name, "Idempotency-Key")) continue;
    once = sent == nullptr;
    sent = &header;
  }
  if (sent == nullptr) return std::optional<domain::IdempotencyClaim>{};
  if (!once || !well_formed(sent->value))
    return Error{.code = Errc::Invalid,
                 .reason = "invalid_idempotency_key",
                 .detail = "expected one Idempotency-Key of 1 to 255 printable ASCII characters"};
  const std::string scope = request.method_text + " " + request.path + "\n" + sent->value;
  return std::optional{domain::IdempotencyClaim{.key_hash = means.sha256_hex(scope),
                                                .body_hash = means.sha256_hex(request.body),
                                                .expires_at = means.clock.now() + kKept}};
}

Result<std::optional<domain::KeptAnswer>> recall(const std::optional<domain::IdempotencyClaim>& claim,
                                                 const domain::TenantId& tenant, const Means& means) {
  if (!claim) return std::optional<domain::KeptAnswer>{};
  auto kept = means.kept.find(tenant, claim->key_hash);
  if (kept && *kept && (*kept)->body_hash != claim->body_hash)
    return Error{.code = Errc::Mismatch,
                 .reason = "idempotency_mismatch",
                 .detail = "this Idempotency-Key was used with another request body"};
  return kept;
}

std::string keepable(const std::string& response) {
  return response.size() <= kLongestAnswer ? response : std::string{};
}

}  // namespace herald::api
