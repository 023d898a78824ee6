#pragma once
#include <atomic>
#include <list>
#include <thread>

namespace herald::support {

/// When a COMMIT ends its connection.
enum class Cut { Never, BeforeForwarding, BeforeAnswer };

/// Stands on 127.0.0.1 between a MySQL client and its server and breaks connections at chosen moments. It
/// knows one thing of the protocol: the packet of the text `commit`. A thread of its own moves the bytes.
/// [any thread]
class TcpProxy final {
 public:
  /// `server_port` of 127.0.0.1.
  explicit TcpProxy(int server_port);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  [[nodiscard]] int port() const { return port_; }
  /// The next COMMIT, and only that one, ends its connection: unseen by the server, or done and answered to
  /// nobody.
  void cut_next(Cut cut) { cut_ = cut; }
  /// COMMITs that have ended their connection.
  [[nodiscard]] int cuts() const { return cuts_; }
  /// Away: ends all connections and every new one, as a server that is down. Effective when it returns.
  void set_away(bool away);

 private:
  struct Link {
    int client;
    int server;
    bool swallow;  ///< the server's next bytes end the link
    bool open;
  };
  void run();
  void accept_one();
  void pump(Link& link, int from);
  void close_link(Link& link);
  void command(char word);

  int server_port_;
  int listener_{-1};
  int port_{0};
  int orders_[2]{-1, -1};  ///< socket pair: a byte each way for one order and its answer
  std::atomic<Cut> cut_{Cut::Never};
  std::atomic<int> cuts_{0};
  bool away_{false};  // the three below belong to worker_
  bool stopping_{false};
  std::list<Link> links_;
  std::thread worker_;
};

}  // namespace herald::support
