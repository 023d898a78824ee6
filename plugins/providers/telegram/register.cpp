#include "plugins/providers/telegram/register.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/telegram/account.hpp"
#include "plugins/providers/telegram/answer.hpp"
#include "plugins/providers/telegram/request.hpp"
#include "plugins/providers/telegram/update.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::string_view kScheme = "https://";

}  // namespace

sdk::Reply plan_register(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  if (account.webhook_secret.empty())
    return rejected("config", {"secret_missing", "expected a webhook_secret in the channel, found none"});
  const std::string url = text_at(object_of(call.input, "input"), "callback_url");
  if (!url.starts_with(kScheme))
    return rejected("config", {"bad_webhook",
                               "expected a callback_url of https, as Telegram calls no other; "
                               "set http.public_url or the channel's webhook_url"});
  const json parameters{{"url", url},
                        {"secret_token", account.webhook_secret},
                        {"allowed_updates", json(kUpdateKinds)},
                        {"drop_pending_updates", false}};
  return {dumped({{"request", method_call(account, "setWebhook", parameters)}}), {}};
}

sdk::Reply plan_unregister(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const json parameters{{"drop_pending_updates", false}};
  return {dumped({{"request", method_call(account, "deleteWebhook", parameters)}}), {}};
}

sdk::Reply judge_registration(const sdk::Call& call, const sdk::HttpResponse& response) {
  const ApiAnswer answer = read_answer(response);
  if (!answer.ok) return judge_failed(answer, Attempted::Reading, secrets_of(read_account(call.account)));
  if (answer.result != "true")
    return retry("provider_down", {"unreadable_answer", "expected the result true, found something else"});
  return reply_with({{"kind", "ok"}});
}

}  // namespace herald::telegram
