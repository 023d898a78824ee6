#pragma once
#include <memory>
#include <vector>

#include "host/app/threads.hpp"
#include "host/egress/guard.hpp"
#include "host/streams/stream_loop.hpp"

namespace herald::app {

/// Whether a connection of the stream tier may be made, by the guard of outbound HTTP: plain TCP is judged as
/// plain http, anything under TLS as https.
streams::AddressRule address_rule(egress::Guard guard);

/// The stream tier with its threads: one for all connections, a few for names. Owned by the node.
class StreamMeans {
 public:
  StreamMeans(streams::StreamConfig config, egress::Guard guard, const Clock& clock, Random& random);
  [[nodiscard]] domain::StreamCarrier& carrier() { return loop_; }
  void start();
  /// Ends what is under way and joins the threads.
  void stop();

 private:
  const Clock& clock_;
  streams::Resolver resolver_;
  streams::StreamLoop loop_;
  std::vector<std::unique_ptr<Loop>> threads_;
};

}  // namespace herald::app
