#include "plugins/providers/twilio/text.hpp"

#include <algorithm>

#include "plugins/providers/parts/phone_text.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool small_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

bool is_sid(std::string_view text, std::string_view prefix) {
  if (text.size() != prefix.size() + 32 || text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return std::all_of(text.begin(), text.end(), small_hex);
}

bool is_sender(std::string_view text) {
  if (is_e164(text)) return true;
  if (text.size() >= 3 && text.size() <= 8 && all_digits(text)) return true;
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return printable && text.size() <= 11 && std::any_of(text.begin(), text.end(), letter);
}

std::string_view without_whatsapp(std::string_view address) {
  if (address.starts_with(kWhatsAppPrefix)) address.remove_prefix(kWhatsAppPrefix.size());
  return address;
}

}  // namespace herald::twilio
