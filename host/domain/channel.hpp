#pragma once
#include <optional>
#include <string>

#include "host/base/clock.hpp"
#include "host/domain/ids.hpp"

namespace herald::domain {

/// The account fields of a channel that are secret; sealed wherever they are stored.
struct ChannelSecrets {
  std::string api_key{};
  std::string api_secret{};
  std::string auth_token{};
  std::string webhook_secret{};
  std::string config_json{};  ///< JSON object of the config fields that the plugin's schema marks `secret`
};

/// One account at one provider (table communication_channel). [value]
struct Channel {
  ChannelId id{};
  TenantId tenant{};
  std::string channel_type{};  ///< SMS, EMAIL, …
  std::string channel_name{};
  std::string api_provider{};  ///< the provider plugin's id
  std::string api_url{};       ///< replaces the provider's base URL when set
  std::string webhook_url{};
  std::string account_id{};
  std::string sender_id{};
  std::string config_json{"{}"};  ///< without secrets
  std::string sealed_secrets{};   ///< vault text, opened only by who calls the plugin
  bool has_api_key{};
  bool has_api_secret{};
  bool has_auth_token{};
  bool has_webhook_secret{};
  std::string secret_config_keys{"[]"};  ///< JSON array of the names in config_json that are sealed
  int priority{0};
  int retry_count{5};       ///< retries after the first attempt
  int timeout_seconds{30};  ///< for one request to the provider
  bool active{true};
  std::int64_t revision{1};
  Instant created_at{};
  Instant updated_at{};
  std::optional<Instant> webhook_registered_at{};  ///< when its provider was told where to call; nothing: not
};

}  // namespace herald::domain
