#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "host/api/means.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/api/route.hpp"
#include "host/domain/account_tester.hpp"
#include "host/domain/config_ports.hpp"

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
  std::chrono::milliseconds test_deadline{std::chrono::seconds{30}};     ///< for a whole test of an account
};

Answer create_channel(const ChannelPorts& ports, const Call& call);
Answer list_channels(const ChannelPorts& ports, const Call& call);
Answer show_channel(const ChannelPorts& ports, const Call& call);
Answer update_channel(const ChannelPorts& ports, const Call& call);
Answer delete_channel(const ChannelPorts& ports, const Call& call);
Answer test_channel(const ChannelPorts& ports, const Call& call);

inline constexpr std::array<Route<ChannelPorts>, 6> kChannelRoutes{{
    {http::Method::Post, "/api/v1/communication/channels", with(tenancy::Permission::ChannelsManage),
     create_channel},
    {http::Method::Get, "/api/v1/communication/channels", with(tenancy::Permission::ChannelsRead),
     list_channels},
    {http::Method::Get, "/api/v1/communication/channels/{id}", with(tenancy::Permission::ChannelsRead),
     show_channel},
    {http::Method::Patch, "/api/v1/communication/channels/{id}", with(tenancy::Permission::ChannelsManage),
     update_channel},
    {http::Method::Delete, "/api/v1/communication/channels/{id}", with(tenancy::Permission::ChannelsManage),
     delete_channel},
    {http::Method::Post, "/api/v1/communication/channels/{id}/test",
     with(tenancy::Permission::ChannelsManage), test_channel},
}};

}  // namespace herald::api
