#pragma once
#include <curl/curl.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/egress/body_reader.hpp"
#include "host/egress/engine.hpp"
#include "host/egress/response.hpp"

namespace herald::egress {

inline constexpr const char* kNotSaved = "the answer could not be written to the disk";

/// A request on its way to a transfer.
struct Job {
  Request request;
  Completion done;
  Tick taken;  ///< when start() was called
};

/// What every transfer of one engine obeys; outlives them all.
struct Rules {
  Config config;
  Guard guard;
  const Clock& clock;
};

/// One libcurl handle and the memory it points into; used for one exchange after the other. [loop thread]
class Transfer final {
 public:
  explicit Transfer(const Rules& rules);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Sets the handle up for `job`, which has passed check_request().
  void prepare(Job job, Scheme scheme);
  [[nodiscard]] CURL* handle() const { return easy_.get(); }
  [[nodiscard]] Tick start_by() const { return job_.request.start_by; }
  [[nodiscard]] bool began() const { return began_; }
  [[nodiscard]] Completion take_completion() { return std::move(job_.done); }

  /// The end as libcurl reports it. The handle has left its multi handle.
  Exchange finish(CURLcode code);
  /// The end that the engine decided on.
  Exchange stop(std::string_view failure, std::string text);

 private:
  struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };

  template <class T>
  void set(CURLoption option, T value);
  void set_standing_options();
  void set_limits();
  void set_method();
  void set_headers();
  /// Remembers the first reason for which a callback refuses to go on.
  void refuse(std::string_view failure, std::string text);
  [[nodiscard]] bool admits(const Address& address);
  [[nodiscard]] bool may_begin(const char* peer);
  [[nodiscard]] Exchange answered(Exchange exchange);

  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int before_request(void* self, char* peer, char* local, int peer_port, int local_port);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_read(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  const Rules& rules_;
  Job job_{};
  Scheme scheme_{Scheme::Https};
  std::vector<std::string> lines_;  ///< header lines; nodes_ points into them
  std::vector<curl_slist> nodes_;   ///< the list that libcurl reads, without an allocation per node
  Response response_{{}};
  std::optional<BodyReader> body_;  ///< of a request that is partly in files
  std::string failure_;             ///< why a callback refused
  std::string text_;
  bool began_{false};
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::unique_ptr<CURL, FreeEasy> easy_;  ///< last: goes first, while what it points to is there
};

}  // namespace herald::egress
