#include "host/api/next_channel.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "host/api/attached_media.hpp"
#include "host/api/chosen_by.hpp"
#include "host/api/message_again.hpp"
#include "host/api/message_body.hpp"
#include "host/intake/content_rules.hpp"
#include "host/json/document.hpp"

namespace herald::api {
namespace {

std::set<std::string> tried(const domain::MessageView& view) {
  std::set<std::string> out{view.message.channel.text};
  for (const domain::Attempt& attempt : view.attempts) out.insert(attempt.channel.text);
  return out;
}

bool fits(const intake::SendMessage& wish, const domain::Channel& channel, ProviderCatalog& providers) {
  const auto sheet = providers.find(channel.api_provider);
  const intake::ChannelOffer* offer = sheet ? sheet->offer.find(channel.channel_type) : nullptr;
  return offer != nullptr && intake::provider_problems(wish, sheet->offer, *offer).empty();
}

}  // namespace

Result<std::optional<domain::ChannelId>> NextChannel::next(const domain::Message& message) {
  const auto view = ports_.messages.find(message.tenant, message.id);
  if (!view) return view.error();
  if (chosen_by(*view).empty()) return std::optional<domain::ChannelId>{};
  const auto body = body_again(view->message, {}, ports_.means.clock.now());
  if (!body) return body.error();
  std::vector<Problem> problems;
  intake::SendMessage wish = read_send_message(*body, problems);
  if (auto done = find_media(ports_.facts.media, message.tenant, wish, problems); !done) return done.error();
  auto usable = ports_.facts.channels.usable(message.tenant, message.content.channel_type);
  if (!usable) return usable.error();
  const std::set<std::string> known = tried(*view);
  for (const domain::Channel& channel :
       in_order_of_trial(*std::move(usable), ports_.facts.held, ports_.means.random))
    if (!known.contains(channel.id.text) && fits(wish, channel, ports_.facts.providers))
      return std::optional{channel.id};
  return std::optional<domain::ChannelId>{};
}

}  // namespace herald::api
