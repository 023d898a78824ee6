#include "tests/support/smtp_session.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace herald::test {
namespace {

const std::string kPlainCredentials = "AUTH PLAIN AGFkYQBjb3JyZWN0IGhvcnNl";  // "\0ada\0correct horse"

/// What stands between the brackets of `MAIL FROM:<…>`.
std::string path_of(const std::string& command) {
  const std::size_t open = command.find('<');
  return command.substr(open + 1, command.find('>') - open - 1);
}

}  // namespace

SmtpServer::Session::~Session() { ::close(descriptor_); }

void SmtpServer::Session::run() {
  if (!say(SmtpPlace::Greeting, "220-mail.test\r\n220 ESMTP strict")) return;
  while (const auto command = line())
    if (!answer(*command)) return;
}

bool SmtpServer::Session::say(SmtpPlace place, const std::string& reply) {
  SmtpFault fault{};
  if (server_.misbehaves(place, fault)) return misbehave(fault);
  return send(reply + "\r\n");
}

bool SmtpServer::Session::misbehave(SmtpFault fault) {
  switch (fault) {
    case SmtpFault::Close:
      return false;
    case SmtpFault::Garbage:
      send(std::string{"\x00\xff this is not SMTP\r\n", 21});
      break;
    case SmtpFault::Flood:
      for (int i = 0; i < 1000; ++i)
        if (!send("250-" + std::string(1500, 'x') + "\r\n")) return false;
      break;
    case SmtpFault::Silence:
      break;
  }
  while (get()) {
  }
  return false;
}

bool SmtpServer::Session::send(const std::string& bytes) {
  if (ssl_) return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
  return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

bool SmtpServer::Session::wait_for_bytes() {
  if (ssl_ && SSL_pending(ssl_.get()) > 0) return true;
  pollfd ready{descriptor_, POLLIN, 0};
  while (::poll(&ready, 1, 20) == 0)
    if (server_.stopping_) return false;
  return true;
}

std::optional<char> SmtpServer::Session::get() {
  char byte = 0;
  if (!wait_for_bytes()) return std::nullopt;
  const auto count = ssl_ ? SSL_read(ssl_.get(), &byte, 1) : ::recv(descriptor_, &byte, 1, 0);
  return count == 1 ? std::optional{byte} : std::nullopt;
}

/// A line without its CRLF; a line end of another kind breaks the rules.
std::optional<std::string> SmtpServer::Session::line() {
  std::string text;
  while (const auto byte = get()) {
    if (*byte == '\n') {
      if (!text.ends_with('\r')) server_.complain("a line that does not end in CRLF: " + text);
      if (text.size() > 1000) server_.complain("a line above 1000 bytes");
      if (!text.empty()) text.pop_back();
      if (text.find('\r') != std::string::npos) server_.complain("a CR within a line: " + text);
      return text;
    }
    text += *byte;
  }
  return std::nullopt;
}

bool SmtpServer::Session::answer(const std::string& command) {
  if (command.starts_with("EHLO ") && command.size() > 5) return hello();
  if (command == "STARTTLS") return start_tls();
  if (command.starts_with("AUTH ")) return authenticate(command);
  if (command.starts_with("MAIL FROM:<")) {
    if (!authenticated_) return say(SmtpPlace::Mail, "530 5.7.0 authentication required");
    mail_ = {.from = path_of(command), .parameters = command.substr(command.find('>') + 1)};
    return say(SmtpPlace::Mail, "250 2.1.0 ok");
  }
  if (command.starts_with("RCPT TO:<")) return recipient(command);
  if (command == "DATA") return data();
  if (command == "QUIT") {
    server_.note_quit();
    send("221 2.0.0 bye\r\n");
    return false;
  }
  server_.complain("an unknown command: " + command);
  return send("500 5.5.2 what?\r\n");
}

bool SmtpServer::Session::hello() {
  if (ssl_)
    return say(SmtpPlace::SecureHello,
               "250-mail.test\r\n250-PIPELINING\r\n250-SIZE 2000000\r\n250-AUTH PLAIN LOGIN\r\n"
               "250-8BITMIME\r\n250 SMTPUTF8");
  return say(SmtpPlace::Hello, "250-mail.test\r\n250 STARTTLS");
}

bool SmtpServer::Session::start_tls() {
  if (!say(SmtpPlace::StartTls, "220 2.0.0 go")) return false;
  context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_use_certificate(context_.get(), server_.identity_.certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), server_.identity_.key.get());
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_fd(ssl_.get(), descriptor_);
  return SSL_accept(ssl_.get()) == 1;
}

bool SmtpServer::Session::authenticate(const std::string& command) {
  if (!ssl_) server_.complain("a password in the clear");
  authenticated_ = ssl_ && command == kPlainCredentials;
  return say(SmtpPlace::Auth, authenticated_ ? "235 2.7.0 ok" : "535 5.7.8 bad credentials");
}

bool SmtpServer::Session::recipient(const std::string& command) {
  const std::string who = path_of(command);
  if (who.starts_with("nobody")) return say(SmtpPlace::Rcpt, "550 5.1.1 <" + who + ">: no such user");
  if (server_.refuses_for_now(who)) return say(SmtpPlace::Rcpt, "450 4.2.1 try again later");
  mail_.to.push_back(who);
  return say(SmtpPlace::Rcpt, "250 2.1.5 ok");
}

bool SmtpServer::Session::data() {
  if (mail_.to.empty()) {
    server_.complain("DATA without a recipient");
    return send("503 5.5.1 no recipient\r\n");
  }
  if (!say(SmtpPlace::Data, "354 go")) return false;
  if (!read_text()) return false;
  server_.keep(mail_);
  server_.show(mail_);
  return say(SmtpPlace::End, "250 2.0.0 queued as 4XyZ");
}

/// False when the connection ended before the dot.
bool SmtpServer::Session::read_text() {
  SmtpFault fault{};
  bool first = true;
  while (auto text = line()) {
    if (*text == ".") return true;
    if (first && server_.misbehaves(SmtpPlace::Text, fault)) return misbehave(fault);
    if (text->starts_with('.')) text->erase(0, 1);
    mail_.data += (first ? "" : "\r\n") + *text;
    first = false;
  }
  return false;
}

}  // namespace herald::test
