#pragma once
#include <optional>
#include <string>

#include "host/base/result.hpp"
#include "host/json/document.hpp"

namespace herald::features {

/// What a plugin answered, as JSON; or the `problem` that it found instead of an answer, as an Error. Text
/// that is neither is Internal/"bad_answer".
Result<json::Document> read_answer(const std::string& text);

}  // namespace herald::features
