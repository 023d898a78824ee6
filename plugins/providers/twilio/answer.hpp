#pragma once
#include <herald/sdk.hpp>
#include <string>
#include <vector>

namespace herald::twilio {

/// The texts of the account that no verdict may repeat, its credentials as they go over the wire among them.
/// [any thread]
std::vector<std::string> unspeakable(const sdk::Call& call);

/// The verdict on the answer to plan_send's request. [any thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on an answer other than 2xx to a request that only read. [any thread]
sdk::Reply judge_read(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::twilio
