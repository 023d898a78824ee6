#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/chance.hpp"

namespace herald::sim {

/// What may go wrong with one operation, in a million of them. [value]
struct Weather {
  unsigned read_error{0};
  unsigned write_error{0};
  unsigned sync_error{0};
  unsigned full{0};
  unsigned busy{0};  ///< another process takes the write lock for a while
};

/// A file: what a reader sees, what would survive a loss of power, and what is between the two. [value]
struct Inode {
  struct Change {
    std::size_t at;
    std::string bytes;
    bool truncates;  ///< to `at` bytes
  };
  std::string content{};
  std::string durable{};
  std::vector<Change> pending{};
  // Locks of the file and of its shared memory; reset by a crash.
  int readers{0};
  const void* reserved{nullptr};
  const void* exclusive{nullptr};
  struct Slot {
    int shared{0};
    const void* exclusive{nullptr};
  };
  std::array<Slot, 8> slots{};
  std::vector<std::unique_ptr<std::array<char, 32768>>> memory{};
  Tick busy_until{};
};

/// How the machine stops.
enum class Stop : std::uint8_t {
  Kill,  ///< the process only: what was written stays
  Power  ///< what was not synced is lost, kept or torn, sector by sector
};

/// Files in memory with faults from a seed. SQLite works on the one that is in use (vfs.hpp). [one thread]
class Disk {
 public:
  Disk(const Clock& clock, std::uint64_t seed) : clock_{clock}, chance_{seed} {}

  /// A copy of all files as `other` has them, synced.
  void copy_from(const Disk& other);

  // What the VFS does.
  std::shared_ptr<Inode> open(const std::string& path, bool create);
  [[nodiscard]] bool exists(const std::string& path) const { return files_.contains(path); }
  bool remove(const std::string& path);
  /// SQLite's result codes.
  int read(const Inode& file, std::size_t at, char* into, std::size_t count);
  int write(Inode& file, std::size_t at, const char* bytes, std::size_t count);
  int truncate(Inode& file, std::size_t size);
  int sync(Inode& file);
  /// True when another process has the write lock just now.
  bool busy(Inode& file);
  void sleep(std::chrono::microseconds time) {
    if (on_sleep) on_sleep(time);
  }
  std::string randomness(std::size_t count) { return chance_.bytes(count); }

  /// The machine stops at the `n`-th change from now (1 is the next one), before or after it is made.
  void stop_at(std::uint64_t n, bool before, Stop how) { stop_ = {changes_ + n, before, how}; }
  void stop_now(Stop how);
  /// Since then every operation fails, until start().
  [[nodiscard]] bool stopped() const { return stopped_; }
  void start();
  /// Handles of an earlier boot are dead.
  [[nodiscard]] std::uint64_t boot() const { return boot_; }
  /// Writes, truncations, syncs and removals so far.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }
  [[nodiscard]] std::uint64_t errors() const { return errors_; }

  Weather weather{};
  std::function<void(std::chrono::microseconds)> on_sleep{};

 private:
  struct Stopping {
    std::uint64_t at{0};
    bool before{true};
    Stop how{Stop::Power};
  };
  bool fails(unsigned per_million);
  /// Counts a change; true when the machine has stopped before it.
  bool stops_before();
  void stops_after();
  static void apply(std::string& to, const Inode::Change& change);
  void lose(Inode& file);

  const Clock& clock_;
  Chance chance_;
  std::map<std::string, std::shared_ptr<Inode>> files_;  // shared with open handles
  Stopping stop_{};
  std::uint64_t changes_{0};
  std::uint64_t errors_{0};
  std::uint64_t boot_{1};
  bool stopped_{false};
};

/// The weather of a disk is fine while this lives: for looks at it that are no part of the story.
class Calm {
 public:
  explicit Calm(Disk& disk) : disk_{disk}, before_{disk.weather} { disk.weather = {}; }
  ~Calm() { disk_.weather = before_; }
  Calm(const Calm&) = delete;
  Calm& operator=(const Calm&) = delete;

 private:
  Disk& disk_;
  Weather before_;
};

}  // namespace herald::sim
