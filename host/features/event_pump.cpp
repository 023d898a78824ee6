#include "host/features/event_pump.hpp"

#include <algorithm>
#include <utility>

namespace herald::features {
namespace {

constexpr std::int64_t kSkippedAtOnce = 256;  ///< entries passed over before the cursor is moved for them

bool wants(const Sheet& sheet, const domain::JournalEntry& entry) {
  return !entry.event.tenant.empty() &&
         std::ranges::find(sheet.events, entry.event.type) != sheet.events.end();
}

}  // namespace

template <class T>
std::function<void(Result<T>)> EventPump::back(std::function<void(Result<T>)> then) {
  return [inbox = inbox_, then = std::move(then)](Result<T> result) {
    inbox->put([then, result = std::move(result)]() mutable { then(std::move(result)); });
  };
}

Tick EventPump::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (now >= next_look_) refresh(now);
  bool more = false;
  for (const auto& [plugin, subscriber] : subscribers_) {
    const bool known = !heads_.empty();  // else it would have no lanes
    if (known && subscriber->state == Subscriber::State::New && now >= subscriber->due) open(subscriber, now);
    if (subscriber->state == Subscriber::State::Open && !subscriber->moved)
      more = pump(subscriber, now) || more;
  }
  return more ? now : next_look_;
}

/// Who subscribes now, and how far the journal has come. A plugin that comes back goes on at its cursor.
void EventPump::refresh(Tick now) {
  next_look_ = now + config_.look_every;
  std::map<std::string, Held> serving;
  for (const auto& sheet : means_.plugins.sheets()) {
    if (sheet->events.empty()) continue;
    const auto known = subscribers_.find(sheet->plugin);
    Held subscriber = known == subscribers_.end() ? std::make_shared<Subscriber>() : known->second;
    subscriber->sheet = sheet;
    serving.insert_or_assign(sheet->plugin, std::move(subscriber));
  }
  subscribers_ = std::move(serving);
  if (subscribers_.empty()) return;
  if (auto heads = means_.consumers.heads()) heads_ = *std::move(heads);
  for (const auto& [plugin, subscriber] : subscribers_) follow_shards(*subscriber);
}

/// Shards that came to this node are read from where their earlier owner got to.
void EventPump::follow_shards(Subscriber& subscriber) const {
  if (subscriber.state != Subscriber::State::Open) return;
  subscriber.moved = !std::ranges::equal(
      subscriber.lanes, heads_, {}, [](const auto& lane) { return lane.first; },
      [](const auto& head) { return head.first; });
  if (!subscriber.moved || subscriber.in_flight > 0) return;
  subscriber.lanes.clear();
  subscriber.moved = false;
  subscriber.state = Subscriber::State::New;
  subscriber.due = {};
}

void EventPump::open(const Held& subscriber, Tick now) {
  subscriber->state = Subscriber::State::Opening;
  subscriber->due = now + config_.again;
  means_.consumers.open(subscriber->sheet->plugin, heads_,
                        back<std::vector<domain::ConsumerPlace>>([this, subscriber](auto places) {
                          subscriber->state = places ? Subscriber::State::Open : Subscriber::State::New;
                          if (!places)
                            return means_.log.warning("events_not_opened",
                                                      {{"plugin", subscriber->sheet->plugin}});
                          for (const domain::ConsumerPlace& place : *places)
                            subscriber->lanes[place.shard] = {.shard = place.shard,
                                                              .cursor = place.seq,
                                                              .read = place.seq,
                                                              .tried_seq = place.tried_seq,
                                                              .marked = place.tries};
                        }));
}

bool EventPump::open() const {
  return std::ranges::all_of(subscribers_,
                             [](const auto& each) { return each.second->state == Subscriber::State::Open; });
}

/// After a crash in a call one event at a time, so that the guilty one is found.
bool EventPump::careful(const Subscriber& subscriber) {
  return std::ranges::any_of(subscriber.lanes, [](const auto& each) { return each.second.marked > 0; });
}

/// Begins what may begin; true when there is more to read.
bool EventPump::pump(const Held& subscriber, Tick now) {
  const bool one = careful(*subscriber);
  bool more = false;
  // Where the last turn ended, so that the shards behind a busy one have theirs.
  auto at = subscriber->lanes.lower_bound(subscriber->next_shard);
  for (std::size_t i = 0; i < subscriber->lanes.size(); ++i, ++at) {
    if (at == subscriber->lanes.end()) at = subscriber->lanes.begin();
    auto& [shard, lane] = *at;
    subscriber->next_shard = shard;
    if (subscriber->in_flight >= (one ? 1 : config_.in_flight)) return false;
    if ((one && lane.marked == 0) || lane.busy || now < lane.due) continue;
    more = advance(subscriber, lane, one) || more;
  }
  return more;
}

/// Begins the next thing of one shard; true when there is more to read.
bool EventPump::advance(const Held& subscriber, Lane& lane, bool one) {
  const bool more = lane.queue.empty() && fill(*subscriber, lane);
  if (!lane.queue.empty())
    begin(subscriber, lane);
  else if (lane.read >= lane.cursor + kSkippedAtOnce || (one && lane.read > lane.cursor))
    skip(subscriber, lane);
  else if (one && lane.read >= heads_[lane.shard])
    lane.marked = 0;  // what it was about is gone
  return more;
}

/// Reads the next page of a shard; true when there is another one.
bool EventPump::fill(Subscriber& subscriber, Lane& lane) {
  if (lane.read >= heads_[lane.shard]) return false;
  auto page = means_.journal.read(lane.shard, lane.read, config_.page);
  if (!page || page->empty()) return false;
  lane.read = page->back().seq;
  for (domain::JournalEntry& entry : *page)
    if (wants(*subscriber.sheet, entry)) lane.queue.push_back(std::move(entry));
  return lane.read < heads_[lane.shard];
}

/// Moves the cursor over entries that nobody subscribed to.
void EventPump::skip(const Held& subscriber, Lane& lane) {
  lane.busy = true;
  ++subscriber->in_flight;
  const std::int64_t to = lane.read;
  means_.consumers.advance({subscriber->sheet->plugin, lane.shard, lane.cursor, to},
                           back<Done>([this, subscriber, &lane, to](Result<Done> done) {
                             if (done) lane.cursor = to;
                             lane.busy = false;
                             --subscriber->in_flight;
                             if (!done) lane.due = means_.clock.tick() + config_.again;
                           }));
}

domain::CursorMove EventPump::move_of(const Subscriber& subscriber, const Lane& lane) {
  return {subscriber.sheet->plugin, lane.shard, lane.cursor, lane.queue.front().seq};
}

/// The first event of a shard may be one that has brought the process down: that it is tried is committed
/// before it is.
void EventPump::begin(const Held& subscriber, Lane& lane) {
  lane.busy = true;
  ++subscriber->in_flight;
  if (!std::exchange(lane.first, false)) return call(subscriber, lane);
  const bool same = lane.marked > 0 && lane.tried_seq == lane.queue.front().seq;
  if (same && lane.marked >= config_.tries) return put_aside(subscriber, lane, "crashed");
  const int tries = same ? lane.marked + 1 : 1;
  means_.consumers.note_try(move_of(*subscriber, lane), tries,
                            back<Done>([this, subscriber, &lane](Result<Done> done) {
                              if (done) return call(subscriber, lane);
                              lane.first = true;
                              settle(subscriber, lane, done.error());
                            }));
}

}  // namespace herald::features
