#include "plugins/providers/mailgun/fetch.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/mailgun/account.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/medium.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/parts/web_url.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kDownloadMs = 120'000;

sdk::Reply without_file(const sdk::Call& call, const sdk::HttpResponse& response) {
  const std::string status = std::to_string(response.status);
  const Reason reason{"http_" + status, "Mailgun answered " + status + " to the request for a file"};
  const auto wait = sdk::retry_after_ms(response.header("Retry-After"), call.now_ms());
  if (response.status == 404 || response.status == 410)
    return rejected("content_rejected", {"media_gone", "Mailgun does not have the file any more"});
  if (response.status == 401 || response.status == 403) return auth_failed(reason);
  if (response.status == 429) return rate_limited("account", reason, wait);
  return retry(response.status < 500 ? "config" : "provider_down", reason, wait);
}

}  // namespace

bool is_stored_url(std::string_view url) { return is_url_of(url, {"*.mailgun.net", "*.mailgun.org"}, {}); }

sdk::Reply plan_fetch(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const std::string url = text_at(asked_medium(call), "url");
  if (!is_stored_url(url))
    return rejected("unsupported", {"media_url", "expected an URL of Mailgun's, found another"});
  const std::string credentials = call.crypto().base64("api:" + account.api_key);
  return {dumped({{"request",
                   {{"method", "GET"},
                    {"url", url},
                    {"headers", json::array({json::array({"Authorization", "Basic " + credentials})})},
                    {"redact", json::array({credentials})},
                    {"commits", false},
                    {"media", true},
                    {"timeout_ms", kDownloadMs}}}}),
          {}};
}

sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (response.status != 200) return without_file(call, response);
  const json medium = asked_medium(call);
  return fetched(medium, {text_at(medium, "content_type"), response.header("Content-Type")});
}

}  // namespace herald::mailgun
