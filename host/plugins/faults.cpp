#include "host/plugins/faults.hpp"

#include <algorithm>

namespace herald::plugins {

bool is_fault(std::string_view reason) { return reason == "plugin_threw" || reason == "plugin_overrun"; }

void Faults::note(const std::string& digest, unsigned generation, std::string_view fault, Tick now) {
  const std::scoped_lock lock{mutex_};
  std::deque<Tick>& times = times_[digest];
  times.push_back(now);
  while (times.size() > kMostFaults || times.front() + kFaultWindow <= now) times.pop_front();
  if (times.size() < kMostFaults) return;
  if (std::ranges::find(condemned_, generation, &Condemned::generation) == condemned_.end())
    condemned_.push_back({generation, std::string{fault}});
}

std::vector<Condemned> Faults::take_condemned() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(condemned_, {});
}

std::size_t Faults::count(const std::string& digest, Tick now) const {
  const std::scoped_lock lock{mutex_};
  const auto found = times_.find(digest);
  if (found == times_.end()) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(found->second, [now](Tick at) { return at + kFaultWindow > now; }));
}

void Faults::forget(const std::string& digest) {
  const std::scoped_lock lock{mutex_};
  times_.erase(digest);
}

}  // namespace herald::plugins
