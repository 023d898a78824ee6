#pragma once
#include <vector>

#include "host/base/result.hpp"

namespace valijson {
class ValidationResults;
}  // namespace valijson

namespace herald::json {

/// valijson's complaints as pointers and texts; its summaries about a parent of what failed are left out.
std::vector<Problem> schema_problems(const valijson::ValidationResults& results);

}  // namespace herald::json
