#pragma once
#include <herald/sdk.hpp>

#include "plugins/providers/whatsapp/account.hpp"
#include "plugins/providers/whatsapp/graph_error.hpp"

namespace herald::whatsapp {

/// True for 2xx. [any thread]
bool succeeded(const sdk::HttpResponse& response);

/// The verdict on an answer other than 2xx where it is certain that nothing was sent: by its code, else by
/// its status. [any thread]
sdk::Reply certain(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to a message. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/messages/send-messages.
sdk::Reply judge_message(const sdk::Call& call, const sdk::HttpResponse& response);

/// The verdict on the answer to plan_test's request. [any thread]
sdk::Reply judge_test(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::whatsapp
