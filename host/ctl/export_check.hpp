#pragma once
#include <istream>
#include <span>
#include <string>

#include "host/base/result.hpp"

namespace herald::ctl {

/// Verifies an export of the journal offline; the report has the shape of POST /api/v1/admin/audit-verify
/// plus `erased` and `signed_at`. `trusted_keys`: hex Ed25519 keys of signers, known from elsewhere than the
/// export. Invalid/"bad_export" names the line, or says what is missing: entries, or a manifest that a key
/// was given for. Invalid/"key_needed" when there are signatures and no key: they would prove nothing. The
/// stream is read twice, signatures first; memory is for them alone, not for entries. [one thread]
Result<std::string> check_export(std::istream& text, std::span<const std::string> trusted_keys);

}  // namespace herald::ctl
