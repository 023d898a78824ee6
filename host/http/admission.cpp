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

}  // namespace

bool Admission::accept(const Poco::Net::StreamSocket& socket) {
  const int busy = server_->currentConnections() + server_->queuedConnections();
  if (!site_.registry.draining() && busy < site_.limits.max_threads + site_.limits.max_queued) return true;
  refuse(socket);
  return false;
}

void Admission::refuse(Poco::Net::StreamSocket socket) {
  if (site_.observer.on_refusal) site_.observer.on_refusal(kFull.status, kFull.code);
  if (socket.secure()) return;  // closed: an answer would need a handshake, for which nobody is free
  const std::string id = make_uuid(site_.clock.now(), site_.random);
  const Response response = to_response({.status = kFull.status,
                                         .code = std::string{kFull.code},
                                         .detail = std::string{kFull.detail},
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
