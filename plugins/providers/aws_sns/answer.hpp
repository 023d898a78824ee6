#pragma once
#include <cstddef>
#include <herald/sdk.hpp>

namespace herald::aws_sns {

/// The verdict on the answer to plan_send's request, or once, where our clock was wrong, its repetition. [any
/// thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

/// Which of the account's topics is subscribed to next, by the state; the first where it says nothing. [any
/// thread]
std::size_t next_topic(const sdk::Call& call);

/// The reply to the answer to plan_register's request: on to the next topic, or the verdict. [any thread]
sdk::Reply judge_register(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::aws_sns
