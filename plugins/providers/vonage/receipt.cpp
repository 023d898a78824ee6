#include "plugins/providers/vonage/receipt.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/utc_time.hpp"
#include "plugins/providers/vonage/answer.hpp"
#include "plugins/providers/vonage/error_table.hpp"
#include "plugins/providers/vonage/number.hpp"
#include "plugins/providers/vonage/outbound.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kReferenceBytes = 64;
constexpr std::size_t kWordBytes = 60;
constexpr std::size_t kIdBytes = 100;  // 16 and 36 by the documents
constexpr std::int64_t kMostStatedParts = 255;

/// Any receipt proves that Vonage has the message, so words that say less than delivered mean SENT.
const char* receipt_state(std::string_view word) {
  if (word == "delivered") return "DELIVERED";
  if (word == "read") return "READ";
  const bool failed = word == "expired" || word == "failed" || word == "rejected" || word == "undeliverable";
  return failed ? "FAILED" : "SENT";
}

json receipt_of(const std::string& id, const std::string& word) {
  return {{"kind", "receipt"},
          {"provider_id", id},
          {"state", receipt_state(word)},
          {"detail", word},
          {"dedupe_key", id + ":" + word}};
}

void add_reference(const std::string& attempt_ref, json& event) {
  if (!attempt_ref.empty() && attempt_ref.size() <= kReferenceBytes) event["attempt_ref"] = attempt_ref;
}

void add_time(std::string_view text, json& event) {
  if (const auto at = utc_ms(text)) event["occurred_at_ms"] = *at;
}

void add_reason(const std::string& code, Failure failure, json& event) {
  event["code"] = code.empty() || code == "0" ? event["detail"].get<std::string>() : cut(code, kWordBytes);
  event["class"] = error_class(failure);
}

/// Vonage states prices in whole units of the currency.
void add_price(std::string_view price, const std::string& currency, json& event) {
  const auto cost = micros(price);
  if (!cost || *cost < 0 || currency.size() != 3) return;
  event["cost_micros"] = *cost;
  event["currency"] = currency;
}

/// What a status of the Messages API says the whole message took.
void add_usage(const json& body, json& event) {
  const json& usage = object_at(body, "usage");
  add_price(text_at(usage, "price"), text_at(usage, "currency"), event);
  const auto parts = sdk::whole_number(text_at(object_at(body, "sms"), "count_total")).value_or(0);
  if (parts > 0 && parts <= kMostStatedParts) event["segments"] = parts;
}

json unwanted(const std::string& id, std::string_view number) {
  return {{"kind", "opt_out"}, {"address", with_plus(number)}, {"dedupe_key", id + ":opt_out"}};
}

Failure failure_of(const std::string& word, int code) {
  const Failure failure = message_failure(code);
  if (failure != Failure::Unlisted) return failure;
  return word == "undeliverable" ? Failure::RetryLater : Failure::Permanent;
}

}  // namespace

json receipt_events(const Fields& fields) {
  const std::string id = cut(first_value(fields, "messageId"), kIdBytes);
  const std::string word = cut(first_value(fields, "status"), kWordBytes);
  if (id.empty() || word.empty()) return json::array();
  json event = receipt_of(id, word);
  const Ref ref = read_client_ref(first_value(fields, "client-ref"));
  add_reference(ref.attempt_ref, event);
  add_time(first_value(fields, "message-timestamp"), event);
  // The price is that of one part; of several the answer has told the sum.
  if (ref.parts == 1 && !ref.attempt_ref.empty()) add_price(first_value(fields, "price"), "EUR", event);
  if (event["state"] != "FAILED") return json::array({std::move(event)});
  if (ref.parts > 1) event["state"] = "BOUNCED";
  const std::string code(first_value(fields, "err-code"));
  const Failure failure = receipt_failure(static_cast<int>(sdk::whole_number(code).value_or(0) % 1'000'000));
  add_reason(code, failure, event);
  json events = json::array({std::move(event)});
  const std::string_view recipient = first_value(fields, "msisdn");
  if (failure == Failure::OptOut && !recipient.empty()) events.push_back(unwanted(id, recipient));
  return events;
}

json status_events(const json& body) {
  const std::string id = cut(text_at(body, "message_uuid"), kIdBytes);
  const std::string word = cut(text_at(body, "status"), kWordBytes);
  if (id.empty() || word.empty()) return json::array();
  json event = receipt_of(id, word);
  add_reference(text_at(body, "client_ref"), event);
  add_time(text_at(body, "timestamp"), event);
  add_usage(body, event);
  if (event["state"] != "FAILED") return json::array({std::move(event)});
  const json& error = object_at(body, "error");
  const int code = problem_code(error);
  const Failure failure = failure_of(word, code);
  if (failure == Failure::Duplicate) {  // it is there already
    event["state"] = "SENT";
    return json::array({std::move(event)});
  }
  add_reason(code > 0 ? std::to_string(code) : "", failure, event);
  if (const std::string text = redacted_numbers(text_at(error, "detail"), {}); !text.empty())
    event["text"] = text;
  json events = json::array({std::move(event)});
  const std::string recipient = text_at(body, "to");
  if (failure == Failure::OptOut && !recipient.empty()) events.push_back(unwanted(id, recipient));
  return events;
}

}  // namespace herald::vonage
