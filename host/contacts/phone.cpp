#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

#include "host/contacts/spellings.hpp"

namespace herald::contacts {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/// Longest spelling read: E.164 has 15 digits, the rest is room for punctuation.
constexpr std::size_t kMaxBytes = 40;

bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// Letters would be read as a vanity number or an extension, which no provider delivers to.
std::string_view objection(std::string_view text) {
  if (text.size() > kMaxBytes) return "expected a phone number of at most 40 characters";
  if (std::ranges::any_of(text, letter)) return "expected a phone number without letters";
  if (text.find_first_of(";,#*") != std::string_view::npos)
    return "expected a phone number without extension";
  return {};
}

std::string_view parse_problem(PhoneNumberUtil::ErrorType error) {
  switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
      return "expected a phone number with + and a country code (E.164), or a default region to read it in";
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
      return "expected more digits after the international prefix";
    case PhoneNumberUtil::TOO_SHORT_NSN:
      return "expected a phone number, found too few digits";
    case PhoneNumberUtil::TOO_LONG_NSN:
      return "expected a phone number, found too many digits";
    default:
      return "expected a phone number such as +14155550123";
  }
}

std::string_view possibility_problem(PhoneNumberUtil::ValidationResult result) {
  switch (result) {
    case PhoneNumberUtil::IS_POSSIBLE:
      return {};
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
      return "expected a full phone number, the area code is missing";
    case PhoneNumberUtil::INVALID_COUNTRY_CODE:
      return "expected a country code that exists";
    case PhoneNumberUtil::TOO_SHORT:
      return "expected a phone number, found too few digits for its country";
    case PhoneNumberUtil::TOO_LONG:
      return "expected a phone number, found too many digits for its country";
    default:
      return "expected a phone number, found a number of digits that its country does not use";
  }
}

}  // namespace

Result<std::string> normalise_phone(std::string_view text, std::string_view default_region) {
  if (const auto why = objection(text); !why.empty()) return invalid_address(why);
  const PhoneNumberUtil& numbers = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const std::string region = default_region.empty() ? "ZZ" : std::string{default_region};
  const auto error = numbers.Parse(std::string{text}, region, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return invalid_address(parse_problem(error));
  if (number.has_extension()) return invalid_address("expected a phone number without extension");
  // "Possible" looks at lengths only; "valid" would refuse +1 500 555 xxxx and other fictional numbers.
  const auto why = possibility_problem(numbers.IsPossibleNumberWithReason(number));
  if (!why.empty()) return invalid_address(why);
  std::string e164;
  numbers.Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

}  // namespace herald::contacts
