#include "tests/support/smtp_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "tests/support/smtp_session.hpp"

namespace herald::test {

SmtpServer::SmtpServer(const egress::test::Identity& authority)
    : identity_{egress::test::make_identity({.name = "mail", .alternative = "IP:127.0.0.1,DNS:localhost"},
                                            &authority)} {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int small = 4096;  // a client that sends much has to wait
  ::setsockopt(listener_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, raw, size) != 0 || ::listen(listener_, 128) != 0 ||
      ::getsockname(listener_, raw, &size) != 0)
    throw std::runtime_error{"cannot listen on the loopback"};
  port_ = ::ntohs(address.sin_port);
  thread_ = std::thread{[this] { serve(); }};
}

SmtpServer::~SmtpServer() {
  stopping_ = true;
  thread_.join();
  for (std::thread& session : sessions_) session.join();
  ::close(listener_);
}

void SmtpServer::serve() {
  while (!stopping_) {
    pollfd ready{listener_, POLLIN, 0};
    if (::poll(&ready, 1, 20) <= 0) continue;
    const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (peer < 0) continue;
    ++connections_;
    sessions_.emplace_back([this, peer] { Session{*this, peer}.run(); });
  }
}

void SmtpServer::fail_once(SmtpPlace place, SmtpFault fault) {
  const std::scoped_lock lock{mutex_};
  faults_.emplace(place, fault);
}

bool SmtpServer::misbehaves(SmtpPlace place, SmtpFault& fault) {
  const std::scoped_lock lock{mutex_};
  const auto found = faults_.find(place);
  if (found == faults_.end()) return false;
  fault = found->second;
  faults_.erase(found);
  return true;
}

bool SmtpServer::refuses_for_now(const std::string& recipient) {
  const std::scoped_lock lock{mutex_};
  if (!recipient.starts_with("later") || std::ranges::find(waited_for_, recipient) != waited_for_.end())
    return false;
  waited_for_.push_back(recipient);
  return true;
}

void SmtpServer::keep(SmtpMail mail) {
  const std::scoped_lock lock{mutex_};
  mails_.push_back(std::move(mail));
}

void SmtpServer::before_answer(const std::string& recipient, std::function<void(const SmtpMail&)> look) {
  const std::scoped_lock lock{mutex_};
  looks_.insert_or_assign(recipient, std::move(look));
}

void SmtpServer::show(const SmtpMail& mail) {
  for (const std::string& recipient : mail.to) {
    std::unique_lock lock{mutex_};
    const auto look = looks_.extract(recipient);
    lock.unlock();
    if (!look.empty()) look.mapped()(mail);
  }
}

void SmtpServer::note_quit() {
  const std::scoped_lock lock{mutex_};
  ++quits_;
  quit_.notify_all();
}

bool SmtpServer::await_quit(std::chrono::milliseconds patience) {
  std::unique_lock lock{mutex_};
  return quit_.wait_for(lock, patience, [this] { return quits_ > 0; });
}

void SmtpServer::complain(const std::string& rule) {
  const std::scoped_lock lock{mutex_};
  broken_.push_back(rule);
}

std::vector<std::string> SmtpServer::broken_rules() const {
  const std::scoped_lock lock{mutex_};
  return broken_;
}

std::vector<SmtpMail> SmtpServer::mails_to(const std::string& recipient) const {
  const std::scoped_lock lock{mutex_};
  std::vector<SmtpMail> found;
  for (const SmtpMail& mail : mails_)
    if (std::ranges::find(mail.to, recipient) != mail.to.end()) found.push_back(mail);
  return found;
}

}  // namespace herald::test
