#pragma once
#include <herald/sdk.hpp>
#include <string_view>

namespace herald::mailgun {

/// The step of op `test_account` that asks with a key that may only send.
inline constexpr std::string_view kSendingKeyStep = R"({"step":"sending_key"})";

/// Op `send`: the request that hands the e-mail over, or the verdict that it cannot be made. [any thread]
/// Source: documentation.mailgun.com, api-reference/send/mailgun/messages.
sdk::Reply plan_send(const sdk::Call& call);

/// Op `lookup`: the list of what was accepted for that recipient since the attempt. [any thread]
sdk::Reply plan_lookup(const sdk::Call& call);

/// Op `test_account`: one event of the domain; where the key may not read them, a message without recipient,
/// which is only ever refused. [any thread]
sdk::Reply plan_test(const sdk::Call& call);

}  // namespace herald::mailgun
