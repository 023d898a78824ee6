#pragma once
#include <atomic>
#include <map>
#include <string>
#include <thread>

#include "tests/support/daemon.hpp"

namespace herald::test {

/// Messages to +15005550100 over one channel, sent one after the other on a thread of their own until the
/// end.
class SteadyLoad final {
 public:
  SteadyLoad(std::uint16_t port, std::string key, std::string channel);
  ~SteadyLoad() { finish(); }
  SteadyLoad(const SteadyLoad&) = delete;
  SteadyLoad& operator=(const SteadyLoad&) = delete;
  /// Looks until `more` further messages were accepted.
  void pass(std::size_t more) const;
  void finish();
  [[nodiscard]] bool failed() const { return failed_; }
  /// Text by message id; after finish().
  [[nodiscard]] const std::map<std::string, std::string>& messages() const { return messages_; }

 private:
  void run(std::uint16_t port, const std::string& key, const std::string& channel);
  std::atomic<bool> over_{false};
  std::atomic<bool> failed_{false};
  std::atomic<std::size_t> sent_{0};
  std::map<std::string, std::string> messages_;
  std::thread thread_;
};

/// The version of a plugin that takes calls now; "none" without one.
std::string serving_version(const Daemon& daemon, const std::string& id);

}  // namespace herald::test
