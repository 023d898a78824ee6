#pragma once
#include <ostream>

#include "host/base/result.hpp"
#include "host/ctl/reach.hpp"

namespace herald::ctl {

/// Writes an export of the whole journal, page by page: never more than one page is held. Done when the last
/// entry that the manifest lists is written. Unavailable/"export_failed" when `out` takes no more or an
/// answer is not what was asked for; errors of `ask`; Internal/"refused" with the server's words.
Result<Done> export_journal(const Ask& ask, std::ostream& out);

}  // namespace herald::ctl
