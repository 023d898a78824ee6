#include "host/dispatch/window.hpp"

namespace herald::dispatch {
namespace {

constexpr std::chrono::seconds kLookEvery{Window::kHorizon / 2};
constexpr std::chrono::milliseconds kTryAgain{500};

}  // namespace

void Window::missed(const domain::ChannelId& channel) {
  const auto [sweep, fresh] = sweeps_.try_emplace(channel.text);
  if (!fresh) sweep->second.again = true;
}

void Window::missed_until(const domain::ChannelId& channel, Tick rest) {
  missed(channel);
  rest_until_ = std::max(rest_until_, rest);
}

bool Window::step(FairQueue& queue, Instant now, Tick tick) {
  if (tick < rest_until_) return true;
  if (tick >= next_look_ && !look(now, tick)) return false;
  const auto sweep = next_in_turn(queue);
  return sweep == sweeps_.end() || load(sweep, queue, now, tick);
}

bool Window::look(Instant now, Tick tick) {
  const auto channels = source_.channels(now + kHorizon);
  if (!channels) {
    rest_until_ = tick + kTryAgain;
    return false;
  }
  for (const domain::ChannelId& channel : *channels) missed(channel);
  next_look_ = tick + kLookEvery;
  return true;
}

bool Window::load(Sweeps::iterator sweep, FairQueue& queue, Instant now, Tick tick) {
  const domain::ChannelId channel{sweep->first};
  turn_ = channel.text;
  auto page = source_.load(channel, now + kHorizon, sweep->second.place, static_cast<int>(kPage));
  if (!page) {
    rest_until_ = tick + kTryAgain;
    return false;
  }
  for (domain::Work& work : *page) {
    const domain::WorkPlace place{.due_at = work.due_at, .message = work.message.id};
    if (!queue.add(std::move(work), now)) return true;  // goes on from its place when there is room
    sweep->second.place = place;
  }
  if (page->size() == kPage) return true;
  if (sweep->second.again)
    sweep->second = {};
  else
    sweeps_.erase(sweep);
  return true;
}

/// A page is not read for a few places, unless nothing else is there of the channel.
bool Window::fits(const FairQueue& queue, const std::string& channel) {
  const domain::ChannelId id{channel};
  const std::size_t room = queue.room(id);
  return room > 0 && (queue.empty(id) || room >= std::min(kPage, queue.per_channel()) / 2);
}

Window::Sweeps::iterator Window::next_in_turn(const FairQueue& queue) {
  auto sweep = sweeps_.upper_bound(turn_);
  for (std::size_t seen = 0; seen < sweeps_.size(); ++seen, ++sweep) {
    if (sweep == sweeps_.end()) sweep = sweeps_.begin();
    if (fits(queue, sweep->first)) return sweep;
  }
  return sweeps_.end();
}

Tick Window::next(const FairQueue& queue, Tick now) const {
  const bool wanted =
      std::ranges::any_of(sweeps_, [&](const auto& sweep) { return fits(queue, sweep.first); });
  return std::max({wanted ? now : next_look_, now, rest_until_});
}

}  // namespace herald::dispatch
