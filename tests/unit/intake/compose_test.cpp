#include "host/intake/compose.hpp"

#include <gtest/gtest.h>

#include <set>

namespace herald::intake {
namespace {

class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override { return std::string(count, static_cast<char>(++next_)); }
  std::uint64_t below(std::uint64_t bound) override { return static_cast<std::uint64_t>(++next_) % bound; }

 private:
  int next_{0};
};

Result<domain::AddressKey> fake_normalise(std::string_view kind, std::string_view text,
                                          std::string_view region) {
  if (text == "bad")
    return Error{.code = Errc::Invalid, .reason = "invalid_address", .detail = "no such number"};
  return domain::AddressKey{std::string{kind}, std::string{text} + std::string{region}};
}

const Instant kNow = from_rfc3339("2025-06-01T12:00:00Z").value();
constexpr std::chrono::milliseconds kTick{1};

/// A decision with one tenant and two channels; cases change it before deciding.
struct Case {
  CountingRandom random;
  Offer offer;
  domain::Channel first;
  domain::Channel second;
  std::vector<Candidate> candidates;
  SendMessage wish{.channel_type = "SMS", .to_address = "+44", .message_body = "hi"};
  std::string region;
  std::vector<domain::AddressKey> known;  ///< of the contact
  domain::ShardSet shards{domain::ShardSet::all()};

  Case() {
    offer.provider = "acme";
    offer.channels.push_back({.channel_type = "SMS", .message_types = {"TEXT"}, .address_kind = "phone"});
    for (domain::Channel* channel : {&first, &second}) {
      channel->tenant = domain::TenantId{"t"};
      channel->channel_type = "SMS";
    }
    first.id = domain::ChannelId{"first"};
    second.id = domain::ChannelId{"second"};
    candidates.push_back({&first, &offer});
  }
  Result<domain::AcceptRequest> decide() {
    return compose(wish, {.tenant = domain::TenantId{"t"},
                          .default_region = region,
                          .candidates = candidates,
                          .addresses = known,
                          .chosen_by = domain::ChosenBy::Type,
                          .normalise = fake_normalise,
                          .now = kNow,
                          .random = random,
                          .shards = shards});
  }
  std::vector<std::string> complaints() {
    std::vector<std::string> out;
    const auto result = decide();
    if (result) return out;
    for (const Problem& problem : result.error().problems) out.push_back(problem.pointer);
    return out;
  }
};

using Pointers = std::vector<std::string>;

TEST(Compose, a_contact_is_reached_at_the_address_of_the_channels_kind_that_comes_first) {
  Case c;
  c.wish.to_address.clear();
  c.wish.contact_id = "c42";
  EXPECT_EQ(c.complaints(), Pointers{"/to_address"});
  c.known = {{"email", "a@example.com"}};
  EXPECT_EQ(c.complaints(), Pointers{"/to_address"});
  c.known.push_back({"phone", "+4477"});
  c.known.push_back({"phone", "+4488"});
  const auto request = c.decide();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->address.normalised, "+4477") << "as it is: it was normalised when it was learned";
  EXPECT_EQ(request->message.content.to_address, "+4477");
  EXPECT_EQ(request->chosen_by, domain::ChosenBy::Type);
  c.wish.contact_id.clear();
  EXPECT_EQ(c.complaints(), Pointers{"/to_address"});
}

TEST(Compose, draws_a_message_of_the_shards_that_this_node_sends) {
  Case c;
  for (const int shard : {0, 17, 63}) {
    c.shards = domain::ShardSet::of(shard);
    const auto request = c.decide();
    ASSERT_TRUE(request);
    EXPECT_EQ(request->message.shard, shard);
    EXPECT_EQ(domain::shard_of(request->message.id.text), shard);
  }
  c.shards = {};
  EXPECT_TRUE(c.decide()) << "where there are none, another node will send it";
}

TEST(Compose, fills_everything_the_batch_needs) {
  Case c;
  c.region = "GB";
  const auto request = c.decide();
  ASSERT_TRUE(request);
  const domain::Message& message = request->message;
  EXPECT_EQ(message.channel.text, "first");
  EXPECT_EQ(message.shard, domain::shard_of(message.id.text));
  EXPECT_EQ(message.status, domain::MessageStatus::Queued);
  EXPECT_EQ(message.content.channel_type, "SMS");
  EXPECT_EQ(message.content.to_address, "+44GB");
  EXPECT_EQ(message.content.message_class, "transactional");
  EXPECT_EQ(request->address.kind, "phone");
  EXPECT_EQ(message.created_at, kNow);
  const std::set<std::string> ids{message.id.text, message.contact.text, message.conversation.text,
                                  request->new_address_id};
  EXPECT_EQ(ids.size(), 4U);
  for (const std::string& id : ids) EXPECT_TRUE(is_uuid(id)) << id;
}

