#include "host/base/redact.hpp"

#include <string_view>

namespace herald {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::string_view kMark = "***";

}  // namespace

void redact(std::string& text, const std::string& secret) {
  if (secret.size() < kShortest) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kMark.size()))
    text.replace(at, secret.size(), kMark);
}

void redact(std::string& text, std::span<const std::string> secrets) {
  for (const std::string& secret : secrets) redact(text, secret);
}

}  // namespace herald
