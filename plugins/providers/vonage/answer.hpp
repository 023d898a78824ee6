#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

namespace herald::vonage {

/// The code of a problem of the Messages API: the fragment of `type`, in older texts `type` or `title`
/// itself; 0 without one. [any thread]
int problem_code(const nlohmann::json& problem);

/// Milliseconds of `please wait [ 250 ] and retry` in an error text. [any thread]
std::optional<std::int64_t> wait_in_text(std::string_view text);

/// True when an error text of status 3 is about the parameter `to`. [any thread]
bool names_recipient(std::string_view text);

/// The verdict on the answer to plan_send's request, of either API. [any thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on an answer without success to a request that only read. [any thread]
sdk::Reply judge_read(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::vonage
