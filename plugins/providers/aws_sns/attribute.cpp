#include "plugins/providers/aws_sns/attribute.hpp"

#include <algorithm>

#include "plugins/providers/parts/phone_text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

bool is_sender_id(std::string_view text) {
  return text.size() >= 3 && text.size() <= 11 && std::any_of(text.begin(), text.end(), is_letter) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_origination_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return text.size() >= 5 && text.size() <= 14 && all_digits(text);
}

bool is_price(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || whole.size() > 5 || !all_digits(whole)) return false;
  if (point == text.size()) return true;
  const std::string_view fraction = text.substr(point + 1);
  return !fraction.empty() && fraction.size() <= 5 && all_digits(fraction);
}

bool is_registered_id(std::string_view text) {
  return !text.empty() && text.size() <= 50 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '!' && c <= '~'; });
}

bool is_sms_type(std::string_view text) { return text == "Promotional" || text == "Transactional"; }

}  // namespace herald::aws_sns
