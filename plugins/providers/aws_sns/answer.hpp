#pragma once
#include <herald/sdk.hpp>

namespace herald::aws_sns {

/// The verdict on the answer to plan_send's request, or once, where our clock was wrong, its repetition. [any
/// thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::aws_sns
