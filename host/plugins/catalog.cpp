#include "host/plugins/catalog.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "host/plugins/crash_record.hpp"
#include "host/plugins/drafts.hpp"
#include "host/plugins/durable_file.hpp"
#include "host/plugins/note_reader.hpp"
#include "host/plugins/refusal.hpp"
#include "host/plugins/stage.hpp"
#include "host/plugins/version_order.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

FileReport failed(FileReport report, FileState state, const Error& error) {
  report.state = state;
  report.reason = error.reason;
  report.detail = error.detail;
  return report;
}

FileReport held(FileReport report, const Hold& hold) {
  const FileState state = hold.kind == HoldKind::Disabled      ? FileState::Disabled
                          : hold.kind == HoldKind::Quarantined ? FileState::Quarantined
                                                               : FileState::Standby;
  return failed(std::move(report), state,
                {Errc::Conflict, hold.reason,
                 "held back until `heraldctl plugin enable " + hold.id + "`, or for a file other than this"});
}

}  // namespace

Catalog::Catalog(CatalogSettings settings, PluginLog log, Random& random)
    : settings_{std::move(settings)},
      log_{std::move(log)},
      random_{random},
      holds_{settings_.data_dir / "plugins.holds"},
      generations_{settings_.longest_drain} {
  // A hold that could not be written holds until the process ends.
  static_cast<void>(adopt_crashes(settings_.data_dir / "plugins.crash", holds_));
}

std::vector<FileReport> Catalog::load_directory(const fs::path& directory, Tick now) {
  const std::scoped_lock lock{work_};
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator at{directory, failure}, end; !failure && at != end; at.increment(failure)) {
    const fs::path& path = at->path();
    if (is_plugin_name(path.filename().string())) files.push_back(path);
  }
  if (failure) {
    FileReport report;
    report.path = directory;
    return {
        remember(failed(std::move(report), FileState::Rejected,
                        refusal("unreadable_directory", "a readable plugin directory", failure.message())))};
  }
  {
    const std::scoped_lock files_lock{mutex_};
    files_.erase(directory);
  }
  std::ranges::sort(files);
  std::vector<FileReport> reports;
  for (const fs::path& path : files) reports.push_back(load_file(path, now));
  return reports;
}

FileReport Catalog::load_file(const fs::path& path, Tick now) {
  const std::scoped_lock lock{work_};
  return remember(take(path, now));
}

FileReport Catalog::remember(FileReport report) {
  bool changed = false;
  {
    const std::scoped_lock lock{mutex_};
    FileReport& known = files_[report.path];
    changed = known.state != report.state || known.reason != report.reason || known.digest != report.digest;
    known = report;
  }
  if (changed && settings_.notice) settings_.notice(report);
  return report;
}

Result<Done> Catalog::inspect(const PluginFile& file, FileReport& report, Manifest& manifest) const {
  const auto note = read_note(file.bytes);
  if (!note) return note.error();
  auto fits = check_abi(*note);
  if (!fits) return fits;
  auto read = read_manifest(note->manifest);
  if (!read) return read.error();
  manifest = *std::move(read);
  report.id = manifest.id;
  report.version = manifest.version;
  report.provider = manifest.provider;
  return check_drafts(*note, manifest);
}

/// False when that very file serves already, or waits for a rollback to it.
Result<bool> Catalog::is_new(const PluginFile& file, const Manifest& manifest) const {
  for (const GenerationReport& other : generations_.reports()) {
    if (other.state == FileState::Retired) continue;
    const bool serves = other.state == FileState::Active;
    const bool same_plugin = other.id == manifest.id && other.provider == manifest.provider;
    if (same_plugin && other.digest == file.digest && (serves || other.state == FileState::Standby))
      return false;
    if (!serves || (other.id != manifest.id && other.provider != manifest.provider)) continue;
    if (!same_plugin)
      return refusal("duplicate_plugin", "one plugin " + manifest.id + " for provider " + manifest.provider,
                     other.id + ' ' + other.version + " already active");
    if (compare_versions(manifest.version, other.version) <= 0)
      return refusal(
          "not_newer",
          "a version above " + other.version + ", which serves (`heraldctl plugin rollback` goes back)",
          manifest.version);
  }
  return true;
}

