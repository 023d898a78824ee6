#pragma once
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/support/child.hpp"

namespace herald::test {

/// `herald-sandbox` of this build on a port of its own, with a log of what it has read. Ends with the object.
/// [one thread]
class FarSide final {
 public:
  /// Throws std::runtime_error when it does not start.
  FarSide();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// One object per message request that was completely read (sdk/tools/sandbox/message_log.hpp).
  [[nodiscard]] std::vector<nlohmann::json> log() const;
  /// How many requests had this text.
  [[nodiscard]] int count(const std::string& text) const;
  /// A channel of provider `sandbox` that speaks to it.
  [[nodiscard]] nlohmann::json channel(const std::string& name) const;

 private:
  TemporaryDirectory directory_;
  Child process_;
  std::uint16_t port_{0};
};

}  // namespace herald::test
