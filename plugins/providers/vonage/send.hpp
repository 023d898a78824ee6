#pragma once
#include <herald/sdk.hpp>

namespace herald::vonage {

/// Op `send`: one POST to the API that carries the message, or why it cannot go. [any thread]
sdk::Reply plan_send(const sdk::Call& call);

/// Op `test_account`: reads the account's balance, which needs api_secret. [any thread]
/// Source: developer.vonage.com, api/developer/account.
sdk::Reply plan_test(const sdk::Call& call);

}  // namespace herald::vonage
