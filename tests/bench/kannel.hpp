#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/child.hpp"

namespace herald::bench {

/// Kannel (Debian package `kannel`), the measured peer: bearerbox and smsbox with an HTTP SMSC to the same
/// sink, on loopback ports that were free. [one thread]
class Kannel {
 public:
  enum class Store { File, Spool };
  Kannel(Store store, int sink_port);

  [[nodiscard]] int port() const { return port_; }
  /// The bytes of the GET that sends message `number`; smsbox answers 202.
  [[nodiscard]] std::string request(long number) const;
  /// Whether the package is installed.
  static bool installed();

 private:
  test::TemporaryDirectory files_;
  int port_{0};
  std::unique_ptr<test::Child> bearerbox_, smsbox_;
};

}  // namespace herald::bench
