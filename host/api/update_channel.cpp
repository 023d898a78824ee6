#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "host/api/channel_steps.hpp"
#include "host/api/entity_tag.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/json/document.hpp"
#include "host/json/merge_patch.hpp"

namespace herald::api {
namespace {

constexpr int kMostTries = 3;  ///< against changes at the same time, when the caller names no revision
constexpr std::array<std::string_view, 2> kFixed{"channel_type", "api_provider"};
/// What a webhook was registered with: after a change of it the provider must be told anew.
constexpr std::array<std::string_view, 5> kRegistered{"api_url", "webhook_url", "account_id", "auth_token",
                                                      "webhook_secret"};

/// What a merge patch may not ask for, and what merging it would hide: null for a name that nobody knows.
std::vector<Problem> patch_problems(const json::Document& patch, const domain::Channel& channel) {
  std::vector<Problem> problems;
  for (const std::string& name : patch.names()) {
    const json::Document value = *patch.member(name);
    if (std::ranges::find(kChannelMembers, name) == kChannelMembers.end()) {
      if (value.kind() == json::Kind::Null)
        problems.push_back({json::pointer_step(name), "is not a known member"});
    } else if (std::ranges::find(kFixed, name) != kFixed.end()) {
      const std::string& present = name == "channel_type" ? channel.channel_type : channel.api_provider;
      if (value.text() != present)
        problems.push_back({json::pointer_step(name), "cannot be changed; make another channel"});
    }
  }
  return problems;
}

bool touches_webhook(const json::Document& patch) {
  const std::vector<std::string> names = patch.names();
  return std::ranges::find_first_of(names, kRegistered) != names.end();
}

/// The channel as the patch leaves it: its present state, merged, then judged like a new one.
Result<domain::Channel> patched(const ChannelPorts& ports, const domain::Channel& channel,
                                const json::Document& patch) {
  const auto body = body_of_channel(ports, channel);
  if (!body) return body.error();
  std::vector<Problem> problems = patch_problems(patch, channel);
  if (!problems.empty()) return invalid_body(std::move(problems));
  ChannelDraft draft = read_channel_draft(json::merge_patch(*body, patch), problems);
  draft.channel.id = channel.id;
  draft.channel.tenant = channel.tenant;
  draft.channel.revision = channel.revision;
  draft.channel.created_at = channel.created_at;
  if (!touches_webhook(patch)) draft.channel.webhook_registered_at = channel.webhook_registered_at;
  const auto sheet = check_draft(ports, draft, std::move(problems));
  if (!sheet) return sheet.error();
  return seal_draft(ports, std::move(draft), **sheet);
}

Result<domain::Channel> commit_change(const ChannelPorts& ports, domain::ChannelChange change) {
  return wait_for_commit<domain::Channel>(ports.means.commit_deadline,
                                          [&](domain::Completion<domain::Channel> done) {
                                            ports.channels.update(std::move(change), std::move(done));
                                          });
}

}  // namespace

std::vector<Problem> examine_patch(const ChannelPorts& ports, const Call& call) {
  const auto channel = own_channel(ports, call);
  if (!channel || call.body.kind() != json::Kind::Object) return {};
  const auto next = patched(ports, *channel, call.body);
  return next ? std::vector<Problem>{} : next.error().problems;
}

Answer update_channel(const ChannelPorts& ports, const Call& call) {
  for (int attempt = 1;; ++attempt) {
    const auto channel = own_channel(ports, call);
    if (!channel) return channel.error();
    const auto named = read_if_match(call.request, channel->revision);
    if (!named) return named.error();
    auto next = patched(ports, *channel, call.body);
    if (!next) return std::move(next).error();
    const auto stored = commit_change(
        ports, {.channel = *std::move(next), .fields = call.body.names(), .origin = call.origin()});
    if (stored) return show(ports, *stored);
    const bool overtaken = stored.error().code == Errc::Stale && !*named;
    if (!overtaken || attempt == kMostTries) return stored.error();
  }
}

}  // namespace herald::api
