#include "plugins/providers/twilio/send.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/twilio/account.hpp"
#include "plugins/providers/twilio/outbound.hpp"
#include "plugins/providers/twilio/request.hpp"

namespace herald::twilio {
using namespace provider;

using nlohmann::json;

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const Outbound message = read_outbound(call.input, account.sender_id);
  if (const auto refusal = refusal_of(message)) return rejected(*refusal);
  json out = authorized(call, account);
  out["method"] = "POST";
  out["url"] = resource(account, "/Messages.json");
  out["headers"].push_back(json::array({"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}));
  out["body"] = json::array({{{"text", form_encode(parameters_of(message))}}});
  out["commits"] = true;
  return request_plan(std::move(out));
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  json out = authorized(call, account);
  out["method"] = "GET";
  // An ordinary API key may not read the account resource, but it may list messages.
  out["url"] = resource(account, account.api_key.empty() ? ".json" : "/Messages.json?PageSize=1");
  out["commits"] = false;
  return request_plan(std::move(out));
}

}  // namespace herald::twilio
