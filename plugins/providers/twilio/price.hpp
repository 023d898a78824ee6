#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::twilio {

/// Op `price`: asks for the message, whose price Twilio fills in some minutes after its last state. [any
/// thread] Source: twilio.com/docs/messaging/api/message-resource.
sdk::Reply plan_price(const sdk::Call& call);

/// The verdict on the answer: a receipt with the cost, nothing while there is no price, or why there is no
/// answer. [any thread]
sdk::Reply judge_price(const sdk::Call& call, const sdk::HttpResponse& response);

/// The events that a message resource tells: a receipt once it has a price, none before. Nothing for a body
/// that is not the message of that sid. `secrets` are never repeated. [any thread]
std::optional<nlohmann::json> price_events(std::string_view body, const std::string& sid,
                                           const std::vector<std::string>& secrets);

/// Adds the cost that a message resource states to a verdict or receipt. Twilio states a price as a negative
/// number of whole units; it is null until the message was billed. Says whether there was one. [any thread]
bool add_cost(const nlohmann::json& message, nlohmann::json& told);

}  // namespace herald::twilio
