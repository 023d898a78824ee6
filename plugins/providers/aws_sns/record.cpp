#include "plugins/providers/aws_sns/record.hpp"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "plugins/providers/aws_sns/error_table.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/utc_time.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kRecordIdBytes = 100;
constexpr std::size_t kResponseBytes = 100;
constexpr std::string_view kOptedOut = "Phone number is opted out";

/// The carrier's acceptance says less than the phone's.
const char* state_after(std::string_view status, std::string_view response) {
  if (status != "SUCCESS") return "FAILED";
  const std::string low = lower(response);
  const bool by_carrier = low.find("accepted by phone carrier") != std::string::npos;
  return !by_carrier && low.find("accepted by phone") != std::string::npos ? "DELIVERED" : "SENT";
}

/// The phrase as a word: `phone_has_blocked_sms`.
std::string code_of(std::string_view phrase) {
  std::string out;
  for (const char c : lower(phrase)) out += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
  return out;
}

void add_failure(const std::string& response, json& event) {
  const ErrorRow* row = response_row(response);
  event["class"] = error_class(row == nullptr ? Failure::Permanent : row->failure);
  event["code"] = row == nullptr ? "failure" : code_of(row->name);
  if (!response.empty()) event["text"] = response;
}

/// The price is that of all parts together.
void add_charge(const json& delivery, json& event) {
  constexpr double kMostDollars = 1e6;
  constexpr std::int64_t kMostParts = 255;
  const json price = delivery.value("priceInUSD", json{});
  if (price.is_number() && price.get<double>() >= 0 && price.get<double>() <= kMostDollars) {
    event["cost_micros"] = std::llround(price.get<double>() * 1e6);
    event["currency"] = "USD";
  }
  const json parts = delivery.value("numberOfMessageParts", json{});
  if (parts.is_number_integer() && parts > 0 && parts <= kMostParts) event["segments"] = parts;
}

}  // namespace

json record_events(const json& record) {
  const json& notification = object_at(record, "notification");
  const json& delivery = object_at(record, "delivery");
  const std::string id = cut(text_at(notification, "messageId"), kRecordIdBytes);
  const std::string status = text_at(record, "status");
  if (id.empty() || (status != "SUCCESS" && status != "FAILURE")) return json::array();
  const std::string response =
      cut(redacted_numbers(text_at(delivery, "providerResponse"), {}), kResponseBytes);
  const std::string state = state_after(status, response);
  json event{{"kind", "receipt"}, {"provider_id", id}, {"state", state}, {"dedupe_key", id + ":" + state}};
  event["detail"] = response.empty() ? status : response;
  if (const auto at = utc_ms(text_at(notification, "timestamp"))) event["occurred_at_ms"] = *at;
  add_charge(delivery, event);
  if (status == "FAILURE") add_failure(response, event);
  json events = json::array({std::move(event)});
  const ErrorRow* row = status == "FAILURE" ? response_row(response) : nullptr;
  if (const std::string to = text_at(delivery, "destination");
      row != nullptr && row->name == kOptedOut && is_e164(to))
    events.push_back({{"kind", "opt_out"}, {"address", to}, {"dedupe_key", id + ":opt_out"}});
  return events;
}

}  // namespace herald::aws_sns
