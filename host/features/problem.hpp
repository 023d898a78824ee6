#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/json/document.hpp"

namespace herald::features {

inline constexpr std::size_t kLongestWord = 64;
/// A machine word, as reasons and names of jobs are: 1 to kLongestWord of a-z 0-9 _.
bool is_word(std::string_view text);

/// What a plugin answered, as JSON; or the `problem` that it found instead of an answer, as an Error. Text
/// that is neither is Internal/"bad_answer".
Result<json::Document> read_answer(const std::string& text);

}  // namespace herald::features
