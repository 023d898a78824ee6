#include "host/api/idempotency.hpp"

#include <algorithm>
#include <string>

namespace herald::api {
namespace {

constexpr std::size_t kLongest = 255;
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

}  // namespace herald::api
