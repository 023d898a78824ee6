#pragma once
#include <string>
#include <string_view>

namespace herald::plugins {

/// While it lives, a crash on this thread is blamed on that plugin (crash_record.hpp). Nests. [one thread]
class Blame {
 public:
  /// `suspicion` and `doing`, the word for what the plugin does, outlive it.
  Blame(const std::string& suspicion, std::string_view doing) noexcept;
  ~Blame();
  Blame(const Blame&) = delete;
  Blame& operator=(const Blame&) = delete;

  [[nodiscard]] std::string_view suspicion() const { return suspicion_; }
  [[nodiscard]] std::string_view doing() const { return doing_; }
  /// What this thread runs; null outside plugins. Safe in a signal handler.
  static const Blame* innermost() noexcept;

 private:
  std::string_view suspicion_;
  std::string_view doing_;
  const Blame* outer_;
};

/// The beginning of the hold that a crash ends with the word for what the plugin did.
std::string suspicion(std::string_view id, std::string_view digest);

}  // namespace herald::plugins
