#include "plugins/providers/telegram/fetch.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/medium.hpp"
#include "plugins/providers/telegram/answer.hpp"
#include "plugins/providers/telegram/error_table.hpp"
#include "plugins/providers/telegram/request.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestPath = 512;
constexpr std::int64_t kMostBytes = std::int64_t{20} << 20U;  ///< that a bot may download

std::string path_in(const sdk::Call& call) { return text_at(object_of(call.state, "state"), "file_path"); }

/// A fault of the set-up passes; only what Telegram says of the file itself is final.
sdk::Reply failed(const sdk::Call& call, const ApiAnswer& answer) {
  const ErrorRow row = error_row(answer.status, answer.description);
  if (row.failure == Failure::Config)
    return retry("config", {"http_" + std::to_string(answer.status),
                            "Telegram does not know the path: is api_url right?"});
  return judge_failed(answer, Attempted::Reading, secrets_of(read_account(call.account)));
}

sdk::Reply judge_place(const sdk::Call& call, const sdk::HttpResponse& response) {
  const ApiAnswer answer = read_answer(response);
  if (!answer.ok) return failed(call, answer);
  const json file = json::parse(answer.result, nullptr, false);
  const std::string path = file.is_object() ? text_at(file, "file_path") : std::string{};
  if (!is_file_path(path))
    return retry("provider_down", {"unreadable_answer", "expected the relative path of a file, found none"});
  return {dumped({{"continue", {{"state", {{"file_path", path}}}}}}), {}};
}

sdk::Reply judge_bytes(const sdk::Call& call, const sdk::HttpResponse& response) {
  // A path lives for an hour; the next loop gets a new one.
  if (response.status == 400 || response.status == 404)
    return retry("transient", {"file_path_expired", "Telegram did not take the path of the file"});
  if (response.status != 200) return failed(call, read_answer(response));
  const json medium = asked_medium(call);
  return fetched(medium, {text_at(medium, "content_type"), response.header("Content-Type")});
}

}  // namespace

bool is_file_path(std::string_view text) {
  if (text.empty() || text.size() > kLongestPath) return false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('/', at), text.size());
    const std::string_view step = text.substr(at, end - at);
    const bool plain = std::all_of(step.begin(), step.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
             c == '-' || c == '.';
    });
    if (!plain || step.empty() || step == "." || step == "..") return false;
    at = end + 1;
  }
  return true;
}

sdk::Reply plan_fetch(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  if (const std::string path = path_in(call); !path.empty()) {
    if (!is_file_path(path)) return rejected("internal", {"state", "expected a path in the state"});
    return {dumped({{"request", file_request(account, path)}}), {}};
  }
  const json medium = asked_medium(call);
  const std::string ref = text_at(medium, "ref");
  if (ref.empty())
    return rejected("unsupported", {"media_ref", "expected the id of a file at Telegram as ref"});
  if (const auto size = integer_at(medium, "size"); size.value_or(0) > kMostBytes)
    return rejected("content_rejected",
                    {"file_too_big",
                     "expected at most 20971520 bytes, which is all that a bot may download; "
                     "found " +
                         std::to_string(*size)});
  return {dumped({{"request", method_call(account, "getFile", {{"file_id", ref}})}}), {}};
}

sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response) {
  return path_in(call).empty() ? judge_place(call, response) : judge_bytes(call, response);
}

}  // namespace herald::telegram
