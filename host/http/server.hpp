#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/http/limits.hpp"
#include "host/http/message.hpp"

namespace herald::http {

/// Files in PEM form, read once by start(). TLS 1.2 and 1.3 are spoken.
struct Tls {
  std::string certificate_file;  ///< the server's certificate, then its chain
  std::string key_file;          ///< unencrypted
};

struct Listen {
  /// `127.0.0.1:8080`, `[::1]:8080` (port 0: any free one) or `unix:/path` (mode 0600; a dead socket is
  /// replaced).
  std::string address{"127.0.0.1:8080"};
  std::optional<Tls> tls;
  std::vector<std::string> trusted_proxies;  ///< `address` or `address/bits`; see proxies.hpp
  /// A listening stream socket that somebody else made and keeps, in the place of `address`; -1: none. It
  /// goes on listening after stop(): who comes meanwhile waits in its backlog.
  int inherited{-1};
};

/// Called by many threads at once; must not throw or block.
struct Observer {
  /// A handler threw: the exception's type (never its text) and the id of the request, which was answered
  /// 500.
  std::function<void(std::string_view what_kind, std::string_view request_id)> on_failure;
  /// A request or connection was turned away before any handler.
  std::function<void(int status, std::string_view code)> on_refusal;
};

/// One listening HTTP/1.1 server with its own thread pool: one thread per connection, keep-alive, one receive
/// and one send per small request. All waiting is bounded by Limits.
///
/// Load: up to max_threads connections are served, max_queued wait, and every further one is answered at once
/// with 503 and Retry-After by the accepting thread (over TLS it is just closed, since an answer would need a
/// handshake). While any wait, answers carry `Connection: close` and silent connections close
/// within spare_idle. Uses the machine's clock and randomness: its waits are real. [one thread starts and
/// stops; the rest any thread]
class Server final {
 public:
  Server(Listen listen, Limits limits, Handler handler, Observer observer = {}, Uploads uploads = {});
  /// Stops without draining.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and begins to serve. Fails with Invalid (`bad_listen_address`, `bad_network`, `tls_unusable`,
  /// `listen_path_taken`) or Unavailable (`cannot_listen`).
  Result<Done> start();
  /// Where it listens, with the real port, in the form of Listen::address. Valid after start().
  [[nodiscard]] std::string address() const;
  /// The TCP port; 0 on a local socket.
  [[nodiscard]] int port() const;
  /// Connections being served or waiting now.
  [[nodiscard]] int connections() const;

  /// Accepts nothing more, closes silent connections, gives running requests until `drain` has passed, then
  /// cuts their connections. Returns when every handler has returned.
  void stop(std::chrono::milliseconds drain);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::http
