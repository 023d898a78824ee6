#include "plugins/providers/sendgrid/public_key.hpp"

#include <algorithm>

namespace herald::sendgrid {
namespace {

constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view kEnd = "-----END PUBLIC KEY-----";
/// What every such key begins with: id-ecPublicKey, prime256v1, an uncompressed point.
constexpr std::string_view kStart = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";
constexpr std::size_t kCharacters = 124;

bool alphabet(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

}  // namespace

std::string bare_key(std::string_view pasted) {
  if (const std::size_t begin = pasted.find(kBegin); begin != std::string_view::npos) {
    pasted.remove_prefix(begin + kBegin.size());
    pasted = pasted.substr(0, pasted.find(kEnd));
  }
  std::string out;
  for (const char c : pasted)
    if (std::string_view{" \t\r\n"}.find(c) == std::string_view::npos) out += c;
  return out;
}

bool is_p256_key(std::string_view pasted) {
  const std::string key = bare_key(pasted);
  return key.size() == kCharacters && key.starts_with(kStart) && key.ends_with("==") &&
         std::all_of(key.begin(), key.end() - 2, alphabet);
}

}  // namespace herald::sendgrid
