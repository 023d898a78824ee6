#include "host/api/cursor.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace herald::api {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kSumBytes = 8;

std::string to_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) out.push_back(kDigits[(bits >> (held - 6)) & 63U]);
  }
  if (held > 0) out.push_back(kDigits[(bits << (6 - held)) & 63U]);
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const auto digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>((bits >> held) & 255U));
  }
  return out;
}

/// FNV-1a, 64 bits.
std::string check_sum(const CursorScope& scope, std::string_view cursor) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const std::string_view part : {scope.list, std::string_view{scope.tenant.text}, cursor}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    hash = (hash ^ 0xffU) * 1099511628211ULL;
  }
  std::string out(kSumBytes, '\0');
  for (std::size_t i = 0; i < kSumBytes; ++i) out[i] = static_cast<char>((hash >> (8 * i)) & 255U);
  return out;
}

}  // namespace

std::string encode_cursor(const CursorScope& scope, std::string_view cursor) {
  if (cursor.empty()) return {};
  return to_base64url(check_sum(scope, cursor) + std::string{cursor});
}

Result<std::string> decode_cursor(const CursorScope& scope, std::string_view text) {
  if (text.empty()) return std::string{};
  const auto bytes = from_base64url(text);
  if (bytes && bytes->size() > kSumBytes) {
    std::string cursor = bytes->substr(kSumBytes);
    // Encoding again also refuses a text whose spare last bits were changed.
    if (encode_cursor(scope, cursor) == text) return cursor;
  }
  return Error{.code = Errc::Invalid,
               .reason = "invalid_cursor",
               .detail = "expected a cursor that this list gave",
               .problems = {{"/query/cursor", "is not a cursor of this list"}}};
}

}  // namespace herald::api
