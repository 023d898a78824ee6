#include "plugins/providers/twilio/receipt.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/twilio/error_table.hpp"
#include "plugins/providers/twilio/event.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

int error_code(const Fields& fields) {
  const std::string_view text = first_value(fields, "ErrorCode");
  int code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  return error == std::errc{} && end == text.data() + text.size() ? code : 0;
}

/// A callback of any kind proves that Twilio has the message, so words before `sent`, and new ones, mean
/// SENT.
std::string_view state_of(const Fields& fields, std::string_view word) {
  if (first_value(fields, "EventType") == "READ" || word == "read") return "READ";
  if (word == "delivered" || word == "partially_delivered") return "DELIVERED";
  if (word == "failed" || word == "undelivered" || word == "canceled") return "FAILED";
  return "SENT";
}

void add_failure(const Fields& fields, std::string_view word, json& event) {
  const int code = error_code(fields);
  event["code"] = code > 0 ? std::to_string(code) : std::string(word);
  // Without a code nobody knows why, as with 30008.
  const bool unexplained = code <= 0 && word != "canceled";
  event["class"] = error_class(unexplained ? Failure::RetryLater : error_row(code).failure);
  const std::string text = redacted_numbers(first_value(fields, "ErrorMessage"), {});
  if (!text.empty()) event["text"] = text;
}

json opt_out(const Fields& fields, const std::string& sid) {
  json event{{"kind", "opt_out"}, {"address", address_in(fields, "To")}};
  add_origin(fields, sid + ":opt_out", event);
  return event;
}

}  // namespace

json receipt_events(const Fields& fields, std::string_view ref) {
  const std::string sid = message_sid(fields);
  if (sid.empty()) return json::array();
  const std::string word = status_word(fields);
  const std::string event_type(first_value(fields, "EventType"));
  json event{{"kind", "receipt"}, {"provider_id", sid}, {"state", state_of(fields, word)}, {"detail", word}};
  if (!ref.empty()) event["attempt_ref"] = ref;
  if (event["state"] == "FAILED") add_failure(fields, word, event);
  add_origin(fields, sid + ":" + word + (event_type.empty() ? "" : ":" + event_type), event);
  json events = json::array({std::move(event)});
  const bool unwanted = error_row(error_code(fields)).failure == Failure::OptOut;
  if (unwanted && !first_value(fields, "To").empty()) events.push_back(opt_out(fields, sid));
  return events;
}

}  // namespace herald::twilio
