#include "plugins/providers/mailgun/send.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>
#include <optional>

#include "plugins/providers/mailgun/account.hpp"
#include "plugins/providers/mailgun/fields.hpp"
#include "plugins/providers/mailgun/limits.hpp"
#include "plugins/providers/mailgun/outbound.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::uint32_t kBoundaryBytes = 16;
constexpr std::int64_t kClockMs = 60'000;  ///< our clock against Mailgun's

/// What a request is made of besides its account. [value]
struct Asked {
  std::string method{"GET"};
  std::string path{};
  std::string content_type{};
  json body{};  ///< segments
  enum class Commits : bool { No, Yes } commits{Commits::No};
};

sdk::Reply request(const sdk::Call& call, const Account& account, Asked asked) {
  const std::string credentials = call.crypto().base64("api:" + account.api_key);
  json headers = json::array({json::array({"Authorization", "Basic " + credentials})});
  if (!account.subaccount.empty())
    headers.push_back(json::array({"X-Mailgun-On-Behalf-Of", account.subaccount}));
  json members{{"method", asked.method},
               {"url", domain_url(account) + asked.path},
               {"commits", asked.commits == Asked::Commits::Yes},
               {"redact", json::array({credentials})}};
  if (!asked.content_type.empty()) {
    headers.push_back(json::array({"Content-Type", asked.content_type}));
    members["body"] = std::move(asked.body);
  }
  members["headers"] = std::move(headers);
  return {dumped({{"request", std::move(members)}}), {}};
}

Asked posted(const sdk::Call& call, const Pairs& fields, const std::vector<Attachment>& files) {
  const std::string boundary = "herald-" + sdk::to_hex(call.crypto().nonce(kBoundaryBytes));
  return {"POST", "/messages", form_body_type(boundary), form_body(parts_of(fields, files), boundary)};
}

}  // namespace

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const Outbound message = read_outbound(call.input, account);
  if (const auto refusal = refusal_of(message)) return rejected(*refusal);
  const Pairs fields = fields_of(message);
  if (const auto refusal = refusal_of_size(fields, message)) return rejected(*refusal);
  Asked asked = posted(call, fields, message.attachments);
  asked.commits = Asked::Commits::Yes;
  return request(call, account, std::move(asked));
}

sdk::Reply plan_lookup(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const json input = object_of(call.input, "input");
  const json& message = object_at(input, "message");
  const std::int64_t since =
      std::max<std::int64_t>(integer_at(message, "attempted_ms").value_or(0) - kClockMs, 0) / 1000;
  return request(call, account,
                 {.path = "/events?begin=" + std::to_string(since) +
                          "&ascending=yes&limit=300&event=accepted&recipient=" +
                          sdk::percent_encode(text_at(message, "to"))});
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const json state = json::parse(call.state, nullptr, false);
  if (state != json::parse(kSendingKeyStep)) return request(call, account, {.path = "/events?limit=1"});
  const Mailbox sender =
      account.sender.email.empty() ? Mailbox{"postmaster@" + account.domain, {}} : account.sender;
  sdk::Reply reply = request(call, account, posted(call, {{"from", mailbox_text(sender)}}, {}));
  return reply;
}

}  // namespace herald::mailgun
