#include "host/app/upkeep.hpp"

#include <filesystem>
#include <optional>

#include "host/app/readiness.hpp"
#include "host/journal/verify.hpp"
#include "host/json/writer.hpp"
#include "host/storage/migrations.hpp"
#include "host/vault/key_ring.hpp"

namespace herald::app {
namespace {

constexpr std::int64_t kPlausible = 1'704'067'200'000;  ///< 2024-01-01: a clock before it is not set

storage::MigrationConfig migration_config(const Config& config) {
  return {.url = config.storage, .directory = config.migrations, .node = config.node_name};
}

/// Findings in order; the whole is healthy when none has a reason.
class Findings {
 public:
  Findings() { out_.begin_object().begin_array("findings"); }
  void add(std::string_view name, const std::optional<std::string>& reason) {
    out_.begin_object()
        .text("name", name)
        .boolean("ok", !reason)
        .text_or_null("reason", reason.value_or(""))
        .end_object();
    healthy_ = healthy_ && !reason;
  }
  std::string take() { return out_.end_array().boolean("healthy", healthy_).end_object().take(); }

 private:
  json::Writer out_;
  bool healthy_{true};
};

std::optional<std::string> look_at_database(const Config& config, Store& store) {
  if (auto trouble = store.writer.trouble()) return *trouble;
  const auto report = storage::pending_migrations(migration_config(config));
  if (!report) return report.error().detail;
  return describe_pending(*report);
}

std::optional<std::string> look_at_keyfile(const Config& config) {
  const auto ring = vault::read_keyfile(config.keyfile);
  if (ring) return std::nullopt;
  return ring.error().detail;
}

std::optional<std::string> look_at_plugins(const PluginDesk& plugins) {
  const auto files = plugins.files();
  if (files.empty()) return "no plugins were found; set plugins.path to the directories that hold them";
  for (const plugins::FileReport& report : files)
    if (report.state == plugins::FileState::Rejected || report.state == plugins::FileState::Quarantined)
      return report.path.string() + ": " + report.reason + ": " + report.detail;
  return std::nullopt;
}

std::optional<std::string> look_at_clock(const Clock& clock) {
  if (clock.now().time_since_epoch().count() >= kPlausible) return std::nullopt;
  return "the machine's clock says " + to_rfc3339(clock.now()) + "; set it, for example with NTP";
}

}  // namespace

Result<std::string> NodeUpkeep::migrate() {
  const auto report = storage::migrate(migration_config(config_), clock_);
  if (!report) return report.error();
  json::Writer out;
  out.begin_object().begin_array("applied");
  for (const std::string& name : report->applied) out.text(name);
  return out.end_array().text("version", report->version).end_object().take();
}

Result<std::string> NodeUpkeep::verify_audit() {
  const auto checked = audit_.verify();
  if (!checked) return checked.error();
  const journal::Report& report = *checked;
  json::Writer out;
  out.begin_object()
      .boolean("intact", report.intact())
      .number("entries", report.entries)
      .begin_array("complaints");
  for (const journal::Complaint& complaint : report.complaints)
    out.begin_object()
        .text("kind", journal::to_text(complaint.kind))
        .number("shard", complaint.shard)
        .number("seq", complaint.seq)
        .text("text", complaint.text)
        .end_object();
  return out.end_array().end_object().take();
}

Result<std::string> NodeUpkeep::doctor() {
  Findings findings;
  findings.add("configuration", std::nullopt);  // the process that answers has read it
  findings.add("database", look_at_database(config_, store_));
  findings.add("key file", look_at_keyfile(config_));
  findings.add("plugins", look_at_plugins(plugins_));
  findings.add("clock", look_at_clock(clock_));
  return findings.take();
}

}  // namespace herald::app
