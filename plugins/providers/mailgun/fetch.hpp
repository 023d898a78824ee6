#pragma once
#include <herald/sdk.hpp>
#include <string_view>

namespace herald::mailgun {

/// True for an URL of a file that Mailgun stored. [any thread]
bool is_stored_url(std::string_view url);

/// Op `fetch_media`: asks for a file that a route of Mailgun stored, with the key, which only Mailgun's hosts
/// get. [any thread] Source: documentation.mailgun.com, user-manual/receive-forward-store.
sdk::Reply plan_fetch(const sdk::Call& call);
sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::mailgun
