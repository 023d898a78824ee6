#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "tests/support/child.hpp"
#include "tests/unit/egress/certificates.hpp"

namespace herald::test {

/// Debian's exim4 on the loopback with a spool of its own, without privileges: wants TLS and a password and
/// puts every mail into one file. Recipients `nobody@…` do not exist, `later@…` are refused for now,
/// `gone…@…` are taken and reported to their sender as failed.
/// [one thread]
class EximServer final {
 public:
  /// Whether exim4 is installed.
  static bool available();
  /// `authority` signs what it shows for 127.0.0.1. Throws std::runtime_error when it does not come up.
  explicit EximServer(const egress::test::Identity& authority);

  static constexpr const char* kUser = "ada";
  static constexpr const char* kPassword = "correct horse";
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Everything that was delivered so far, as in an mbox file.
  [[nodiscard]] std::string mailbox() const;

 private:
  void write_files(const egress::test::Identity& authority) const;
  TemporaryDirectory directory_;
  std::uint16_t port_;
  std::unique_ptr<Child> process_;
};

}  // namespace herald::test
