#pragma once
#include <string>

namespace herald::kit {

/// The rule that a call of this imported symbol breaks, e.g. "opens no socket"; empty when none.
std::string forbidden_import(const std::string& name);

/// The highest version that Debian 12 has of a version set, when `version` ("GLIBC_2.37") is above it; else
/// empty.
std::string above_ceiling(const std::string& version);

}  // namespace herald::kit
