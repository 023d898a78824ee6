#include "host/api/message_request.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/api/attached_media.hpp"
#include "host/api/home_region.hpp"
#include "host/api/message_body.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/preferred_way.hpp"
#include "host/api/problems.hpp"
#include "host/api/template_texts.hpp"
#include "host/contacts/normalise.hpp"
#include "host/intake/compose.hpp"

namespace herald::api {
namespace {

/// The channels that may carry a message, with what keeps them alive for the decision.
struct Fitting {
  std::vector<domain::Channel> channels;
  std::vector<std::shared_ptr<const ProviderSheet>> sheets;  // shared with the catalog
  std::vector<intake::Candidate> candidates;
};

Result<std::vector<domain::Channel>> find_channels(const intake::SendMessage& wish, const MessagePorts& ports,
                                                   const domain::TenantId& tenant) {
  if (wish.channel_id.empty()) {
    if (wish.channel_type.empty()) return std::vector<domain::Channel>{};
    auto usable = ports.facts.channels.usable(tenant, wish.channel_type);
    if (!usable) return usable;
    return in_order_of_trial(*std::move(usable), ports.facts.held, ports.means.random);
  }
  auto found = ports.facts.channels.find(domain::ChannelId{wish.channel_id});
  if (!found) return std::move(found).error();
  std::vector<domain::Channel> out;
  if (*found && (*found)->tenant == tenant) out.push_back(**std::move(found));
  return out;
}

Result<Fitting> find_candidates(const intake::SendMessage& wish, const MessagePorts& ports,
                                const domain::TenantId& tenant) {
  auto channels = find_channels(wish, ports, tenant);
  if (!channels) return std::move(channels).error();
  Fitting out;
  out.channels = *std::move(channels);
  for (const domain::Channel& channel : out.channels) {
    const auto& sheet = out.sheets.emplace_back(ports.facts.providers.find(channel.api_provider));
    out.candidates.push_back({&channel, sheet ? &sheet->offer : nullptr});
  }
  return out;
}

/// One complaint per place: what the reader could not take reads as absent, which would be complained about
/// again.
void add_problems(std::vector<Problem>& all, const std::vector<Problem>& more) {
  const std::size_t read = all.size();
  for (const Problem& problem : more) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(read);
    if (std::find_if(all.begin(), end, [&](const Problem& p) { return p.pointer == problem.pointer; }) == end)
      all.push_back(problem);
  }
}

/// The same answer as for looking at a thing that is not there, when nothing else is wrong.
Error unknown(std::string_view thing, std::vector<Problem> problems) {
  Error error = not_found(thing);
  error.problems = std::move(problems);
  return error;
}

}  // namespace

Result<domain::AcceptRequest> compose_request(const MessagePorts& ports, const domain::TenantId& tenant,
                                              const json::Document& body) {
  std::vector<Problem> problems;
  intake::SendMessage wish = read_send_message(body, problems);
  auto way = find_way(ports.facts.preferences, tenant, wish);
  if (!way) return std::move(way).error();
  wish.channel_type = std::move(way->channel_type);
  const auto fitting = find_candidates(wish, ports, tenant);
  if (!fitting) return fitting.error();
  const bool no_channel = !wish.channel_id.empty() && fitting->channels.empty();
  if (!wish.template_id.empty() && !fitting->channels.empty())
    if (auto done =
            fill_template(ports, {tenant, body, fitting->channels.front().channel_type, wish}, problems);
        !done)
      return std::move(done).error();
  if (auto done = find_media(ports.facts.media, tenant, wish, problems); !done)
    return std::move(done).error();
  auto region = home_region(ports.facts.accounts, tenant, wish.to_address);
  if (!region) return std::move(region).error();
  auto request = intake::compose(std::move(wish), {.tenant = tenant,
                                                   .default_region = *std::move(region),
                                                   .candidates = fitting->candidates,
                                                   .addresses = way->addresses,
                                                   .chosen_by = way->chosen_by,
                                                   .normalise = contacts::normalise,
                                                   .now = ports.means.clock.now(),
                                                   .random = ports.means.random,
                                                   .shards = domain::shards_of(ports.shards)});
  if (!request && request.error().code != Errc::Invalid && problems.empty()) return request;
  if (!request) add_problems(problems, request.error().problems);
  if (no_channel && problems.size() == 1) return unknown("channel", std::move(problems));
  if (problems.size() == 1 && problems[0].text == kNoMedia) return unknown("media", std::move(problems));
  if (problems.size() == 1 && problems[0] == no_template()) return unknown("template", std::move(problems));
  if (!problems.empty()) return invalid_body(std::move(problems));
  request->message.segments = estimated_segments(request->message.content);
  return request;
}

}  // namespace herald::api
