#include "host/base/redact.hpp"

namespace herald {

void hide(std::string& text, const std::string& secret) {
  if (secret.size() < kShortestSecret) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
}

void hide(std::string& text, std::span<const std::string> secrets) {
  for (const std::string& secret : secrets) hide(text, secret);
}

void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  text.resize(most);
}

}  // namespace herald
