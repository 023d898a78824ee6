#include "tests/sim/world.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/storage/migrations.hpp"
#include "tests/sim/vfs.hpp"

namespace herald::sim {
namespace {

constexpr int kMostStarts = 20;

/// A migrated database, made once.
const Disk& template_disk() {
  static VirtualClock clock;
  static Disk disk{clock, 1};
  static const bool made = [] {
    use_disk(disk);
    const auto report = storage::migrate(
        {.url = database_url(), .directory = std::string{HERALD_SOURCE_DIR} + "/migrations", .node = "sim"},
        clock);
    HERALD_CHECK(report.has_value());
    return true;
  }();
  HERALD_CHECK(made);
  return disk;
}

template <class T>
T must(Node& node, const std::function<void(domain::Completion<T>)>& start) {
  std::optional<Result<T>> answer;
  start([&](Result<T> result) { answer.emplace(std::move(result)); });
  node.step_writer();
  HERALD_CHECK(answer && *answer);
  return std::move(**answer);
}

}  // namespace

World::World(const Story& story)
    : story_{story},
      chance_{story.seed},
      disk_{clock_, chance_.next()},
      far_{clock_, chance_.next(), trace_},
      watch_{disk_} {
  if (story.speaks) trace_.speak();
  disk_.copy_from(template_disk());
  use_disk(disk_);
  disk_.on_sleep = [this](std::chrono::microseconds time) { clock_.advance(time); };
  far_.on_act = [this](const Act& act) { watch_.acted(act); };
  far_.on_begin = [this](const std::string& attempt) { watch_.begun(attempt); };
}

World::~World() {
  if (!disk_.stopped()) disk_.stop_now(Stop::Kill);
  drop_node();
}

void World::build_node() {
  life_ = std::make_shared<int>(0);
  node_ = std::make_unique<Node>(plan_, Ground{clock_, chance_, far_});
}

void World::drop_node() {
  life_.reset();
  old_life_.reset();
  for (std::unique_ptr<Node>* node : {&old_, &node_}) {
    if (*node) far_.hang_up(node->get());
    node->reset();
  }
  watch_.close();
}

void World::settle_in() {
  plan_.window = chance_.hit(500) ? 256 : 24;
  plan_.in_flight = static_cast<std::size_t>(chance_.between(2, 8));
  build_node();
  const auto started = node_->start();
  HERALD_CHECK(started.has_value());
  make_tenants();
  far_.manners.trouble = static_cast<unsigned>(chance_.between(0, 500));
  batches_ = -1;
}

void World::make_tenants() {
  const domain::Origin origin{.actor = "sim"};
  for (int t = 0; t < 2; ++t) {
    const domain::TenantId tenant{make_uuid(clock_.now(), chance_)};
    must<domain::Tenant>(*node_, [&](auto done) {
      node_->store().accounts.create(domain::Tenant{.id = tenant, .name = "tenant"}, origin, done);
    });
    tenants_.push_back(tenant);
    const std::array<std::string, 3> talents{"plain", "looks", "keyed"};
    for (int c = 0; c < 2; ++c) {
      domain::Channel channel{
          .id = domain::ChannelId{make_uuid(clock_.now(), chance_)},
          .tenant = tenant,
          .channel_type = "SMS",
          .channel_name =
              (story_.talent.empty() ? talents.at(chance_.below(3)) : story_.talent) + std::to_string(c),
          .api_provider = "sandbox",
          .has_auth_token = true,
          .priority = c,
          .retry_count = static_cast<int>(chance_.between(0, 4)),
          .timeout_seconds = 10};
      channels_.push_back(channel.id);
      if (talent_of(channel) == Talent::Keyed) far_.deduplicates(channel.id.text);
      must<domain::ChannelCreated>(
          *node_, [&](auto done) { node_->store().channels.create(channel, std::nullopt, origin, done); });
    }
  }
}

void World::recover() {
  drop_node();
  ++crashes_;
  for (int starts = 0;; ++starts) {
    disk_.start();
    build_node();
    const Weather weather = disk_.weather;
    if (starts > kMostStarts / 2) disk_.weather = {};
    const auto started = node_->start();
    disk_.weather = weather;
    trace_.note("start: " + (started ? std::string{"ok"} : started.error().reason));
    if (started && !disk_.stopped()) break;
    if (starts == kMostStarts) return watch_.complain("no node can be started on what is left");
    if (!disk_.stopped()) disk_.stop_now(Stop::Kill);
    drop_node();
  }
  for (Wish& wish : wishes_)
    if (wish.state == Wish::State::Asked)
      wish.state = wish.post.key.empty() ? Wish::State::Left : Wish::State::Open;
  batches_ = -1;
  watch_.read_journal();
}

/// Another process takes this node's name over; the old one goes on and does not know it.
void World::take_over() {
  if (old_) {
    far_.hang_up(old_.get());
    old_.reset();
    old_life_.reset();
    return;
  }
  old_ = std::move(node_);
  old_life_ = std::move(life_);
  old_batches_ = old_->store().writer.batches();
  build_node();
  const auto started = node_->start();
  trace_.note("take-over: " + (started ? std::string{"ok"} : started.error().reason));
  if (!started && !disk_.stopped()) disk_.stop_now(Stop::Kill);
}

/// In good order: what is under way is seen through, nothing new is begun.
void World::restart() {
  trace_.note("restart");
  node_->dispatcher().drain();
  for (int turns = 0; turns < 500 && !disk_.stopped(); ++turns) {
    const bool moved = busy_turn();
    if (!disk_.stopped()) look_at_commits();
    if (!moved && node_->dispatcher().idle()) break;
    if (!moved) clock_.advance_to(std::min(far_.next(), clock_.tick() + std::chrono::milliseconds{200}));
  }
  if (!disk_.stopped() && chance_.hit(500)) drop_node();  // its files are closed
  if (!disk_.stopped()) disk_.stop_now(Stop::Kill);
  recover();
}

void World::after_step() {
  if (disk_.stopped()) {
    trace_.note("stopped at change " + std::to_string(disk_.changes()));
    recover();
  }
  look_at_commits();
}

void World::look_at_commits() {
  if (old_ && old_->store().writer.batches() != old_batches_)
    watch_.complain("a writer that was taken over has committed");
  if (!watch_.complaint().empty()) return;
  const std::int64_t batches = node_->store().writer.batches();
  trace_.note("  batch " + std::to_string(batches) + " changes " + std::to_string(disk_.changes()));
  if (batches != batches_) watch_.look();
  batches_ = batches;
}

Ending World::ending() {
  int accepted = 0;
  for (const Wish& wish : wishes_) accepted += wish.state == Wish::State::Done ? 1 : 0;
  return {.complaint = watch_.complaint(),
          .hash = trace_.hash(),
          .steps = steps_,
          .messages = accepted,
          .acts = static_cast<int>(far_.acts().size()),
          .crashes = crashes_,
          .faults = static_cast<int>(disk_.errors()),
          .twice = watch_.taken_twice(),
          .last = watch_.complaint().empty() ? std::string{} : trace_.last()};
}

Ending World::run() {
  settle_in();
  try {
    while (steps_ < story_.steps && watch_.complaint().empty()) step();
    if (watch_.complaint().empty()) see_through();
  } catch (const storage::StorageFailure& failure) {
    watch_.complain(std::string{"the database cannot be read: "} + failure.what());
  }
  return ending();
}

}  // namespace herald::sim
