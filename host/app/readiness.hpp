#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/app/config.hpp"
#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/storage/migrations.hpp"

namespace herald::app {

/// What keeps this node from serving although its writer is well: too little room on a disk it writes to, and
/// migrations that an operator has laid down but not run. Looked at in the background, so that a probe never
/// waits. step(), wait() belong to one thread; the rest [any thread].
class Readiness final {
 public:
  /// `config` outlives this.
  explicit Readiness(const Config& config);

  /// Looks once. Answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { bell_.wait(longest); }
  void wake() { bell_.wake(); }

  /// Why not; nothing when fine.
  [[nodiscard]] std::optional<std::string> disk() const;
  [[nodiscard]] std::optional<std::string> migrations() const;

 private:
  [[nodiscard]] std::optional<std::string> look_at_disk() const;

  const Config& config_;
  std::vector<std::string> directories_;  ///< that are written to
  Mailbox<Done> bell_;
  Tick next_migrations_{};
  mutable std::mutex mutex_;
  std::optional<std::string> disk_;
  std::optional<std::string> migrations_;
};

/// What an operator reads about migrations that wait; nothing when none does.
std::optional<std::string> describe_pending(const storage::MigrationReport& report);

}  // namespace herald::app
