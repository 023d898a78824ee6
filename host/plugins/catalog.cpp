#include "host/plugins/catalog.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "host/plugins/library.hpp"
#include "host/plugins/local_instance.hpp"
#include "host/plugins/note_reader.hpp"
#include "host/plugins/refusal.hpp"
#include "host/plugins/stage.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

FileReport failed(FileReport report, FileState state, const Error& error) {
  report.state = state;
  report.reason = error.reason;
  report.detail = error.detail;
  return report;
}

}  // namespace

std::string_view to_text(FileState state) {
  switch (state) {
    case FileState::Active:
      return "active";
    case FileState::Rejected:
      return "rejected";
    case FileState::Quarantined:
      return "quarantined";
  }
  return "rejected";
}

std::vector<FileReport> Catalog::load_directory(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator at{directory, failure}, end; !failure && at != end; at.increment(failure)) {
    const fs::path& path = at->path();
    if (path.extension() == ".so" && !path.filename().string().starts_with('.')) files.push_back(path);
  }
  if (failure) {
    FileReport report;
    report.path = directory;
    return {failed(std::move(report), FileState::Rejected,
                   refusal("unreadable_directory", "a readable plugin directory", failure.message()))};
  }
  std::ranges::sort(files);
  std::vector<FileReport> reports;
  for (const fs::path& path : files) reports.push_back(load_file(path));
  return reports;
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
  for (const auto& [provider, active] : providers_)
    if (provider == manifest.provider || active->manifest().id == manifest.id)
      return refusal("duplicate_plugin", "one plugin " + manifest.id + " for provider " + manifest.provider,
                     active->manifest().id + ' ' + active->manifest().version + " already active");
  return Done{};
}

Result<std::shared_ptr<Instance>> Catalog::open(Placement placement, const fs::path& staged,
                                                const Manifest& manifest, std::string_view note) const {
  // In the runner, opening is the probe: nothing of the plugin runs where it is not confined.
  if (placement == Placement::Runner)
    return RunnerInstance::open(
        {.settings = settings_.runner, .staged = staged, .log = log_, .random = random_});
  auto probed = probe(settings_.probe, staged, settings_.longest_probe);
  if (!probed) return probed.error();
  const auto entry = load_entry(staged);
  if (!entry) return entry.error();
  auto checked = check_entry(*entry, note);
  if (!checked) return checked.error();
  return LocalInstance::open(*entry, manifest, log_, random_);
}

Result<Done> Catalog::activate(const PluginFile& file, const Manifest& manifest) {
  const auto staged = stage(file, settings_.data_dir);
  if (!staged) return staged.error();
  // The staged bytes are the inspected ones, so their note is the one that was read.
  const auto note = read_note(file.bytes);
  if (!note) return note.error();
  const Placement placement =
      settings_.in_runner.contains(manifest.id) ? Placement::Runner : Placement::InProcess;
  auto instance = open(placement, *staged, manifest, note->manifest);
  if (!instance) return instance.error();
  auto portrait = examine(**instance, manifest);
  if (!portrait) return portrait.error();
  providers_.emplace(manifest.provider, std::make_unique<Provider>(manifest, *std::move(portrait),
                                                                   *std::move(instance), settings_.lane));
  return Done{};
}

FileReport Catalog::load_file(const fs::path& path) {
  FileReport report;
  report.path = path;
  const auto file = read_verified(path, settings_.largest_file);
  if (!file) return failed(std::move(report), FileState::Rejected, file.error());
  report.digest = file->digest;
  Manifest manifest;
  const auto inspected = inspect(*file, report, manifest);
  if (!inspected) return failed(std::move(report), FileState::Rejected, inspected.error());
  const auto active = activate(*file, manifest);
  if (!active) return failed(std::move(report), FileState::Quarantined, active.error());
  report.state = FileState::Active;
  return report;
}

Provider* Catalog::find(std::string_view provider) const {
  const auto found = providers_.find(provider);
  return found == providers_.end() ? nullptr : found->second.get();
}

std::vector<Provider*> Catalog::providers() const {
  std::vector<Provider*> all;
  for (const auto& [id, provider] : providers_) all.push_back(provider.get());
  return all;
}

}  // namespace herald::plugins
