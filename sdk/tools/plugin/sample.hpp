#pragma once
#include <herald/testing.hpp>

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace herald::kit {

/// Where examples come from. [value]
struct Sources {
  std::string config{};            ///< JSON of --config: an account, or its `config`; empty when not given
  std::filesystem::path golden{};  ///< folder of --golden; empty when not given
};

/// An account and a text message that a plugin with that descriptor and schema should take: from the golden
/// files, the account of --config before theirs; else made up from what the descriptor asks for.
sdk::testing::Step sample_step(const Sources& sources, const nlohmann::json& descriptor,
                               const nlohmann::json& schema);

/// What the far side answers, by URL; 404 to all else.
using KnownAnswers = std::map<std::string, sdk::testing::Answer>;

/// Requests that a plugin may make before it believes a webhook, as in the host.
inline constexpr int kMostWebhookRequests = 4;

/// A webhook request of the golden files. [value]
struct WebhookSample {
  std::string name{};
  sdk::testing::Step step{};
  KnownAnswers answers{};  ///< to requests that the plugin makes before it believes this one
};
std::vector<WebhookSample> sample_webhooks(const Sources& sources);
/// The input of op `webhook` for a request that nobody signed.
std::string webhook_input(const std::string& method, const std::string& headers_json);

}  // namespace herald::kit
