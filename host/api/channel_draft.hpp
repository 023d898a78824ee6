#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "host/api/provider_catalog.hpp"
#include "host/base/result.hpp"
#include "host/domain/channel.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// A channel as asked for: secrets still in clear, configuration still whole. Never logged. [value]
struct ChannelDraft {
  domain::Channel channel{};  ///< without id, tenant, config_json, sealed_secrets
  domain::ChannelSecrets secrets{};
  json::Document config{};  ///< the object config_json, host keys and secrets included
  bool register_webhook{};  ///< tell the provider where to call, once the channel is there
};

/// The members of that body.
inline constexpr std::array<std::string_view, 16> kChannelMembers{
    "channel_type", "channel_name", "api_provider",    "api_url",    "webhook_url",    "account_id",
    "sender_id",    "api_key",      "api_secret",      "auth_token", "webhook_secret", "config_json",
    "priority",     "retry_count",  "timeout_seconds", "is_active"};

/// Reads the body of POST /communication/channels; what is wrong goes to `problems` and reads as absent. [any
/// thread]
ChannelDraft read_channel_draft(const json::Document& body, std::vector<Problem>& problems);

/// What the provider's sheet says against the draft: channel type, account fields, config schema. Pointers
/// into the body; texts never repeat values.
std::vector<Problem> sheet_problems(const ChannelDraft& draft, const ProviderSheet& sheet);

}  // namespace herald::api
