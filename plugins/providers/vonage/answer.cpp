#include "plugins/providers/vonage/answer.hpp"

#include <algorithm>
#include <charconv>
#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/vonage/account.hpp"
#include "plugins/providers/vonage/error_table.hpp"
#include "plugins/providers/vonage/outbound.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestId = 255;
constexpr std::int64_t kLongestWaitMs = 86'400'000;

bool success(int status) { return status >= 200 && status < 300; }

int number_in(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : 0;
}

std::string fit(const sdk::Call& call, std::string_view text) {
  return redacted_numbers(text, secrets_of(read_account(call.account)));
}

Reason http_reason(int status) {
  const std::string number = std::to_string(status);
  return {"http_" + number, "Vonage answered " + number + " without an error code"};
}

/// The verdict where it is certain that nothing was taken.
sdk::Reply certain(Failure failure, const Reason& reason, std::optional<std::int64_t> wait) {
  switch (failure) {
    case Failure::RateLimited:
      return rate_limited("account", reason, wait);
    case Failure::Crowded:
      return rate_limited("recipient", reason, wait);
    case Failure::Credentials:
      return auth_failed(reason);
    case Failure::RetryLater:
    case Failure::Down:
      return retry(error_class(failure), reason, wait);
    case Failure::Duplicate:
      return unknown(reason);
    default:
      return rejected(error_class(failure), reason);
  }
}

std::optional<std::int64_t> header_wait(const sdk::Call& call, const sdk::HttpResponse& response) {
  return sdk::retry_after_ms(response.header("Retry-After"), call.now_ms());
}

/// Gateways answer these, and a time-out inside of Vonage, after the message may have been taken.
bool ambiguous(int status) { return status == 408 || (status >= 500 && status != 503); }

sdk::Reply accepted(const std::string& id, json more) {
  more["kind"] = "accepted";
  more["ids"] = {{"provider_id", id}};
  more["status"] = "SENT";
  return reply_with(std::move(more));
}

sdk::Reply unreadable(const char* what) {
  return unknown({"unreadable_answer", std::string("expected ") + what + ", found none: is api_url right?"});
}

// --- SMS API ---------------------------------------------------------------------------------------------

/// The number in a part's `status`, as text or not; nothing where there is none.
std::optional<std::int64_t> status_of(const json& part) {
  return part.is_object() ? sdk::whole_number(text_at(part, "status")) : std::nullopt;
}

sdk::Reply refused_part(const sdk::Call& call, const json& part, int status) {
  const std::string text = text_at(part, "error-text");
  Failure failure = sms_failure(status);
  if (status == 3 && names_recipient(text)) failure = Failure::InvalidRecipient;
  const std::string code = std::to_string(status);
  const std::string said = fit(call, text);
  return certain(failure, {code, said.empty() ? "Vonage refused it with status " + code : said},
                 wait_in_text(text));
}

bool taken(const json& part) { return status_of(part) == 0; }

/// The sum of what the parts cost, as far as each of them says it.
void add_cost(const json& parts, json& verdict) {
  std::int64_t sum = 0;
  for (const json& part : parts) {
    const auto price = micros(text_at(part, "message-price"));
    if (!price || *price < 0) return;
    sum += *price;
  }
  verdict["cost_micros"] = sum;
  verdict["currency"] = "EUR";
}

sdk::Reply judge_parts(const sdk::Call& call, const json& parts) {
  constexpr std::int64_t kLargest = 999'999;
  for (const json& part : parts)
    if (status_of(part).value_or(kLargest) >= kLargest) return unreadable("a status for each part");
  const auto good = std::count_if(parts.begin(), parts.end(), taken);
  const auto bad = std::find_if_not(parts.begin(), parts.end(), taken);
  if (bad != parts.end()) {
    const int status = static_cast<int>(*status_of(*bad));
    if (good == 0) return refused_part(call, *bad, status);
    return unknown({"partial_" + std::to_string(status),
                    "Vonage took " + std::to_string(good) + " of " + std::to_string(parts.size()) +
                        " parts: " + fit(call, text_at(*bad, "error-text"))});
  }
  const std::string id = text_at(parts.front(), "message-id");
  if (id.empty() || id.size() > kLongestId) return unreadable("a message-id");
  json more{{"segments", parts.size()}};
  add_cost(parts, more);
  return accepted(id, std::move(more));
}

