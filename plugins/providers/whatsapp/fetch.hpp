#pragma once
#include <herald/sdk.hpp>
#include <string_view>

#include "plugins/providers/whatsapp/account.hpp"

namespace herald::whatsapp {

/// True for an URL that Meta's answers may name: of lookaside.fbsbx.com, or of the channel's api_url. [any
/// thread]
bool is_media_url(std::string_view url, const Account& account);

/// Op `fetch_media`: asks where the file with that `ref` is, then for its bytes, which the host holds against
/// the digest that the first answer names. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/business-phone-numbers/media.
sdk::Reply plan_fetch(const sdk::Call& call);
sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::whatsapp
