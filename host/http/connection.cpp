#include "host/http/connection.hpp"

#include <cxxabi.h>
#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <memory>
#include <typeinfo>
#include <utility>

#include "host/base/ids.hpp"
#include "host/http/problem.hpp"

namespace herald::http {
namespace {

std::string type_name(const std::type_info& type) {
  const std::unique_ptr<char, decltype(&std::free)> name{
      abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr), &std::free};
  return name ? name.get() : type.name();
}

Response failure(const std::string& request_id) {
  return to_response({.status = 500,
                      .code = "internal",
                      .detail = "the server failed to answer; quote the request id when you report it",
                      .request_id = request_id});
}

}  // namespace

bool acceptable_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '_' || c == '-';
  });
}

Connection::Connection(const Poco::Net::StreamSocket& socket, Site& site)
    : TCPServerConnection{socket},
      site_{site},
      wire_{socket, site.limits.receive_timeout},
      reader_{wire_, site.limits, site.uploads} {
  live_.descriptor = wire_.descriptor();
  site_.registry.add(live_);
  site_.farewell.begun();
}

Connection::~Connection() {
  site_.peers.leave(live_.descriptor);
  site_.registry.remove(live_);
}

void Connection::run() {
  ::pthread_setname_np(::pthread_self(), "http");
  if (!identify_peer()) return;
  while (serve_one()) {
  }
}

bool Connection::identify_peer() {
  if (site_.local) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(wire_.descriptor(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
    peer_uid_ = peer.uid;
    return true;
  }
  const auto address = peer_of(socket());
  if (address) peer_ = *address;
  return address.has_value();
}

bool Connection::serve_one() {
  // Who has not asked yet was let in a moment ago, and asks within `spare_idle` also when the server goes
  // down.
  const bool used = served_ > 0;
  live_.idle.store(used);
  const auto needed = [this] { return site_.crowded() || site_.registry.draining(); };
  if ((used && site_.registry.draining()) || !reader_.wait(needed)) return false;
  live_.idle.store(false);
  auto arrival = reader_.read();
  if (auto* incoming = std::get_if<Incoming>(&arrival)) return answer(std::move(*incoming));
  if (const auto* refusal = std::get_if<Refusal>(&arrival)) refuse(*refusal);
  return false;
}

void Connection::refuse(const Refusal& refusal) {
  const std::string id = make_uuid(site_.clock.now(), site_.random);
  const Response response = to_response({.status = refusal.status,
                                         .code = std::string{refusal.code},
                                         .detail = std::string{refusal.detail},
                                         .request_id = id,
                                         .retryable = refusal.status == 408});
  const Framed framed{.ending = Ending::Close, .request_id = id, .now = site_.clock.now()};
  if (site_.observer.on_refusal) site_.observer.on_refusal(refusal.status, refusal.code);
  if (wire_.write(render(response, framed))) wire_.finish();
}

bool Connection::answer(Incoming incoming) {
  Request& request = incoming.head.request;
  const std::string_view chosen = request.header("X-Request-Id");
  request.request_id =
      acceptable_id(chosen) ? std::string{chosen} : make_uuid(site_.clock.now(), site_.random);
  request.secure = wire_.secure();
  request.peer_uid = peer_uid_;
  if (!site_.local) site_.proxies.apply(peer_, request);
  const Response response = handle(request);
  ++served_;
  const bool keep = incoming.framing.keep_alive && !incoming.unread &&
                    served_ < site_.limits.max_keep_alive_requests && !site_.registry.draining() &&
                    !site_.crowded();
  const Framed framed{.method = request.method,
                      .minor_version = incoming.head.minor_version,
                      .ending = keep ? Ending::KeepAlive : Ending::Close,
                      .request_id = request.request_id,
                      .now = site_.clock.now()};
  const bool sent =
      response.file.empty() ? wire_.write(render(response, framed)) : send_file(response, framed);
  if (sent && incoming.unread) wire_.finish();
  return sent && keep;
}

bool Connection::send_file(const Response& response, const Framed& framed) {
  std::ifstream file{response.file, std::ios::binary};
  if (!file) return wire_.write(render(failure(std::string{framed.request_id}), framed));
  if (!wire_.write(render(response, framed))) return false;
  if (framed.method == Method::Head) return true;
  std::array<char, 64 * 1024> piece{};
  for (std::uint64_t left = response.file_size; left > 0;) {
    file.read(piece.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, piece.size())));
    const auto count = static_cast<std::size_t>(file.gcount());
    if (count == 0 || !wire_.write({piece.data(), count})) return false;
    left -= count;
  }
  return true;
}

Response Connection::handle(const Request& request) {
  std::string kind;
  try {
    Response response = site_.handler(request);
    if (renderable(response)) return response;
    kind = "unrenderable response";
  } catch (const std::exception& error) {
    kind = type_name(typeid(error));
  } catch (...) {
    kind = "exception of unknown type";
  }
  if (site_.observer.on_failure) site_.observer.on_failure(kind, request.request_id);
  return failure(request.request_id);
}

}  // namespace herald::http
