#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "host/plugins/placement.hpp"

namespace herald::plugins {

enum class FileState : std::uint8_t {
  Active,
  Rejected,     ///< never ran: unsafe, unreadable, not for this host
  Quarantined,  ///< failed when it was tried, or too often when it ran
  Disabled,     ///< by an operator
  Draining,     ///< replaced or withdrawn; calls under way end on it
  Standby,      ///< replaced, kept for a rollback
  Retired,      ///< closed; its code stays mapped
  Orphaned,     ///< calls under way did not end in time; kept as it is
};
std::string_view to_text(FileState state);
std::string_view to_text(Placement placement);

/// What became of one file; what an operator reads. [value]
struct FileReport {
  std::filesystem::path path{};
  FileState state{FileState::Rejected};
  std::string reason{};  ///< machine code, empty when active
  std::string detail{};  ///< "expected …, found …"
  std::string id{};      ///< the rest as far as it was learnt
  std::string version{};
  std::string provider{};
  std::string digest{};
  std::string signer{};    ///< whose signature was believed; empty when none
  unsigned generation{0};  ///< counted over all plugins of the process; 0: never active
  Placement placement{Placement::Runner};
  std::size_t faults{0};  ///< within the last hour
};

}  // namespace herald::plugins
