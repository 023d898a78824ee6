#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/api/channel_draft.hpp"
#include "host/api/channels.hpp"
#include "host/base/random.hpp"

namespace herald::api {

// Telling a channel's provider where to call. [any thread]

inline constexpr std::string_view kRegisterWebhook = "register_webhook";
inline constexpr std::string_view kUnregisterWebhook = "unregister_webhook";

/// A channel, its configuration with the host's own keys, and what its plugin offers. Borrowed for the call.
struct WebhookPlace {
  const domain::Channel& channel;
  const json::Document& config;
  const ProviderSheet& sheet;
};

/// Why an operation on a webhook cannot be done. [value]
struct Hindrance {
  std::string reason{};  ///< webhook_not_offered, channel_polls, no_callback_url
  std::string text{};
};

/// Nothing when `op` may be asked of the channel's provider.
std::optional<Hindrance> webhook_hindrance(const ChannelPorts& ports, const WebhookPlace& place,
                                           std::string_view op);

/// Where the provider repeats or signs with webhook_secret and the draft has none, it gets one: 64 hex digits
/// of 32 random bytes.
void give_webhook_secret(ChannelDraft& draft, const ProviderSheet& sheet, Random& random);

/// A channel with what came of its webhook under `webhook`. [value]
struct NewWebhook {
  std::string etag{};
  std::string body{};
};

/// Registers the webhook of a channel that was just made, which stands whatever comes of it.
NewWebhook tell_new_webhook(const ChannelPorts& ports, const domain::Channel& channel,
                            const domain::Origin& origin);

}  // namespace herald::api
