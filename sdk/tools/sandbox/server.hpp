#pragma once
#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "sdk/tools/sandbox/callbacks.hpp"
#include "sdk/tools/sandbox/desk.hpp"

namespace herald::sandbox {

/// The listening side on 127.0.0.1: one epoll loop for all connections. [one thread]
class Server final {
 public:
  /// Binds at once; `port` 0 takes any free one. Throws std::system_error. `desk` and `callbacks`
  /// outlive the server.
  Server(std::uint16_t port, Desk& desk, CallbackSender& callbacks);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Watches a descriptor that ends the loop when it becomes readable (borrowed).
  void watch_stop(int fd);
  /// Serves what is ready, waiting for it if need be; false once the stop descriptor is readable.
  bool step();

 private:
  struct Connection {
    int fd{-1};
    std::string in;
    std::string out;
    bool paused{false};   ///< a delayed or withheld answer stands before any further request
    bool closing{false};  ///< close once `out` has been written
    bool gone{false};
    std::uint32_t interest{EPOLLIN | EPOLLRDHUP};  ///< epoll events now asked for
    std::vector<Callback> callbacks;               ///< of the delayed answer
  };
  void accept_all();
  void receive(Connection& connection);
  void serve(std::uint64_t id, Connection& connection);
  void act(std::uint64_t id, Connection& connection, Action action);
  void send(Connection& connection);
  void finish(std::uint64_t id, Connection& connection);
  void answer_due(Tick now);
  void queue(std::vector<Callback>& callbacks);
  [[nodiscard]] int timeout() const;

  Desk& desk_;
  CallbackSender& callbacks_;
  int listener_{-1};
  int poll_{-1};
  std::uint64_t next_id_{2};
  std::unordered_map<std::uint64_t, Connection> connections_;
  std::multimap<Tick, std::uint64_t> delayed_;  ///< when → connection whose `out` is released
};

}  // namespace herald::sandbox
