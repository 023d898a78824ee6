#include "host/http/server.hpp"

#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/Net/TCPServerParams.h>
#include <Poco/ThreadPool.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "host/http/admission.hpp"
#include "host/http/connection.hpp"
#include "host/http/listener.hpp"
#include "host/http/site.hpp"

namespace herald::http {
namespace {

/// So long those may wait for a thread who were let in just before the stop.
constexpr std::chrono::seconds kFarewell{2};

class ConnectionFactory final : public Poco::Net::TCPServerConnectionFactory {
 public:
  explicit ConnectionFactory(Site& site) : site_{site} {}
  Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
    return std::make_unique<Connection>(socket, site_).release();  // Poco deletes it
  }

 private:
  Site& site_;
};

/// Keeps Poco's TLS library initialised (it counts its users).
class TlsLibrary final {
 public:
  TlsLibrary() { Poco::Net::initializeSSL(); }
  ~TlsLibrary() { Poco::Net::uninitializeSSL(); }
  TlsLibrary(const TlsLibrary&) = delete;
  TlsLibrary& operator=(const TlsLibrary&) = delete;
};

Poco::Net::TCPServerParams::Ptr parameters(const Limits& limits) {
  auto params = Poco::makeAuto<Poco::Net::TCPServerParams>();
  params->setMaxThreads(limits.max_threads);
  params->setMaxQueued(2 *
                       (limits.max_threads + limits.max_queued));  // never reached: Admission refuses before
  params->setThreadIdleTime(Poco::Timespan{2, 0});
  return params;
}

}  // namespace

struct Server::State {
  State(Listen where, Limits limits, Handler handler, Observer observer, Uploads uploads)
      : listen{std::move(where)},
        site{.limits = limits,
             .handler = std::move(handler),
             .uploads = std::move(uploads),
             .observer = std::move(observer)} {}

  Listen listen;
  std::optional<TlsLibrary> tls;
  Site site;
  std::optional<Poco::ThreadPool> pool;  ///< outlives the server, whose connections it runs
  std::unique_ptr<Poco::Net::TCPServer> server;
};

Server::Server(Listen listen, Limits limits, Handler handler, Observer observer, Uploads uploads)
    : state_{std::make_unique<State>(std::move(listen), limits, std::move(handler), std::move(observer),
                                     std::move(uploads))} {}

Server::~Server() { stop(std::chrono::milliseconds{0}); }

Result<Done> Server::start() {
  State& state = *state_;
  HERALD_CHECK(state.server == nullptr && state.site.limits.max_threads > 0);
  auto proxies = Proxies::from(state.listen.trusted_proxies);
  if (!proxies) return std::move(proxies).error();
  state.site.proxies = *std::move(proxies);
  state.site.local = is_local(state.listen);
  if (state.listen.tls) state.tls.emplace();
  auto socket = open_listener(state.listen);
  if (!socket) return std::move(socket).error();
  // A thread that has left its connection may still count as used for a moment: hence twice the number.
  state.pool.emplace("http", 1, 2 * state.site.limits.max_threads + 2);
  state.server = std::make_unique<Poco::Net::TCPServer>(Poco::makeShared<ConnectionFactory>(state.site),
                                                        *state.pool, *socket, parameters(state.site.limits));
  auto admission = Poco::makeAuto<Admission>(state.site);
  admission->watch(*state.server);
  state.server->setConnectionFilter(admission);
  // A queue alone says nothing: every connection passes through it on its way to a free thread. Read after
  // the count of busy threads, it cannot still hold the connection that made them all busy.
  state.site.crowded = [server = state.server.get(), most = state.site.limits.max_threads] {
    return server->currentConnections() >= most && server->queuedConnections() > 0;
  };
  state.server->start();
  return Done{};
}

std::string Server::address() const {
  const bool inherited = state_->listen.inherited >= 0;
  if (!state_->server || (state_->site.local && !inherited)) return state_->listen.address;
  return (state_->site.local ? "unix:" : "") + state_->server->socket().address().toString();
}

int Server::port() const { return state_->site.local || !state_->server ? 0 : state_->server->port(); }

int Server::connections() const {
  if (!state_->server) return 0;
  return state_->server->currentConnections() + state_->server->queuedConnections();
}

void Server::stop(std::chrono::milliseconds drain) {
  State& state = *state_;
  if (!state.server) return;
  const bool inherited = state.listen.inherited >= 0;
  // Shut down, an inherited socket would be so for everybody. Poco drops whom nobody serves yet when it
  // stops.
  if (inherited) {
    state.site.farewell.say(static_cast<int>(state.server->socket().impl()->sockfd()), kFarewell);
    state.server->stop();
  }
  state.site.registry.drain();
  if (!inherited) {
    ::shutdown(static_cast<int>(state.server->socket().impl()->sockfd()),
               SHUT_RDWR);  // wakes the accepting thread
    state.server->stop();
  }
  if (!state.site.registry.wait_until_empty(drain)) state.site.registry.cut_all();
  state.pool->joinAll();
  state.server.reset();
  state.pool.reset();
  if (inherited) return;
  if (const auto path = local_path(state.listen.address)) ::unlink(path->c_str());
}

}  // namespace herald::http
