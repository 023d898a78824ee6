#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace herald::egress::test {

/// An answer section. Addresses belong to the last name of the chain. [value]
struct DnsAnswer {
  std::vector<std::string> addresses{};  ///< IPv4 ones answer A, IPv6 ones AAAA
  std::vector<std::string> aliases{};    ///< CNAME of the name asked for, of that one, and so on
};

/// A name server on 127.0.0.1:53 over UDP (RFC 1035), as hostile as its zone: it lives where the process has
/// a network of its own. Unknown names do not exist (NXDOMAIN). [any thread]
class DnsServer final {
 public:
  DnsServer();
  ~DnsServer();
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;

  /// `name` is answered like this from now on.
  void answer(const std::string& name, DnsAnswer answer) { answer_in_turn(name, {std::move(answer)}); }
  /// Each question for an IPv4 address takes the next one; the last one stays.
  void answer_in_turn(const std::string& name, std::deque<DnsAnswer> answers);
  /// Questions of any type for the name so far.
  [[nodiscard]] int asked(const std::string& name) const;

 private:
  void serve();
  std::string reply(std::string_view query);

  mutable std::mutex mutex_;
  std::map<std::string, std::deque<DnsAnswer>> zone_;
  std::map<std::string, int> asked_;
  int socket_{-1};
  std::thread thread_;
};

}  // namespace herald::egress::test
