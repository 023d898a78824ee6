#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/whatsapp/account.hpp"

namespace herald::whatsapp {

/// True for text that may be the id of a file at Meta. [any thread]
bool is_media_id(std::string_view text);

/// The plan that uploads an attachment whose bytes the host has; it sends nothing. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/business-phone-numbers/media.
sdk::Reply upload_plan(const sdk::Call& call, const Account& account, const nlohmann::json& attachment);

/// True for the state that upload_plan leaves. [any thread]
bool is_uploading(const nlohmann::json& state);

/// On the answer to it: the id as state of the message that follows, or why there is none. [any thread]
sdk::Reply judge_upload(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::whatsapp
