#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/plugins/admission.hpp"
#include "host/plugins/faults.hpp"
#include "host/plugins/file_report.hpp"
#include "host/plugins/generations.hpp"
#include "host/plugins/holds.hpp"
#include "host/plugins/loading_mark.hpp"
#include "host/plugins/open_instance.hpp"
#include "host/plugins/probe.hpp"
#include "host/plugins/runner_instance.hpp"
#include "host/plugins/verify.hpp"
#include "host/plugins/watch.hpp"

namespace herald::plugins {

struct CatalogSettings {
  /// Copies go to its folder `plugins`, holds to `plugins.holds`; `plugins.crash` is read (crash_record.hpp).
  std::filesystem::path data_dir{};
  std::vector<std::filesystem::path> directories{};
  std::filesystem::path policy{};  ///< see admit()
  ProbeCommand probe{};
  std::chrono::milliseconds longest_probe{5000};
  std::size_t largest_file{std::size_t{64} << 20U};  ///< bytes
  LaneLimits lane{};
  RunnerSettings runner{};
  std::set<std::string, std::less<>> in_runner{};   ///< ids of plugins that get a process of their own
  std::chrono::milliseconds longest_drain{30'000};  ///< then a replaced generation counts as orphaned
  std::chrono::milliseconds gone_grace{5'000};      ///< from a file's deletion to its plugin's withdrawal
  /// What the rest of the host asks of a provider before it may serve; empty: nothing.
  std::function<Result<Done>(const Provider& provider)> accept{};
  /// Hears of every file whose state has changed. Must not block.
  std::function<void(const FileReport& report)> notice{};
};

/// The plugins of this process: from files in directories to generations that serve. Changes are made one at
/// a time, whoever asks; lookups never wait for them. [any thread]
class Catalog {
 public:
  /// `random` outlives the process's lanes, abandoned ones included.
  Catalog(CatalogSettings settings, PluginLog log, Random& random);

  /// Looks at every `*.so` of a directory in order of names; hidden files are passed over. A new plugin is
  /// activated, a higher version replaces the one that serves. A file that is not taken stops nothing else. A
  /// directory that cannot be read is one rejected report.
  std::vector<FileReport> load_directory(const std::filesystem::path& directory, Tick now);
  FileReport load_file(const std::filesystem::path& path, Tick now);
  /// All directories of the settings. A plugin whose file has gone is withdrawn after the grace.
  std::vector<FileReport> rescan(Tick now);

  /// Those files, or all, as rescan().
  void look_at(const Changes& changes, Tick now);

  /// Operators' commands, by plugin id; what they decide survives a restart. Errors:
  /// NotFound/"unknown_plugin", "nothing_to_roll_back"; Unavailable/"holds_not_written": done, but not for
  /// the next start.
  Result<Done> disable(std::string_view id, Tick now);
  /// Lifts whatever holds the plugin back, and looks at its files again.
  Result<Done> enable(std::string_view id, Tick now);
  Result<Done> rollback(std::string_view id, Tick now);

  /// Counts a failed call against the generation that it was made on, when it was the plugin's fault.
  void note_failure(unsigned generation, std::string_view reason, Tick now);
  /// Retires what has drained, quarantines what failed too often, opens abandoned plugins anew, withdraws
  /// those whose file is gone. True when it should be called again soon.
  bool step(Tick now);

  /// The provider that serves that id now, or null. Hold it for one exchange.
  [[nodiscard]] std::shared_ptr<Provider> find(std::string_view provider) const;
  [[nodiscard]] Current current(std::string_view provider) const;
  /// The feature plugin of that id. Its provider has a feature().
  [[nodiscard]] Current feature(std::string_view id) const {
    return generations_.current("feature:" + std::string{id});
  }
  [[nodiscard]] std::vector<Current> all() const { return generations_.all(); }
  [[nodiscard]] Generations& generations() { return generations_; }
  [[nodiscard]] const Generations& generations() const { return generations_; }
  /// Every file as it stands now, and generations that serve or wait without one, in order of paths.
  [[nodiscard]] std::vector<FileReport> reports(Tick now) const;
  [[nodiscard]] std::vector<Hold> holds() const { return holds_.all(); }

 private:
  FileReport take(const std::filesystem::path& path, Tick now);
  Result<Done> inspect(const PluginFile& file, FileReport& report, Manifest& manifest) const;
  [[nodiscard]] Result<bool> is_new(const PluginFile& file, const Manifest& manifest) const;
  Result<Done> begin_loading(LoadingMark& mark, const Opening& opening, const std::string& digest);
  Result<std::shared_ptr<Provider>> open_marked(const Opening& opening, const std::string& digest);
  Result<Done> activate(const PluginFile& file, const Manifest& manifest, FileReport& report, Tick now);
  Result<Done> serve(const PluginFile& file, std::shared_ptr<Provider> provider, FileReport& report,
                     Tick now);
  Result<Done> keep_signatures(const Admission& admission, const PluginFile& file) const;
  FileReport remember(FileReport report);
  void restore_pins(Tick now);
  void note_gone(Tick now);
  void withdraw_gone(Tick now);
  void note_abandoned(Tick now);
  void quarantine(Tick now);
  void reopen_abandoned(Tick now);
  std::vector<FileReport> files_of(std::string_view id) const;
  void restate(std::string_view id, FileState state, const Error& why);

  CatalogSettings settings_;
  PluginLog log_;
  Random& random_;
  HoldFile holds_;
  Generations generations_;
  Faults faults_;
  std::recursive_mutex work_;     // changes, one after the other; commands are made of loads
  std::set<unsigned> abandoned_;  // generations, each counted once; guarded by work_
  mutable std::mutex mutex_;      // what follows
  std::map<std::filesystem::path, FileReport> files_;
  std::map<std::filesystem::path, Tick> gone_;
};

}  // namespace herald::plugins
