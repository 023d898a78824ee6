#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>

namespace herald::vonage {

/// Bytes of a text that are passed on.
inline constexpr std::size_t kTextBytes = 100'000;

/// Puts what an inbound message of the Messages API holds into an event `inbound`: type, text, media, and
/// what else it says as options. A kind that is new to us comes with its name and nothing else. [any thread]
void add_content(const nlohmann::json& body, nlohmann::json& event);

}  // namespace herald::vonage
