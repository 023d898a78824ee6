#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace herald::test {

/// One request as its bytes arrived.
struct RawRequest {
  std::string head;          ///< request line and header lines, up to and with the empty line
  std::string body;          ///< as announced by Content-Length
  std::size_t connection{};  ///< 0 for the first one accepted

  [[nodiscard]] std::string line() const { return head.substr(0, head.find("\r\n")); }
};

/// An HTTP server on 127.0.0.1 that does exactly what a script says, byte by byte, on plain sockets.
/// Each connection has a thread of its own that runs the script; the destructor ends and joins them all.
class RawServer final {
 public:
  /// One accepted connection, as its script sees it. [one thread: the connection's]
  class Connection final {
   public:
    Connection(RawServer& server, int fd, std::size_t index) : server_{server}, fd_{fd}, index_{index} {}
    /// The next request, whole, which is then counted; nothing when the peer or the server closes before.
    std::optional<RawRequest> read();
    void send(std::string_view bytes);
    /// Waits for RawServer::release(); false when the server closes before.
    bool hold();
    /// Waits until the peer closes, reading and forgetting what it sends.
    void drain();
    /// Makes the end of the script a TCP reset instead of an orderly close.
    void reset_at_end();
    [[nodiscard]] std::size_t index() const { return index_; }

   private:
    bool fill();
    RawServer& server_;
    int fd_;
    std::size_t index_;
    std::string pending_;
  };
  using Script = std::function<void(Connection&)>;  ///< the connection closes when it returns

  /// On any free port, or on that one; throws std::system_error when it is taken.
  explicit RawServer(Script script, std::uint16_t port = 0);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  /// Answers every request on a connection with `answer`.
  static Script replies(std::string answer);
  /// Answers the first `count` requests of each connection, reads one more and closes without a word.
  static Script closes_after(std::size_t count, std::string answer);
  /// A 200 with `body` and its length.
  static std::string ok(std::string_view body);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// `scheme`://127.0.0.1:port`path`
  [[nodiscard]] std::string url(std::string_view path = "/", std::string_view scheme = "http") const;
  /// Lets every hold(), present and later, go on. [any thread]
  void release();
  /// Requests completely read, in the order of their arrival. [any thread]
  [[nodiscard]] std::vector<RawRequest> requests() const;
  [[nodiscard]] std::size_t connections() const { return connections_.load(); }

 private:
  void accept_all();
  void serve(int fd, std::size_t index);
  /// Waits until `fd` can be read; false when the server stops.
  [[nodiscard]] bool wait_readable(int fd) const;

  Script script_;
  int listener_{-1};
  int stop_{-1};  ///< eventfd, readable from the destructor on
  std::uint16_t port_{0};
  std::atomic<std::size_t> connections_{0};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool released_{false};
  bool stopping_{false};
  std::vector<RawRequest> requests_;
  std::list<std::thread> workers_;  ///< filled by acceptor_ alone
  std::thread acceptor_;
};

}  // namespace herald::test
