#pragma once
#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>

#include "tests/support/smtp_server.hpp"

namespace herald::test {

/// One connection to the strict server. [one thread]
class SmtpServer::Session final {
 public:
  Session(SmtpServer& server, int descriptor) : server_{server}, descriptor_{descriptor} {}
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  void run();

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  /// False when the connection is to end.
  bool say(SmtpPlace place, const std::string& reply);
  bool misbehave(SmtpFault fault);
  bool send(const std::string& bytes);
  bool wait_for_bytes();
  std::optional<char> get();
  std::optional<std::string> line();
  bool answer(const std::string& command);
  bool hello();
  bool start_tls();
  bool authenticate(const std::string& command);
  bool recipient(const std::string& command);
  bool data();
  bool read_text();

  SmtpServer& server_;
  int descriptor_;
  std::unique_ptr<SSL_CTX, FreeContext> context_{};
  std::unique_ptr<SSL, FreeSsl> ssl_{};
  bool authenticated_{false};
  SmtpMail mail_{};
};

}  // namespace herald::test
