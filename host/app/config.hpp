#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/settings.hpp"
#include "host/dispatch/dispatcher.hpp"
#include "host/egress/engine.hpp"
#include "host/http/server.hpp"
#include "host/inbound/ports.hpp"
#include "host/journal/checkpointer.hpp"
#include "host/media/store.hpp"
#include "host/storage/url.hpp"
#include "host/telemetry/log.hpp"
#include "host/tenancy/verify_token.hpp"

namespace herald::app {

/// The configuration of one process, checked. [value]
struct Config {
  std::string data_dir{};
  std::uintmax_t disk_reserve_mib{64};
  std::string node_name{};
  http::Listen listen{};
  http::Limits limits{};
  std::string public_url{};
  storage::StorageUrl storage{};
  std::size_t readers{8};
  std::string migrations{};
  std::vector<std::string> plugin_paths{};
  std::string plugin_policy{};
  std::vector<std::string> in_runner{};                                    ///< ids of plugins
  std::multimap<std::string, std::string, std::less<>> plugin_prefixes{};  ///< of paths, by plugin id
  std::string keyfile{};
  std::string audit_keyfile{};
  journal::CheckpointPolicy checkpoints{};
  std::optional<tenancy::TokenRules> tokens{};
  egress::Config egress{};
  dispatch::DispatcherConfig dispatch{};
  inbound::InboundConfig inbound{};
  media::StoreConfig media{};
  std::int64_t media_max_bytes{0};
  std::chrono::hours media_keep{0};
  std::chrono::seconds drain{20};
  std::chrono::seconds lease{5};  ///< a node that has not moved for so long is taken for dead by the others
  telemetry::Level log_level{telemetry::Level::Info};
  std::string log_file{};
};

/// Reads and checks all settings; every complaint is in the error's detail, one a line.
Result<Config> read_config(const Settings& settings);

/// `NAME=value` of every variable of this process.
std::vector<std::string> environment();

}  // namespace herald::app
