#include "host/app/feature_hall.hpp"

#include <algorithm>
#include <utility>

#include "host/api/feature_routes.hpp"
#include "host/base/pending.hpp"

namespace herald::app {
namespace {

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
                           domain::CollectionTables& tables) {
  const auto sheet = sheet_of(plugin, grants);
  if (!sheet) return sheet.error();
  if (auto checked = api::check_routes(*sheet); !checked) return checked;
  for (const auto& collection : sheet->collections)
    if (auto prepared = tables.prepare(*collection, sheet->version); !prepared) return prepared;
  return Done{};
}

bool FeatureHall::refresh() {
  std::vector<std::shared_ptr<const features::Sheet>> fresh;
  const std::vector<plugins::Current> serving = catalog_.all();
  const std::scoped_lock lock{mutex_};
  for (const plugins::Current& current : serving) {
    if (current.provider->feature() == nullptr) continue;
    const auto known =
        std::ranges::find(sheets_, current.generation, [](const auto& one) { return one->generation; });
    if (known != sheets_.end()) {
      fresh.push_back(*known);
      continue;
    }
    auto sheet = sheet_of(*current.provider, grants_);
    if (!sheet) continue;  // admit_feature() has kept it out
    sheet->generation = current.generation;
    fresh.push_back(std::make_shared<const features::Sheet>(*std::move(sheet)));
  }
  const bool changed = fresh != sheets_;
  sheets_ = std::move(fresh);
  return changed;
}

std::vector<std::shared_ptr<const features::Sheet>> FeatureHall::sheets() {
  const std::scoped_lock lock{mutex_};
  return sheets_;
}

Result<std::string> FeatureHall::route(features::Task task) { return call(std::move(task), Side::Routes); }

Result<std::string> FeatureHall::filter(features::Task task) { return call(std::move(task), Side::Filters); }

Result<std::string> FeatureHall::call(features::Task task, Side side) {
  const plugins::Current current = catalog_.feature(task.plugin);
  if (!current.provider) return missing(task.plugin);
  plugins::FeatureCall wish{.tenant = std::move(task.tenant),
                            .op = side == Side::Routes ? "route" : "filter",
                            .name = std::move(task.name),
                            .input = std::move(task.input)};
  if (task.reads) wish.reads = std::make_shared<LaneReads>(std::move(task.reads));
  Pending<plugins::Reply> pending;
  plugins::Feature& feature = *current.provider->feature();
  const Tick until = clock_.tick() + task.deadline;
  if (side == Side::Routes)
    feature.run(std::move(wish), until, pending.completion());
  else
    feature.filter(std::move(wish), until, pending.completion());
  auto answer = pending.wait(task.deadline);
  if (!answer)
    return Error{.code = Errc::Timeout,
                 .reason = "plugin_timeout",
                 .detail = "the plugin " + task.plugin + " did not answer in time"};
  if (*answer) return std::move((*answer)->json);
  Error error = answer->error();
  catalog_.note_failure(current.generation, error.reason, clock_.tick());
  // The plugin's own words may hold what it was given: they are for nobody outside.
  if (error.code == Errc::Internal || error.code == Errc::Invalid)
    return Error{
        .code = Errc::Internal, .reason = error.reason, .detail = "the plugin " + task.plugin + " failed"};
  return error;
}

}  // namespace herald::app
