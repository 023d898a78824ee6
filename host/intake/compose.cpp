#include "host/intake/compose.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "host/intake/attachments.hpp"
#include "host/intake/content_rules.hpp"
#include "host/json/document.hpp"

namespace herald::intake {
namespace {

using Problems = std::vector<Problem>;
constexpr std::size_t kAddressCharacters = 320;
constexpr std::string_view kDefaultClass = "transactional";

struct Choice {
  const Candidate* candidate{nullptr};
  const ChannelOffer* offer{nullptr};
  Problems problems{};
};

/// The member that named the channel.
std::string_view channel_pointer(const SendMessage& wish) {
  return wish.channel_id.empty() ? "/channel_type" : "/channel_id";
}

Problem no_channel(const SendMessage& wish) {
  if (!wish.channel_id.empty()) return {"/channel_id", "there is no such channel"};
  if (wish.channel_type.empty())
    return {"/channel_type", wish.contact_id.empty()
                                 ? "is required unless channel_id is given"
                                 : "is required unless channel_id is given or the contact prefers one"};
  return {"/channel_type", "there is no active channel of this type"};
}

Choice judge(const SendMessage& wish, const Candidate& candidate) {
  const domain::Channel& channel = *candidate.channel;
  Choice choice{.candidate = &candidate};
  if (!channel.active) choice.problems.push_back({"/channel_id", "the channel is not active"});
  if (!wish.channel_type.empty() && wish.channel_type != channel.channel_type)
    choice.problems.push_back({"/channel_type", "the channel's type is " + channel.channel_type});
  choice.offer = candidate.offer->find(channel.channel_type);
  if (choice.offer == nullptr) {
    choice.problems.push_back({std::string{channel_pointer(wish)},
                               "the channel's provider does not serve " + channel.channel_type});
    return choice;
  }
  Problems found = provider_problems(wish, *candidate.offer, *choice.offer);
  std::ranges::move(found, std::back_inserter(choice.problems));
  return choice;
}

/// The first candidate that will do, else the first one with its problems; nothing when no plugin is there.
std::optional<Choice> choose(const SendMessage& wish, const Surroundings& around) {
  std::optional<Choice> best;
  for (const Candidate& candidate : around.candidates) {
    if (candidate.channel->tenant != around.tenant || candidate.offer == nullptr) continue;
    Choice choice = judge(wish, candidate);
    if (choice.problems.empty()) return choice;
    if (!best) best = std::move(choice);
  }
  return best;
}

bool any_of_tenant(const Surroundings& around) {
  return std::ranges::any_of(around.candidates,
                             [&](const Candidate& c) { return c.channel->tenant == around.tenant; });
}

void check_times(const SendMessage& wish, Instant now, Problems& problems) {
  if (!wish.expires_at) return;
  if (*wish.expires_at <= now) {
    problems.push_back({"/expires_at", "expected a time in the future"});
  } else if (wish.schedule_for && *wish.expires_at <= *wish.schedule_for) {
    problems.push_back({"/expires_at", "expected a time after schedule_for"});
  }
}

/// Where the contact can be reached over the channel that was chosen.
domain::AddressKey known_address(const SendMessage& wish, const Surroundings& around, const Choice& choice,
                                 Problems& problems) {
  if (wish.contact_id.empty()) {
    problems.push_back(
        {"/to_address", "is required unless contact_id names somebody whose address is known"});
    return {};
  }
  if (choice.offer == nullptr) return {};
  const std::string& kind = choice.offer->address_kind;
  const auto known = std::ranges::find(around.addresses, kind, &domain::AddressKey::kind);
  if (known != around.addresses.end()) return *known;
  problems.push_back({"/to_address", "is required: no " + kind + " address of the contact is known"});
  return {};
}

domain::AddressKey address(const SendMessage& wish, const Surroundings& around, const Choice& choice,
                           Problems& problems) {
  if (wish.to_address.empty()) return known_address(wish, around, choice, problems);
  if (choice.offer == nullptr) return {};
  auto key = around.normalise(choice.offer->address_kind, wish.to_address, around.default_region);
  if (!key) {
    problems.push_back({"/to_address", std::move(key).error().detail});
    return {};
  }
  if (json::character_count(key->normalised) > kAddressCharacters)
    problems.push_back({"/to_address", "expected at most 320 characters"});
  return *std::move(key);
}

/// The class that the channel's configuration sets for its messages.
std::string channel_class(const domain::Channel& channel) {
  // Few channels set it: most are spared the parsing.
  if (channel.config_json.find("\"message_class\"") == std::string::npos) return std::string{kDefaultClass};
  const auto config = json::parse(channel.config_json);
  const auto value = config ? config->member("message_class") : std::nullopt;
  return value ? value->text().value_or(std::string{kDefaultClass}) : std::string{kDefaultClass};
}

domain::MessageContent content(SendMessage&& wish, const domain::Channel& channel) {
  return {
      .channel_type = channel.channel_type,
      .message_type = std::move(wish.message_type),
      .subject = std::move(wish.subject),
      .body = std::move(wish.message_body),
      .html = std::move(wish.message_html),
      .options_json = std::move(wish.options_json),
      .metadata_json = std::move(wish.metadata_json),
      .message_class = wish.message_class.empty() ? channel_class(channel) : std::move(wish.message_class),
      .reference = std::move(wish.reference),
      .contact_ref = std::move(wish.contact_id),
      .lead_ref = std::move(wish.lead_id),
      .template_id = std::move(wish.template_id),
      .template_version = wish.template_version,
      .priority = wish.priority,
      .schedule_for = wish.schedule_for,
      .expires_at = wish.expires_at};
}

/// Each becomes a file of the message's own.
void add_attachments(const std::vector<Attachment>& attachments, const Surroundings& around,
                     domain::AcceptRequest& out) {
  for (const Attachment& one : attachments)
    out.media.push_back({.id = domain::MediaId{make_uuid(around.now, around.random)},
                         .tenant = around.tenant,
                         .position = static_cast<int>(out.media.size()),
                         .media_type = std::string{domain::media_type_of(one.bytes.content_type)},
                         .name = one.name,
                         .bytes = one.bytes,
                         .url = one.url});
}

/// Its shard is one of those that this node sends, the one whose turn it is; without any, as it comes.
std::string id_within(const Surroundings& around) {
  if (around.shards.empty()) return make_uuid(around.now, around.random);
  return domain::make_uuid_of(around.shards.turn(around.now), around.now, around.random);
}

domain::AcceptRequest request(SendMessage&& wish, const Surroundings& around,
                              const domain::Channel& channel) {
  const auto id = [&] { return make_uuid(around.now, around.random); };
  domain::AcceptRequest out;
  domain::Message& message = out.message;
  message.id = domain::MessageId{id_within(around)};
  message.tenant = around.tenant;
  message.shard = domain::shard_of(message.id.text);
  message.channel = channel.id;
  message.contact = domain::ContactId{id()};
  message.conversation = domain::ConversationId{id()};
  out.new_address_id = id();
  const bool later = wish.schedule_for && *wish.schedule_for > around.now;
  message.status = later ? domain::MessageStatus::Scheduled : domain::MessageStatus::Queued;
  add_attachments(wish.attachments, around, out);
  const std::string attachments = out.media.empty() ? "[]" : attachments_json(out.media);
  message.content = content(std::move(wish), channel);
  message.content.attachments_json = attachments;
  message.created_at = message.updated_at = around.now;
  return out;
}

Error invalid(Problems problems) {
  return {.code = Errc::Invalid,
          .reason = "invalid_body",
          .detail = problems.size() == 1 ? "the body has a problem"
                                         : "the body has " + std::to_string(problems.size()) + " problems",
          .problems = std::move(problems)};
}

}  // namespace

Result<domain::AcceptRequest> compose(SendMessage wish, const Surroundings& around) {
  Problems problems = content_problems(wish);
  Choice choice;
  if (!any_of_tenant(around)) {
    problems.push_back(no_channel(wish));
  } else if (auto chosen = choose(wish, around)) {
    choice = *std::move(chosen);
    std::ranges::move(choice.problems, std::back_inserter(problems));
  } else {
    return Error{.code = Errc::Unavailable,
                 .reason = "provider_inactive",
                 .detail = "the provider plugin of the channel is not active"};
  }
  domain::AddressKey key = address(wish, around, choice, problems);
  check_times(wish, around.now, problems);
  if (!problems.empty()) return invalid(std::move(problems));
  domain::AcceptRequest out = request(std::move(wish), around, *choice.candidate->channel);
  out.message.content.to_address = key.normalised;
  out.address = std::move(key);
  out.chosen_by = around.chosen_by;
  return out;
}

}  // namespace herald::intake
