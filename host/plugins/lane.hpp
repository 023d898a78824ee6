#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "host/base/clock.hpp"
#include "host/plugins/reply.hpp"

namespace herald::plugins {

struct LaneLimits {
  std::size_t queue{256};                       ///< jobs waiting
  std::chrono::milliseconds longest_job{2000};  ///< from its start; beyond it the lane is abandoned
};

enum class LaneState : std::uint8_t {
  Open,
  Closed,     ///< in order: nothing is taken any more
  Abandoned,  ///< a job did not come back; its thread is lost
};

/// One plugin's queue: jobs run one at a time on the thread that calls step(), which host/app provides.
/// An overrun cannot be stopped, only left behind: watch() fails the job and all that wait, and what the lost
/// thread brings back later is dropped. Jobs own what they use; the thread shares the lane's ownership. [any
/// thread]
class Lane {
 public:
  using Job = std::function<Result<Reply>()>;

  Lane(std::string name, LaneLimits limits) : name_{std::move(name)}, limits_{limits} {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Queues a job that must have begun by `deadline`. `done` is called once: by step() with the job's result,
  /// or with Unavailable/"plugin_busy", "plugin_closed", "plugin_abandoned", Timeout/"plugin_timeout" by
  /// whoever found out (this call, step(), watch() or close()).
  void submit(Job job, Tick deadline, ReplyDone done);
  /// Runs at most one job. Answers `now` when another one waits, else Tick::max(). [the lane's one thread]
  Tick step(Tick now);
  /// Blocks until there is something for step(), the lane is no longer open, or `longest` has passed.
  void wait(std::chrono::nanoseconds longest);
  /// True when the running job has overrun.
  [[nodiscard]] bool overdue(Tick now) const;
  /// Fails jobs whose deadline has passed; abandons the lane when it is overdue. Answers when to look again.
  Tick watch(Tick now);
  /// Takes no more; fails what waits. A running job still ends in the ordinary way.
  void close();

  [[nodiscard]] LaneState state() const;
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  struct Waiting {
    Job job;
    Tick deadline;
    ReplyDone done;
  };
  struct Running {
    Tick started;
    ReplyDone done;
  };
  [[nodiscard]] bool overdue_locked(Tick now) const;
  [[nodiscard]] Tick next_look_locked() const;
  std::optional<Waiting> take(Tick now);

  const std::string name_;
  const LaneLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  std::optional<Running> running_;
  LaneState state_{LaneState::Open};
};

}  // namespace herald::plugins
