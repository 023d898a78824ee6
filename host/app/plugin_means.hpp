#pragma once
#include "host/app/config.hpp"
#include "host/domain/records.hpp"
#include "host/plugins/catalog.hpp"
#include "host/telemetry/log.hpp"

namespace herald::app {

/// How the catalog finds, tries, places and reports plugins. The log and the tables must outlive it.
plugins::CatalogSettings catalog_settings(const Config& config, telemetry::Log& log,
                                          domain::CollectionTables& tables);

/// Where plugins log to.
plugins::PluginLog plugin_log(telemetry::Log& log);

}  // namespace herald::app
