#pragma once
#include <herald/sdk.hpp>

namespace herald::whatsapp {

/// Op `send`: one POST of the message, before it one of the attachment where the host has its bytes, or why
/// it cannot go. [any thread]
sdk::Reply plan_send(const sdk::Call& call);
sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response);

/// Op `test_account`: reads the facts of the number, which needs the token. [any thread]
sdk::Reply plan_test(const sdk::Call& call);

}  // namespace herald::whatsapp
