#include "plugins/providers/twilio/fetch.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/medium.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/parts/web_url.hpp"
#include "plugins/providers/twilio/account.hpp"
#include "plugins/providers/twilio/answer.hpp"
#include "plugins/providers/twilio/request.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kDownloadMs = 120'000;

std::string kept_at(const sdk::Call& call) { return text_at(object_of(call.state, "state"), "url"); }

/// Where credentials may go.
bool is_api_url(std::string_view url, const Account& account) {
  return is_url_of(url, {"api.twilio.com", "*.twilio.com"}, account.api_url);
}

/// Where Twilio keeps bytes; the second one those of accounts that do not protect their media.
bool is_storage_url(std::string_view url, const Account& account) {
  return is_url_of(url, {"mms.twiliocdn.com", "s3-external-1.amazonaws.com"}, account.api_url);
}

/// An URL of the storage is signed: its query lets anybody have the bytes for some hours.
json redacted_query(const std::string& url) {
  const std::size_t mark = url.find('?');
  const bool has = mark != std::string::npos && mark + 1 < url.size();
  return has ? json::array({url.substr(mark + 1)}) : json::array();
}

sdk::Reply judge_redirect(const sdk::Call& call, const sdk::HttpResponse& response) {
  const std::string url = response.header("Location");
  if (!is_storage_url(url, read_account(call.account)))
    return retry("config", {"media_url", "expected an URL of Twilio's storage, found another"});
  return {dumped({{"continue", {{"state", {{"url", url}}}}}}), {}};
}

}  // namespace

sdk::Reply plan_fetch(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const std::string kept = kept_at(call);
  const std::string url = kept.empty() ? text_at(asked_medium(call), "url") : kept;
  if (kept.empty() ? !is_api_url(url, account) : !is_storage_url(url, account))
    return rejected("unsupported", {"media_url", "expected an URL of Twilio's, found another"});
  json out = kept.empty() ? authorized(call, account) : json{{"redact", redacted_query(url)}};
  out["method"] = "GET";
  out["url"] = url;
  out["commits"] = false;
  out["media"] = true;
  out["timeout_ms"] = kDownloadMs;
  return request_plan(std::move(out));
}

sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response) {
  const json medium = asked_medium(call);
  if (response.status == 200)
    return fetched(medium, {response.header("Content-Type"), text_at(medium, "content_type")});
  if (!kept_at(call).empty())  // its URL lives for four hours; the next loop gets a new one
    return retry("transient",
                 {"http_" + std::to_string(response.status), "Twilio's storage did not give it"});
  if (response.status == 301 || response.status == 302 || response.status == 307 || response.status == 308)
    return judge_redirect(call, response);
  if (response.status == 404 || response.status == 410)
    return rejected("content_rejected", {"media_gone", "Twilio does not have the file any more"});
  if (response.status < 400)
    return retry("config", {"http_" + std::to_string(response.status), "expected the file or where it is"});
  return judge_read(call, response);
}

}  // namespace herald::twilio
