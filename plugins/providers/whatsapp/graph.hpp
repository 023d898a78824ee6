#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/whatsapp/account.hpp"

namespace herald::whatsapp {

/// One request to the Graph API. [value]
struct GraphRequest {
  std::string method{"GET"};
  std::string path{};  ///< behind the version, without a slash in front; encoded
  provider::Fields query{};
  std::string content_type{};  ///< of the body
  std::string state{};         ///< JSON object; empty: as before
  bool commits{};
};

/// The plan that makes it, with the account's token and, where the account wants it, `appsecret_proof`.
/// `body` are segments, empty for none. [any thread] Source: developers.facebook.com,
/// docs/graph-api/guides/secure-requests.
sdk::Reply graph_plan(const sdk::Call& call, const Account& account, const GraphRequest& request,
                      nlohmann::json body);

/// The plan that fetches the bytes behind an URL with the account's token. [any thread]
sdk::Reply bytes_plan(const Account& account, const std::string& url);

}  // namespace herald::whatsapp
