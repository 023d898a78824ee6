#pragma once
#include <string>
#include <vector>

#include "host/api/provider_catalog.hpp"
#include "host/base/result.hpp"
#include "host/domain/channel.hpp"
#include "host/json/document.hpp"

namespace herald::api {

struct ChannelDraft;

/// What stands against a channel's configuration: the host's own keys (rate_per_second, burst, concurrency,
/// message_class, weight, poll), then the plugin's schema over the rest. Pointers into the object.
std::vector<Problem> config_problems(const json::Document& config, const ProviderSheet& sheet);

/// A configuration cut in two. JSON texts. [value]
struct ConfigParts {
  std::string open;         ///< what may be read back, host keys included
  std::string secret;       ///< what the plugin's schema marks `secret`
  std::string secret_keys;  ///< array of its names
};
ConfigParts split_config(const json::Document& config, const std::vector<std::string>& secret_fields);

/// The account as the plugin gets it (sdk/README.md), for validate(): holds secrets, never log it.
std::string account_json(const ChannelDraft& draft);
/// What is sealed: the fields that are set, and always `config`.
std::string secrets_json(const domain::ChannelSecrets& secrets);

}  // namespace herald::api
