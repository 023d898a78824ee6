#include "plugins/providers/vonage/fetch.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/medium.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/parts/web_url.hpp"
#include "plugins/providers/vonage/account.hpp"
#include "plugins/providers/vonage/answer.hpp"
#include "plugins/providers/vonage/token.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kDownloadMs = 120'000;

/// Where tokens may go.
bool is_own_url(std::string_view url, const Account& account) {
  return is_url_of(url, {"*.nexmo.com", "*.vonage.com"}, account.api_url);
}

}  // namespace

sdk::Reply plan_fetch(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const std::string url = text_at(asked_medium(call), "url");
  const bool own = is_own_url(url, account);
  if (!own && !(is_web_url(url) && url.starts_with("https://")))
    return rejected("unsupported", {"media_url", "expected an URL by https, found another"});
  json request{
      {"method", "GET"}, {"url", url}, {"commits", false}, {"media", true}, {"timeout_ms", kDownloadMs}};
  if (own) {
    const auto token = has_application(account) ? application_token(call, account) : std::nullopt;
    if (!token)  // he may still enter it, for as long as Vonage has the file
      return retry(
          "config",
          {"account", "/config/private_key: expected account_id and the application's RSA key as PEM"});
    request["headers"] = json::array({json::array({"Authorization", "Bearer " + *token})});
    request["redact"] = json::array({*token});
  }
  return {dumped({{"request", std::move(request)}}), {}};
}

sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response) {
  const json medium = asked_medium(call);
  if (response.status == 404 || response.status == 410)
    return rejected("content_rejected", {"media_gone", "the file is not there any more"});
  if (response.status != 200) return judge_read(call, response);
  return fetched(medium, {response.header("Content-Type"), text_at(medium, "content_type")});
}

}  // namespace herald::vonage
