#include <gtest/gtest.h>

#include "tests/plugins/sendgrid/plugin_calls.hpp"
#include "tests/support/sendgrid_wire.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::sendgrid::testing {
namespace {

using nlohmann::json;

std::string field(const std::string& name, const std::string& value, const std::string& more = {}) {
  return "--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + value +
         "\r\n";
}

const std::string kHeaders =
    "Message-ID: <m1@example.net>\r\nIn-Reply-To: <q1@herald.example>\r\nSubject: Re";
const std::string kEnvelope = R"({"to":["in@parse.herald.example"],"from":"ada@example.net"})";

/// A parsed e-mail with the password of the channel in its URL.
Arrived posted(const std::string& fields) {
  return {.content_type = "multipart/form-data; boundary=xYzZY",
          .authorization = "Basic " + test::base64("parse:secret"),
          .body = fields + "--xYzZY--\r\n"};
}

json channel() {
  json out = account();
  out["webhook_secret"] = "parse:secret";
  return out;
}

std::string usual_fields() {
  return field("headers", kHeaders) + field("from", "Ada <ada@example.net>") +
         field("to", "Desk <desk@herald.example>") + field("subject", "caf\xE9") + field("text", "Hello") +
         field("html", "<p>Hello</p>") + field("envelope", kEnvelope) +
         field("charsets", R"({"subject":"iso-8859-1","text":"UTF-8"})") + field("SPF", "pass") +
         field("sender_ip", "203.0.113.9");
}

TEST(Inbound, BecomesAMessageRoutedByTheEnvelope) {
  const json out = judged(posted(usual_fields()), channel());
  ASSERT_EQ(out.at("kind"), "events") << out;
  ASSERT_EQ(out.at("events").size(), 1U);
  EXPECT_EQ(out.at("events")[0], json({{"kind", "inbound"},
                                       {"provider_id", "m1@example.net"},
                                       {"from", "ada@example.net"},
                                       {"to", "in@parse.herald.example"},
                                       {"type", "TEXT"},
                                       {"text", "Hello"},
                                       {"media", json::array()},
                                       {"options",
                                        {{"from", "Ada <ada@example.net>"},
                                         {"to", "Desk <desk@herald.example>"},
                                         {"subject", "caf\xC3\xA9"},
                                         {"html", "<p>Hello</p>"},
                                         {"spf", "pass"},
                                         {"sender_ip", "203.0.113.9"},
                                         {"message_id", "<m1@example.net>"},
                                         {"in_reply_to", "<q1@herald.example>"}}},
                                       {"dedupe_key", "in:m1@example.net"}}));
}

TEST(Inbound, HandsAttachmentsOverAsBytes) {
  const std::string bytes{"\0\xff\r\n--x", 7};
  const auto out = told(
      posted(usual_fields() + field("attachments", "2") +
             field("attachment-info",
                   R"({"attachment1":{"filename":"../../a.png","type":"image/png","content-id":"<i1>"}})") +
             field("attachment1", bytes, "; filename=\"x.png\"") +
             field("attachment2", "two", "; filename=\"C:\\\\b.txt\"")),
      channel());
  const json media = json::parse(out.json).at("verdict").at("events")[0].at("media");
  ASSERT_EQ(media.size(), 2U);
  EXPECT_EQ(media[0], json({{"range", {{"off", 0}, {"len", 7}}},
                            {"name", "a.png"},
                            {"content_type", "image/png"},
                            {"content_id", "i1"}}));
  EXPECT_EQ(media[1].at("name"), "b.txt");
  EXPECT_EQ(out.bytes, bytes + "two");
}

TEST(Inbound, TakesARawMailWithTheIdOfItsHead) {
  const std::string raw =
      "Message-ID: <m2@example.net>\r\nSubject: Hi\r\n\r\nMessage-ID: <no@example.net>\r\n";
  const auto out = told(posted(field("envelope", kEnvelope) + field("email", raw)), channel());
  const json event = json::parse(out.json).at("verdict").at("events").at(0);
  EXPECT_EQ(event.at("provider_id"), "m2@example.net");
  EXPECT_EQ(event.at("media")[0].at("content_type"), "message/rfc822");
  EXPECT_EQ(out.bytes, raw);
}

TEST(Inbound, MakesAnIdWhereTheMailHasNone) {
  const auto id_of = [](const std::string& text) {
    const json out = judged(posted(field("envelope", kEnvelope) + field("text", text)), channel());
    return out.at("events").at(0).at("provider_id").get<std::string>();
  };
  EXPECT_EQ(id_of("a").size(), 64U);
  EXPECT_EQ(id_of("a"), id_of("a"));
  EXPECT_NE(id_of("a"), id_of("b"));
}

TEST(Inbound, WithoutASenderIsNothing) {
  EXPECT_TRUE(judged(posted(field("text", "a")), channel()).at("events").empty());
}

TEST(Inbound, NeedsThePasswordOrASignature) {
  Arrived mail = posted(usual_fields());
  EXPECT_EQ(judged(mail, account()).at("kind"), "refused") << "no password is set";
  mail.authorization = "Basic " + test::base64("parse:other");
  EXPECT_EQ(judged(mail, channel()).at("kind"), "refused");
  mail.authorization.clear();
  EXPECT_EQ(judged(mail, channel()).at("kind"), "refused");
  const test::EventKey key;
  json trusting = account();
  trusting["config"]["webhook_public_key"] = key.public_key();
  mail.timestamp = std::to_string(kNow / 1000);
  mail.signature = key.sign(mail.timestamp, mail.body);
  EXPECT_EQ(judged(mail, trusting).at("kind"), "events");
  mail.body += " ";
  EXPECT_EQ(judged(mail, trusting).at("kind"), "refused");
}

TEST(Inbound, LetsThePasswordCoverNoBatchOfEvents) {
  const Arrived batch{.authorization = "Basic " + test::base64("parse:secret"), .body = "[]"};
  EXPECT_EQ(judged(batch, channel()).at("kind"), "refused");
}

TEST(Inbound, RefusesAFormThatDoesNotEnd) {
  Arrived mail = posted(usual_fields());
  mail.body.resize(mail.body.size() - 6);
  EXPECT_EQ(judged(mail, channel()).at("code"), "unreadable");
}

}  // namespace
}  // namespace herald::sendgrid::testing
