#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace herald::telemetry {

/// What one check found. [value]
struct Finding {
  std::string name;
  std::optional<std::string> reason;  ///< nothing when fine
  bool operator==(const Finding&) const = default;
};

/// All findings, in the order in which the checks were added. [value]
struct Report {
  std::vector<Finding> findings;
  /// True when no check complained.
  [[nodiscard]] bool healthy() const;
};

/// The named health checks of the process. [any thread]
class Health final {
 public:
  /// Nothing when fine, else the reason in words fit for an operator. Called from any thread, must not block.
  using Check = std::function<std::optional<std::string>()>;

  void add(std::string name, Check check);
  /// Runs every check, holding no lock. A check that throws counts as a complaint.
  [[nodiscard]] Report report() const;

 private:
  struct Entry {
    std::string name;
    Check check;
  };
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace herald::telemetry
