#pragma once
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/TCPServer.h>

#include <deque>
#include <optional>

#include "host/http/refusal.hpp"
#include "host/http/site.hpp"

namespace herald::http {

/// Decides on each new connection before Poco queues it, so that Poco's own silent drop is never reached.
/// Runs on the accepting thread and never waits. [one thread]
class Admission final : public Poco::Net::TCPServerConnectionFilter {
 public:
  explicit Admission(Site& site) : site_{site} {}
  /// The server whose load counts; outlives this.
  void watch(const Poco::Net::TCPServer& server) { server_ = &server; }
  bool accept(const Poco::Net::StreamSocket& socket) override;

 private:
  /// Why this connection is not served; nothing when it is.
  std::optional<Refusal> judge(const Poco::Net::StreamSocket& socket);
  void refuse(Poco::Net::StreamSocket socket, const Refusal& refusal);

  Site& site_;
  const Poco::Net::TCPServer* server_{nullptr};
  /// Refused connections stay half open until others follow: closing one at once, with its request unread,
  /// would reset it and could destroy our answer on its way.
  std::deque<Poco::Net::StreamSocket> refused_;
};

}  // namespace herald::http
