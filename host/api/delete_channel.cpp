#include <utility>

#include "host/api/channel_steps.hpp"
#include "host/api/entity_tag.hpp"
#include "host/api/query.hpp"

namespace herald::api {

Answer delete_channel(const ChannelPorts& ports, const Call& call) {
  const auto channel = own_channel(ports, call);
  if (!channel) return channel.error();
  const auto named = read_if_match(call.request, channel->revision);
  if (!named) return named.error();
  const auto done = wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> gone) {
    ports.channels.remove(
        {.channel = channel->id, .tenant = channel->tenant, .revision = *named, .origin = call.origin()},
        std::move(gone));
  });
  if (!done) return done.error();
  return http::Response{204, "", {}, ""};
}

}  // namespace herald::api
