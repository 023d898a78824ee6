#pragma once
#include <herald/sdk.hpp>

namespace herald::aws_sns {

/// Op `send`: one Publish to a number, signed. Of an account whose clock was told to be wrong, the state
/// says by how much. [one thread, the call]
sdk::Reply plan_send(const sdk::Call& call);

/// Op `test_account`: GetSMSAttributes. [one thread, the call]
sdk::Reply plan_test(const sdk::Call& call);

/// Op `register_webhook`: one Subscribe for each of the account's topics, the state says which is next. SNS
/// then sends a confirmation, which the webhook answers. [one thread, the call]
sdk::Reply plan_register(const sdk::Call& call);

}  // namespace herald::aws_sns
