#include "host/plugins/restarts.hpp"

#include <algorithm>

namespace herald::plugins {

void Restarts::failed(Tick now) {
  if (now - started_ >= rules_.calm) failures_ = 0;
  constexpr std::uint32_t kMostDoublings = 20;
  const auto pause =
      std::min(rules_.first_pause * (1U << std::min(failures_, kMostDoublings)), rules_.longest_pause);
  ++failures_;
  next_ = now + pause;
}

std::chrono::milliseconds Restarts::pause(Tick now) const {
  if (now >= next_) return std::chrono::milliseconds{0};
  return std::chrono::ceil<std::chrono::milliseconds>(next_ - now);
}

}  // namespace herald::plugins
