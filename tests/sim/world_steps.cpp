#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "tests/sim/world.hpp"

// What may happen next.

namespace herald::sim {
namespace {

using nlohmann::json;

constexpr std::array kClasses{"otp", "transactional", "marketing"};
constexpr std::chrono::hours kLongestEnd{48};
constexpr int kLongestStory = 60'000;

/// Some are scheduled, some expire, some are urgent.
void write_times(Chance& chance, Instant now, json& body) {
  if (chance.hit(100)) body["schedule_for"] = to_rfc3339(now + std::chrono::seconds{chance.between(1, 90)});
  if (chance.hit(100)) body["expires_at"] = to_rfc3339(now + std::chrono::seconds{chance.between(95, 300)});
  if (chance.hit(200)) body["priority"] = "high";
}

}  // namespace

void World::step() {
  ++steps_;
  struct Choice {
    unsigned weight;
    const char* name;
    void (*act)(World&);
  };
  static constexpr std::array<Choice, 14> kChoices{{
      {10, "wish", [](World& w) { w.new_wish(); }},
      {4, "ask again", [](World& w) { w.ask_again(); }},
      {2, "cancel", [](World& w) { w.cancel(); }},
      {20, "writer", [](World& w) { w.node_->step_writer(); }},
      {18, "dispatcher", [](World& w) { w.node_->step_dispatcher(); }},
      {14, "lane", [](World& w) { w.node_->step_lane(); }},
      {16, "far", [](World& w) { w.far_.step(); }},
      {8, "callback", [](World& w) { w.callback(); }},
      {4, "sums", [](World& w) { w.node_->step_sums(); }},
      {2, "reverifier", [](World& w) { w.node_->step_reverifier(); }},
      {1, "beat", [](World& w) { w.node_->store().writer.beat(); }},
      {10, "time", [](World& w) { w.pass_time(); }},
      {4, "old node",
       [](World& w) {
         if (!w.old_) return;
         w.old_->step_dispatcher();
         w.old_->step_lane();
         w.old_->step_writer();
       }},
      {3, "trouble", [](World& w) { w.trouble(); }},
  }};
  unsigned total = 0;
  for (const Choice& choice : kChoices) total += choice.weight;
  auto drawn = chance_.below(total);
  const Choice* choice = kChoices.data();
  while (drawn >= choice->weight) drawn -= (choice++)->weight;
  trace_.note(choice->name);
  choice->act(*this);
  after_step();
}

void World::new_wish() {
  if (static_cast<int>(wishes_.size()) >= story_.wishes) return;
  wish(kClasses.at(chance_.below(3)), chance_.hit(500) ? "SMS" : "", chance_.hit(700));
}

void World::wish(const std::string& message_class, const std::string& channel_type, bool with_key) {
  const std::size_t tenant = chance_.below(tenants_.size());
  const int number = static_cast<int>(wishes_.size());
  json body{{"to_address", "+1500555" + std::to_string(1000 + chance_.below(6))},
            {"message_body", "wish " + std::to_string(number)},
            {"message_class", message_class}};
  if (channel_type.empty()) {
    body["channel_id"] = channels_.at(2 * tenant + chance_.below(2)).text;
  } else {
    body["channel_type"] = channel_type;
  }
  if (story_.timed) write_times(chance_, clock_.now(), body);
  Wish& wish =
      wishes_.emplace_back(Wish{.post = {.tenant = tenants_[tenant], .body = body.dump()}, .number = number});
  if (with_key) wish.post.key = "key-" + std::to_string(number);
  ask(wish);
}

void World::ask(Wish& wish) {
  const bool of_old = old_ && chance_.hit(250);
  const auto& life = of_old ? old_life_ : life_;
  wish.state = Wish::State::Asked;
  ++wish.posts;
  const auto index = static_cast<std::size_t>(wish.number);
  (of_old ? *old_ : *node_)
      .post(wish.post, [this, index, life = std::weak_ptr<int>{life}](Result<domain::Accepted> result) {
        if (!life.expired() && !disk_.stopped()) answered(index, std::move(result));
      });
}

void World::answered(std::size_t index, Result<domain::Accepted> result) {
  Wish& wish = wishes_.at(index);
  const bool unavailable =
      !result && (result.error().code == Errc::Unavailable || result.error().code == Errc::Internal);
  trace_.note(
      "answer to wish " + std::to_string(index) + ": " +
      (result ? result->message.id.text + (result->replayed ? " again" : "") : result.error().reason));
  if (result) {
    watch_.accepted(wish.number, result->message.id.text);
    wish.state = Wish::State::Done;
    wish.message = result->message.id.text;
  } else if (unavailable) {
    wish.state = wish.post.key.empty() ? Wish::State::Left : Wish::State::Open;
  } else {
    wish.state = Wish::State::Refused;
    if (!wish.message.empty() || result.error().code == Errc::Conflict)
      watch_.complain("wish " + std::to_string(index) + " was refused: " + result.error().reason);
  }
}

/// A client without an answer repeats its request; sometimes also one that has one.
void World::ask_again() {
  for (Wish& wish : wishes_)
    if (wish.state == Wish::State::Open) return ask(wish);
  if (wishes_.empty()) return;
  Wish& any = wishes_.at(chance_.below(wishes_.size()));
  if (any.state == Wish::State::Done && !any.post.key.empty()) ask(any);
}

void World::cancel() {
  if (wishes_.empty()) return;
  const Wish& wish = wishes_.at(chance_.below(wishes_.size()));
  if (wish.message.empty()) return;
  node_->ledger().cancel({.message = domain::MessageId{wish.message}, .tenant = wish.post.tenant},
                         [](const Result<domain::MessageStatus>&) {});
}

void World::callback() {
  inbound::Callback callback;
  if (!far_.callback(callback)) return;
  const bool busy = story_.rough && chance_.hit(200);
  node_->hamper(story_.rough && chance_.hit(60), busy);
  const inbound::Answer answer = node_->receive(callback);
  node_->hamper(false, false);
  const bool told = answer.status == 200 && !disk_.stopped();
  trace_.note("callback " + std::to_string(answer.status));
  if (told) {
    far_.told();
  } else {
    far_.put_off();
  }
  // What the writer has not stored by now must not have been answered 200.
  if (busy && !disk_.stopped() && chance_.hit(250)) disk_.stop_now(Stop::Kill);
}

Tick World::next_event() const {
  return std::max(std::min(far_.next(), node_->next_wake()), clock_.tick() + std::chrono::milliseconds{1});
}

void World::pass_time() {
  if (chance_.hit(50)) return clock_.advance(std::chrono::seconds{chance_.between(1, 60)});
  if (chance_.hit(300)) return clock_.advance(std::chrono::milliseconds{chance_.between(1, 400)});
  clock_.advance_to(std::min(next_event(), clock_.tick() + std::chrono::seconds{5}));
}

void World::trouble() {
  if (!story_.rough) return;
  switch (chance_.below(10)) {
    case 0:
    case 1:
    case 2:
      return disk_.stop_at(static_cast<std::uint64_t>(chance_.between(1, 60)), chance_.hit(500),
                           chance_.hit(700) ? Stop::Power : Stop::Kill);
    case 3:
      return disk_.stop_now(chance_.hit(500) ? Stop::Power : Stop::Kill);
    case 4:
    case 5:
      return take_over();
    case 6:
      return old_ ? take_over() : restart();
    case 7: {
      const std::int64_t by = chance_.between(-60'000, 60'000) - jumped_ms_ / 2;
      jumped_ms_ += by;
      trace_.note("the wall clock jumps " + std::to_string(by) + " ms");
      return clock_.jump(std::chrono::milliseconds{by});
    }
    default:
      change_weather();
  }
}

void World::change_weather() {
  const auto storm = [&](unsigned most) {
    return chance_.hit(600) ? 0U : static_cast<unsigned>(chance_.below(most));
  };
  disk_.weather = {.read_error = storm(2'000),
                   .write_error = storm(20'000),
                   .sync_error = storm(100'000),
                   .full = storm(20'000),
                   .busy = storm(50'000)};
  trace_.note("weather changes");
}

/// One turn of everything; false when nothing moved.
bool World::busy_turn() {
  const auto before = std::pair{far_.acts().size(), disk_.changes()};
  node_->step_writer();
  if (!disk_.stopped()) node_->step_dispatcher();
  bool moved = !disk_.stopped() && node_->step_lane();
  moved = (!disk_.stopped() && far_.step()) || moved;
  return moved || before != std::pair{far_.acts().size(), disk_.changes()};
}

bool World::turn() {
  if (disk_.stopped()) after_step();
  bool moved = busy_turn();
  if (!disk_.stopped()) callback();
  node_->step_sums();
  node_->step_reverifier();
  moved = moved || !node_->lane_idle();
  after_step();
  return moved;
}

void World::run_all() {
  for (int turns = 0; turns < 20 && turn(); ++turns) continue;
}

void World::see_through() {
  trace_.note("the storm is over");
  disk_.weather = {};
  if (old_) take_over();
  disk_.stop_now(Stop::Power);
  after_step();
  story_.rough = false;
  far_.manners.repeats = 0;
  const auto until = clock_.passed() + kLongestEnd;
  for (int turns = 0; watch_.complaint().empty(); ++turns) {
    run_all();
    for (Wish& wish : wishes_)
      if (wish.state == Wish::State::Open) ask(wish);
    const bool asked =
        std::ranges::any_of(wishes_, [](const Wish& w) { return w.state == Wish::State::Asked; });
    if (!asked && far_.quiet() && watch_.undone() == 0) break;
    if (clock_.passed() > until || turns > kLongestStory) watch_.complain("it does not come to an end");
    clock_.advance_to(next_event());
  }
  for (int turns = 0; turns < 10 && watch_.complaint().empty(); ++turns) {
    clock_.advance(std::chrono::seconds{5});
    run_all();
  }
  for (const Wish& wish : wishes_) {
    const int made = watch_.made_of(wish.number);
    const int most = wish.post.key.empty() ? wish.posts : 1;
    if (wish.state == Wish::State::Refused && made > 0)
      watch_.complain("wish " + std::to_string(wish.number) + " was refused and made a message");
    if (made > most)
      watch_.complain("wish " + std::to_string(wish.number) + " made " + std::to_string(made) + " messages");
  }
  watch_.look_at_the_end(far_);
}

}  // namespace herald::sim
