#pragma once
#include <herald/sdk.hpp>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace herald::provider {

/// The file that op `fetch_media` is about, as the event told it. [any thread]
nlohmann::json asked_medium(const sdk::Call& call);

/// The verdict `media` on it: of the first of these types that is not empty, under the name that the event
/// gave. `sha256` is what its bytes must have, empty when it is not known. [any thread]
sdk::Reply fetched(const nlohmann::json& medium, std::initializer_list<std::string> types,
                   const std::string& sha256 = {});

}  // namespace herald::provider
