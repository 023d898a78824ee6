#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// What a server answered. [value]
struct HttpReply {
  int status{0};
  std::string head{};  ///< status line and header lines
  std::string body{};

  /// The first header of that name in any case; empty when absent.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// One request; Host and Content-Length are added. [value]
struct HttpQuery {
  std::string method{"GET"};
  std::string target{"/"};
  Headers headers{};
  std::string body{};
};

/// No complete answer came: whether the server acted is not known.
struct NoAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// There was no connection: the server has not got the request.
struct NotSent : NoAnswer {
  using NoAnswer::NoAnswer;
};

/// A client that keeps its connection for the next request and never sends one twice. [one thread]
class HttpClient final {
 public:
  /// Of 127.0.0.1:`port`.
  explicit HttpClient(std::uint16_t port) : port_{port} {}
  /// Of a local socket.
  explicit HttpClient(std::filesystem::path socket) : socket_{std::move(socket)} {}
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Throws NoAnswer or NotSent.
  HttpReply send(const HttpQuery& query, std::chrono::milliseconds limit = std::chrono::seconds{30});

 private:
  void open();
  void shut();
  void write(std::string_view bytes) const;
  HttpReply read(std::chrono::milliseconds limit);

  std::uint16_t port_{0};
  std::filesystem::path socket_;
  int descriptor_{-1};
};

/// A port of 127.0.0.1 that was free a moment ago and that no outgoing connection takes by itself.
std::uint16_t free_port();

}  // namespace herald::test
