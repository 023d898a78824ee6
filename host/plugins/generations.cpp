#include "host/plugins/generations.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace herald::plugins {
namespace {

constexpr std::size_t kMostRetired = 64;

/// The threads of all lanes as one thing to end.
std::shared_ptr<void> start_all(const Generations::StartLane& start, const Provider& provider) {
  auto threads = std::make_shared<std::vector<std::shared_ptr<void>>>();
  for (const auto& lane : provider.lanes()) threads->push_back(start(lane));
  return threads;
}

}  // namespace

void Generations::lend(Slot& slot) {
  // A count of its own beside the owner's: when it reaches nobody, no call is under way any more.
  auto holder = std::make_shared<std::shared_ptr<Provider>>(slot.generation.provider);
  slot.lease = std::shared_ptr<Provider>{holder, holder->get()};
  slot.leased = slot.lease;
  slot.state = FileState::Active;
}

GenerationReport Generations::report_of(const Slot& slot) {
  const Manifest& manifest = slot.generation.provider->manifest();
  return {.number = slot.generation.number,
          .state = slot.state,
          .id = manifest.id,
          .provider = manifest.provider,
          .version = manifest.version,
          .digest = slot.generation.digest,
          .path = slot.generation.path,
          .signer = slot.generation.signer,
          .placement = slot.generation.placement};
}

void Generations::hold_back(Slot& slot, Tick now, bool keep) const {
  slot.lease.reset();
  slot.keep = keep;
  if (slot.state != FileState::Active) return;
  slot.state = FileState::Draining;
  slot.drain_by = now + longest_drain_;
}

Generations::Slot* Generations::serving(std::string_view provider) {
  const auto found = std::ranges::find_if(slots_, [&](const Slot& slot) {
    return slot.state == FileState::Active && slot.generation.provider->id() == provider;
  });
  return found == slots_.end() ? nullptr : &*found;
}

Generations::Slot* Generations::kept(std::string_view provider) {
  const auto found = std::ranges::find_if(slots_, [&](const Slot& slot) {
    return slot.keep && slot.state != FileState::Active && slot.generation.provider->id() == provider;
  });
  return found == slots_.end() ? nullptr : &*found;
}

void Generations::start_lanes(StartLane start) {
  const std::scoped_lock lock{mutex_};
  start_ = std::move(start);
  for (Slot& slot : slots_)
    if (!slot.thread) slot.thread = start_all(start_, *slot.generation.provider);
}

void Generations::stop_lanes() {
  std::vector<std::shared_ptr<void>> ending;
  {
    const std::scoped_lock lock{mutex_};
    start_ = nullptr;
    for (Slot& slot : slots_) ending.push_back(std::move(slot.thread));
  }
  for (std::shared_ptr<void>& thread : ending) thread.reset();
}

unsigned Generations::activate(Generation generation, Tick now) {
  const std::scoped_lock lock{mutex_};
  const std::string provider = generation.provider->id();
  if (Slot* oldest = kept(provider)) oldest->keep = false;
  if (Slot* before = serving(provider)) hold_back(*before, now, true);
  generation.number = ++last_;
  Slot& slot = slots_.emplace_back(Slot{.generation = std::move(generation), .thread = {}, .lease = {}});
  if (start_) slot.thread = start_all(start_, *slot.generation.provider);
  lend(slot);
  current_.insert_or_assign(provider, std::pair{slot.lease, last_});
  return last_;
}

Result<GenerationReport> Generations::rollback(std::string_view provider, Tick now) {
  const std::scoped_lock lock{mutex_};
  Slot* before = kept(provider);
  if (before == nullptr || before->generation.provider->abandoned() ||
      before->generation.provider->lane()->state() != LaneState::Open)
    return Error{Errc::NotFound, "nothing_to_roll_back",
                 "expected an earlier generation of " + std::string{provider} +
                     " that was replaced since the start, found none; install the version you want"};
  if (Slot* present = serving(provider)) hold_back(*present, now, true);
  before->keep = false;
  lend(*before);
  current_.insert_or_assign(std::string{provider}, std::pair{before->lease, before->generation.number});
  return report_of(*before);
}

void Generations::withdraw(std::string_view provider, Tick now) {
  const std::scoped_lock lock{mutex_};
  if (Slot* before = kept(provider)) before->keep = false;
  if (Slot* present = serving(provider)) hold_back(*present, now, false);
  if (const auto found = current_.find(provider); found != current_.end()) current_.erase(found);
}

bool Generations::step(Tick now) {
  std::vector<Slot> over;  // closed without the lock: that calls the plugin and joins its thread
  bool draining = false;
  {
    const std::scoped_lock lock{mutex_};
    for (auto slot = slots_.begin(); slot != slots_.end();) {
      const bool idle = slot->state != FileState::Active && slot->leased.expired();
      if (idle && !slot->keep) {
        slot->state = FileState::Retired;
        retired_.push_back(report_of(*slot));
        over.push_back(std::move(*slot));
        slot = slots_.erase(slot);
        continue;
      }
      if (idle) slot->state = FileState::Standby;
      if (!idle && slot->state == FileState::Draining && now >= slot->drain_by)
        slot->state = FileState::Orphaned;
      draining = draining || (!idle && slot->state != FileState::Active);
      ++slot;
    }
    while (retired_.size() > kMostRetired) retired_.pop_front();
  }
  for (Slot& slot : over) slot.thread.reset();
  return draining;
}

Current Generations::current(std::string_view provider) const {
  const std::scoped_lock lock{mutex_};
  const auto found = current_.find(provider);
  return found == current_.end() ? Current{} : Current{found->second.first, found->second.second};
}

std::vector<Current> Generations::all() const {
  const std::scoped_lock lock{mutex_};
  std::vector<Current> all;
  for (const auto& [id, entry] : current_) all.push_back({entry.first, entry.second});
  return all;
}

std::vector<std::shared_ptr<Lane>> Generations::lanes() const {
  const std::scoped_lock lock{mutex_};
  std::vector<std::shared_ptr<Lane>> lanes;
  for (const Slot& slot : slots_)
    std::ranges::copy(slot.generation.provider->lanes(), std::back_inserter(lanes));
  return lanes;
}

std::vector<GenerationReport> Generations::reports() const {
  const std::scoped_lock lock{mutex_};
  std::vector<GenerationReport> all{retired_.begin(), retired_.end()};
  for (const Slot& slot : slots_) all.push_back(report_of(slot));
  std::ranges::sort(all, {}, &GenerationReport::number);
  return all;
}

}  // namespace herald::plugins
