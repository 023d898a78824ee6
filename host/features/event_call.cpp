#include <algorithm>
#include <utility>

#include "host/base/ids.hpp"
#include "host/features/consequences.hpp"
#include "host/features/event_input.hpp"
#include "host/features/event_pump.hpp"
#include "host/features/problem.hpp"
#include "host/features/reads.hpp"

// One event of the pump: called, answered, committed or put aside.

namespace herald::features {
namespace {

std::string origin_of(const domain::JournalEntry& entry) {
  return std::to_string(entry.shard) + "/" + std::to_string(entry.seq);
}

}  // namespace

void EventPump::call(const Held& subscriber, Lane& lane) {
  const domain::JournalEntry& entry = lane.queue.front();
  const auto inbox = inbox_;
  means_.plugins.run(
      {.tenant = entry.event.tenant,
       .plugin = subscriber->sheet->plugin,
       .op = "event",
       .name = entry.event.type,
       .input = event_input(entry, lane.tries + 1, means_.clock.now()),
       .reads = std::make_shared<TenantReads>(entry.event.tenant, subscriber->sheet, means_.reader),
       .deadline = config_.call_limit},
      [this, subscriber, &lane, inbox](Result<std::string> text) {
        inbox->put([this, subscriber, &lane, text = std::move(text)] { answered(subscriber, lane, text); });
      });
}

void EventPump::answered(const Held& subscriber, Lane& lane, const Result<std::string>& text) {
  if (!text) return settle(subscriber, lane, text.error());
  auto set = effects_of(*subscriber, lane, *text);
  if (!set) return settle(subscriber, lane, std::move(set).error());
  commit(subscriber, lane, *std::move(set));
}

/// What the answer wants to have committed, with the cursor's move. "too_deep" where something would follow
/// from consequences of depth 8.
Result<domain::WriteSet> EventPump::effects_of(const Subscriber& subscriber, const Lane& lane,
                                               const std::string& text) {
  const domain::JournalEntry& entry = lane.queue.front();
  const Sheet& sheet = *subscriber.sheet;
  const auto answer = read_answer(text);
  if (!answer) return answer.error();
  const bool idle = !answer->member("writes") && !answer->member("commands");
  const auto known = idle ? Result<int>{0} : means_.consumers.depth(entry.event.tenant, entry.event.subject);
  if (!known) return known.error();
  const int depth = std::max(entry.event.depth, *known) + 1;
  auto set = read_consequences(*answer, sheet,
                               {.tenant = entry.event.tenant,
                                .key = sheet.plugin + "/" + origin_of(entry),
                                .cause = "event:" + origin_of(entry),
                                .depth = depth,
                                .make_id = [this] { return make_uuid(means_.clock.now(), means_.random); }});
  if (!set) return std::move(set).error();
  if (depth > domain::kDeepest && !(set->writes.empty() && set->effects.empty()))
    return Error{.code = Errc::Internal,
                 .reason = "too_deep",
                 .detail = "expected consequences at depth 8 at most, found " + std::to_string(depth)};
  set->effects.cursor = move_of(subscriber, lane);
  return set;
}

void EventPump::commit(const Held& subscriber, Lane& lane, domain::WriteSet set) {
  means_.writer.commit(std::move(set), back<domain::RecordsCommitted>([this, subscriber, &lane](auto done) {
                         settle(subscriber, lane, done ? std::nullopt : std::optional{done.error()});
                       }));
}

/// The call is over: the next event, or another try, or the event is put aside.
void EventPump::settle(const Held& subscriber, Lane& lane, const std::optional<Error>& failure) {
  if (failure && failure->reason == "cursor_moved") {
    // Somebody else went on from here: look again where this plugin stands.
    const auto known = subscribers_.find(subscriber->sheet->plugin);
    if (known != subscribers_.end() && known->second == subscriber) subscribers_.erase(known);
    return;
  }
  if (failure && !passes(*failure)) return failed(subscriber, lane, *failure);
  lane.busy = false;
  --subscriber->in_flight;
  if (failure) {
    lane.due = means_.clock.tick() + config_.again;
    return;
  }
  lane.cursor = lane.queue.front().seq;
  lane.queue.pop_front();
  lane.tries = 0;
  lane.marked = 0;
}

void EventPump::failed(const Held& subscriber, Lane& lane, const Error& why) {
  ++lane.tries;
  const int most = why.code == Errc::Stale ? config_.stale_tries : config_.tries;
  if (lane.tries >= most || why.reason == "too_deep") return put_aside(subscriber, lane, why.reason);
  lane.busy = false;
  --subscriber->in_flight;
  lane.due = means_.clock.tick();
  if (why.code != Errc::Stale) lane.due += config_.again * (1 << std::min(lane.tries - 1, 4));
}

void EventPump::put_aside(const Held& subscriber, Lane& lane, const std::string& reason) {
  const domain::JournalEntry& entry = lane.queue.front();
  domain::EventAside aside{.consumer = subscriber->sheet->plugin,
                           .tenant = entry.event.tenant,
                           .shard = entry.shard,
                           .seq = entry.seq,
                           .type = entry.event.type,
                           .subject = entry.event.subject,
                           .tries = std::max(lane.tries, lane.marked),
                           .reason = reason.substr(0, 64)};
  means_.log.warning("event_put_aside", {{"plugin", aside.consumer},
                                         {"type", aside.type},
                                         {"subject", aside.subject},
                                         {"shard", aside.shard},
                                         {"seq", aside.seq},
                                         {"reason", aside.reason}});
  means_.consumers.put_aside(
      std::move(aside), move_of(*subscriber, lane), back<Done>([this, subscriber, &lane](Result<Done> done) {
        if (done) return settle(subscriber, lane, std::nullopt);
        lane.first = lane.marked > 0;
        settle(subscriber, lane, Error{.code = Errc::Unavailable, .reason = done.error().reason});
      }));
}

}  // namespace herald::features
