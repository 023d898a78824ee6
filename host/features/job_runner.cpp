#include "host/features/job_runner.hpp"

#include <algorithm>

#include "host/base/ids.hpp"
#include "host/features/consequences.hpp"
#include "host/features/problem.hpp"
#include "host/features/reads.hpp"
#include "host/json/writer.hpp"

namespace herald::features {
namespace {

std::string job_input(const SheetJob& job, const domain::JobPlace& place, int number_of_try, Instant now) {
  json::Writer out;
  out.begin_object().text("now", to_rfc3339(now)).number("try", number_of_try).begin_object("job");
  out.text("name", job.name).text("round", to_rfc3339(place.round)).number("part", place.part);
  return out.end_object().end_object().take();
}

/// `<name>/<round>`, the same however often it is tried.
std::string run_of(const SheetJob& job, const domain::JobPlace& place) {
  return job.name + "/" + to_rfc3339(place.round);
}

bool wants_more(const json::Document& answer) {
  const auto again = answer.member("again");
  return again && again->boolean().value_or(false);
}

}  // namespace

template <class T>
std::function<void(Result<T>)> JobRunner::back(std::function<void(Result<T>)> then) {
  return [inbox = inbox_, then = std::move(then)](Result<T> result) {
    inbox->put([then, result = std::move(result)]() mutable { then(std::move(result)); });
  };
}

Tick JobRunner::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (now >= next_look_) refresh(now);
  const Instant time = means_.clock.now();
  for (const auto& [key, lane] : lanes_) {
    if (lane->busy || now < lane->due) continue;
    if (lane->state == Lane::State::New) open(lane, now);
    if (lane->state == Lane::State::Open && time >= lane->place.round) advance(lane);
  }
  return next_look_;
}

/// Whose jobs there are now. A job whose plugin is away, or whose interval has changed, is opened anew.
void JobRunner::refresh(Tick now) {
  next_look_ = now + config_.look_every;
  std::map<std::pair<std::string, std::string>, Held> serving;
  for (const auto& sheet : means_.plugins.sheets())
    for (const SheetJob& job : sheet->jobs) {
      if (!serves(means_.served, sheet->plugin + "/" + job.name)) continue;
      const auto known = lanes_.find({sheet->plugin, job.name});
      const bool same = known != lanes_.end() && known->second->job.every == job.every;
      Held lane = same ? known->second : std::make_shared<Lane>();
      lane->sheet = sheet;
      lane->job = job;
      serving.insert_or_assign({sheet->plugin, job.name}, std::move(lane));
    }
  lanes_ = std::move(serving);
}

Instant JobRunner::next_round(const SheetJob& job) const {
  const auto since = means_.clock.now().time_since_epoch();
  return Instant{(since / job.every + 1) * job.every};
}

void JobRunner::open(const Held& lane, Tick now) {
  lane->state = Lane::State::Opening;
  lane->due = now + config_.again;
  means_.book.open(lane->sheet->plugin, lane->job.name, next_round(lane->job),
                   back<domain::JobState>([lane](Result<domain::JobState> state) {
                     lane->state = state ? Lane::State::Open : Lane::State::New;
                     if (!state) return;
                     lane->place = state->place;
                     lane->marked = state->tries;
                     lane->due = {};
                   }));
}

/// The next tenant of the round, or its end.
void JobRunner::advance(const Held& lane) {
  const auto next = means_.book.next_tenant(lane->place.tenant_done);
  if (!next) {
    lane->due = means_.clock.tick() + config_.again;
    return;
  }
  lane->busy = true;
  if (!*next) return end_round(lane);
  lane->tenant = **next;
  begin(lane);
}

void JobRunner::end_round(const Held& lane) {
  const domain::JobPlace to{.round = next_round(lane->job)};
  means_.book.advance(move_of(*lane, to),
                      back<Done>([this, lane, to](Result<Done> done) { move(lane, to, done); }));
}

