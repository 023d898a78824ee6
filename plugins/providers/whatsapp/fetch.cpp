#include "plugins/providers/whatsapp/fetch.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>
#include <optional>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/medium.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/parts/web_url.hpp"
#include "plugins/providers/whatsapp/answer.hpp"
#include "plugins/providers/whatsapp/graph.hpp"
#include "plugins/providers/whatsapp/upload.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestType = 200;
constexpr std::size_t kMediaDigestBytes = 32;

/// Where the bytes are, as state of the request for them.
sdk::Reply judge_lookup(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!succeeded(response)) {
    const GraphError error = error_in(response.body);
    const bool gone =
        error.code == 100 || error.code == 33 || response.status == 404 || response.status == 410;
    if (gone && response.status != 401)
      return rejected("content_rejected", {error.code ? std::to_string(*error.code) : "gone",
                                           "Meta does not have the file any more"});
    return certain(call, response);
  }
  const json whole = json::parse(response.body, nullptr, false);
  const std::string url = whole.is_object() ? text_at(whole, "url") : std::string{};
  if (!is_media_url(url, read_account(call.account)))
    return rejected("config", {"media_url", "expected an URL of Meta's media host, found none"});
  json state{{"url", url}};
  for (const char* key : {"sha256", "mime_type"})
    if (const std::string text = text_at(whole, key); !text.empty() && text.size() <= kLongestType)
      state[key] = text;
  return {dumped({{"continue", {{"state", std::move(state)}}}}), {}};
}

std::optional<std::string> decoded_digest(const sdk::Crypto& crypto, const std::string& text) {
  if (auto bytes = sdk::from_hex(text)) return bytes;
  try {
    return crypto.base64_decode(text);
  } catch (const sdk::Failure&) {
    return std::nullopt;
  }
}

/// A SHA-256 in hexadecimal, or in base64 as webhooks have it, as the host takes it; empty when it is none.
std::string host_digest(const sdk::Crypto& crypto, const std::string& text) {
  const auto bytes = decoded_digest(crypto, text);
  return bytes && bytes->size() == kMediaDigestBytes ? sdk::to_hex(*bytes) : std::string{};
}

sdk::Reply judge_bytes(const sdk::Call& call, const sdk::HttpResponse& response, const json& state) {
  if (!succeeded(response)) {
    // The URL lives for five minutes and then answers 401 or 404; the next loop gets a new one.
    if (response.status == 401 || response.status == 404)
      return retry("transient", {"media_url_expired", "Meta's media host did not take the URL"});
    return certain(call, response);
  }
  const json medium = asked_medium(call);
  return fetched(
      medium, {text_at(state, "mime_type"), text_at(medium, "content_type"), response.header("Content-Type")},
      host_digest(call.crypto(), text_at(state, "sha256")));
}

}  // namespace

bool is_media_url(std::string_view url, const Account& account) {
  return is_url_of(url, {"lookaside.fbsbx.com"}, account.api_url);
}

sdk::Reply plan_fetch(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  if (const std::string url = text_at(object_of(call.state, "state"), "url"); !url.empty()) {
    if (!is_media_url(url, account))
      return rejected("config", {"media_url", "expected an URL of Meta's media host, found another"});
    return bytes_plan(account, url);
  }
  const std::string ref = text_at(asked_medium(call), "ref");
  if (!is_media_id(ref))
    return rejected("unsupported", {"media_ref", "expected the id of a file at Meta as ref"});
  return graph_plan(call, account, {.path = ref, .query = {{"phone_number_id", account.phone_number_id}}},
                    json::array());
}

sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response) {
  const json state = object_of(call.state, "state");
  return state.contains("url") ? judge_bytes(call, response, state) : judge_lookup(call, response);
}

}  // namespace herald::whatsapp
