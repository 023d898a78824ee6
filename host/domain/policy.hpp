#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/message.hpp"

namespace herald::domain {

/// What the send policies say about a message (design D13). [value]
struct PolicyVerdict {
  enum class Kind : std::uint8_t { Allow, Refuse, Hold };
  Kind kind{Kind::Allow};
  std::string reason{};            ///< machine word, at most 64 characters
  std::string text{};              ///< for people; at most 500 characters, may be empty
  std::string decider{};           ///< id of the plugin that says so
  std::optional<Instant> until{};  ///< of a hold: judged again then
};

/// Feature plugins that may refuse a message or hold it back: asked when it is accepted, and again at the
/// moment of sending. [any thread]
class SendPolicy {
 public:
  enum class Moment : std::uint8_t { Accept, Send };
  using Done = std::function<void(PolicyVerdict)>;
  virtual ~SendPolicy() = default;
  /// Nobody would be asked about any message: judge() would allow it. Cheap.
  virtual bool idle() { return false; }
  /// `at` is when the message would be sent. `done` is called exactly once, at once or on another thread, and
  /// must not block. There are no errors: a plugin that gives no answer counts as its declaration says.
  virtual void judge(const Message& message, Moment moment, Instant at, Done done) = 0;
};

/// A plugin whose policy filters guard sending. [value]
struct PolicyGuard {
  std::string plugin{};   ///< id
  std::string filters{};  ///< JSON text of host/features
  bool operator==(const PolicyGuard&) const = default;
};

/// Remembers guards, so that a plugin which cannot be loaded does not open what it closed. [any thread]
/// Errors: Unavailable.
class PolicyGuards {
 public:
  virtual ~PolicyGuards() = default;
  virtual Result<std::vector<PolicyGuard>> all() = 0;
  /// In place of what was kept for the plugin; without filters as forget().
  virtual Result<Done> keep(const PolicyGuard& guard) = 0;
  /// NotFound/"unknown_plugin" when none was kept.
  virtual Result<Done> forget(const std::string& plugin) = 0;
};

}  // namespace herald::domain
