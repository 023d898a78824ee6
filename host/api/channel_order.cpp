#include "host/api/channel_order.hpp"

#include <algorithm>
#include <cstdint>

#include "host/json/document.hpp"

namespace herald::api {
namespace {

using domain::Channel;

/// 0 where the configuration names none.
std::uint64_t weight_of(const Channel& channel) {
  if (channel.config_json.find("\"weight\"") == std::string::npos) return 0;
  const auto config = json::parse(channel.config_json);
  const auto weight = config ? config->member("weight") : std::nullopt;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, weight ? weight->integer().value_or(0) : 0));
}

/// Draws one after the other; those without a weight follow in their order.
void draw(std::vector<Channel>::iterator first, std::vector<Channel>::iterator last, Random& random) {
  for (; first != last; ++first) {
    std::uint64_t sum = 0;
    for (auto at = first; at != last; ++at) sum += weight_of(*at);
    if (sum == 0) return;
    std::uint64_t point = random.below(sum);
    auto drawn = first;
    while (point >= weight_of(*drawn)) point -= weight_of(*drawn++);
    std::rotate(first, drawn, drawn + 1);
  }
}

}  // namespace

std::vector<Channel> in_order_of_trial(std::vector<Channel> channels, const ChannelHeld& held,
                                       Random& random) {
  if (channels.size() < 2) return channels;
  for (auto first = channels.begin(); first != channels.end();) {
    const int priority = first->priority;
    const auto last = std::find_if(first, channels.end(),
                                   [&](const Channel& channel) { return channel.priority != priority; });
    draw(first, last, random);
    first = last;
  }
  if (held)
    std::stable_partition(channels.begin(), channels.end(),
                          [&](const Channel& channel) { return !held(channel.id); });
  return channels;
}

}  // namespace herald::api
