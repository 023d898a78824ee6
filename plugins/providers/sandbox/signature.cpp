#include "plugins/providers/sandbox/signature.hpp"

#include <herald/text.hpp>

#include <charconv>
#include <string>

namespace sandbox {
namespace {

constexpr std::int64_t kToleranceSeconds = 5 * 60;

}  // namespace

bool genuine(const herald::sdk::Crypto& crypto, std::string_view signature, std::string_view secret,
             std::string_view body, std::int64_t now_ms) {
  const auto comma = signature.find(",v1=");
  if (!signature.starts_with("t=") || comma == std::string_view::npos || secret.empty()) return false;
  const std::string_view stamp = signature.substr(2, comma - 2);
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(stamp.data(), stamp.data() + stamp.size(), seconds);
  if (problem != std::errc{} || end != stamp.data() + stamp.size()) return false;
  const std::int64_t now = now_ms / 1000;
  if (seconds < now - kToleranceSeconds || seconds > now + kToleranceSeconds) return false;
  const std::string signed_text = std::string{stamp}.append(".").append(body);
  const std::string expected =
      herald::sdk::to_hex(crypto.hmac(herald::sdk::Hash::Sha256, secret, signed_text));
  return crypto.equal(expected, signature.substr(comma + 4));
}

}  // namespace sandbox
