#include "host/plugins/file_report.hpp"

namespace herald::plugins {

std::string_view to_text(FileState state) {
  switch (state) {
    case FileState::Active:
      return "active";
    case FileState::Rejected:
      return "rejected";
    case FileState::Quarantined:
      return "quarantined";
    case FileState::Disabled:
      return "disabled";
    case FileState::Draining:
      return "draining";
    case FileState::Standby:
      return "standby";
    case FileState::Retired:
      return "retired";
    case FileState::Orphaned:
      return "orphaned";
  }
  return "rejected";
}

std::string_view to_text(Placement placement) {
  return placement == Placement::InProcess ? "in_process" : "runner";
}

}  // namespace herald::plugins
