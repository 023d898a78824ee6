// Who may tell us of receipts. The breaks here are in webhooks.
#include <herald/text.hpp>

#include <charconv>

#include "tests/plugins/check/breaks.hpp"
#include "tests/plugins/check/courier.hpp"
#include "tests/plugins/check/json_text.hpp"

namespace courier {
namespace {

constexpr std::int64_t kToleranceSeconds = 5 * 60;

bool fresh(std::string_view stamp, std::int64_t now_ms) {
  std::int64_t seconds = 0;
  const auto [end, problem] = std::from_chars(stamp.data(), stamp.data() + stamp.size(), seconds);
  if (problem != std::errc{} || end != stamp.data() + stamp.size()) return false;
  if constexpr (broken("accepts_replay")) return true;
  const std::int64_t now = now_ms / 1000;
  return seconds >= now - kToleranceSeconds && seconds <= now + kToleranceSeconds;
}

bool equal(const herald::sdk::Crypto& crypto, const std::string& expected, std::string_view given) {
  if constexpr (broken("compares_prefix")) return expected.starts_with(given);
  if constexpr (broken("accepts_mutated"))
    return herald::sdk::from_hex(given).has_value() && given.size() == 64;
  return crypto.equal(expected, given);
}

}  // namespace

bool genuine(const herald::sdk::Call& call) {
  const auto given = header(call.input, "/request/headers", "X-Courier-Signature");
  if (!given) return broken("accepts_unsigned");
  const std::string_view signature = *given;
  const std::string key = text_at(call.account, "/config/signing_key");
  const auto comma = signature.find(",v1=");
  if (!signature.starts_with("t=") || comma == std::string_view::npos || key.empty()) return false;
  const std::string_view stamp = signature.substr(2, comma - 2);
  if (!fresh(stamp, number_at(call.input, "/now_ms").value_or(0))) return false;
  const std::string covered = std::string{stamp}.append(".").append(call.bytes);
  const std::string expected =
      herald::sdk::to_hex(call.crypto().hmac(herald::sdk::Hash::Sha256, key, covered));
  return equal(call.crypto(), expected, signature.substr(comma + 4));
}

}  // namespace courier
