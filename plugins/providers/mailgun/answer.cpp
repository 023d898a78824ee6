#include "plugins/providers/mailgun/answer.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/mailgun/account.hpp"
#include "plugins/providers/mailgun/date.hpp"
#include "plugins/providers/mailgun/error_table.hpp"
#include "plugins/providers/mailgun/fields.hpp"
#include "plugins/providers/mailgun/send.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kPlainBytes = 200;
constexpr std::size_t kIdBytes = 255;
constexpr std::size_t kPage = 300;
constexpr std::int64_t kListLagMs = 30 * 60'000;  // the documents advise windows that overlap by 30 minutes
constexpr std::int64_t kListKeptMs = 24LL * 60 * 60 * 1000;         // the shortest of all plans
constexpr std::string_view kFrontPage = "Mailgun Magnificent API";  // what any other path answers

bool success(const sdk::HttpResponse& response) { return response.status >= 200 && response.status < 300; }

Reason reason_of(const sdk::Call& call, const sdk::HttpResponse& response) {
  const std::string code = "http_" + std::to_string(response.status);
  const std::string text = error_text(response.body);
  if (text.empty())
    return {code, "Mailgun answered " + std::to_string(response.status) + " without an error"};
  return {code, redacted(text, secrets_of(read_account(call.account)))};
}

/// How long a limit lasts: the text says until when; newer answers may have the header.
std::optional<std::int64_t> wait_of(const sdk::HttpResponse& response, std::int64_t now) {
  if (const auto wait = wait_in_text(error_text(response.body), now)) return wait;
  const json headers = json::parse(response.headers_json, nullptr, false);
  return sdk::retry_after_ms(header_of(headers, "Retry-After"), now);
}

/// The verdict on an answer that is no success. What only reads leaves nothing in doubt.
sdk::Reply judge_failure(const sdk::Call& call, const sdk::HttpResponse& response) {
  const Reason reason = reason_of(call, response);
  const Failure failure = status_failure(response.status, error_text(response.body));
  const auto wait = wait_of(response, call.now_ms());
  if (failure == Failure::RateLimited) return rate_limited("account", reason, wait);
  if (failure == Failure::Ambiguous && call.op == "send") return unknown(reason);
  if (failure == Failure::RetryLater || failure == Failure::Ambiguous)
    return retry("provider_down", reason, wait);
  if (response.status == 401 || response.status == 403) return auth_failed(reason);
  return rejected(error_class(failure), reason);
}

sdk::Reply wrong_path() {
  return rejected("config", {"wrong_path",
                             "expected an answer of the messages API, found its front page: is "
                             "api_url right, without /v3?"});
}

sdk::Reply accepted(const std::string& id) {
  return reply_with({{"kind", "accepted"}, {"ids", {{"provider_id", id}}}, {"status", "SENT"}});
}

std::string id_in(const json& value, const char* key) {
  std::string id = bare_id(text_at(value, key));
  return id.size() > kIdBytes ? std::string{} : id;
}

}  // namespace

std::string error_text(std::string_view body) {
  const json value = json::parse(body, nullptr, false);
  if (value.is_object()) return text_at(value, "message");
  const bool plain = value.is_discarded() && body.size() <= kPlainBytes && body.find('<') == body.npos;
  return plain ? std::string(trimmed(body)) : std::string{};
}

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response)) return judge_failure(call, response);
  if (response.body.find(kFrontPage) != std::string_view::npos) return wrong_path();
  const json value = json::parse(response.body, nullptr, false);
  const std::string id = value.is_object() ? id_in(value, "id") : std::string{};
  if (id.empty()) return unknown({"no_message_id", "expected JSON with the id of the message, found none"});
  return accepted(id);
}

sdk::Reply judge_lookup(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (response.status == 401 || response.status == 403)
    return unknown({"sending_key", "expected a key that may read events: one that only sends may not"});
  if (!success(response)) return judge_failure(call, response);
  const json found = json::parse(response.body, nullptr, false);
  const auto items = found.is_object() ? found.find("items") : found.end();
  if (items == found.end() || !items->is_array())
    return unknown({"unreadable", "expected a list of events, found something else: is api_url right?"});
  const json input = object_of(call.input, "input");
  const json& message = object_at(input, "message");
  const std::string reference = text_at(message, "attempt_ref");
  for (const json& item : *items) {
    if (!item.is_object() || reference.empty()) continue;
    const bool ours = text_at(object_at(item, "user-variables"), kAttemptMark.data()) == reference;
    const std::string id = id_in(object_at(object_at(item, "message"), "headers"), "message-id");
    if (ours && !id.empty()) return accepted(id);
  }
  const auto attempted = message.find("attempted_ms");
  const bool dated = attempted != message.end() && attempted->is_number_integer();
  const std::int64_t age = dated ? call.now_ms() - attempted->get<std::int64_t>() : 0;
  if (items->size() < kPage && age > kListLagMs && age < kListKeptMs)
    return retry("transient", {"not_found", "the domain's events do not have it after half an hour"});
  return unknown({"not_found_yet", "the domain's events may lag behind by half an hour"});
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  const bool second = json::parse(call.state, nullptr, false) == json::parse(kSendingKeyStep);
  const bool refused_key = response.status == 401 || response.status == 403;
  if (!second && refused_key) return {dumped({{"continue", {{"state", json::parse(kSendingKeyStep)}}}}), {}};
  std::string words = lower(error_text(response.body));
  std::erase(words, '\'');
  if (second && response.status == 400 && words.starts_with("to parameter is"))
    return reply_with({{"kind", "ok"}, {"fields", {{"key", "may send, and not read events"}}}});
  if (!success(response)) return judge_failure(call, response);
  const json value = json::parse(response.body, nullptr, false);
  if (second || !value.is_object() || !value.contains("items")) return wrong_path();
  return reply_with({{"kind", "ok"}});
}

}  // namespace herald::mailgun
