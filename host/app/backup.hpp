#pragma once
#include <string>

#include "host/app/config.hpp"
#include "host/base/clock.hpp"

namespace herald::app {

/// Copies the SQLite database, of one moment and while the server may run, with the keys that open its
/// secrets and sign its journal, into `directory`, which must not exist and appears whole or not at all;
/// readable by its owner alone. Answers the manifest:
/// {"format","made_at","schema","files":[{"name","bytes","sha256"}]}. Errors: Invalid/"backup_mysql",
/// Conflict/"backup_exists", those of copy_sqlite(), Unavailable/"backup_failed".
Result<std::string> back_up(const Config& config, const Clock& clock, const std::string& directory);

/// Puts a backup in the place of the data, while no server runs; what was there is kept beside it under
/// `….before-<time>`. Changes nothing unless every file is as the manifest says and this release knows the
/// schema. Answers {"restored":[…],"kept":[…]}. Time goes back: messages that were queued then are sent
/// again. Errors: Conflict/"already_running", Invalid/"bad_backup", Unavailable/"restore_failed".
Result<std::string> restore(const Config& config, const Clock& clock, const std::string& directory);

}  // namespace herald::app