/// The first call may be one that has brought the process down: that it is tried is committed before it is.
void JobRunner::begin(const Held& lane) {
  if (!std::exchange(lane->first, false)) return call(lane);
  if (lane->marked >= config_.tries) return pass_over(lane, "crashed");
  means_.book.note_try(move_of(*lane, lane->place), lane->marked + 1,
                       back<Done>([this, lane](Result<Done> done) {
                         if (done) return call(lane);
                         lane->first = true;
                         failed(lane, done.error());
                       }));
}

void JobRunner::call(const Held& lane) {
  const auto inbox = inbox_;
  means_.plugins.run({.tenant = lane->tenant,
                      .plugin = lane->sheet->plugin,
                      .op = "job",
                      .name = lane->job.name,
                      .input = job_input(lane->job, lane->place, lane->tries + 1, means_.clock.now()),
                      .reads = std::make_shared<TenantReads>(lane->tenant, lane->sheet, means_.reader),
                      .deadline = config_.call_limit},
                     [this, lane, inbox](Result<std::string> text) {
                       inbox->put([this, lane, text = std::move(text)] { answered(lane, text); });
                     });
}

domain::JobPlace JobRunner::after(const Lane& lane, bool again) const {
  domain::JobPlace to = lane.place;
  if (again && lane.place.part + 1 < config_.parts) {
    ++to.part;
    return to;
  }
  to.tenant_done = lane.tenant;
  to.part = 0;
  return to;
}

domain::JobMove JobRunner::move_of(const Lane& lane, domain::JobPlace to) {
  return {lane.sheet->plugin, lane.job.name, lane.place, std::move(to)};
}

void JobRunner::answered(const Held& lane, const Result<std::string>& text) {
  if (!text) return failed(lane, text.error());
  const auto answer = read_answer(*text);
  if (!answer) return failed(lane, answer.error());
  const std::string run = run_of(lane->job, lane->place);
  auto set =
      read_consequences(*answer, *lane->sheet,
                        {.tenant = lane->tenant,
                         .key = lane->sheet->plugin + "/job/" + run + "/" + std::to_string(lane->place.part),
                         .cause = "job:" + run,
                         .depth = 1,
                         .make_id = [this] { return make_uuid(means_.clock.now(), means_.random); }});
  if (!set) return failed(lane, set.error());
  const domain::JobPlace to = after(*lane, wants_more(*answer));
  set->effects.job = move_of(*lane, to);
  means_.writer.commit(*std::move(set), back<domain::RecordsCommitted>([this, lane, to](auto done) {
    move(lane, to, done ? Result<Done>{Done{}} : Result<Done>{done.error()});
  }));
}

/// A step forward was committed, or was not.
void JobRunner::move(const Held& lane, const domain::JobPlace& to, const Result<Done>& done) {
  if (!done) return failed(lane, done.error());
  lane->busy = false;
  lane->place = to;
  lane->tries = 0;
  lane->marked = 0;
}

void JobRunner::failed(const Held& lane, const Error& why) {
  lane->busy = false;
  lane->due = means_.clock.tick() + config_.again;
  if (why.reason == "job_moved") {
    lane->state = Lane::State::New;  // somebody else went on from here: look where it stands
    return;
  }
  if (passes(why)) return;
  ++lane->tries;
  const bool stale = why.code == Errc::Stale;
  if (lane->tries >= (stale ? config_.stale_tries : config_.tries)) {
    lane->busy = true;
    return pass_over(lane, why.reason);
  }
  lane->due = means_.clock.tick();
  if (!stale) lane->due += config_.again * (1 << std::min(lane->tries - 1, 4));
}

void JobRunner::pass_over(const Held& lane, const std::string& reason) {
  means_.log.warning("job_passed_over", {{"plugin", lane->sheet->plugin},
                                         {"job", lane->job.name},
                                         {"tenant", lane->tenant.text},
                                         {"round", to_rfc3339(lane->place.round)},
                                         {"reason", reason}});
  const domain::JobPlace to = after(*lane, false);
  means_.book.pass_over(move_of(*lane, to), lane->tenant, reason.substr(0, 64),
                        back<Done>([this, lane, to](Result<Done> done) {
                          if (done) return move(lane, to, done);
                          lane->first = lane->marked > 0;
                          failed(lane, Error{.code = Errc::Unavailable, .reason = done.error().reason});
                        }));
}

}  // namespace herald::features
