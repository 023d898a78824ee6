#pragma once
#include "host/json/document.hpp"

namespace herald::json {

/// `target` with `patch` applied (RFC 7396): members of the patch replace, null removes, objects merge. [any
/// thread]
Document merge_patch(const Document& target, const Document& patch);

}  // namespace herald::json