sdk::Reply judge_sms(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response.status)) {
    const Reason reason = http_reason(response.status);
    if (ambiguous(response.status)) return unknown(reason);
    return certain(http_failure(response.status), reason, header_wait(call, response));
  }
  const json whole = json::parse(response.body, nullptr, false);
  const auto parts = whole.is_object() ? whole.find("messages") : whole.end();
  if (parts == whole.end() || !parts->is_array() || parts->empty()) return unreadable("a list of messages");
  return judge_parts(call, *parts);
}

// --- Messages API ----------------------------------------------------------------------------------------

sdk::Reply judge_problem(const sdk::Call& call, const sdk::HttpResponse& response) {
  const json problem = json::parse(response.body, nullptr, false);
  const int code = problem.is_object() ? problem_code(problem) : 0;
  Failure failure = message_failure(code);
  Reason reason = http_reason(response.status);
  if (code > 0) {
    std::string text = text_at(problem, "detail");
    if (text.empty()) text = text_at(problem, "title");
    const std::string number = std::to_string(code);
    reason = {number, text.empty() ? "Vonage refused it with code " + number : fit(call, text)};
  }
  // A complete 500 with a code of Vonage's own is its refusal, without one anybody's.
  const bool own = failure != Failure::Unlisted && response.status == 500;
  if (ambiguous(response.status) && !own) return unknown(reason);
  if (failure == Failure::Unlisted || response.status == 401 || response.status == 429)
    failure = failure == Failure::Crowded ? failure : http_failure(response.status);
  return certain(failure, reason, header_wait(call, response));
}

sdk::Reply judge_message(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response.status)) return judge_problem(call, response);
  const json whole = json::parse(response.body, nullptr, false);
  const std::string id = whole.is_object() ? text_at(whole, "message_uuid") : std::string{};
  if (id.empty() || id.size() > kLongestId) return unreadable("a message_uuid");
  return accepted(id, json::object());
}

}  // namespace

int problem_code(const json& problem) {
  const std::string type = text_at(problem, "type");
  const std::size_t mark = type.rfind('#');
  if (const int code = number_in(mark == std::string::npos ? type : type.substr(mark + 1)); code > 0)
    return code;
  return std::max(number_in(text_at(problem, "title")), 0);
}

std::optional<std::int64_t> wait_in_text(std::string_view text) {
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', std::min(open, text.size()));
  if (close == std::string_view::npos) return std::nullopt;
  const auto wait = sdk::whole_number(trimmed(text.substr(open + 1, close - open - 1)));
  return wait ? std::optional(std::min(*wait, kLongestWaitMs)) : std::nullopt;
}

bool names_recipient(std::string_view text) {
  constexpr std::string_view kBefore[] = {"", "param", "parameter", "invalid", "value"};
  std::string before;
  std::string word;
  for (const char c : lower(text) + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    if (word == "to" && std::find(std::begin(kBefore), std::end(kBefore), before) != std::end(kBefore))
      return true;
    if (!word.empty()) before = std::exchange(word, {});
  }
  return false;
}

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  const SmsApi api = read_outbound(call.input, read_account(call.account)).api;
  return api == SmsApi::Sms ? judge_sms(call, response) : judge_message(call, response);
}

sdk::Reply judge_read(const sdk::Call& call, const sdk::HttpResponse& response) {
  return certain(http_failure(response.status), http_reason(response.status), header_wait(call, response));
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!success(response.status)) return judge_read(call, response);
  const json whole = json::parse(response.body, nullptr, false);
  const std::string balance = whole.is_object() ? text_at(whole, "value") : std::string{};
  if (balance.empty())
    return rejected("config", {"unreadable_answer", "expected the balance, found none: is api_url right?"});
  return reply_with({{"kind", "ok"}, {"fields", {{"balance", balance}, {"currency", "EUR"}}}});
}

}  // namespace herald::vonage
