#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/dialogue.hpp"
#include "sdk/tools/plugin/talk.hpp"

namespace herald::kit {

inline constexpr const char* kMadeUp = "(made up)";

/// The golden dialogues; without any, one that only connects.
std::vector<Dialogue> exchanges(Subject& subject, const Target& target);
/// Begun, nothing told.
Talk begun(Subject& subject, const Dialogue& dialogue);
/// Told all of it.
Talk whole(Subject& subject, const Dialogue& dialogue);
/// What the far side says without waiting for the plugin, as one turn.
Dialogue joined(Subject& subject, const Dialogue& dialogue);

/// Where an exchange stands: between two turns, or in the middle of what the far side says.
enum class Point : std::uint8_t { Between, Within };
using Visit = std::function<void(Point point, const Talk& here, const Turn& next)>;

/// Calls `visit` at each point of the exchange with the turn that is due. Not after the plugin has closed.
void at_each_point(Subject& subject, const Dialogue& dialogue, const Visit& visit);

}  // namespace herald::kit
