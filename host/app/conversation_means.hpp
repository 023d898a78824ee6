#pragma once
#include <memory>

#include "host/app/store.hpp"
#include "host/app/threads.hpp"
#include "host/conversations/sum_loop.hpp"

namespace herald::app {

/// The sums of conversations, with the thread that keeps them. Owned by the node. [one thread]
class ConversationMeans {
 public:
  /// All outlive this.
  ConversationMeans(Store& store, const Clock& clock, telemetry::Log& log)
      : clock_{clock}, loop_{{}, {store.journal, store.consumers, store.sums, clock, log}} {}
  /// While the writer runs.
  void start();
  void stop() { thread_.reset(); }

 private:
  const Clock& clock_;
  conversations::SumLoop loop_;
  std::unique_ptr<Loop> thread_;
};

}  // namespace herald::app
