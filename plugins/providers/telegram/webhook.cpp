#include "plugins/providers/telegram/webhook.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/telegram/account.hpp"
#include "plugins/providers/telegram/headers.hpp"
#include "plugins/providers/telegram/update.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

bool json_type(const std::vector<std::string>& types) {
  constexpr std::string_view kJson = "application/json";
  return types.size() == 1 && types[0].starts_with(kJson) &&
         (types[0].size() == kJson.size() || types[0][kJson.size()] == ';' || types[0][kJson.size()] == ' ');
}

/// Every value of the header must be the secret: one that differs may be what a proxy looked at.
bool genuine(const sdk::Crypto& crypto, const std::vector<std::string>& given, const std::string& secret) {
  bool all = !given.empty();
  for (const std::string& value : given) all = crypto.equal(value, secret) && all;
  return all;
}

/// The body of an answer that holds a `method` is carried out by Telegram: a press on a button is answered
/// so, since the person who pressed sees it spin until then.
json reply_to(const json& update) {
  constexpr std::size_t kLongestId = 64;
  json reply{{"status", 200}};
  const std::string press = text_at(object_at(update, "callback_query"), "id");
  if (press.empty() || press.size() > kLongestId) return reply;
  reply["content_type"] = "application/json";
  reply["body"] = dumped({{"method", "answerCallbackQuery"}, {"callback_query_id", press}});
  return reply;
}

sdk::Reply told(json events, json reply) {
  return reply_with({{"kind", "events"}, {"events", std::move(events)}, {"reply", std::move(reply)}});
}

}  // namespace

sdk::Reply plan_webhook(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (account.webhook_secret.empty())
    return refused({"secret_missing", "expected a webhook_secret in the channel, found none"});
  const json input = object_of(call.input, "input");
  const json& request = object_at(input, "request");
  const auto list = request.find("headers");
  const std::string headers = list == request.end() ? "[]" : dumped(*list);
  if (!genuine(call.crypto(), header_values(headers, "x-telegram-bot-api-secret-token"),
               account.webhook_secret))
    return refused({"secret", "expected the channel's secret in X-Telegram-Bot-Api-Secret-Token"});
  if (text_at(request, "method") != "POST" || !json_type(header_values(headers, "content-type")))
    return refused({"request", "expected a POST of JSON, found another request"});
  const json update = json::parse(call.bytes, nullptr, false);
  const auto events = events_of(update, bot_id(account));
  return events ? told(*events, reply_to(update)) : told(json::array(), {{"status", 400}});
}

}  // namespace herald::telegram
