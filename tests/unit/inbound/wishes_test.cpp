#include "host/inbound/wishes.hpp"

#include <gtest/gtest.h>

#include "host/json/document.hpp"

namespace herald::inbound {
namespace {

using Kind = domain::ConsentChange::Kind;

constexpr Instant kArrived{std::chrono::milliseconds{1'700'000'000'000}};

struct Setting {
  std::string type{"SMS"};
  std::string config{"{}"};
  std::string options{"{}"};
};

/// What a text to that channel becomes.
domain::InboundMessage told(const std::string& text, const Setting& setting = {}) {
  static SystemRandom random;
  static const Spell spelling = [](const domain::Channel&, std::string_view address) {
    return Result<domain::AddressKey>{{.kind = "phone", .normalised = std::string{address}}};
  };
  static const std::string webhook{"w1"};
  domain::Channel channel;
  channel.id = domain::ChannelId{"c1"};
  channel.tenant = domain::TenantId{"t1"};
  channel.channel_type = setting.type;
  channel.config_json = setting.config;
  const std::string event = R"({"kind":"inbound","provider_id":"SM1","from":"+1","to":"+2","type":"TEXT",)"
                            R"("media":[],"options":)" +
                            setting.options + R"(,"dedupe_key":"k","occurred_at_ms":1699999999000,"text":")" +
                            text + "\"}";
  const auto element = read_element(
      json::parse(event).value(), 0,
      {.channel = channel, .webhook = webhook, .now = kArrived, .random = random, .spell = spelling});
  EXPECT_EQ(element.failed, "");
  return element.inbound.value_or(domain::InboundMessage{});
}

TEST(Wishes, a_stop_is_an_opt_out_of_that_channel_type_with_its_evidence) {
  const domain::InboundMessage arrival = told("Stop!");
  EXPECT_EQ(arrival.keyword, "stop");
  ASSERT_TRUE(arrival.wish);
  EXPECT_EQ(arrival.wish->kind, Kind::OptOut);
  EXPECT_EQ(arrival.wish->address.normalised, "+1");
  EXPECT_EQ(arrival.wish->channel_type, "SMS");
  EXPECT_EQ(arrival.wish->reason, "opt_out");
  EXPECT_EQ(arrival.wish->evidence_json,
            "{\"message\":\"" + arrival.message.id.text + R"(","webhook":"w1","text":"Stop!"})");
  EXPECT_EQ(arrival.wish->at, kArrived - std::chrono::seconds{1}) << "when it was written";
  EXPECT_EQ(arrival.wish->new_suppression_id.size(), 36U);
}

TEST(Wishes, a_start_is_an_opt_in_and_a_call_for_help_is_no_wish) {
  EXPECT_EQ(told("UNSTOP").wish->kind, Kind::OptIn);
  EXPECT_EQ(told("AIDE").keyword, "help");
  EXPECT_FALSE(told("AIDE").wish);
  EXPECT_EQ(told("hello").keyword, "");
  EXPECT_FALSE(told("hello").wish);
}

TEST(Wishes, are_for_sms_and_whatsapp) {
  EXPECT_TRUE(told("ARRÊT", {.type = "WHATSAPP"}).wish);
  EXPECT_EQ(told("ARRÊT", {.type = "WHATSAPP"}).wish->channel_type, "WHATSAPP");
  EXPECT_FALSE(told("stop", {.type = "TELEGRAM"}).wish);
  EXPECT_FALSE(told("stop", {.type = "EMAIL"}).wish);
}

TEST(Wishes, are_written_and_not_pressed) {
  EXPECT_FALSE(told("Cancel", {.type = "WHATSAPP", .options = R"({"pressed":"order:17"})"}).wish);
  EXPECT_EQ(told("Cancel", {.options = R"({"pressed":"order:17"})"}).keyword, "");
  EXPECT_TRUE(told("Cancel", {.options = R"({"pressed":""})"}).wish);
}

TEST(Wishes, are_whole_texts_and_no_parts_of_a_longer_one) {
  EXPECT_FALSE(told("end", {.options = R"({"concat_total":"2","concat_part":"2"})"}).wish);
  EXPECT_EQ(told("end", {.options = R"({"concat_total":"2"})"}).keyword, "");
  EXPECT_TRUE(told("end", {.options = R"({"concat_total":"1"})"}).wish) << "the only part is the whole text";
  EXPECT_TRUE(told("end", {.options = R"({"concat_total":""})"}).wish);
}

TEST(Wishes, may_be_left_to_the_provider) {
  EXPECT_FALSE(told("STOP", {.config = R"({"opt_out_handling":"provider"})"}).wish);
  EXPECT_EQ(told("STOP", {.config = R"({"opt_out_handling":"provider"})"}).keyword, "");
  EXPECT_TRUE(told("STOP", {.config = R"({"opt_out_handling":"host"})"}).wish);
}

TEST(Wishes, know_the_channels_own_words_too) {
  const Setting own{.config = R"({"opt_out_keywords":["Genug",7],"opt_in_keywords":["YES"]})"};
  EXPECT_EQ(told("genug", own).wish->kind, Kind::OptOut);
  EXPECT_EQ(told("yes", own).wish->kind, Kind::OptIn);
  EXPECT_EQ(told("stop", own).wish->kind, Kind::OptOut);
  EXPECT_FALSE(told("yes").wish);
}

}  // namespace
}  // namespace herald::inbound
