#pragma once
#include <herald/sdk.hpp>

#include <string>
#include <string_view>

namespace herald::templates {

/// Answers a route by its id (sdk/FEATURES.md). Throws for input that the host never sends.
std::string answer_route(std::string_view route, std::string_view input, const sdk::Records& records);

}  // namespace herald::templates
