#include "host/app/lane_thread.hpp"

#include <utility>

#include "host/app/threads.hpp"
#include "host/plugins/crash_record.hpp"

namespace herald::app {
namespace {

constexpr std::chrono::seconds kLongestWait{1};

void run(const std::shared_ptr<plugins::Lane>& lane) {
  name_thread("lane " + lane->name());
  const plugins::SignalStack stack;
  while (lane->state() == plugins::LaneState::Open) {
    lane->step(std::chrono::steady_clock::now());
    if (lane->waiting() == 0) lane->wait(kLongestWait);
  }
}

}  // namespace

LaneThread::LaneThread(std::shared_ptr<plugins::Lane> lane)
    : lane_{std::move(lane)}, thread_{[shared = lane_] { run(shared); }} {}

LaneThread::~LaneThread() {
  lane_->close();
  if (lane_->state() != plugins::LaneState::Abandoned) {
    thread_.join();
    return;
  }
  // Joining would wait for ever; destroying a running std::thread would end the process.
  static_cast<void>(std::make_unique<std::thread>(std::move(thread_)).release());
}

}  // namespace herald::app
