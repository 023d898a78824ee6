#include "plugins/providers/parts/address.hpp"

#include <algorithm>

#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

bool alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool local_part(std::string_view text) {
  constexpr std::string_view kMarks = ".!#$%&'*+-/=?^_`{|}~";
  return !text.empty() && text.size() <= 64 && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos && std::all_of(text.begin(), text.end(), [&](char c) {
           return alnum(c) || kMarks.find(c) != std::string_view::npos;
         });
}

bool label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return alnum(c) || c == '-'; });
}

bool domain(std::string_view text) {
  int labels = 0;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!label(text.substr(0, dot))) return false;
    ++labels;
    if (dot == std::string_view::npos) return labels >= 2;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && text.size() <= 254 && local_part(text.substr(0, at)) &&
         domain(text.substr(at + 1));
}

Mailbox read_mailbox(std::string_view text) {
  text = trimmed(text);
  const std::size_t open = text.rfind('<');
  if (open == std::string_view::npos || !text.ends_with('>')) return {std::string(text), {}};
  std::string_view name = trimmed(text.substr(0, open));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  const std::string_view email = text.substr(open + 1, text.size() - open - 2);
  return {std::string(trimmed(email)), std::string(name)};
}

}  // namespace herald::provider
