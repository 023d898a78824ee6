#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/egress/certificates.hpp"

namespace herald::test {

/// Where in a dialogue a server misbehaves: instead of the reply that is due there.
enum class SmtpPlace : std::uint8_t {
  Greeting,
  Hello,
  StartTls,
  SecureHello,
  Auth,
  Mail,
  Rcpt,
  Data,
  Text,
  End
};
/// What it does.
enum class SmtpFault : std::uint8_t { Close, Garbage, Flood, Silence };

/// An e-mail whose end has reached the server. [value]
struct SmtpMail {
  std::string from{};
  std::vector<std::string> to{};
  std::string parameters{};  ///< of MAIL
  std::string data{};        ///< dots removed, without the last line end
};

/// A strict mail server on the loopback that wants STARTTLS and AUTH, with faults on request. Recipients
/// `nobody@…` do not exist, `later@…` are refused once. [any thread]
class SmtpServer final {
 public:
  /// `authority` signs what it shows for 127.0.0.1.
  explicit SmtpServer(const egress::test::Identity& authority);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  static constexpr const char* kUser = "ada";
  static constexpr const char* kPassword = "correct horse";

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The next connection that comes to `place` is treated so.
  void fail_once(SmtpPlace place, SmtpFault fault);
  /// The next mail to `recipient` is shown to `look`, on its connection's thread, before its end is answered.
  void before_answer(const std::string& recipient, std::function<void(const SmtpMail&)> look);
  [[nodiscard]] std::vector<SmtpMail> mails_to(const std::string& recipient) const;
  /// Waits until a client has taken its leave; false when none did in `patience`.
  bool await_quit(std::chrono::milliseconds patience);
  [[nodiscard]] int connections() const { return connections_; }
  /// What clients did against the rules; empty when all is well.
  [[nodiscard]] std::vector<std::string> broken_rules() const;

 private:
  class Session;
  void serve();
  bool misbehaves(SmtpPlace place, SmtpFault& fault);
  bool refuses_for_now(const std::string& recipient);
  void keep(SmtpMail mail);
  void show(const SmtpMail& mail);
  void note_quit();
  void complain(const std::string& rule);

  egress::test::Identity identity_;
  int listener_{-1};
  std::uint16_t port_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::condition_variable quit_;
  int quits_{0};
  std::multimap<SmtpPlace, SmtpFault> faults_;
  std::vector<SmtpMail> mails_;
  std::map<std::string, std::function<void(const SmtpMail&)>> looks_;
  std::vector<std::string> waited_for_;
  std::vector<std::string> broken_;
  std::vector<std::thread> sessions_;
  std::thread thread_;
};

}  // namespace herald::test
