#include "host/intake/content_rules.hpp"

#include <gtest/gtest.h>

namespace herald::intake {
namespace {

std::vector<std::string> pointers(const std::vector<Problem>& problems) {
  std::vector<std::string> out;
  for (const Problem& problem : problems) out.push_back(problem.pointer);
  return out;
}

std::vector<std::string> judged(const SendMessage& wish, const ContentLimits& limits) {
  const ChannelOffer channel{
      .channel_type = "SMS", .message_types = {"TEXT", "IMAGE"}, .address_kind = "phone", .limits = limits};
  return pointers(provider_problems(wish, Offer{}, channel));
}

std::vector<Attachment> sized(std::initializer_list<std::int64_t> sizes) {
  std::vector<Attachment> out;
  for (const std::int64_t size : sizes) out.push_back({.url = "https://x", .bytes = {.size = size}});
  return out;
}

SendMessage text(std::string body) { return {.message_body = std::move(body)}; }

TEST(ContentRules, a_text_needs_text) {
  EXPECT_EQ(pointers(content_problems(text(""))), std::vector<std::string>{"/message_body"});
  EXPECT_TRUE(content_problems(text("x")).empty());
  EXPECT_TRUE(content_problems({.message_html = "<p>"}).empty());
}

TEST(ContentRules, media_need_an_attachment) {
  for (const char* type : {"IMAGE", "VIDEO", "AUDIO", "FILE"}) {
    EXPECT_EQ(pointers(content_problems({.message_type = type, .message_body = "x"})),
              std::vector<std::string>{"/attachments"});
    EXPECT_TRUE(content_problems({.message_type = type, .attachments = sized({0})}).empty());
  }
  EXPECT_TRUE(content_problems({.message_type = "TEMPLATE"}).empty());
  EXPECT_TRUE(content_problems({.message_type = "LOCATION"}).empty());
}

TEST(ContentRules, the_provider_must_take_the_message_type) {
  EXPECT_EQ(judged({.message_type = "VIDEO"}, {}), std::vector<std::string>{"/message_type"});
  EXPECT_TRUE(judged({.message_type = "IMAGE"}, {}).empty());
}

TEST(ContentRules, each_limit_holds_at_its_edge) {
  EXPECT_TRUE(judged(text("éé"), {.text_chars = 2}).empty());
  EXPECT_EQ(judged(text("ééé"), {.text_chars = 2}), std::vector<std::string>{"/message_body"});
  EXPECT_TRUE(judged(text("éé"), {.text_bytes = 4}).empty());
  EXPECT_EQ(judged(text("ééx"), {.text_bytes = 4}), std::vector<std::string>{"/message_body"});
  EXPECT_TRUE(judged({.subject = "ab"}, {.subject_chars = 2}).empty());
  EXPECT_EQ(judged({.subject = "abc"}, {.subject_chars = 2}), std::vector<std::string>{"/subject"});
  EXPECT_TRUE(judged({.message_html = "ab"}, {.html_bytes = 2}).empty());
  EXPECT_EQ(judged({.message_html = "abc"}, {.html_bytes = 2}), std::vector<std::string>{"/message_html"});
}

TEST(ContentRules, attachments_are_counted_and_weighed) {
  EXPECT_TRUE(judged({.attachments = sized({1, 1})}, {.attachments = 2}).empty());
  EXPECT_EQ(judged({.attachments = sized({1, 1, 1})}, {.attachments = 2}),
            std::vector<std::string>{"/attachments"});
  EXPECT_EQ(judged({.attachments = sized({5, 6})}, {.attachment_bytes = 5}),
            std::vector<std::string>{"/attachments/1/size"});
  EXPECT_TRUE(judged({.message_body = "ab", .attachments = sized({5, 3})}, {.total_bytes = 10}).empty());
  EXPECT_EQ(judged({.message_body = "abc", .attachments = sized({5, 3})}, {.total_bytes = 10}),
            std::vector<std::string>{""});
}

TEST(ContentRules, options_follow_the_providers_schema) {
  const auto offer = read_offer(R"({"provider":"acme","channels":["SMS"],"message_types":{"SMS":["TEXT"]},
    "address_kind":{"SMS":"phone"},"options_schema":{"type":"object","required":["a"],
    "properties":{"a":{"type":"string"}}}})");
  const auto found = [&](std::string options) {
    const SendMessage wish{.message_body = "x", .options_json = std::move(options)};
    return pointers(provider_problems(wish, *offer, offer->channels[0]));
  };
  EXPECT_TRUE(found(R"({"a":"x"})").empty());
  EXPECT_EQ(found(R"({"a":1})"), std::vector<std::string>{"/options/a"});
  EXPECT_EQ(found("{}").size(), 1U);
}

}  // namespace
}  // namespace herald::intake
