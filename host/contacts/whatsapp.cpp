#include <algorithm>

#include "host/contacts/spellings.hpp"

namespace herald::contacts {
namespace {

constexpr std::size_t kMostOfUser = 128;
constexpr std::size_t kMostOfGroup = 200;
constexpr std::string_view kGroup = "group:";

bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool of_user_id(char c) { return capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool of_group(char c) {
  return of_user_id(c) || std::string_view{"+/=_-.:"}.find(c) != std::string_view::npos;
}

/// A country in two capitals, a dot, letters and digits: someone who shows the business no number.
bool user(std::string_view text) {
  if (text.size() < 4 || !capital(text[0]) || !capital(text[1]) || text[2] != '.') return false;
  text.remove_prefix(3);
  return text.size() <= kMostOfUser && std::ranges::all_of(text, of_user_id);
}

}  // namespace

Result<std::string> normalise_whatsapp(std::string_view text, std::string_view default_region) {
  if (user(text)) return std::string{text};
  if (!text.starts_with(kGroup)) return normalise_phone(text, default_region);
  const std::string_view id = text.substr(kGroup.size());
  if (id.empty() || id.size() > kMostOfGroup || !std::ranges::all_of(id, of_group))
    return invalid_address("expected group: and the id of a group at WhatsApp, at most 200 characters");
  return std::string{text};
}

}  // namespace herald::contacts
