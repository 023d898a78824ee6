#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "host/api/means.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::api {

/// Seals a channel's secrets so that they open only in that row: vault::Vault::seal() with
/// Aad{tenant, channel id, "channel.secrets"}. [any thread]
using SealSecrets = std::function<std::string(std::string_view plaintext, const domain::Channel& channel)>;

struct ChannelPorts {
  domain::Channels& channels;
  ProviderCatalog& providers;
  SealSecrets seal;
  Means means;
  std::chrono::milliseconds validate_deadline{std::chrono::seconds{5}};  ///< for the plugin's own opinion
  /// Whether a channel's deliveries are held just now.
  std::function<domain::ChannelCondition(const domain::ChannelId&)> condition{
      [](const domain::ChannelId&) { return domain::ChannelCondition{}; }};
};

Answer create_channel(const ChannelPorts& ports, const Call& call);
Answer list_channels(const ChannelPorts& ports, const Call& call);
Answer show_channel(const ChannelPorts& ports, const Call& call);

inline constexpr std::array<Route<ChannelPorts>, 3> kChannelRoutes{{
    {http::Method::Post, "/api/v1/communication/channels", with(tenancy::Permission::ChannelsManage),
     create_channel},
    {http::Method::Get, "/api/v1/communication/channels", with(tenancy::Permission::ChannelsRead),
     list_channels},
    {http::Method::Get, "/api/v1/communication/channels/{id}", with(tenancy::Permission::ChannelsRead),
     show_channel},
}};

}  // namespace herald::api
