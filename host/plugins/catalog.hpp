#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/plugins/placement.hpp"
#include "host/plugins/probe.hpp"
#include "host/plugins/provider.hpp"
#include "host/plugins/runner_instance.hpp"
#include "host/plugins/verify.hpp"

namespace herald::plugins {

struct CatalogSettings {
  std::filesystem::path data_dir{};  ///< copies go to its folder `plugins`
  ProbeCommand probe{};
  std::chrono::milliseconds longest_probe{5000};
  std::size_t largest_file{std::size_t{64} << 20U};  ///< bytes
  LaneLimits lane{};
  RunnerSettings runner{};
  std::set<std::string, std::less<>> in_runner{};  ///< ids of plugins that get a process of their own
};

enum class FileState : std::uint8_t {
  Active,
  Rejected,     ///< never ran: unsafe, unreadable, not for this host
  Quarantined,  ///< failed when it was tried
};
std::string_view to_text(FileState state);

/// What became of one file; what an operator reads. [value]
struct FileReport {
  std::filesystem::path path{};
  FileState state{FileState::Rejected};
  std::string reason{};  ///< machine code, empty when active
  std::string detail{};  ///< "expected …, found …"
  std::string id{};      ///< the rest as far as it was learnt
  std::string version{};
  std::string provider{};
  std::string digest{};
};

/// The plugins of this process. [one thread loads; find() and the providers: any thread once loading is over]
class Catalog {
 public:
  /// `random` outlives the process's lanes, abandoned ones included.
  Catalog(CatalogSettings settings, PluginLog log, Random& random)
      : settings_{std::move(settings)}, log_{std::move(log)}, random_{random} {}

  /// Loads every `*.so` of a directory in order of names; hidden files are passed over. A plugin that is not
  /// taken stops nothing else. A directory that cannot be read is one rejected report.
  std::vector<FileReport> load_directory(const std::filesystem::path& directory);
  FileReport load_file(const std::filesystem::path& path);

  /// The active provider of that id, or null. It lives as long as the catalog.
  [[nodiscard]] Provider* find(std::string_view provider) const;
  [[nodiscard]] std::vector<Provider*> providers() const;

 private:
  Result<Done> inspect(const PluginFile& file, FileReport& report, Manifest& manifest) const;
  Result<std::shared_ptr<Instance>> open(Placement placement, const std::filesystem::path& staged,
                                         const Manifest& manifest, std::string_view note) const;
  Result<Done> activate(const PluginFile& file, const Manifest& manifest);

  CatalogSettings settings_;
  PluginLog log_;
  Random& random_;
  std::map<std::string, std::unique_ptr<Provider>, std::less<>> providers_;
};

}  // namespace herald::plugins
