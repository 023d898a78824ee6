#pragma once
#include <functional>
#include <vector>

#include "host/base/random.hpp"
#include "host/domain/channel.hpp"

namespace herald::api {

/// Are deliveries to that channel held just now? [any thread]
using ChannelHeld = std::function<bool(const domain::ChannelId&)>;

/// Channels of one type, best priority first, in the order in which they are tried: those whose deliveries
/// are held come last; among equals those whose configuration names a `weight` share by it. [any thread]
std::vector<domain::Channel> in_order_of_trial(std::vector<domain::Channel> channels, const ChannelHeld& held,
                                               Random& random);

}  // namespace herald::api
