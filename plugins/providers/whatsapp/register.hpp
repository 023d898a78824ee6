#pragma once
#include <herald/sdk.hpp>

namespace herald::whatsapp {

/// Subscribes the app to the business account (`POST /{waba_id}/subscribed_apps`), then gives this number a
/// callback URL of its own, which Meta tries with a handshake. Rejected without waba_id, verify_token or
/// https. [any thread] Source: developers.facebook.com, business-messaging/whatsapp/webhooks/override.
sdk::Reply plan_register(const sdk::Call& call);

/// Takes the number's own callback URL away; the subscription stays, as other numbers of the account need it.
/// [any thread]
sdk::Reply plan_unregister(const sdk::Call& call);

/// The next request of a registration, or the verdict on its last answer. [any thread]
sdk::Reply judge_registration(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::whatsapp
