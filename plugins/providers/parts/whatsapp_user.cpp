#include "plugins/providers/parts/whatsapp_user.hpp"

#include <algorithm>

namespace herald::provider {
namespace {

constexpr std::size_t kMostCharacters = 128;

bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool plain(char c) { return capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool is_whatsapp_user(std::string_view text) {
  if (text.size() < 4 || !capital(text[0]) || !capital(text[1]) || text[2] != '.') return false;
  text.remove_prefix(3);
  return text.size() <= kMostCharacters && std::all_of(text.begin(), text.end(), plain);
}

}  // namespace herald::provider
