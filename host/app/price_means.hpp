#pragma once
#include <memory>

#include "host/app/threads.hpp"
#include "host/inbound/price_fetcher.hpp"

namespace herald::app {

/// The questions for prices that providers know only later, with the thread that asks them. Owned by the
/// node. [one thread]
class PriceMeans {
 public:
  /// All of the ports outlive this.
  explicit PriceMeans(inbound::PriceFetcherPorts ports) : clock_{ports.clock}, fetcher_{{}, ports} {}
  /// While the writer and the carrier run.
  void start();
  void stop() { thread_.reset(); }

 private:
  const Clock& clock_;
  inbound::PriceFetcher fetcher_;
  std::unique_ptr<Loop> thread_;
};

}  // namespace herald::app
