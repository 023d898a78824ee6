#pragma once
#include "host/app/config.hpp"
#include "host/app/store.hpp"
#include "host/plugins/catalog.hpp"
#include "host/telemetry/log.hpp"

namespace herald::app {

/// How this node finds, tries and admits plugins. `log` and `store` outlive the catalog.
plugins::CatalogSettings catalog_settings(const Config& config, telemetry::Log& log, Store& store);

/// What plugins say goes into the log. `log` outlives the catalog.
plugins::PluginLog plugin_log(telemetry::Log& log);

}  // namespace herald::app
