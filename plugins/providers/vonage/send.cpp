#include "plugins/providers/vonage/send.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/vonage/account.hpp"
#include "plugins/providers/vonage/body.hpp"
#include "plugins/providers/vonage/limits.hpp"
#include "plugins/providers/vonage/outbound.hpp"
#include "plugins/providers/vonage/signature.hpp"
#include "plugins/providers/vonage/token.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

/// A request without its credentials. [value]
struct Asked {
  std::string method{"POST"};
  std::string url{};
  std::string content_type{};
  std::string body{};
  bool commits{};
};

/// `scheme` and `credentials` make the header Authorization; empty: the body bears them.
sdk::Reply request(const Asked& asked, const char* scheme, const std::string& credentials) {
  json headers = json::array();
  json members{{"method", asked.method}, {"url", asked.url}, {"commits", asked.commits}};
  if (!credentials.empty()) {
    headers.push_back(json::array({"Authorization", scheme + credentials}));
    members["redact"] = json::array({credentials});
  }
  if (!asked.body.empty()) {
    headers.push_back(json::array({"Content-Type", asked.content_type}));
    members["body"] = json::array({{{"text", asked.body}}});
  }
  members["headers"] = std::move(headers);
  return {dumped({{"request", std::move(members)}}), {}};
}

std::string basic(const sdk::Call& call, const Account& account) {
  return call.crypto().base64(account.api_key + ":" + account.api_secret);
}

sdk::Reply missing(const char* code, const char* text) { return rejected("config", {code, text}); }

sdk::Reply plan_sms(const sdk::Call& call, const Account& account, const Outbound& message) {
  Asked asked{.url = sms_base(account) + "/sms/json",
              .content_type = "application/x-www-form-urlencoded",
              .commits = true};
  Fields fields = sms_fields(message);
  const bool able = account.method != Method::None && !account.signature_secrets.empty();
  if (!account.signs_requests && !account.api_secret.empty()) {
    asked.body = form_encode(fields);
    return request(asked, "Basic ", basic(call, account));
  }
  if (!able)
    return missing("account", "/api_secret: expected api_secret, or auth_token with signature_method");
  fields.push_back({"api_key", account.api_key});
  fields.push_back({"timestamp", std::to_string(call.now_ms() / 1000)});
  fields.push_back(
      {"sig", primitives_of(call.crypto())
                  .mac_hex(account.method, account.signature_secrets.front(), signed_text(fields))});
  asked.body = form_encode(fields);
  return request(asked, "", "");
}

sdk::Reply plan_message(const sdk::Call& call, const Account& account, const Outbound& message) {
  const Asked asked{.url = messages_base(account) + "/v1/messages",
                    .content_type = "application/json",
                    .body = dumped(message_body(message)),
                    .commits = true};
  if (has_application(account)) {
    const auto token = application_token(call, account);
    if (!token)
      return missing("account", "/config/private_key: expected the RSA key of the application as PEM");
    return request(asked, "Bearer ", *token);
  }
  if (account.api_secret.empty())
    return missing("account", "/api_secret: expected api_secret, or account_id with private_key");
  return request(asked, "Basic ", basic(call, account));
}

}  // namespace

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const Outbound message = read_outbound(call.input, account);
  if (const auto refusal = refusal_of(message)) return rejected(*refusal);
  return message.api == SmsApi::Sms ? plan_sms(call, account, message) : plan_message(call, account, message);
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  if (account.api_secret.empty())
    return rejected(
        "unsupported",
        {"no_secret", "expected api_secret: nothing can be read with a signature or token alone"});
  const Asked asked{.method = "GET", .url = sms_base(account) + "/account/get-balance"};
  return request(asked, "Basic ", basic(call, account));
}

}  // namespace herald::vonage
