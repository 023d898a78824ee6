#include "plugins/providers/sendgrid/answer.hpp"

#include <algorithm>
#include <charconv>
#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/sendgrid/account.hpp"
#include "plugins/providers/sendgrid/error_table.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::int64_t kLongestWaitMs = 300'000;
constexpr std::size_t kHeaderIdBytes = 255;

std::int64_t now_ms(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  const auto now = input.find("now_ms");
  return now != input.end() && now->is_number_integer() ? now->get<std::int64_t>() : 0;
}

std::string header(std::string_view headers_json, std::string_view name) {
  return header_of(json::parse(headers_json, nullptr, false), name);
}

Reason reason_of(const sdk::Call& call, const sdk::HttpResponse& response, const ApiError& error) {
  const std::string status = std::to_string(response.status);
  if (error.message.empty()) return {"http_" + status, "SendGrid answered " + status + " without an error"};
  std::string text = redacted(error.message, secrets_of(read_account(call.account)));
  if (!error.field.empty()) text += " (field " + cut(error.field, 100) + ")";
  return {"http_" + status, std::move(text)};
}

/// The verdict on an answer that is no success. What only validates leaves nothing in doubt.
sdk::Reply judge_failure(const sdk::Call& call, const sdk::HttpResponse& response) {
  const ApiError error = read_error(response.body);
  const Reason reason = reason_of(call, response, error);
  const Failure failure = status_failure(response.status, error.field);
  const auto wait = asked_wait_ms(response.headers_json, now_ms(call));
  switch (failure) {
    case Failure::RateLimited:
      return rate_limited("account", reason, wait);
    case Failure::RetryLater:
      return retry("provider_down", reason, wait);
    case Failure::Ambiguous:
      return call.op == "send" ? unknown(reason) : retry("provider_down", reason, wait);
    case Failure::AuthConfig:
      if (response.status == 401 || response.status == 403) return auth_failed(reason);
      break;
    default:
      break;
  }
  return rejected(error_class(failure), reason);
}

}  // namespace

ApiError read_error(std::string_view body) {
  const json value = json::parse(body, nullptr, false);
  if (!value.is_object()) return {};
  const auto errors = value.find("errors");
  if (errors == value.end() || !errors->is_array() || errors->empty() || !errors->front().is_object())
    return {};
  return {text_at(errors->front(), "message"), text_at(errors->front(), "field")};
}

std::optional<std::int64_t> asked_wait_ms(std::string_view headers_json, std::int64_t now) {
  if (const auto wait = sdk::retry_after_ms(header(headers_json, "Retry-After"), now))
    return std::min(*wait, kLongestWaitMs);
  const std::string reset = header(headers_json, "X-RateLimit-Reset");
  std::int64_t at = 0;
  const auto [end, error] = std::from_chars(reset.data(), reset.data() + reset.size(), at);
  if (reset.empty() || error != std::errc{} || end != reset.data() + reset.size()) return std::nullopt;
  constexpr std::int64_t kEndOfTime = 253'402'300'799;  // of year 9999, before the product overflows
  return std::clamp<std::int64_t>(std::clamp<std::int64_t>(at, 0, kEndOfTime) * 1000 - now, 0,
                                  kLongestWaitMs);
}

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (response.status < 200 || response.status >= 300) return judge_failure(call, response);
  const std::string id = header(response.headers_json, "X-Message-Id");
  if (response.status != 202)
    return unknown({"http_" + std::to_string(response.status), "expected 202, found another success"});
  if (id.empty() || id.size() > kHeaderIdBytes)
    return unknown({"no_message_id", "expected the header X-Message-Id, found none that is usable"});
  return {dumped({{"verdict", {{"kind", "accepted"}, {"ids", {{"provider_id", id}}}, {"status", "SENT"}}}}),
          {}};
}

sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (response.status == 200) return {dumped({{"verdict", {{"kind", "ok"}}}}), {}};
  if (response.status > 200 && response.status < 300)
    return rejected("config", {"http_" + std::to_string(response.status),
                               "expected 200, found another success: is api_url right?"});
  return judge_failure(call, response);
}

}  // namespace herald::sendgrid
