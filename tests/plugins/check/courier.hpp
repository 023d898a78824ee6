#pragma once
#include <herald/sdk.hpp>

#include <string>
#include <string_view>

/// A made-up SMS provider: `POST /v2/messages` with a bearer token, signed receipts. Pure functions; [any
/// thread].
namespace courier {

/// What `herald.config/1` and the descriptor answer.
std::string descriptor();
std::string config_schema();
/// The JSON array of what is wrong with an account.
std::string problems(std::string_view account);

/// The next request, or the verdict on a webhook. Throws Failure for input that makes no sense.
herald::sdk::Reply plan(const herald::sdk::Call& call);
/// The verdict on the answer to a send.
herald::sdk::Reply judge(const herald::sdk::Call& call, const herald::sdk::HttpResponse& response);

/// Whether the request of a webhook call was signed with the account's signing_key, within five minutes.
bool genuine(const herald::sdk::Call& call);

}  // namespace courier
