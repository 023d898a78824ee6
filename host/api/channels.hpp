#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/api/means.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/api/route.hpp"
#include "host/domain/account_tester.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::api {

/// Seals a channel's secrets so that they open only in that row: vault::Vault::seal() with
/// Aad{tenant, channel id, "channel.secrets"}. [any thread]
using SealSecrets = std::function<std::string(std::string_view plaintext, const domain::Channel& channel)>;

/// Opens what SealSecrets sealed; `{}` for a channel without secrets. Never log it.
/// Internal/"secret_unreadable". [any thread]
using OpenSecrets = std::function<Result<std::string>(const domain::Channel& channel)>;

struct ChannelPorts {
  domain::Channels& channels;
  ProviderCatalog& providers;
  domain::AccountTester& tester;
  SealSecrets seal;
  OpenSecrets open;
  Means means;
  std::chrono::milliseconds validate_deadline{std::chrono::seconds{5}};  ///< for the plugin's own opinion
  /// Whether a channel's deliveries are held just now.
  std::function<domain::ChannelCondition(const domain::ChannelId&)> condition{
      [](const domain::ChannelId&) { return domain::ChannelCondition{}; }};
  std::chrono::milliseconds test_deadline{std::chrono::seconds{30}};  ///< for a whole test of an account
  /// Where a channel's provider is to call; empty when the server has no public address.
  std::function<std::string(const domain::Channel&)> callback_url{
      [](const domain::Channel&) { return std::string{}; }};
};

Answer create_channel(const ChannelPorts& ports, const Call& call);
Answer list_channels(const ChannelPorts& ports, const Call& call);
Answer show_channel(const ChannelPorts& ports, const Call& call);
Answer update_channel(const ChannelPorts& ports, const Call& call);
Answer delete_channel(const ChannelPorts& ports, const Call& call);
Answer test_channel(const ChannelPorts& ports, const Call& call);
Answer register_webhook(const ChannelPorts& ports, const Call& call);
Answer unregister_webhook(const ChannelPorts& ports, const Call& call);

/// What stands against a new channel, beyond the schema: the provider's wishes and its plugin's opinion.
std::vector<Problem> examine_channel(const ChannelPorts& ports, const Call& call);
/// The same for a channel as a patch would leave it.
std::vector<Problem> examine_patch(const ChannelPorts& ports, const Call& call);

inline constexpr std::array<Parameter, 1> kChannelFilters{{
    {"channel_type", R"({"type":"string","maxLength":16})", "at most 16 characters"},
}};

inline constexpr std::array<Route<ChannelPorts>, 8> kChannelRoutes{{
    {http::Method::Post,
     "/api/v1/communication/channels",
     with(tenancy::Permission::ChannelsManage),
     create_channel,
     {.id = "createChannel",
      .summary = "Set up a channel; secrets are write-only",
      .request = "ChannelDraft",
      .response = "Channel",
      .status = 201,
      .idempotent = true},
     examine_channel},
    {http::Method::Get,
     "/api/v1/communication/channels",
     with(tenancy::Permission::ChannelsRead),
     list_channels,
     {.id = "listChannels",
      .summary = "Channels",
      .response = "ChannelList",
      .query = kChannelFilters,
      .paged = true}},
    {http::Method::Get,
     "/api/v1/communication/channels/{channel_id}",
     with(tenancy::Permission::ChannelsRead),
     show_channel,
     {.id = "showChannel", .summary = "A channel", .response = "Channel"}},
    {http::Method::Patch,
     "/api/v1/communication/channels/{channel_id}",
     with(tenancy::Permission::ChannelsManage),
     update_channel,
     {.id = "updateChannel",
      .summary = "Change a channel by a merge patch (RFC 7396), under If-Match if you like",
      .request = "ChannelPatch",
      .response = "Channel"},
     examine_patch},
    {http::Method::Delete,
     "/api/v1/communication/channels/{channel_id}",
     with(tenancy::Permission::ChannelsManage),
     delete_channel,
     {.id = "deleteChannel", .summary = "Delete a channel; what waits for it ends FAILED", .status = 204}},
    {http::Method::Post,
     "/api/v1/communication/channels/{channel_id}/test",
     with(tenancy::Permission::ChannelsManage),
     test_channel,
     {.id = "testChannel",
      .summary = "Ask the provider whether the account can be used; nothing is sent",
      .response = "ChannelReport"}},
    {http::Method::Post,
     "/api/v1/communication/channels/{channel_id}/webhook",
     with(tenancy::Permission::ChannelsManage),
     register_webhook,
     {.id = "registerChannelWebhook",
      .summary = "Tell the provider where to call, where its API takes that; may be repeated",
      .response = "ChannelWebhook"}},
    {http::Method::Delete,
     "/api/v1/communication/channels/{channel_id}/webhook",
     with(tenancy::Permission::ChannelsManage),
     unregister_webhook,
     {.id = "unregisterChannelWebhook",
      .summary = "Tell the provider to call no more; may be repeated",
      .response = "ChannelWebhook"}},
}};

}  // namespace herald::api