TEST(Compose, is_scheduled_only_for_a_time_ahead) {
  Case c;
  c.wish.schedule_for = kNow;
  EXPECT_EQ(c.decide()->message.status, domain::MessageStatus::Queued);
  c.wish.schedule_for = kNow + kTick;
  EXPECT_EQ(c.decide()->message.status, domain::MessageStatus::Scheduled);
}

TEST(Compose, must_expire_after_now_and_after_its_schedule) {
  Case c;
  c.wish.expires_at = kNow;
  EXPECT_EQ(c.complaints(), Pointers{"/expires_at"});
  c.wish.expires_at = kNow + kTick;
  EXPECT_TRUE(c.complaints().empty());
  c.wish.schedule_for = kNow + kTick;
  EXPECT_EQ(c.complaints(), Pointers{"/expires_at"});
  c.wish.expires_at = kNow + 2 * kTick;
  EXPECT_TRUE(c.complaints().empty());
}

TEST(Compose, needs_a_channel_and_says_which_member_named_none) {
  Case c;
  c.candidates.clear();
  EXPECT_EQ(c.complaints(), Pointers{"/channel_type"});
  c.wish.channel_id = "x";
  EXPECT_EQ(c.complaints(), Pointers{"/channel_id"});
}

TEST(Compose, never_uses_a_channel_of_another_tenant) {
  Case c;
  c.first.tenant = domain::TenantId{"other"};
  EXPECT_EQ(c.complaints(), Pointers{"/channel_type"});
}

TEST(Compose, refuses_a_channel_by_id_that_is_inactive_or_of_another_type) {
  Case c;
  c.wish.channel_id = "first";
  c.first.active = false;
  EXPECT_EQ(c.complaints(), Pointers{"/channel_id"});
  c.first.active = true;
  c.wish.channel_type = "EMAIL";
  EXPECT_EQ(c.complaints(), Pointers{"/channel_type"});
}

TEST(Compose, takes_the_next_channel_when_the_best_one_cannot) {
  Case c;
  Offer small = c.offer;
  small.channels[0].limits.text_chars = 1;
  c.candidates = {{&c.first, &small}, {&c.second, &c.offer}};
  EXPECT_EQ(c.decide()->message.channel.text, "second");
  c.candidates = {{&c.first, nullptr}, {&c.second, &c.offer}};
  EXPECT_EQ(c.decide()->message.channel.text, "second");
  c.candidates = {{&c.first, &small}};
  EXPECT_EQ(c.complaints(), Pointers{"/message_body"});
}

TEST(Compose, can_be_tried_again_while_no_plugin_is_there) {
  Case c;
  c.candidates = {{&c.first, nullptr}};
  const auto result = c.decide();
  EXPECT_EQ(result.error().code, Errc::Unavailable);
  EXPECT_EQ(result.error().reason, "provider_inactive");
}

TEST(Compose, the_channel_sets_the_class_unless_the_caller_does) {
  Case c;
  c.first.config_json = R"({"message_class":"otp"})";
  EXPECT_EQ(c.decide()->message.content.message_class, "otp");
  c.wish.message_class = "marketing";
  EXPECT_EQ(c.decide()->message.content.message_class, "marketing");
}

TEST(Compose, an_address_is_required_and_must_make_sense) {
  Case c;
  c.wish.to_address = "";
  EXPECT_EQ(c.complaints(), Pointers{"/to_address"});
  c.wish.to_address = "bad";
  EXPECT_EQ(c.complaints(), Pointers{"/to_address"});
  c.wish.to_address = std::string(320, '1');
  EXPECT_TRUE(c.complaints().empty());
  c.wish.to_address = std::string(321, '1');
  EXPECT_EQ(c.complaints(), Pointers{"/to_address"});
}

TEST(Compose, reports_everything_at_once) {
  Case c;
  c.wish.message_type = "IMAGE";
  c.wish.to_address = "bad";
  c.wish.expires_at = kNow;
  EXPECT_EQ(c.complaints(), (Pointers{"/attachments", "/message_type", "/to_address", "/expires_at"}));
}

}  // namespace
}  // namespace herald::intake
