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

std::string_view state_of(const Fields& fields, std::string_view word) {
  return first_value(fields, "EventType") == "READ" ? "READ" : state_of_word(word);
}

json opt_out(const Fields& fields, const std::string& sid) {
  json event{{"kind", "opt_out"}, {"address", address_in(fields, "To")}};
  add_origin(fields, sid + ":opt_out", event);
  return event;
}

}  // namespace

std::string_view state_of_word(std::string_view word) {
  if (word == "read") return "READ";
  if (word == "delivered" || word == "partially_delivered") return "DELIVERED";
  if (word == "failed" || word == "undelivered" || word == "canceled") return "FAILED";
  return "SENT";
}

void add_failure(const WhyFailed& why, json& event) {
  event["code"] = why.code > 0 ? std::to_string(why.code) : why.word;
  // Without a code nobody knows why, as with 30008.
  const bool unexplained = why.code <= 0 && why.word != "canceled";
  event["class"] = error_class(unexplained ? Failure::RetryLater : error_row(why.code).failure);
  if (!why.text.empty()) event["text"] = why.text;
}

json receipt_events(const Fields& fields, std::string_view ref) {
  const std::string sid = message_sid(fields);
  if (sid.empty()) return json::array();
  const std::string word = status_word(fields);
  const std::string event_type(first_value(fields, "EventType"));
  json event{{"kind", "receipt"}, {"provider_id", sid}, {"state", state_of(fields, word)}, {"detail", word}};
  if (!ref.empty()) event["attempt_ref"] = ref;
  if (event["state"] == "FAILED")
    add_failure({error_code(fields), word, redacted_numbers(first_value(fields, "ErrorMessage"), {})}, event);
  add_origin(fields, sid + ":" + word + (event_type.empty() ? "" : ":" + event_type), event);
  json events = json::array({std::move(event)});
  const bool unwanted = error_row(error_code(fields)).failure == Failure::OptOut;
  if (unwanted && !first_value(fields, "To").empty()) events.push_back(opt_out(fields, sid));
  return events;
}

}  // namespace herald::twilio
