#include "plugins/providers/twilio/http_answer.hpp"

#include <algorithm>
#include <charconv>
#include <herald/text.hpp>
#include <iterator>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/twilio/error_table.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

/// Whom a limit binds: these count per From number or its 10DLC campaign, all others per account.
std::string_view scope_of(int code) {
  constexpr int kPerSender[] = {21611, 30022, 30023, 30027, 63018};
  return std::find(std::begin(kPerSender), std::end(kPerSender), code) != std::end(kPerSender) ? "sender"
                                                                                               : "account";
}

/// What is left to say once it is certain that nothing was created.
sdk::Reply certain(const Failed& failed, const ApiError& error, const Reason& reason) {
  const ErrorRow row = error_row(error.code);
  const int status = failed.response.status;
  const auto asked = retry_after_ms(failed.response.headers_json, failed.now_ms);
  if (status == 429 || row.failure == Failure::RateLimited) {
    const auto least =
        row.wait_seconds > 0 ? std::optional<std::int64_t>(row.wait_seconds * 1000LL) : std::nullopt;
    return rate_limited(scope_of(error.code), reason, asked ? asked : least);
  }
  if (status == 401 || row.failure == Failure::Credentials) return auth_failed(reason);
  if (row.failure == Failure::RetryLater) return retry(error_class(row.failure), reason, asked);
  if (row.failure != Failure::Unlisted) return rejected(error_class(row.failure), reason);
  if (status >= 500) return retry("provider_down", reason, asked);
  if (status == 403) return auth_failed(reason);
  if (status == 404 || status < 400) return rejected("config", reason);
  if (status == 405 || status == 415) return rejected("internal", reason);
  return rejected("content_rejected", reason);
}

Reason reason_of(const Failed& failed, const ApiError& error) {
  const std::string status = std::to_string(failed.response.status);
  if (error.code == 0) return {"http_" + status, "Twilio answered " + status + " without an error code"};
  return {std::to_string(error.code), redacted_numbers(error.message, failed.secrets)};
}

/// Gateways answer these, and a time-out inside Twilio, after the message may have been created. A complete
/// answer of Twilio's own, with its code, is a refusal.
bool ambiguous(int status, const ApiError& error) {
  if (status == 408) return true;
  if (status < 500) return false;
  return error.code == 0 || (status != 500 && status != 503);
}

}  // namespace

ApiError read_error(std::string_view body) {
  const json value = json::parse(body, nullptr, false);
  if (!value.is_object()) return {};
  const std::string code = text_at(value, "code");
  int number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  if (error != std::errc{} || end != code.data() + code.size() || number < 1) return {};
  std::string message = text_at(value, "message");
  if (message.empty()) message = text_at(value, "detail");
  if (message.empty()) message = text_at(value, "title");
  return {number, std::move(message)};
}

std::optional<std::int64_t> retry_after_ms(std::string_view headers_json, std::int64_t now_ms) {
  return sdk::retry_after_ms(header_of(json::parse(headers_json, nullptr, false), "Retry-After"), now_ms);
}

sdk::Reply judge_failed_create(const Failed& failed) {
  const ApiError error = read_error(failed.response.body);
  const Reason reason = reason_of(failed, error);
  return ambiguous(failed.response.status, error) ? unknown(reason) : certain(failed, error, reason);
}

sdk::Reply judge_failed_read(const Failed& failed) {
  const ApiError error = read_error(failed.response.body);
  return certain(failed, error, reason_of(failed, error));
}

}  // namespace herald::twilio
