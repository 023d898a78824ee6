#include "host/conversations/sum_loop.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace herald::conversations {
namespace {

constexpr std::string_view kMessage = "message";

/// The entry that a message begins with.
bool begins(const domain::Event& event) {
  return event.type == "message.accepted" || event.type == "message.received";
}

}  // namespace

template <class T>
std::function<void(Result<T>)> SumLoop::back(std::function<void(Result<T>)> then) {
  return [inbox = inbox_, then = std::move(then)](Result<T> result) {
    inbox->put([then, result = std::move(result)]() mutable { then(std::move(result)); });
  };
}

Tick SumLoop::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (!busy_ && now >= due_) look(now);
  return busy_ ? now + config_.look_every : due_;
}

void SumLoop::look(Tick now) {
  due_ = now + config_.look_every;
  const auto heads = means_.consumers.heads();
  if (!heads) return failed(heads.error());
  if (!knows(*heads)) return open(*heads);
  Turn turn = gather(*heads);
  if (!turn.moves.empty()) apply(std::move(turn));
}

bool SumLoop::knows(const std::map<int, std::int64_t>& heads) const {
  return std::ranges::all_of(heads, [&](const auto& head) { return places_.contains(head.first); });
}

/// Shards that this consumer has not read before begin at their first entry.
void SumLoop::open(const std::map<int, std::int64_t>& heads) {
  std::map<int, std::int64_t> beginnings;
  for (const auto& [shard, head] : heads) beginnings[shard] = 0;
  busy_ = true;
  means_.consumers.open(kConsumer, std::move(beginnings),
                        back<std::vector<domain::ConsumerPlace>>([this](auto places) {
                          busy_ = false;
                          if (!places) return failed(places.error());
                          places_.clear();
                          for (const domain::ConsumerPlace& place : *places) places_[place.shard] = place.seq;
                          due_ = means_.clock.tick();
                        }));
}

SumLoop::Turn SumLoop::gather(const std::map<int, std::int64_t>& heads) {
  Turn turn;
  auto at = heads.lower_bound(next_shard_);
  for (std::size_t i = 0; i < heads.size(); ++i, ++at) {
    if (at == heads.end()) at = heads.begin();
    next_shard_ = at->first;
    if (turn.entries >= config_.most) break;
    const std::int64_t cursor = places_.at(at->first);
    if (at->second <= cursor) continue;
    if (const auto page = means_.journal.read(at->first, cursor, config_.page)) take(turn, at->first, *page);
  }
  return turn;
}

/// A message that several entries tell of is told once: how it stands now is what counts.
void SumLoop::take(Turn& turn, int shard, const std::vector<domain::JournalEntry>& page) {
  const std::int64_t from = places_.at(shard);
  std::int64_t to = from;
  std::map<std::string_view, bool> fresh;
  for (const domain::JournalEntry& entry : page) {
    if (entry.seq != to + 1) break;  // never past a gap
    to = entry.seq;
    if (entry.event.subject_kind != kMessage) continue;
    bool& begun = fresh[entry.event.subject];
    begun = begun || begins(entry.event);
  }
  if (to == from) return;
  turn.moves.push_back({.consumer = kConsumer, .shard = shard, .from = from, .to = to});
  turn.entries += static_cast<std::size_t>(to - from);
  for (const auto& [message, begun] : fresh)
    turn.news.push_back({.message = domain::MessageId{std::string{message}}, .fresh = begun});
}

void SumLoop::apply(Turn turn) {
  busy_ = true;
  const auto moves = turn.moves;
  means_.sums.apply(std::move(turn.moves), std::move(turn.news), back<Done>([this, moves](Result<Done> done) {
                      busy_ = false;
                      if (!done) return failed(done.error());
                      for (const domain::CursorMove& move : moves) places_[move.shard] = move.to;
                      due_ = means_.clock.tick();  // there may be more
                    }));
}

/// Where the cursors stand is looked up again: another node may have moved them.
void SumLoop::failed(const Error& why) {
  means_.log.warning("conversations_not_summed", {{"reason", why.reason}});
  places_.clear();
  due_ = means_.clock.tick() + config_.again;
}

}  // namespace herald::conversations
