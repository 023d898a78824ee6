#pragma once
#include <chrono>
#include <string>
#include <vector>

namespace herald::egress::test {

/// What the far-side name servers answer while it lives: the process's getaddrinfo() is replaced: it knows
/// only these names. One object at a time. [any thread]
class FakeDns final {
 public:
  FakeDns();
  ~FakeDns();
  FakeDns(const FakeDns&) = delete;
  FakeDns& operator=(const FakeDns&) = delete;

  /// `name` has these addresses from now on.
  void answer(const std::string& name, std::vector<std::string> addresses);
  /// Look-ups of `name` hang until the object is destroyed, at most 10 s.
  void hang(const std::string& name);
};

}  // namespace herald::egress::test
