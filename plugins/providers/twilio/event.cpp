#include "plugins/providers/twilio/event.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/twilio/text.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

constexpr std::size_t kDedupeKeyBytes = 190;

std::string first_of(const Fields& fields, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const std::string_view value = first_value(fields, name); !value.empty()) return std::string(value);
  return {};
}

}  // namespace

std::string message_sid(const Fields& fields) {
  return first_of(fields, {"MessageSid", "SmsMessageSid", "SmsSid"});
}

std::string status_word(const Fields& fields) { return first_of(fields, {"MessageStatus", "SmsStatus"}); }

std::string address_in(const Fields& fields, std::string_view name) {
  return std::string(without_whatsapp(first_value(fields, name)));
}

void add_origin(const Fields& fields, std::string dedupe_key, nlohmann::json& event) {
  if (dedupe_key.size() > kDedupeKeyBytes) dedupe_key.resize(kDedupeKeyBytes);
  event["dedupe_key"] = std::move(dedupe_key);
  if (const std::string_view account = first_value(fields, "AccountSid"); !account.empty())
    event["account_ref"] = account;
}

}  // namespace herald::twilio
