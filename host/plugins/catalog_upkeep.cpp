// What changes after plugins were loaded: commands, faults, files that go.
#include <algorithm>
#include <system_error>
#include <utility>

#include "host/plugins/catalog.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

Error unknown_plugin(std::string_view id) {
  return {Errc::NotFound, "unknown_plugin",
          "expected the id of a plugin that `heraldctl plugin list` shows, found " + std::string{id}};
}

void describe(FileReport& report, const GenerationReport& generation) {
  report.state = generation.state;
  report.generation = generation.number;
  report.signer = generation.signer;
  report.placement = generation.placement;
}

FileReport report_without_file(const GenerationReport& generation) {
  FileReport report;
  report.path = generation.path;
  report.id = generation.id;
  report.version = generation.version;
  report.provider = generation.provider;
  report.digest = generation.digest;
  describe(report, generation);
  return report;
}

}  // namespace

std::vector<FileReport> Catalog::rescan(Tick now) {
  const std::scoped_lock lock{work_};
  std::vector<FileReport> all;
  for (const fs::path& directory : settings_.directories)
    std::ranges::move(load_directory(directory, now), std::back_inserter(all));
  restore_pins(now);
  note_gone(now);
  return all;
}

void Catalog::look_at(const Changes& changes, Tick now) {
  const std::scoped_lock lock{work_};
  if (changes.all) {
    rescan(now);
    return;
  }
  for (const fs::path& path : changes.files)
    if (fs::exists(fs::symlink_status(path))) load_file(path, now);
  note_gone(now);
}

/// What an operator went back to serves from its kept copy; its file may have been replaced.
void Catalog::restore_pins(Tick now) {
  for (const Hold& hold : holds_.all()) {
    if (hold.kind != HoldKind::Pinned) continue;
    const auto generations = generations_.reports();
    const bool there = std::ranges::any_of(generations, [&](const GenerationReport& other) {
      return other.id == hold.id && other.state == FileState::Active;
    });
    if (!there) load_file(fs::absolute(settings_.data_dir) / "plugins" / (hold.digest + ".so"), now);
  }
}

std::vector<FileReport> Catalog::files_of(std::string_view id) const {
  const std::scoped_lock lock{mutex_};
  std::vector<FileReport> out;
  for (const auto& [path, report] : files_)
    if (report.id == id) out.push_back(report);
  return out;
}

void Catalog::restate(std::string_view id, FileState state, const Error& why) {
  for (FileReport& report : files_of(id)) {
    report.state = state;
    report.reason = why.reason;
    report.detail = why.detail;
    remember(std::move(report));
  }
}

Result<Done> Catalog::disable(std::string_view id, Tick now) {
  const std::scoped_lock lock{work_};
  const auto files = files_of(id);
  if (files.empty()) return unknown_plugin(id);
  generations_.withdraw(files.front().provider, now);
  restate(id, FileState::Disabled,
          {Errc::Conflict, "disabled", "an operator disabled it; `heraldctl plugin enable` lifts that"});
  return holds_.put({HoldKind::Disabled, std::string{id}, "", "disabled"});
}

Result<Done> Catalog::enable(std::string_view id, Tick now) {
  const std::scoped_lock lock{work_};
  const auto files = files_of(id);
  if (files.empty()) return unknown_plugin(id);
  auto lifted = holds_.lift(id);
  for (const FileReport& file : files) {
    faults_.forget(file.digest);
    load_file(file.path, now);
  }
  return lifted;
}

Result<Done> Catalog::rollback(std::string_view id, Tick now) {
  const std::scoped_lock lock{work_};
  const auto files = files_of(id);
  if (files.empty()) return unknown_plugin(id);
  const std::string& provider = files.front().provider;
  const auto generations = generations_.reports();
  const auto left = std::ranges::find_if(generations, [&](const GenerationReport& each) {
    return each.provider == provider && each.state == FileState::Active;
  });
  const auto back = generations_.rollback(provider, now);
  if (!back) return back.error();
  for (const HoldKind kind : {HoldKind::Pinned, HoldKind::RolledBack})
    if (auto lifted = holds_.lift(id, kind); !lifted) return lifted;
  if (left != generations.end()) {
    auto held = holds_.put({HoldKind::RolledBack, left->id, left->digest, "rolled_back"});
    if (!held) return held;
  }
  return holds_.put({HoldKind::Pinned, back->id, back->digest, "rolled_back"});
}

