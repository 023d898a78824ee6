#pragma once
#include <herald/sdk.hpp>

namespace herald::telegram {

/// Op `register_webhook`: setWebhook with the account's secret and the updates that are read here; waiting
/// ones are kept. [any thread] Source: core.telegram.org/bots/api#setwebhook
sdk::Reply plan_register(const sdk::Call& call);

/// Op `unregister_webhook`: deleteWebhook; waiting updates are kept. [any thread]
sdk::Reply plan_unregister(const sdk::Call& call);

/// The verdict on the answer to either. [any thread]
sdk::Reply judge_registration(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::telegram
