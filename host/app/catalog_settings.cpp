#include "host/app/catalog_settings.hpp"

#include <filesystem>

#include "host/app/feature_hall.hpp"
#include "host/app/plugin_desk.hpp"

namespace herald::app {
namespace {

void note_plugin(telemetry::Log& log, const plugins::FileReport& report) {
  if (report.state == plugins::FileState::Rejected || report.state == plugins::FileState::Quarantined)
    log.warning("plugin_refused",
                {{"path", report.path.string()}, {"reason", report.reason}, {"detail", report.detail}});
  else
    log.info("plugin_" + std::string{plugins::to_text(report.state)},
             {{"path", report.path.string()}, {"id", report.id}, {"version", report.version}});
}

/// Stands beside heraldd and heraldctl.
std::filesystem::path runner_program() {
  return std::filesystem::read_symlink("/proc/self/exe").replace_filename("herald-plugin-runner");
}

}  // namespace

plugins::CatalogSettings catalog_settings(const Config& config, telemetry::Log& log, Store& store) {
  return {.data_dir = config.data_dir,
          .directories = {config.plugin_paths.begin(), config.plugin_paths.end()},
          .policy = config.plugin_policy,
          .probe = {.executable = runner_program()},
          .lane = {.queue = config.dispatch.max_in_flight * 2 +
                            static_cast<std::size_t>(config.limits.max_threads)},
          .runner = {.executable = runner_program()},
          .in_runner = {config.in_runner.begin(), config.in_runner.end()},
          .accept =
              [&store, &grants = config.plugin_prefixes](const plugins::Provider& plugin) {
                if (plugin.feature() == nullptr) return check_sheet(plugin);
                return admit_feature(plugin, grants, store.records, store.guards);
              },
          .notice = [&log](const plugins::FileReport& report) { note_plugin(log, report); }};
}

plugins::PluginLog plugin_log(telemetry::Log& log) {
  return [&log](int, std::string_view event, std::string_view fields) {
    log.debug("plugin", {{"said", event}, {"fields", fields}});
  };
}

}  // namespace herald::app
