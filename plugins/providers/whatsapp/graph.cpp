#include "plugins/providers/whatsapp/graph.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kDownloadMs = 120'000;  ///< a document has up to 100 MB

json bearer(const Account& account) { return json::array({"Authorization", "Bearer " + account.token}); }

std::string query_text(const Fields& query) {
  std::string out;
  for (const Field& one : query)
    out += (out.empty() ? "?" : "&") + one.name + "=" + sdk::percent_encode(one.value);
  return out;
}

}  // namespace

sdk::Reply graph_plan(const sdk::Call& call, const Account& account, const GraphRequest& request, json body) {
  Fields query = request.query;
  json headers = json::array({bearer(account)});
  json members{{"method", request.method}, {"commits", request.commits}};
  if (account.sends_proof && !account.app_secrets.empty()) {
    const std::string proof =
        sdk::to_hex(call.crypto().hmac(sdk::Hash::Sha256, account.app_secrets.front(), account.token));
    query.push_back({"appsecret_proof", proof});
    members["redact"] = json::array({proof});
  }
  members["url"] = base_of(account) + "/" + account.version + "/" + request.path + query_text(query);
  if (!body.empty()) {
    headers.push_back(json::array({"Content-Type", request.content_type}));
    members["body"] = std::move(body);
  }
  members["headers"] = std::move(headers);
  json plan{{"request", std::move(members)}};
  if (!request.state.empty()) plan["state"] = json::parse(request.state);
  return {dumped(plan), {}};
}

sdk::Reply bytes_plan(const Account& account, const std::string& url) {
  // Meta may refuse a client without a name, and one that looks like a browser.
  const json headers = json::array({bearer(account), json::array({"User-Agent", "Herald"})});
  return {dumped({{"request",
                   {{"method", "GET"},
                    {"url", url},
                    {"headers", headers},
                    {"commits", false},
                    {"media", true},
                    {"timeout_ms", kDownloadMs}}}}),
          {}};
}

}  // namespace herald::whatsapp
