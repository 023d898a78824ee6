#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/base/mailbox.hpp"
#include "host/streams/session.hpp"
#include "host/streams/stream_loop.hpp"

namespace herald::streams {

/// The inside of a StreamLoop; the same threads.
class StreamLoop::Inside final {
 public:
  Inside(StreamConfig config, StreamPorts ports);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  void run(domain::StreamRequest request, std::function<void(domain::StreamEnd)> done);
  Tick step(Tick now);
  void wait(std::chrono::milliseconds longest);
  void wake();
  void abort_all();
  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  using Task = std::function<void(Tick now)>;
  void post(Task task);
  void begin(domain::StreamRequest request, Session::Done done, Tick now);
  void call(std::uint64_t id, domain::StreamPort& plugin, domain::ProviderStep step,
            std::optional<domain::StreamEvent> event, Tick deadline);
  void on(std::uint64_t id, const std::function<void(Session&)>& visit);

  StreamConfig config_;
  StreamPorts ports_;
  TlsContext tls_;
  int bell_;  ///< eventfd(2)
  Mailbox<Task> inbox_;
  std::map<std::uint64_t, Session> sessions_;
  std::vector<std::uint64_t> ready_;
  std::uint64_t last_{0};
  bool closed_{false};
};

}  // namespace herald::streams