/// A plugin that twice took the process down with its loading is not loaded a third time.
Result<Done> Catalog::begin_loading(LoadingMark& mark, const Opening& opening, const std::string& digest) {
  if (mark.lost() >= kMostLostLoads) {
    static_cast<void>(holds_.put({HoldKind::Quarantined, opening.manifest.id, digest, "died_loading"}));
    return refusal(
        "died_loading", "fewer than " + std::to_string(kMostLostLoads) + " loads without an end",
        std::to_string(mark.lost()) + "; `heraldctl plugin enable " + opening.manifest.id + "` tries again");
  }
  if (opening.placement == Placement::InProcess) return mark.begin();
  return Done{};
}

Result<std::shared_ptr<Provider>> Catalog::open_marked(const Opening& opening, const std::string& digest) {
  LoadingMark mark{opening.staged};
  if (auto begun = begin_loading(mark, opening, digest); !begun) return begun.error();
  if (is_feature(opening.manifest)) {
    auto feature = open_feature(opening, settings_.lane, log_, random_);
    if (!feature) return feature.error();
    return std::make_shared<Provider>(opening.manifest, *std::move(feature));
  }
  auto instance = open_instance(opening, log_, random_);
  if (!instance) return instance.error();
  auto portrait = examine(**instance, opening.manifest);
  if (!portrait) return portrait.error();
  return std::make_shared<Provider>(opening.manifest, *std::move(portrait), *std::move(instance),
                                    settings_.lane);
}

Result<Done> Catalog::activate(const PluginFile& file, const Manifest& manifest, FileReport& report,
                               Tick now) {
  const auto staged = stage(file, settings_.data_dir);
  if (!staged) return staged.error();
  // In the runner, opening is the probe: nothing of the plugin runs where it is not confined.
  if (report.placement == Placement::InProcess)
    if (auto probed = probe(settings_.probe, *staged, settings_.longest_probe); !probed) return probed;
  // The staged bytes are the inspected ones, so their note is the one that was read.
  const auto note = read_note(file.bytes);
  if (!note) return note.error();
  auto provider =
      open_marked({*staged, manifest, note->manifest, report.placement, settings_.runner}, file.digest);
  if (!provider) return provider.error();
  return serve(file, *std::move(provider), report, now);
}

Result<Done> Catalog::serve(const PluginFile& file, std::shared_ptr<Provider> provider, FileReport& report,
                            Tick now) {
  if (settings_.accept)
    if (auto accepted = settings_.accept(*provider); !accepted) return accepted;
  report.generation = generations_.activate({.digest = file.digest,
                                             .path = file.path,
                                             .signer = report.signer,
                                             .placement = report.placement,
                                             .provider = std::move(provider)},
                                            now);
  return Done{};
}

/// Beside the staged copy, so that a later start finds them there.
Result<Done> Catalog::keep_signatures(const Admission& admission, const PluginFile& file) const {
  if (admission.signatures.empty()) return Done{};
  const auto staged = stage(file, settings_.data_dir);
  if (!staged) return staged.error();
  return write_durably(staged->string() + ".sig", admission.signatures, 0444);
}

FileReport Catalog::take(const fs::path& path, Tick now) {
  FileReport report;
  report.path = path;
  if (holds_.trouble()) return failed(std::move(report), FileState::Rejected, *holds_.trouble());
  const auto file = read_verified(path, settings_.largest_file);
  if (!file) return failed(std::move(report), FileState::Rejected, file.error());
  report.digest = file->digest;
  Manifest manifest;
  const auto inspected = inspect(*file, report, manifest);
  if (!inspected) return failed(std::move(report), FileState::Rejected, inspected.error());
  if (const auto hold = holds_.against(manifest.id, file->digest)) return held(std::move(report), *hold);
  const auto wanted = is_new(*file, manifest);
  if (!wanted) return failed(std::move(report), FileState::Rejected, wanted.error());
  const auto admission = admit(*file, manifest, settings_.policy);
  if (!admission) return failed(std::move(report), FileState::Rejected, admission.error());
  report.placement =
      settings_.in_runner.contains(report.id) ? Placement::Runner : admission->decision.placement;
  report.signer = admission->decision.signer;
  report.state = FileState::Active;
  if (!*wanted) return report;
  if (auto kept = keep_signatures(*admission, *file); !kept)
    return failed(std::move(report), FileState::Rejected, kept.error());
  const auto active = activate(*file, manifest, report, now);
  if (!active) return failed(std::move(report), FileState::Quarantined, active.error());
  return report;
}

Current Catalog::current(std::string_view provider) const {
  Current found = generations_.current(provider);
  return found.provider && found.provider->feature() != nullptr ? Current{} : found;
}

std::shared_ptr<Provider> Catalog::find(std::string_view provider) const {
  return current(provider).provider;
}

}  // namespace herald::plugins