void Catalog::note_failure(unsigned generation, std::string_view reason, Tick now) {
  if (!is_fault(reason)) return;
  for (const GenerationReport& each : generations_.reports())
    if (each.number == generation) faults_.note(each.digest, generation, reason, now);
}

/// A lane that was abandoned takes no more calls: the plugin is opened anew, unless that was its third fault.
void Catalog::note_abandoned(Tick now) {
  for (const Current& current : generations_.all())
    if (current.provider->abandoned())
      for (const GenerationReport& each : generations_.reports())
        if (each.number == current.generation && abandoned_.insert(each.number).second)
          faults_.note(each.digest, each.number, "plugin_overrun", now);
}

void Catalog::quarantine(Tick now) {
  const auto generations = generations_.reports();
  for (const Condemned& condemned : faults_.take_condemned()) {
    const auto guilty = std::ranges::find(generations, condemned.generation, &GenerationReport::number);
    if (guilty == generations.end()) continue;
    // A hold that could not be written holds until the process ends.
    static_cast<void>(holds_.put({HoldKind::Quarantined, guilty->id, guilty->digest, "too_many_faults"}));
    if (guilty->state != FileState::Active) continue;
    generations_.withdraw(guilty->provider, now);
    restate(guilty->id, FileState::Quarantined,
            {Errc::Conflict, "too_many_faults",
             "expected fewer than 3 faults within 60 minutes, found 3, the last: " + condemned.fault +
                 "; `heraldctl plugin enable " + guilty->id + "` tries again"});
  }
}

void Catalog::reopen_abandoned(Tick now) {
  for (const GenerationReport& each : generations_.reports()) {
    if (each.state != FileState::Active || !abandoned_.contains(each.number)) continue;
    generations_.withdraw(each.provider, now);
    load_file(each.path, now);
  }
}

void Catalog::note_gone(Tick now) {
  const std::scoped_lock lock{mutex_};
  std::erase_if(gone_, [](const auto& entry) { return fs::exists(entry.first); });
  for (const auto& [path, report] : files_)
    if (!fs::exists(path)) gone_.emplace(path, now);
}

void Catalog::withdraw_gone(Tick now) {
  std::vector<FileReport> over;
  {
    const std::scoped_lock lock{mutex_};
    for (auto gone = gone_.begin(); gone != gone_.end();) {
      const bool back = fs::exists(gone->first);
      if (!back && now < gone->second + settings_.gone_grace) {
        ++gone;
        continue;
      }
      if (auto file = files_.extract(back ? fs::path{} : gone->first)) over.push_back(file.mapped());
      gone = gone_.erase(gone);
    }
  }
  for (const FileReport& file : over)
    for (const GenerationReport& each : generations_.reports())
      if (each.state == FileState::Active && each.path == file.path)
        generations_.withdraw(each.provider, now);
}

bool Catalog::step(Tick now) {
  const std::unique_lock lock{work_, std::try_to_lock};
  if (lock) {
    note_abandoned(now);
    quarantine(now);
    reopen_abandoned(now);
    withdraw_gone(now);
  }
  return generations_.step(now);
}

std::vector<FileReport> Catalog::reports(Tick now) const {
  std::map<fs::path, FileReport> files;
  {
    const std::scoped_lock lock{mutex_};
    files = files_;
  }
  std::vector<FileReport> all;
  const auto generations = generations_.reports();
  for (auto& [path, report] : files) {
    const bool ran = report.state == FileState::Active || report.state == FileState::Standby;
    for (const GenerationReport& each : generations)
      if (ran && each.digest == report.digest) describe(report, each);
    all.push_back(report);
  }
  for (const GenerationReport& each : generations)
    if (each.state != FileState::Retired &&
        std::ranges::find(all, each.digest, &FileReport::digest) == all.end())
      all.push_back(report_without_file(each));
  for (FileReport& report : all) report.faults = faults_.count(report.digest, now);
  return all;
}

}  // namespace herald::plugins
