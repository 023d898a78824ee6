#include "host/ctl/options.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "host/ctl/words.hpp"

namespace herald::ctl {
namespace {

Result<Done> read_file(Settings& settings, const std::string& path) {
  std::ifstream file{path};
  const std::string text(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
  if (!file.is_open() || file.bad()) return usage("cannot read the configuration file '" + path + "'");
  return settings.read_properties(text, path);
}

/// `conf.d/*.properties` beside a file, by name; none where there is no such directory.
std::vector<std::string> drop_ins(const std::string& path) {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::filesystem::path{path}.parent_path() / "conf.d", none})
    if (entry.path().extension() == ".properties") out.push_back(entry.path().string());
  std::ranges::sort(out);
  return out;
}

/// The file, then what stands in conf.d beside it; every complaint at once.
Result<Done> read_files(Settings& settings, const std::string& path) {
  auto done = read_file(settings, path);
  for (const std::string& file : drop_ins(path)) {
    auto more = read_file(settings, file);
    if (!more && !done)
      done = usage(done.error().detail + '\n' + more.error().detail);
    else if (!more)
      done = std::move(more);
  }
  return done;
}

}  // namespace

Result<Options> read_options(std::span<const std::string> args) {
  Options out;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string& arg = args[i];
    if (arg == "--json") {
      out.json = true;
    } else if (arg == "--help" || arg == "-h") {
      out.help = true;
    } else if (arg == "--config" || arg == "--set") {
      if (++i == args.size()) return usage("expected a value after " + arg);
      if (arg == "--set") {
        out.sets.push_back(args[i]);
      } else {
        out.config_file = args[i];
      }
    } else {
      out.command.push_back(arg);
    }
  }
  return out;
}

Result<Done> load_settings(Settings& settings, const Options& options,
                           std::span<const std::string> environment) {
  std::error_code ignored;  // a default file that cannot be looked at is as good as none
  const bool default_there = std::filesystem::exists(kDefaultConfig, ignored);
  if (!options.config_file.empty()) {
    if (auto done = read_files(settings, options.config_file); !done) return done;
  } else if (default_there) {
    if (auto done = read_files(settings, kDefaultConfig); !done) return done;
  }
  if (auto done = settings.read_environment(environment); !done) return done;
  for (const std::string& pair : options.sets) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) return usage("expected --set key=value, found '" + pair + "'");
    if (auto done = settings.set(pair.substr(0, equals), pair.substr(equals + 1), "--set"); !done)
      return done;
  }
  return Done{};
}

}  // namespace herald::ctl
