#include "host/contacts/normalise.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "host/contacts/spellings.hpp"

namespace herald::contacts {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds{{
    {"SMS", "phone"},
    {"VOICE", "phone"},
    {"EMAIL", "email"},
    {"TELEGRAM", "telegram"},
    {"WHATSAPP", "whatsapp"},
}};

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

Result<std::string> spelling(std::string_view kind, std::string_view text, std::string_view default_region) {
  if (text.empty()) return invalid_address("expected an address, found nothing");
  if (kind == "phone") return normalise_phone(text, default_region);
  if (kind == "whatsapp") return normalise_whatsapp(text, default_region);
  if (kind == "email") return normalise_email(text);
  if (kind == "telegram") return normalise_telegram(text);
  return invalid_address("expected the kind phone, email, telegram or whatsapp");
}

}  // namespace

std::optional<std::string_view> address_kind(std::string_view channel_type) {
  const auto* found = std::ranges::find(kKinds, channel_type, [](const auto& row) { return row.first; });
  return found == kKinds.end() ? std::nullopt : std::optional{found->second};
}

Result<domain::AddressKey> normalise(std::string_view kind, std::string_view text,
                                     std::string_view default_region) {
  auto spelt = spelling(kind, trim(text), default_region);
  if (!spelt) return std::move(spelt).error();
  return domain::AddressKey{.kind = std::string{kind}, .normalised = *std::move(spelt)};
}

Error invalid_address(std::string_view detail) {
  return {.code = Errc::Invalid, .reason = "invalid_address", .detail = std::string{detail}};
}

std::string lower_ascii(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace herald::contacts
