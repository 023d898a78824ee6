#include "plugins/providers/telegram/answer.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/telegram/error_table.hpp"
#include "plugins/providers/telegram/headers.hpp"
#include "plugins/providers/telegram/json_text.hpp"
#include "plugins/providers/telegram/text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::int64_t kLongestWaitMs = 86'400'000;
constexpr std::int64_t kConflictWaitMs = 30'000;  ///< two pollers that hurry only end each other's polls

std::optional<std::int64_t> milliseconds(const std::string& seconds) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
  if (error != std::errc{} || end != seconds.data() + seconds.size() || value < 0) return std::nullopt;
  return std::min(value, kLongestWaitMs / 1000) * 1000;
}

void read_failure(const json& body, ApiAnswer& answer) {
  answer.description = text_at(body, "description");
  const json& parameters = object_at(body, "parameters");
  answer.moved_to = id_at(parameters, "migrate_to_chat_id");
  if (const auto wait = milliseconds(text_at(parameters, "retry_after"))) answer.wait_ms = *wait;
}

/// A gateway's page tells nothing about the message; 503 comes from one that has reached nobody.
bool unclear(const ApiAnswer& answer) {
  if (answer.status < 300 || answer.status == 408 || answer.status == 502 || answer.status == 504)
    return true;
  return !answer.readable && answer.status >= 500 && answer.status != 503;
}

Reason reason_of(const ApiAnswer& answer, std::string_view word, const std::vector<std::string>& secrets) {
  const std::string status = std::to_string(answer.status);
  std::string text = redacted(answer.description, secrets);
  if (text.empty()) text = "Telegram answered " + status + " without a description";
  return {word.empty() ? "http_" + status : std::string(word), std::move(text)};
}

}  // namespace

ApiAnswer read_answer(const sdk::HttpResponse& response) {
  ApiAnswer answer{.status = response.status};
  const auto waits = header_values(response.headers_json, "retry-after");
  if (!waits.empty()) answer.wait_ms = milliseconds(waits.front()).value_or(answer.wait_ms);
  const json body = json::parse(response.body, nullptr, false);
  const auto ok = body.is_object() ? body.find("ok") : body.end();
  if (!body.is_object() || ok == body.end() || !ok->is_boolean()) return answer;
  const auto result = body.find("result");
  answer.readable = true;
  answer.ok = *ok == true && response.status >= 200 && response.status < 300 && result != body.end();
  if (answer.ok) answer.result = dumped(*result);
  if (!answer.ok) read_failure(body, answer);
  return answer;
}

sdk::Reply judge_failed(const ApiAnswer& answer, Attempted what, const std::vector<std::string>& secrets) {
  const ErrorRow row = error_row(answer.status, answer.description);
  const Reason reason = reason_of(answer, row.code, secrets);
  if (row.failure == Failure::SentUnseen || unclear(answer))
    return what == Attempted::Delivery ? unknown(reason) : retry("provider_down", reason);
  switch (row.failure) {
    case Failure::RateLimited:
      return rate_limited("account", reason, answer.wait_ms);
    case Failure::Credentials:
      return auth_failed(reason);
    case Failure::RetryLater:
      return retry("provider_down", reason);
    case Failure::Conflict:
      return what == Attempted::Reading ? retry("config", reason, kConflictWaitMs)
                                        : rejected("config", reason);
    default:
      return rejected(error_class(row.failure), reason);
  }
}

std::string message_ref(const json& message) {
  const std::string chat = id_at(object_at(message, "chat"), "id");
  const std::string id = id_at(message, "message_id");
  return chat.empty() || id.empty() ? std::string{} : chat + ":" + id;
}

}  // namespace herald::telegram
