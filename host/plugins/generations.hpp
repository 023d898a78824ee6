#pragma once
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/plugins/file_report.hpp"
#include "host/plugins/provider.hpp"

namespace herald::plugins {

/// One loaded file of a plugin. [value]
struct Generation {
  std::string digest{};
  std::filesystem::path path{};
  std::string signer{};
  Placement placement{Placement::InProcess};
  // Owners: this table until it retires, and whoever was handed it for a call.
  std::shared_ptr<Provider> provider{};
  unsigned number{0};  ///< given by the table
};

/// A generation in use. Holding `provider` keeps the generation from retiring: for the length of an exchange.
struct Current {
  std::shared_ptr<Provider> provider{};  ///< null when there is none
  unsigned generation{0};
};

/// What is known of one generation, retired ones included. [value]
struct GenerationReport {
  unsigned number{0};
  FileState state{FileState::Active};
  std::string id{};
  std::string provider{};
  std::string version{};
  std::string digest{};
  std::filesystem::path path{};
  std::string signer{};
  Placement placement{Placement::InProcess};
};

/// Which generation of each plugin serves. Handing over is the swap of one pointer; what was handed out
/// before ends on the generation it began on. One generation back is kept ready for a rollback. [any thread]
class Generations {
 public:
  /// Gives a lane its thread; destroying the answer ends the thread.
  using StartLane = std::function<std::shared_ptr<void>(const std::shared_ptr<Lane>& lane)>;

  explicit Generations(std::chrono::milliseconds longest_drain) : longest_drain_{longest_drain} {}

  /// From now on every generation's lane has a thread, those of today included.
  void start_lanes(StartLane start);
  /// Ends all threads, in order of generations.
  void stop_lanes();
  /// Makes a generation the one that serves its provider, and answers its number.
  unsigned activate(Generation generation, Tick now);
  /// The generation before serves again, and the present one is kept in its stead.
  /// Errors: NotFound/"nothing_to_roll_back".
  Result<GenerationReport> rollback(std::string_view provider, Tick now);
  /// Withdraws a provider: nothing new is handed out, what is kept for a rollback goes too.
  void withdraw(std::string_view provider, Tick now);
  /// Retires what has drained; marks orphaned what has not in time. True while something drains.
  bool step(Tick now);

  [[nodiscard]] Current current(std::string_view provider) const;
  [[nodiscard]] std::vector<Current> all() const;
  /// Every lane that may hold a call: those that drain included.
  [[nodiscard]] std::vector<std::shared_ptr<Lane>> lanes() const;
  /// In order of numbers; of the retired ones the last 64.
  [[nodiscard]] std::vector<GenerationReport> reports() const;

 private:
  struct Slot {
    Generation generation;
    std::shared_ptr<void> thread;     // the lane's
    std::shared_ptr<Provider> lease;  // what is handed out; shares its count with its holders only
    std::weak_ptr<Provider> leased{};
    FileState state{FileState::Active};
    Tick drain_by{};
    bool keep{false};  // for a rollback, once drained
  };
  static void lend(Slot& slot);
  static GenerationReport report_of(const Slot& slot);
  void hold_back(Slot& slot, Tick now, bool keep) const;
  Slot* serving(std::string_view provider);
  Slot* kept(std::string_view provider);

  const std::chrono::milliseconds longest_drain_;
  mutable std::mutex mutex_;
  StartLane start_;
  std::map<std::string, std::pair<std::shared_ptr<Provider>, unsigned>, std::less<>> current_;
  std::deque<Slot> slots_;  // not retired
  std::deque<GenerationReport> retired_;
  unsigned last_{0};
};

}  // namespace herald::plugins
