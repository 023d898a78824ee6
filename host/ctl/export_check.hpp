#pragma once
#include <istream>
#include <span>
#include <string>

#include "host/base/result.hpp"

namespace herald::ctl {

/// Verifies an export of the journal offline; the report has the shape of POST /admin/audit-verify plus
/// `erased`. `trusted_keys`: hex Ed25519 keys of checkpoint signers. Invalid/"bad_export" names the line, or
/// says that there is no entry at all.
/// The stream is read twice: checkpoints first. [one thread]
Result<std::string> check_export(std::istream& text, std::span<const std::string> trusted_keys);

}  // namespace herald::ctl
