#include "host/app/plugin_desk.hpp"

#include "host/app/left_over.hpp"

#include "host/base/pending.hpp"
#include "host/json/writer.hpp"

namespace herald::app {
namespace {

using plugins::FileReport;

void write_report(json::Writer& out, const FileReport& report) {
  out.begin_object()
      .text("path", report.path.string())
      .text("state", plugins::to_text(report.state))
      .text_or_null("reason", report.reason)
      .text_or_null("detail", report.detail)
      .text_or_null("id", report.id)
      .text_or_null("version", report.version)
      .text_or_null("provider", report.provider)
      .text_or_null("digest", report.digest)
      .text_or_null("signer", report.signer);
  if (report.generation == 0)
    out.null("generation").null("placement");
  else
    out.number("generation", report.generation).text("placement", plugins::to_text(report.placement));
  out.number("faults", static_cast<std::int64_t>(report.faults)).end_object();
}

void write_generation(json::Writer& out, const plugins::GenerationReport& generation) {
  out.begin_object()
      .number("generation", generation.number)
      .text("state", plugins::to_text(generation.state))
      .text("version", generation.version)
      .text("digest", generation.digest)
      .text("path", generation.path.string())
      .text_or_null("signer", generation.signer)
      .text("placement", plugins::to_text(generation.placement))
      .end_object();
}

/// A decision that is done, with what stands now; or why not.
Result<std::string> done_or(const Result<Done>& done, api::PluginCommands& desk, const std::string& id) {
  if (!done) return done.error();
  return desk.show(id);
}

}  // namespace

Result<Done> check_sheet(const plugins::Provider& provider) {
  const auto sheet = api::read_sheet(provider.descriptor(), provider.config_schema());
  if (!sheet) return sheet.error();
  return Done{};
}

std::shared_ptr<const api::ProviderSheet> PluginDesk::find(std::string_view provider) {
  const std::scoped_lock lock{mutex_};
  const plugins::Current current = catalog_.current(provider);
  if (!current.provider) return nullptr;
  const auto known = sheets_.find(provider);
  if (known != sheets_.end() && known->second.generation == current.generation) return known->second.sheet;
  auto sheet = api::read_sheet(current.provider->descriptor(), current.provider->config_schema());
  if (!sheet) return nullptr;  // check_sheet() has kept it out
  auto shared = std::make_shared<const api::ProviderSheet>(*std::move(sheet));
  sheets_.insert_or_assign(std::string{provider}, Kept{current.generation, shared});
  return shared;
}

Result<std::vector<Problem>> PluginDesk::validate(std::string_view provider, const std::string& account_json,
                                                  std::chrono::milliseconds deadline) {
  const std::shared_ptr<plugins::Provider> plugin = catalog_.find(provider);
  if (!plugin)
    return Error{.code = Errc::Unavailable,
                 .reason = "plugin_missing",
                 .detail = "the provider's plugin is not active"};
  Pending<std::vector<Problem>> pending;
  plugin->validate_config(account_json, clock_.tick() + deadline, pending.completion());
  auto answer = pending.wait(deadline);
  if (answer) return *std::move(answer);
  return Error{.code = Errc::Timeout,
               .reason = "plugin_timeout",
               .detail = "the provider's plugin did not answer in time"};
}

std::string PluginDesk::reports() {
  json::Writer out;
  out.begin_array();
  for (const FileReport& report : files()) write_report(out, report);
  return out.end_array().take();
}

Result<std::string> PluginDesk::show(const std::string& id) {
  json::Writer out;
  bool known = false;
  out.begin_object().text("id", id).begin_array("files");
  for (const FileReport& report : files()) {
    if (report.id != id) continue;
    write_report(out, report);
    known = true;
  }
  out.end_array().begin_array("generations");
  for (const plugins::GenerationReport& generation : catalog_.generations().reports()) {
    if (generation.id != id) continue;
    write_generation(out, generation);
    known = true;
  }
  out.end_array();
  if (auto left = write_left_over(out, left_over_, id); !left) return std::move(left).error();
  out.end_object();
  if (known) return out.take();
  return Error{.code = Errc::NotFound, .reason = "unknown_plugin", .detail = "there is no plugin " + id};
}

Result<std::string> PluginDesk::rescan() {
  static_cast<void>(catalog_.rescan(clock_.tick()));
  json::Writer out;
  return out.begin_object().raw("data", reports()).end_object().take();
}

Result<std::string> PluginDesk::enable(const std::string& id) {
  return done_or(catalog_.enable(id, clock_.tick()), *this, id);
}

Result<std::string> PluginDesk::disable(const std::string& id) {
  auto done = catalog_.disable(id, clock_.tick());
  // A plugin whose file is gone may still guard sending: that ends here.
  const bool gone = !done && done.error().reason == "unknown_plugin";
  const auto lifted = gone ? guards_.forget(id) : Result<Done>{Done{}};
  changed_();
  if (!lifted && lifted.error().code != Errc::NotFound) return lifted.error();
  if (gone && lifted) return json::Writer{}.begin_object().text("id", id).end_object().take();
  return done_or(std::move(done), *this, id);
}

Result<std::string> PluginDesk::rollback(const std::string& id) {
  return done_or(catalog_.rollback(id, clock_.tick()), *this, id);
}

}  // namespace herald::app
