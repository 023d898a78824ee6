#include "host/plugins/lane.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>
#include <vector>

#include "host/base/check.hpp"

namespace herald::plugins {
namespace {

Error busy() { return {Errc::Unavailable, "plugin_busy", "the plugin has too many calls waiting"}; }
Error closed() { return {Errc::Unavailable, "plugin_closed", "the plugin takes no more calls"}; }
Error abandoned() {
  return {Errc::Unavailable, "plugin_abandoned", "a call into the plugin did not come back"};
}
Error late() { return {Errc::Timeout, "plugin_timeout", "the plugin was not reached in time"}; }
Error overran() { return {Errc::Timeout, "plugin_overrun", "the call into the plugin did not come back"}; }

Result<Reply> run(const Lane::Job& job) {
  try {
    return job();
  } catch (const std::exception&) {
    // Plugin code is guarded inside the job; this is the host running out of something.
    return Error{Errc::Internal, "lane_failed", "the call could not be made"};
  }
}

}  // namespace

void Lane::submit(Job job, Tick deadline, ReplyDone done) {
  std::optional<Error> refused;
  {
    const std::scoped_lock lock{mutex_};
    if (state_ != LaneState::Open)
      refused = state_ == LaneState::Closed ? closed() : abandoned();
    else if (waiting_.size() >= limits_.queue)
      refused = busy();
    else
      waiting_.push_back({std::move(job), deadline, std::move(done)});
  }
  if (refused)
    done(*std::move(refused));
  else
    changed_.notify_one();
}

std::optional<Lane::Waiting> Lane::take(Tick now) {
  const std::scoped_lock lock{mutex_};
  if (state_ == LaneState::Abandoned || waiting_.empty()) return std::nullopt;
  HERALD_CHECK(!running_);
  Waiting next = std::move(waiting_.front());
  waiting_.pop_front();
  if (next.deadline > now) running_ = Running{now, std::move(next.done)};
  return next;
}

Tick Lane::step(Tick now) {
  auto next = take(now);
  if (next && next->deadline <= now) {
    next->done(late());
  } else if (next) {
    auto result = run(next->job);
    ReplyDone done;
    {
      const std::scoped_lock lock{mutex_};
      if (running_) done = std::move(running_->done);  // else the lane was abandoned meanwhile
      running_.reset();
    }
    if (done) done(std::move(result));
  }
  const std::scoped_lock lock{mutex_};
  return waiting_.empty() ? Tick::max() : now;
}

void Lane::wait(std::chrono::nanoseconds longest) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, longest, [this] { return !waiting_.empty() || state_ != LaneState::Open; });
}

bool Lane::overdue_locked(Tick now) const {
  return running_ && now >= running_->started + limits_.longest_job;
}

bool Lane::overdue(Tick now) const {
  const std::scoped_lock lock{mutex_};
  return overdue_locked(now);
}

Tick Lane::next_look_locked() const {
  Tick next = running_ ? running_->started + limits_.longest_job : Tick::max();
  for (const Waiting& job : waiting_) next = std::min(next, job.deadline);
  return next;
}

Tick Lane::watch(Tick now) {
  std::deque<Waiting> failed;
  ReplyDone lost;
  Error why = late();
  Tick next = Tick::max();
  {
    const std::scoped_lock lock{mutex_};
    if (overdue_locked(now)) {
      state_ = LaneState::Abandoned;
      lost = std::move(running_->done);
      running_.reset();
      failed.swap(waiting_);
      why = abandoned();
    } else {
      const auto due = std::stable_partition(waiting_.begin(), waiting_.end(),
                                             [now](const Waiting& job) { return job.deadline > now; });
      std::move(due, waiting_.end(), std::back_inserter(failed));
      waiting_.erase(due, waiting_.end());
      next = next_look_locked();
    }
  }
  changed_.notify_all();
  if (lost) lost(overran());
  for (const Waiting& job : failed) job.done(why);
  return next;
}

void Lane::close() {
  std::deque<Waiting> failed;
  {
    const std::scoped_lock lock{mutex_};
    if (state_ == LaneState::Open) state_ = LaneState::Closed;
    failed.swap(waiting_);
  }
  changed_.notify_all();
  for (const Waiting& job : failed) job.done(closed());
}

LaneState Lane::state() const {
  const std::scoped_lock lock{mutex_};
  return state_;
}

std::size_t Lane::waiting() const {
  const std::scoped_lock lock{mutex_};
  return waiting_.size();
}

}  // namespace herald::plugins
