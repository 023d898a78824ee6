#include "plugins/providers/twilio/answer.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/twilio/account.hpp"
#include "plugins/providers/twilio/error_table.hpp"
#include "plugins/providers/twilio/http_answer.hpp"
#include "plugins/providers/twilio/price.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

bool success(const sdk::HttpResponse& response) { return response.status >= 200 && response.status < 300; }

Failed failed(const sdk::Call& call, const sdk::HttpResponse& response) {
  return {response, call.now_ms(), unspeakable(call)};
}

int count_at(const json& object, const char* key) {
  const std::string text = text_at(object, key);
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

sdk::Reply accepted(const json& message, const std::string& sid) {
  json verdict{{"kind", "accepted"}, {"ids", {{"provider_id", sid}}}, {"status", "SENT"}};
  if (const std::string status = text_at(message, "status"); !status.empty()) verdict["detail"] = status;
  // "0" means that the messaging service has not chosen a sender yet.
  if (const int segments = count_at(message, "num_segments"); segments > 0) verdict["segments"] = segments;
  add_cost(message, verdict);
  return {dumped({{"verdict", std::move(verdict)}}), {}};
}

/// A message that Twilio created already failed: no callback will follow, as the status does not change any
/// more.
sdk::Reply born_dead(const json& message, const std::string& status,
                     const std::vector<std::string>& secrets) {
  const int code = count_at(message, "error_code");
  const Failure failure = error_row(code).failure;
  return rejected(error_class(failure), {code > 0 ? std::to_string(code) : status,
                                         redacted_numbers(text_at(message, "error_message"), secrets)});
}

}  // namespace

std::vector<std::string> unspeakable(const sdk::Call& call) {
  const Account account = read_account(call.account);
  std::vector<std::string> secrets = secrets_of(account);
  secrets.push_back(call.crypto().base64(credentials(account)));
  return secrets;
}

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response)) return judge_failed_create(failed(call, response));
  const json message = json::parse(response.body, nullptr, false);
  const std::string sid = message.is_object() ? text_at(message, "sid") : std::string{};
  if (sid.empty()) return unknown({"unreadable_answer", "expected a message with its sid, found neither"});
  const std::string status = text_at(message, "status");
  if (status == "failed" || status == "undelivered" || status == "canceled")
    return born_dead(message, status, unspeakable(call));
  return accepted(message, sid);
}

sdk::Reply judge_read(const sdk::Call& call, const sdk::HttpResponse& response) {
  return judge_failed_read(failed(call, response));
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response)) return judge_read(call, response);
  const json found = json::parse(response.body, nullptr, false);
  if (!found.is_object())
    return rejected("config", {"unreadable_answer", "expected a JSON object, found none: is api_url right?"});
  json fields = json::object();
  for (const char* key : {"status", "type"})
    if (const std::string text = text_at(found, key); !text.empty()) fields[key] = text;
  const std::string status = text_at(found, "status");
  if (status == "suspended" || status == "closed")
    return auth_failed({"account_" + status, "the account is " + status});
  return {dumped({{"verdict", {{"kind", "ok"}, {"fields", std::move(fields)}}}}), {}};
}

}  // namespace herald::twilio
