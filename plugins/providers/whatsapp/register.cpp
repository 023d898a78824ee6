#include "plugins/providers/whatsapp/register.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/whatsapp/account.hpp"
#include "plugins/providers/whatsapp/answer.hpp"
#include "plugins/providers/whatsapp/graph.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kHandshakeFailed = 2200;
constexpr const char* kSubscribing = R"({"step":"subscribe"})";
constexpr const char* kConfiguring = R"({"step":"configure"})";

std::string step_of(const sdk::Call& call) { return text_at(object_of(call.state, "state"), "step"); }

std::optional<Reason> hindrance(const Account& account, const std::string& url) {
  if (account.waba_id.empty())
    return Reason{"waba_missing", "/config/waba_id: expected the business account of the number, found none"};
  if (account.verify_token.empty())
    return Reason{"verify_token_missing",
                  "/config/verify_token: expected the token that Meta's handshake repeats, found none"};
  if (!url.starts_with("https://"))
    return Reason{"bad_webhook",
                  "expected a callback_url of https, as Meta calls no other; "
                  "set http.public_url or the channel's webhook_url"};
  return std::nullopt;
}

/// Where webhooks of this number alone go, instead of to the app's URL.
sdk::Reply configure(const sdk::Call& call, const Account& account, json configuration) {
  return graph_plan(call, account,
                    {.method = "POST",
                     .path = account.phone_number_id,
                     .content_type = "application/json",
                     .state = kConfiguring},
                    json::array({{{"text", dumped({{"webhook_configuration", std::move(configuration)}})}}}));
}

}  // namespace

sdk::Reply plan_register(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const std::string url = text_at(object_of(call.input, "input"), "callback_url");
  if (auto reason = hindrance(account, url)) return rejected("config", *reason);
  if (step_of(call) == "configure")
    return configure(call, account, {{"override_callback_uri", url}, {"verify_token", account.verify_token}});
  return graph_plan(call, account,
                    {.method = "POST",
                     .path = account.waba_id + "/subscribed_apps",
                     .content_type = "application/json",
                     .state = kSubscribing},
                    json::array({{{"text", "{}"}}}));
}

sdk::Reply plan_unregister(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  return configure(call, account, {{"override_callback_uri", ""}});
}

sdk::Reply judge_registration(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!succeeded(response)) {
    if (error_in(response.body).code == kHandshakeFailed)
      return rejected("config", {"handshake_failed",
                                 "Meta could not verify the callback_url: expected it to lead to this "
                                 "channel, whose verify_token it repeats"});
    return certain(call, response);
  }
  const json whole = json::parse(response.body, nullptr, false);
  if (!whole.is_object() || !choice_at(whole, "success").value_or(false))
    return retry("provider_down",
                 {"unreadable_answer", "expected success true, found something else: is api_url right?"});
  if (step_of(call) == "subscribe")
    return {dumped({{"continue", {{"state", json::parse(kConfiguring)}}}}), {}};
  return reply_with({{"kind", "ok"}});
}

}  // namespace herald::whatsapp
