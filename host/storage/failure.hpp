#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "host/base/result.hpp"

namespace herald::storage {

inline constexpr std::int64_t kRetryAfterMs = 1000;  ///< what Unavailable tells callers to wait

/// What a failed statement means for the batch it stood in.
enum class FailureKind {
  Deadlock,    ///< run the same batch again; also a lock that was not given up in time
  Connection,  ///< the connection is gone: reconnect
  Busy,        ///< the database or its disk refuses just now (locked, full, read-only, I/O)
  Constraint,  ///< a rule of the schema: somebody's row is wrong
  Defect,      ///< anything else
};

/// Environment failure of a statement. `what()` is safe to log: it never holds bound values
/// (SOCI's own text does, so it stays behind this door).
class StorageFailure final : public std::runtime_error {
 public:
  StorageFailure(FailureKind kind, std::string reason, const std::string& text)
      : std::runtime_error{text}, kind_{kind}, reason_{std::move(reason)} {}
  [[nodiscard]] FailureKind kind() const { return kind_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }
  /// The same as an expected error for the caller.
  [[nodiscard]] Error error() const;

 private:
  FailureKind kind_;
  std::string reason_;  ///< stable code: "constraint_unique", "database_away", …
};

}  // namespace herald::storage
