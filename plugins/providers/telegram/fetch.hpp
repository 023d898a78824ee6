#pragma once
#include <herald/sdk.hpp>
#include <string_view>

namespace herald::telegram {

/// True for a `file_path` of getFile that stays below the bot's files: no empty, `.` or `..` step, no more
/// than letters, digits and `_-.`, 512 bytes at most. [any thread]
bool is_file_path(std::string_view text);

/// Op `fetch_media`: asks with getFile where the file with that `ref` is, then for its bytes. The URL of both
/// holds the token. [any thread] Source: core.telegram.org/bots/api#getfile.
sdk::Reply plan_fetch(const sdk::Call& call);
sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::telegram
