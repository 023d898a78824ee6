#include "plugins/providers/aws_sns/send.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/aws_sns/account.hpp"
#include "plugins/providers/aws_sns/answer.hpp"
#include "plugins/providers/aws_sns/clock.hpp"
#include "plugins/providers/aws_sns/outbound.hpp"
#include "plugins/providers/aws_sns/sigv4.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

using nlohmann::json;

enum class Commits : bool { No, Yes };

constexpr std::size_t kMostTopics = 7;  ///< of one loop, one request to be signed again included

sdk::Reply request(const sdk::Call& call, const Account& account, const Fields& fields, Commits commits) {
  const Url endpoint = endpoint_of(account);
  const Signable signable{.host = authority_of(endpoint),
                          .path = endpoint.path,
                          .content_type = "application/x-www-form-urlencoded; charset=utf-8",
                          .date = amz_date(call.now_ms() + clock_offset(call)),
                          .session_token = account.session_token,
                          .body = form_encode(fields)};
  const std::string authorization = authorization_of(call.crypto(), account, signable);
  json headers = json::array(
      {json::array({"Content-Type", signable.content_type}), json::array({"X-Amz-Date", signable.date})});
  if (!signable.session_token.empty())
    headers.push_back(json::array({"X-Amz-Security-Token", signable.session_token}));
  headers.push_back(json::array({"Authorization", authorization}));
  const json members{{"method", "POST"},
                     {"url", origin_of(endpoint) + endpoint.path},
                     {"headers", std::move(headers)},
                     {"body", json::array({{{"text", signable.body}}})},
                     {"commits", commits == Commits::Yes},
                     {"redact", json::array({authorization})}};
  return {dumped({{"request", members}}), {}};
}

}  // namespace

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const Outbound message = read_outbound(call.input, account);
  if (const auto refusal = refusal_of(message)) return rejected(*refusal);
  return request(call, account, publish_fields(message), Commits::Yes);
}

sdk::Reply plan_register(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const std::string endpoint = text_at(object_of(call.input, "input"), "callback_url");
  if (!endpoint.starts_with("https://"))
    return rejected("config", {"bad_endpoint",
                               "expected a callback_url of https, found another; set "
                               "http.public_url or the channel's webhook_url"});
  if (account.topic_arns.empty() || account.topic_arns.size() > kMostTopics)
    return rejected("config", {"topics", "expected 1 to 7 topic_arns to subscribe to, found " +
                                             std::to_string(account.topic_arns.size())});
  const std::size_t topic = next_topic(call);
  if (topic >= account.topic_arns.size())
    return rejected("internal", {"state", "expected a topic that is left"});
  return request(call, account,
                 {{"Action", "Subscribe"},
                  {"Version", "2010-03-31"},
                  {"TopicArn", account.topic_arns[topic]},
                  {"Protocol", "https"},
                  {"Endpoint", endpoint},
                  {"ReturnSubscriptionArn", "true"}},
                 Commits::No);
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  return request(call, account, {{"Action", "GetSMSAttributes"}, {"Version", "2010-03-31"}}, Commits::No);
}

}  // namespace herald::aws_sns
