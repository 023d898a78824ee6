#include "host/app/feature_hall.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "host/api/feature_routes.hpp"
#include "host/base/pending.hpp"
#include "host/features/policy.hpp"

namespace herald::app {
namespace {

/// A guard that another node has kept or forgotten is noticed after this.
constexpr std::chrono::seconds kReadGuardsEvery{5};

/// Plugins of ours may bind tables of the migrations.
constexpr std::string_view kShipped = "org.herald.";

/// What a lane asks in the name of one call.
class LaneReads final : public plugins::RecordReads {
 public:
  explicit LaneReads(std::shared_ptr<features::Reads> reads) : reads_{std::move(reads)} {}
  Result<std::string> get(std::string_view collection, std::string_view id) override {
    return reads_->get(collection, id);
  }
  Result<std::string> query(std::string_view query) override { return reads_->query(query); }
  Result<std::string> count(std::string_view query) override { return reads_->count(query); }

 private:
  std::shared_ptr<features::Reads> reads_;  // with the call that made it
};

Result<features::Sheet> sheet_of(const plugins::Provider& plugin, const PathGrants& grants) {
  const plugins::Manifest& manifest = plugin.manifest();
  features::Grants own{.may_bind = manifest.id.starts_with(kShipped)};
  for (auto [at, end] = grants.equal_range(manifest.id); at != end; ++at) own.prefixes.push_back(at->second);
  auto sheet = features::read_sheet(plugin.feature()->descriptor(), manifest.id, own);
  if (sheet) sheet->version = manifest.version;
  return sheet;
}

Error missing(const std::string& plugin) {
  return {.code = Errc::Unavailable,
          .reason = "plugin_missing",
          .detail = "the plugin " + plugin + " is not active"};
}

}  // namespace

Result<Done> admit_feature(const plugins::Provider& plugin, const PathGrants& grants,
                           domain::CollectionTables& tables, domain::PolicyGuards& guards) {
  const auto sheet = sheet_of(plugin, grants);
  if (!sheet) return sheet.error();
  if (auto checked = api::check_routes(*sheet); !checked) return checked;
  for (const auto& collection : sheet->collections)
    if (auto prepared = tables.prepare(*collection, sheet->version); !prepared) return prepared;
  return guards.keep(features::guard_of(*sheet));
}

bool FeatureHall::refresh() {
  const std::scoped_lock lock{looking_};
  const bool changed = look(false);
  return changed_.exchange(false) || changed;
}

void FeatureHall::look() {
  const std::scoped_lock lock{looking_};
  if (look(true)) changed_ = true;
}

/// Both lists change at once, so that no moment lacks a guard that comes or goes.
bool FeatureHall::look(bool guards_too) {
  const auto before = roster();
  Sheets fresh = serving(before->serving);
  const bool changed = fresh != before->serving;
  const Tick now = clock_.tick();
  if (!changed && !guards_too && now < next_guards_) return false;
  Sheets away = absent(*before, fresh, now);
  auto after = std::make_shared<const features::Roster>(
      features::Roster{.serving = std::move(fresh), .absent = std::move(away)});
  const std::scoped_lock lock{mutex_};
  roster_ = std::move(after);
  return changed;
}

FeatureHall::Sheets FeatureHall::serving(const Sheets& before) {
  Sheets fresh;
  for (const plugins::Current& current : catalog_.all()) {
    if (current.provider->feature() == nullptr) continue;
    const auto known =
        std::ranges::find(before, current.generation, [](const auto& one) { return one->generation; });
    if (known != before.end()) {
      fresh.push_back(*known);
      continue;
    }
    auto sheet = sheet_of(*current.provider, grants_);
    if (!sheet) continue;  // admit_feature() has kept it out
    sheet->generation = current.generation;
    fresh.push_back(std::make_shared<const features::Sheet>(*std::move(sheet)));
  }
  return fresh;
}

/// Guards whose plugin does not serve, unless an operator has disabled it. While they cannot be read, those
/// that were known before.
FeatureHall::Sheets FeatureHall::absent(const features::Roster& before, const Sheets& serving, Tick now) {
  Sheets guards;
  if (const auto kept = guards_.all()) {
    next_guards_ = now + kReadGuardsEvery;
    for (const domain::PolicyGuard& guard : *kept)
      if (auto sheet = features::read_guard(guard)) guards.push_back(*std::move(sheet));
  } else {
    next_guards_ = now;
    guards = before.absent;
    std::ranges::copy_if(before.serving, std::back_inserter(guards), features::has_policy);
  }
  const std::vector<plugins::Hold> holds = catalog_.holds();
  std::erase_if(guards, [&](const auto& guard) {
    const bool serves =
        std::ranges::any_of(serving, [&](const auto& sheet) { return sheet->plugin == guard->plugin; });
    return serves || std::ranges::any_of(holds, [&](const plugins::Hold& hold) {
             return hold.kind == plugins::HoldKind::Disabled && hold.id == guard->plugin;
           });
  });
  return guards;
}

std::shared_ptr<const features::Roster> FeatureHall::roster() {
  const std::scoped_lock lock{mutex_};
  return roster_;
}

std::vector<std::shared_ptr<const features::Sheet>> FeatureHall::sheets() { return roster()->serving; }

Result<std::string> FeatureHall::route(features::Task task) { return call(std::move(task), Side::Routes); }

Result<std::string> FeatureHall::filter(features::Task task) { return call(std::move(task), Side::Filters); }

void FeatureHall::ask(features::Task task, Answer done) {
  submit(std::move(task), Side::Filters, std::move(done));
}

void FeatureHall::run(features::Task task, Answer done) {
  submit(std::move(task), Side::Routes, std::move(done));
}

void FeatureHall::submit(features::Task task, Side side, Answer done) {
  const plugins::Current current = catalog_.feature(task.plugin);
  if (!current.provider) return done(missing(task.plugin));
  plugins::FeatureCall wish{.tenant = std::move(task.tenant),
                            .op = !task.op.empty()       ? task.op
                                  : side == Side::Routes ? "route"
                                                         : "filter",
                            .name = std::move(task.name),
                            .input = std::move(task.input)};
  if (task.reads) wish.reads = std::make_shared<LaneReads>(std::move(task.reads));
  plugins::Feature& feature = *current.provider->feature();
  const Tick until = clock_.tick() + task.deadline;
  // The generation stays until its call is answered.
  auto finish = [this, current, plugin = task.plugin, done = std::move(done)](Result<plugins::Reply> reply) {
    done(text_of(current.generation, plugin, std::move(reply)));
  };
  if (side == Side::Routes)
    feature.run(std::move(wish), until, std::move(finish));
  else
    feature.filter(std::move(wish), until, std::move(finish));
}

Result<std::string> FeatureHall::call(features::Task task, Side side) {
  Pending<std::string> pending;
  const std::string plugin = task.plugin;
  const auto deadline = task.deadline;
  submit(std::move(task), side, pending.completion());
  auto answer = pending.wait(deadline);
  if (answer) return *std::move(answer);
  return Error{.code = Errc::Timeout,
               .reason = "plugin_timeout",
               .detail = "the plugin " + plugin + " did not answer in time"};
}

Result<std::string> FeatureHall::text_of(unsigned generation, const std::string& plugin,
                                         Result<plugins::Reply> reply) {
  if (reply) return std::move(reply->json);
  Error error = reply.error();
  catalog_.note_failure(generation, error.reason, clock_.tick());
  // The plugin's own words may hold what it was given: they are for nobody outside.
  if (error.code == Errc::Internal || error.code == Errc::Invalid)
    return Error{
        .code = Errc::Internal, .reason = error.reason, .detail = "the plugin " + plugin + " failed"};
  return error;
}

}  // namespace herald::app
