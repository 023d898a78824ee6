#include "plugins/providers/twilio/price.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/twilio/account.hpp"
#include "plugins/providers/twilio/answer.hpp"
#include "plugins/providers/twilio/receipt.hpp"
#include "plugins/providers/twilio/request.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

std::string asked_sid(const sdk::Call& call) {
  return text_at(object_at(object_of(call.input, "input"), "message"), "provider_id");
}

/// What may stand in a path as it is; every sid is such a text.
bool is_plain(std::string_view text) {
  constexpr std::size_t kLongestSid = 64;
  return !text.empty() && text.size() <= kLongestSid && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

bool is_currency(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

json receipt_of(const json& message, const std::string& sid, const std::vector<std::string>& secrets) {
  const std::string word = text_at(message, "status");
  json event{{"kind", "receipt"},
             {"provider_id", sid},
             {"state", state_of_word(word)},
             {"dedupe_key", sid + ":price"}};
  if (!word.empty()) event["detail"] = word;
  if (event["state"] == "FAILED")
    add_failure({static_cast<int>(integer_at(message, "error_code").value_or(0)), word,
                 redacted_numbers(text_at(message, "error_message"), secrets)},
                event);
  return event;
}

}  // namespace

bool add_cost(const json& message, json& told) {
  const auto price = micros(text_at(message, "price"));
  const std::string currency = text_at(message, "price_unit");
  if (!price || !is_currency(currency)) return false;
  told["cost_micros"] = *price < 0 ? -*price : *price;
  told["currency"] = currency;
  return true;
}

std::optional<json> price_events(std::string_view body, const std::string& sid,
                                 const std::vector<std::string>& secrets) {
  const json message = json::parse(body, nullptr, false);
  if (!message.is_object() || sid.empty() || text_at(message, "sid") != sid) return std::nullopt;
  json event = receipt_of(message, sid, secrets);
  return add_cost(message, event) ? json::array({std::move(event)}) : json::array();
}

sdk::Reply plan_price(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const std::string sid = asked_sid(call);
  if (!is_plain(sid))
    return rejected("unsupported", {"provider_id", "expected the sid of a message, found none"});
  json out = authorized(call, account);
  out["method"] = "GET";
  out["url"] = resource(account, "/Messages/" + sid + ".json");
  out["commits"] = false;
  return request_plan(std::move(out));
}

sdk::Reply judge_price(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (response.status == 404 || response.status == 410)
    return rejected("content_rejected", {"message_gone", "Twilio does not have the message any more"});
  if (response.status == 408) return retry("transient", {"http_408", "Twilio took too long"});
  if (response.status < 200 || response.status >= 300) return judge_read(call, response);
  auto events = price_events(response.body, asked_sid(call), unspeakable(call));
  if (!events)
    return retry("transient", {"unreadable_answer", "expected the message that was asked for, found none"});
  return reply_with({{"kind", "events"}, {"events", *std::move(events)}});
}

}  // namespace herald::twilio
