#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "plugins/providers/parts/form.hpp"

namespace herald::vonage {

/// The scalar members of an object as parameters, as `sig` covers them. [any thread]
provider::Fields flattened(const nlohmann::json& body);

/// The events of a callback of the SMS API, by its parameters, and of the Messages API, by its body. Empty
/// where it says nothing to us. [any thread]
nlohmann::json events_of(const provider::Fields& parameters);
nlohmann::json events_of(const nlohmann::json& body);

/// Op `webhook`: a receipt or an SMS as query, form or JSON, a status or a message as JSON; verified, then
/// told. Its first event is the token or nonce, so that the rest counts once. [any thread]
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::vonage
