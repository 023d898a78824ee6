#include "host/app/plugin_desk.hpp"

#include <algorithm>

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
      .end_object();
}

}  // namespace

PluginDesk::PluginDesk(const plugins::Catalog& catalog, std::vector<FileReport> reports, const Clock& clock)
    : catalog_{catalog}, reports_{std::move(reports)}, clock_{clock} {
  for (const plugins::Provider* provider : catalog.providers()) {
    auto sheet = api::read_sheet(provider->descriptor(), provider->config_schema());
    if (sheet) {
      sheets_.emplace(provider->id(), std::make_shared<const api::ProviderSheet>(std::move(*sheet)));
      continue;
    }
    const auto report = std::ranges::find(reports_, provider->id(), &FileReport::provider);
    if (report == reports_.end()) continue;
    report->state = plugins::FileState::Rejected;
    report->reason = sheet.error().reason;
    report->detail = sheet.error().detail;
  }
}

std::shared_ptr<const api::ProviderSheet> PluginDesk::find(std::string_view provider) {
  const auto found = sheets_.find(provider);
  return found == sheets_.end() ? nullptr : found->second;
}

Result<std::vector<Problem>> PluginDesk::validate(std::string_view provider, const std::string& account_json,
                                                  std::chrono::milliseconds deadline) {
  plugins::Provider* plugin = catalog_.find(provider);
  if (plugin == nullptr)
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
  for (const FileReport& report : reports_) write_report(out, report);
  return out.end_array().take();
}

}  // namespace herald::app
