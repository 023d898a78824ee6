#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/api/idempotency.hpp"
#include "host/api/message_body.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/messages.hpp"
#include "host/api/problems.hpp"
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

Result<std::vector<domain::Channel>> find_channels(const intake::SendMessage& wish,
                                                   domain::Channels& channels,
                                                   const domain::TenantId& tenant) {
  if (wish.channel_id.empty()) {
    if (wish.channel_type.empty()) return std::vector<domain::Channel>{};
    return channels.usable(tenant, wish.channel_type);
  }
  auto found = channels.find(domain::ChannelId{wish.channel_id});
  if (!found) return std::move(found).error();
  std::vector<domain::Channel> out;
  if (*found && (*found)->tenant == tenant) out.push_back(**std::move(found));
  return out;
}

Result<Fitting> find_candidates(const intake::SendMessage& wish, const SendingFacts& facts,
                                const domain::TenantId& tenant) {
  auto channels = find_channels(wish, facts.channels, tenant);
  if (!channels) return std::move(channels).error();
  Fitting out;
  out.channels = *std::move(channels);
  for (const domain::Channel& channel : out.channels) {
    const auto& sheet = out.sheets.emplace_back(facts.providers.find(channel.api_provider));
    out.candidates.push_back({&channel, sheet ? &sheet->offer : nullptr});
  }
  return out;
}

/// Only a number without `+` is read in the tenant's region: everybody else is spared the look-up.
Result<std::string> region_for(const std::string& address, const MessagePorts& ports,
                               const domain::TenantId& tenant) {
  const auto first = address.find_first_not_of(" \t(");
  const bool international = first == std::string::npos || address[first] == '+';
  if (international || address.find('@') != std::string::npos) return std::string{};
  const auto found = ports.facts.accounts.find(tenant);
  if (!found) return found.error();
  return *found ? (*found)->default_region : std::string{};
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

/// The same answer as for looking at a channel that is not there, when nothing else is wrong.
Error unknown_channel(std::vector<Problem> problems) {
  Error error = not_found("channel");
  error.problems = std::move(problems);
  return error;
}

Result<domain::AcceptRequest> decide(const MessagePorts& ports, const Call& call) {
  std::vector<Problem> problems;
  intake::SendMessage wish = read_send_message(call.body, problems);
  const domain::TenantId& tenant = call.principal.tenant;
  const auto fitting = find_candidates(wish, ports.facts, tenant);
  if (!fitting) return fitting.error();
  const bool no_channel = !wish.channel_id.empty() && fitting->channels.empty();
  auto region = region_for(wish.to_address, ports, tenant);
  if (!region) return std::move(region).error();
  auto request = intake::compose(std::move(wish), {.tenant = tenant,
                                                   .default_region = *std::move(region),
                                                   .candidates = fitting->candidates,
                                                   .normalise = contacts::normalise,
                                                   .now = ports.means.clock.now(),
                                                   .random = ports.means.random});
  if (!request && request.error().code != Errc::Invalid && problems.empty()) return request;
  if (!request) add_problems(problems, request.error().problems);
  if (no_channel && problems.size() == 1) return unknown_channel(std::move(problems));
  if (!problems.empty()) return invalid_body(std::move(problems));
  return request;
}

/// A TEST key promises that nothing reaches a provider, and a message has no mark by which dispatch could
/// tell; until it has, sending is refused.
Result<Done> check_mode(const tenancy::Principal& principal) {
  if (principal.mode == tenancy::Mode::Live) return Done{};
  return Error{.code = Errc::Forbidden,
               .reason = "test_key",
               .detail = "a TEST key never reaches a provider, so it cannot send; use a LIVE key"};
}

http::Response created(const domain::Message& message) {
  http::Response response;
  response.status = 201;
  response.headers.push_back({"Location", "/api/v1/communication/messages/" + message.id.text});
  response.body = render_message(message);
  return response;
}

}  // namespace

std::vector<Problem> examine_message(const MessagePorts& ports, const Call& call) {
  const auto request = decide(ports, call);
  return request ? std::vector<Problem>{} : request.error().problems;
}

Answer send_message(const MessagePorts& ports, const Call& call) {
  if (auto live = check_mode(call.principal); !live) return std::move(live).error();
  auto claim = read_claim(call.request, ports.means);
  if (!claim) return std::move(claim).error();
  auto request = decide(ports, call);
  if (!request) return std::move(request).error();
  request->idempotency = *std::move(claim);
  request->origin = call.origin();
  auto accepted = wait_for_commit<domain::Accepted>(
      ports.means.commit_deadline, [&](domain::Completion<domain::Accepted> done) {
        ports.ledger.accept(*std::move(request), std::move(done));
      });
  if (!accepted) return std::move(accepted).error();
  if (!accepted->replayed) return created(accepted->message);
  // The ledger knows only the id of the earlier message.
  const auto earlier = ports.messages.find(call.principal.tenant, accepted->message.id);
  if (!earlier) return earlier.error();
  http::Response response = created(as_created(*earlier));
  response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

}  // namespace herald::api
