#pragma once
#include <herald/sdk.hpp>
#include <string>
#include <string_view>

namespace herald::mailgun {

/// The `message` of an error; the body itself when it is a short plain text; empty otherwise. [any thread]
std::string error_text(std::string_view body);

/// The verdict on the answer to plan_send's request. [any thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_lookup's request: found by our reference. [any thread]
sdk::Reply judge_lookup(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request, or the second step. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::mailgun
