#include "plugins/providers/telegram/poll.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/answer.hpp"
#include "plugins/providers/telegram/request.hpp"
#include "plugins/providers/telegram/update.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kUpdates = 15;  ///< of one poll: as each has at most 64 KiB, the host's 1 MiB holds them
constexpr int kPatienceSeconds = 15;  ///< beyond the time that the server holds a poll

std::optional<std::int64_t> offset_of(std::string_view cursor, const std::string& bot) {
  if (!cursor.starts_with(bot + ":")) return std::nullopt;
  cursor.remove_prefix(bot.size() + 1);
  std::int64_t offset = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), offset);
  if (error != std::errc{} || end != cursor.data() + cursor.size()) return std::nullopt;
  return offset;
}

/// Where the bot's updates wait: two polls of one place would end each other.
std::string queue_of(const Account& account) {
  Account nobody = account;
  nobody.token = bot_id(account);
  return method_url(nobody, "getUpdates");
}

}  // namespace

sdk::Reply plan_poll(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const json input = object_of(call.input, "input");
  json parameters{
      {"limit", kUpdates}, {"timeout", account.poll_seconds}, {"allowed_updates", json(kUpdateKinds)}};
  if (const auto offset = offset_of(text_at(input, "cursor"), bot_id(account)))
    parameters["offset"] = *offset;
  json request = method_call(account, "getUpdates", parameters);
  request["timeout_ms"] = (account.poll_seconds + kPatienceSeconds) * 1000;
  return {dumped({{"request", std::move(request)}, {"queue", queue_of(account)}}), {}};
}

sdk::Reply judge_poll(const sdk::Call& call, const sdk::HttpResponse& response) {
  const Account account = read_account(call.account);
  const std::string bot = bot_id(account);
  const ApiAnswer answer = read_answer(response);
  if (!answer.ok) return judge_failed(answer, Attempted::Reading, secrets_of(account));
  const json updates = json::parse(answer.result, nullptr, false);
  if (!updates.is_array()) return retry("provider_down", {"unreadable_answer", "expected a list of updates"});
  json verdict{{"kind", "events"}, {"events", json::array()}};
  std::optional<std::int64_t> last;
  for (const json& update : updates) {
    const auto events = events_of(update, bot);
    if (!events) continue;
    last = std::max(last.value_or(0), *update_id(update));
    for (const json& event : *events) verdict["events"].push_back(event);
  }
  if (last) verdict["cursor"] = bot + ":" + std::to_string(*last + 1);
  return reply_with(std::move(verdict));
}

}  // namespace herald::telegram
