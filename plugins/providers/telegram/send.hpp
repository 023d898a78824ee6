#pragma once
#include <herald/sdk.hpp>

namespace herald::telegram {

/// Op `send`: the request of the method that fits the message, or the verdict that it cannot be made. After
/// the group moved, the same under its new id. [any thread] Source: core.telegram.org/bots/api.
sdk::Reply plan_send(const sdk::Call& call);

/// Op `test_account`: getMe. [any thread]
sdk::Reply plan_test(const sdk::Call& call);

/// The verdict on its answer, or, once, to go on with the group's new id. [any thread]
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on getMe's answer. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::telegram
