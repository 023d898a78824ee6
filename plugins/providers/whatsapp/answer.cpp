#include "plugins/providers/whatsapp/answer.hpp"

#include <algorithm>
#include <herald/text.hpp>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kAnswerBytes = 255;
constexpr std::size_t kLongestWord = 60;
constexpr std::size_t kShortestWaId = 7;

std::int64_t attempt_no(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  return integer_at(object_at(input, "message"), "attempt_no").value_or(1);
}

/// Seconds 1, 4, 16, 64: how Meta wants more messages to one person spread.
std::int64_t pair_wait_ms(std::int64_t attempt) {
  std::int64_t wait = 1000;
  for (std::int64_t i = 1; i < std::min<std::int64_t>(attempt, 4); ++i) wait *= 4;
  return wait;
}

Reason reason_of(const sdk::HttpResponse& response, const GraphError& error, const Account& account) {
  const std::string code =
      error.code ? std::to_string(*error.code) : "http_" + std::to_string(response.status);
  const std::string text = shown(error, secrets_of(account));
  if (!text.empty()) return {code, text};
  return {code, "Meta answered " + std::to_string(response.status) + " without a reason"};
}

/// The failure of an answer of that status; the status counts where the code says nothing, and for 401 and
/// 429.
Failure weighed(const GraphError& error, const Account& account, int status, std::int64_t attempt) {
  Failure failure = failure_of(error);
  if (error.code == 100 && names(error, account.phone_number_id)) failure = Failure::Credentials;
  if (failure == Failure::RetryOnce)
    failure = attempt > 1 && status < 500 ? Failure::Permanent : Failure::RetryLater;
  if (status == 401) return Failure::Credentials;
  if (status == 429 && !is_rate(failure)) return Failure::RateLimited;
  return failure == Failure::Unlisted ? http_failure(status) : failure;
}

std::optional<std::int64_t> wait_of(const sdk::Call& call, const sdk::HttpResponse& response,
                                    const GraphError& error) {
  const int row = error.code ? error_row(*error.code).wait_seconds : 0;
  if (row > 0) return std::int64_t{row} * 1000;
  return sdk::retry_after_ms(response.header("Retry-After"), call.now_ms());
}

/// Gateways answer these after the message may have been taken, and so does Meta where it names no reason.
bool ambiguous(const sdk::HttpResponse& response, const GraphError& error) {
  const int status = response.status;
  if (status == 408 || status == 502 || status == 504) return true;
  const bool known = error.code && error_row(*error.code).failure != Failure::Unlisted;
  return status >= 500 && status != 503 && !known;
}

std::string first_id(const json& whole) {
  if (!whole.is_object()) return {};
  const auto list = whole.find("messages");
  if (list == whole.end() || !list->is_array() || list->empty() || !list->front().is_object()) return {};
  return text_at(list->front(), "id");
}

/// The address under which WhatsApp knows a recipient who was named otherwise: numbers of some countries
/// exist in two spellings. Empty where it is the one that was sent to.
std::string known_as(const json& whole) {
  const auto list = whole.find("contacts");
  if (list == whole.end() || !list->is_array() || list->empty() || !list->front().is_object()) return {};
  const std::string wa_id = text_at(list->front(), "wa_id");
  const std::string input = text_at(list->front(), "input");
  std::string digits;
  std::copy_if(input.begin(), input.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return !all_digits(wa_id) || wa_id.size() < kShortestWaId || wa_id == digits ? std::string{} : "+" + wa_id;
}

}  // namespace

bool succeeded(const sdk::HttpResponse& response) { return response.status >= 200 && response.status < 300; }

sdk::Reply certain(const sdk::Call& call, const sdk::HttpResponse& response) {
  const Account account = read_account(call.account);
  const GraphError error = error_in(response.body);
  const std::int64_t attempt = attempt_no(call);
  const Failure failure = weighed(error, account, response.status, attempt);
  const Reason reason = reason_of(response, error, account);
  const auto wait = wait_of(call, response, error);
  switch (failure) {
    case Failure::RateLimited:
      return rate_limited("account", reason, wait);
    case Failure::SenderLimited:
      return rate_limited("sender", reason, wait);
    case Failure::Crowded:
      return rate_limited("recipient", reason, wait.value_or(pair_wait_ms(attempt)));
    case Failure::Credentials:
      return auth_failed(reason);
    case Failure::RetryLater:
    case Failure::Down:
      return retry(error_class(failure), reason, wait);
    default:
      return rejected(error_class(failure), reason);
  }
}

sdk::Reply judge_message(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!succeeded(response)) {
    const GraphError error = error_in(response.body);
    if (ambiguous(response, error)) return unknown(reason_of(response, error, read_account(call.account)));
    return certain(call, response);
  }
  const json whole = json::parse(response.body, nullptr, false);
  const std::string id = first_id(whole);
  if (id.empty() || id.size() > kAnswerBytes)
    return unknown({"unreadable_answer", "expected the id of the message, found none: is api_url right?"});
  json verdict{{"kind", "accepted"}, {"ids", {{"provider_id", id}}}, {"status", "SENT"}};
  const std::string word = text_at(whole.at("messages").front(), "message_status");
  if (!word.empty()) verdict["detail"] = cut(word, kLongestWord);
  if (const std::string other = known_as(whole); is_e164(other)) verdict["address"] = other;
  return reply_with(std::move(verdict));
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!succeeded(response)) return certain(call, response);
  const json whole = json::parse(response.body, nullptr, false);
  json fields = json::object();
  for (const char* key : {"display_phone_number", "verified_name", "quality_rating"})
    if (const std::string text = whole.is_object() ? text_at(whole, key) : ""; !text.empty())
      fields[key] = cut(text, kAnswerBytes);
  if (!fields.contains("display_phone_number"))
    return rejected("config", {"unreadable_answer", "expected the number, found none: is api_url right?"});
  return reply_with({{"kind", "ok"}, {"fields", std::move(fields)}});
}

}  // namespace herald::whatsapp
