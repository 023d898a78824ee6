#pragma once
#include <span>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/base/settings.hpp"

namespace herald::ctl {

/// The command line, taken apart. [value]
struct Options {
  std::string config_file{};  ///< empty: the default file, if it is there
  std::vector<std::string> sets{};
  bool json{false};
  bool help{false};
  std::vector<std::string> command{};  ///< what is left, command options included
};

/// Takes --config FILE, --set key=value, --json and --help from anywhere in the line. Invalid/"usage".
Result<Options> read_options(std::span<const std::string> args);

/// File, then conf.d/*.properties beside it by name, then environment, then --set: later wins.
Result<Done> load_settings(Settings& settings, const Options& options,
                           std::span<const std::string> environment);

inline constexpr const char* kDefaultConfig = "/etc/herald/herald.properties";

}  // namespace herald::ctl
