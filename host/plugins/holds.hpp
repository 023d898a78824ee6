#pragma once
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace herald::plugins {

enum class HoldKind : std::uint8_t {
  Disabled,     ///< an operator does not want the plugin, whatever its file
  Quarantined,  ///< this file failed too often or brought the process down
  RolledBack,   ///< an operator went back from this file
  Pinned,       ///< the file that an operator went back to: its kept copy serves after a restart
};

/// One decision that outlives the process. [value]
struct Hold {
  HoldKind kind{HoldKind::Disabled};
  std::string id{};
  std::string digest{};  ///< of the file meant; empty for Disabled
  std::string reason{};  ///< machine code
  bool operator==(const Hold&) const = default;
};

/// The text of a file of holds, a line each: `<kind> <id> <digest or -> <reason>`. Pure.
/// Errors: Invalid/"malformed_holds" with the line.
Result<std::vector<Hold>> read_holds(std::string_view text);
std::string write_holds(const std::vector<Hold>& holds);

/// Holds in a file that is replaced as a whole and durably. [any thread]
class HoldFile {
 public:
  /// Reads the file; a missing one is empty. When it cannot be read, trouble() says so and nothing is to be
  /// loaded: what was held is not known.
  explicit HoldFile(std::filesystem::path path);
  [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }
  /// Adds a hold in place of one of the same kind, id and digest. Errors: Unavailable/"holds_not_written":
  /// then it holds until the process ends.
  Result<Done> put(Hold hold);
  /// Lifts all holds of a plugin, or those of one kind. Errors as put().
  Result<Done> lift(std::string_view id);
  Result<Done> lift(std::string_view id, HoldKind kind);
  /// What keeps that file from running, the gravest first.
  [[nodiscard]] std::optional<Hold> against(std::string_view id, std::string_view digest) const;
  [[nodiscard]] std::vector<Hold> all() const;

 private:
  Result<Done> store_locked();
  const std::filesystem::path path_;
  std::optional<Error> trouble_;
  mutable std::mutex mutex_;
  std::vector<Hold> holds_;
};

}  // namespace herald::plugins
