#include "plugins/providers/sendgrid/send.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/sendgrid/account.hpp"
#include "plugins/providers/sendgrid/limits.hpp"
#include "plugins/providers/sendgrid/mail.hpp"
#include "plugins/providers/sendgrid/outbound.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

enum class Commits : bool { No, Yes };

sdk::Reply request(const Account& account, json body, Commits commits) {
  json headers = json::array({json::array({"Authorization", "Bearer " + account.api_key}),
                              json::array({"Content-Type", "application/json"})});
  if (!account.subuser.empty()) headers.push_back(json::array({"on-behalf-of", account.subuser}));
  const json members{{"method", "POST"},
                     {"url", base_url(account) + "/v3/mail/send"},
                     {"headers", std::move(headers)},
                     {"body", std::move(body)},
                     {"commits", commits == Commits::Yes}};
  return {dumped({{"request", members}}), {}};
}

/// Keys of callbacks do not matter here: a message may go although its receipts will be refused.
std::optional<sdk::Reply> account_verdict(const Account& account) {
  for (const AccountProblem& problem : problems_of(account))
    if (problem.pointer != "/config/webhook_public_key" && problem.pointer != "/webhook_secret")
      return rejected("config", {"account", problem.pointer + ": " + problem.text});
  return std::nullopt;
}

}  // namespace

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(account)) return *std::move(verdict);
  const Outbound message = read_outbound(call.input, account);
  if (const auto refusal = refusal_of(message)) return rejected(*refusal);
  json body = body_of(message);
  if (const auto refusal = refusal_of_size(wire_bytes(body, message))) return rejected(*refusal);
  return request(account, std::move(body), Commits::Yes);
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(account)) return *std::move(verdict);
  if (account.sender.email.empty())
    return rejected("config", {"sender_missing", "/sender_id: expected a verified sender, found none"});
  const json self{{"email", account.sender.email}};
  const json mail{{"personalizations", json::array({{{"to", json::array({self})}}})},
                  {"from", self},
                  {"subject", "Test of the account"},
                  {"content", json::array({{{"type", "text/plain"}, {"value", "Validated, never sent."}}})},
                  {"mail_settings", {{"sandbox_mode", {{"enable", true}}}}}};
  return request(account, json::array({{{"text", dumped(mail)}}}), Commits::No);
}

}  // namespace herald::sendgrid
