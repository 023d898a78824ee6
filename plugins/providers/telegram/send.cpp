#include "plugins/providers/telegram/send.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/answer.hpp"
#include "plugins/providers/telegram/outbound.hpp"
#include "plugins/providers/telegram/request.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

/// What a loop remembers: where the group has moved to.
std::string moved_to(const sdk::Call& call) { return text_at(object_of(call.state, "state"), "moved_to"); }

/// An album becomes a message for each file; the first one stands for them.
sdk::Reply accepted(const std::string& result, const std::string& moved) {
  const json sent = json::parse(result, nullptr, false);
  const std::string id = message_ref(sent.is_array() && !sent.empty() ? sent.front() : sent);
  if (id.empty()) return unknown({"unreadable_answer", "expected a message with its id, found none"});
  json verdict{{"kind", "accepted"}, {"ids", {{"provider_id", id}}}, {"status", "SENT"}};
  if (!moved.empty()) verdict["detail"] = "the group moved to " + moved;
  return reply_with(std::move(verdict));
}

}  // namespace

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const json input = object_of(call.input, "input");
  const json& message = object_at(input, "message");
  if (const auto refusal = refusal_of(message, account.sender_id)) return rejected(*refusal);
  json request = api_request(account, call_of(message, moved_to(call)), call.crypto());
  request["commits"] = true;
  return {dumped({{"request", std::move(request)}}), {}};
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  return {dumped({{"request", method_call(account, "getMe", json::object())}}), {}};
}

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  const ApiAnswer answer = read_answer(response);
  const std::string moved = moved_to(call);
  if (answer.ok) return accepted(answer.result, moved);
  if (!answer.moved_to.empty() && moved.empty())
    return {dumped({{"continue", {{"state", {{"moved_to", answer.moved_to}}}}}}), {}};
  return judge_failed(answer, Attempted::Delivery, secrets_of(read_account(call.account)));
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  const ApiAnswer answer = read_answer(response);
  if (!answer.ok) return judge_failed(answer, Attempted::Reading, secrets_of(read_account(call.account)));
  const json bot = object_of(answer.result, "result");
  json fields = json::object();
  for (const char* key : {"id", "username", "first_name"})
    if (const std::string text = text_at(bot, key); !text.empty()) fields[key] = text;
  return reply_with({{"kind", "ok"}, {"fields", std::move(fields)}});
}

}  // namespace herald::telegram
