#include "host/http/admission.hpp"

#include <Poco/Exception.h>
#include <sys/socket.h>

#include <utility>

#include "host/base/ids.hpp"
#include "host/http/problem.hpp"
#include "host/http/render.hpp"

namespace herald::http {
namespace {

constexpr std::size_t kHalfOpen = 32;
constexpr Refusal kFull{503, "server_busy", "all connections of this server are in use"};
constexpr Refusal kPeerFull{429, "too_many_connections",
                            "all connections that this server grants to one address are in use"};

}  // namespace

bool Admission::accept(const Poco::Net::StreamSocket& socket) {
  if (site_.farewell.is_last(static_cast<int>(socket.impl()->sockfd()))) return false;
  const auto refusal = judge(socket);
  if (refusal)
    refuse(socket, *refusal);
  else
    site_.farewell.let_in();
  return !refusal;
}

std::optional<Refusal> Admission::judge(const Poco::Net::StreamSocket& socket) {
  const int busy = server_->currentConnections() + server_->queuedConnections();
  if (site_.registry.draining() || busy >= site_.limits.max_threads + site_.limits.max_queued) return kFull;
  if (site_.local) return std::nullopt;
  const auto peer = peer_of(socket);
  if (!peer || site_.proxies.trusts(*peer)) return std::nullopt;  // one that has gone ends by itself
  const int descriptor = static_cast<int>(socket.impl()->sockfd());
  if (!site_.peers.enter(descriptor, *peer, site_.limits.max_per_peer)) return kPeerFull;
  return std::nullopt;
}

void Admission::refuse(Poco::Net::StreamSocket socket, const Refusal& refusal) {
  if (site_.observer.on_refusal) site_.observer.on_refusal(refusal.status, refusal.code);
  if (socket.secure()) return;  // closed: an answer would need a handshake, for which nobody is free
  const std::string id = make_uuid(site_.clock.now(), site_.random);
  const Response response = to_response({.status = refusal.status,
                                         .code = std::string{refusal.code},
                                         .detail = std::string{refusal.detail},
                                         .request_id = id,
                                         .retryable = true,
                                         .retry_after = std::chrono::seconds{1}});
  const std::string bytes =
      render(response, {.ending = Ending::Close, .request_id = id, .now = site_.clock.now()});
  try {
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    socket.shutdownSend();
  } catch (const Poco::Exception&) {
    return;  // gone already
  }
  refused_.push_back(std::move(socket));
  if (refused_.size() > kHalfOpen) refused_.pop_front();
}

}  // namespace herald::http
