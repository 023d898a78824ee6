#pragma once
#include <memory>
#include <thread>

#include "host/plugins/lane.hpp"

namespace herald::app {

/// The thread of one plugin's lane. A thread that is lost inside a plugin cannot be joined: it is left
/// behind, and the lane, which it shares, with it.
class LaneThread {
 public:
  explicit LaneThread(std::shared_ptr<plugins::Lane> lane);
  ~LaneThread();
  LaneThread(const LaneThread&) = delete;
  LaneThread& operator=(const LaneThread&) = delete;

 private:
  std::shared_ptr<plugins::Lane> lane_;  // with the thread
  std::thread thread_;
};

}  // namespace herald::app
