// E-mail through a sendgrid channel to the strict far side, and its signed batches of events.
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/files.hpp"
#include "tests/flow/house.hpp"
#include "tests/flow/true_sums.hpp"
#include "tests/support/sendgrid_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// The far side and a channel to it in the shared house. [one thread]
struct MailRoom {
  explicit MailRoom(House& house)
      : channel{house.tenant.make_channel(
            {{"channel_type", "EMAIL"},
             {"channel_name", "sendgrid"},
             {"api_provider", "sendgrid"},
             {"api_url", server.url()},
             {"timeout_seconds", 2},
             {"sender_id", "Herald <" + server.account().sender + ">"},
             {"api_key", server.account().api_key},
             {"config_json", {{"webhook_public_key", server.key().public_key()}}}})} {
    server.post_events_to(house.daemon.url() + "/api/v1/communication/webhooks/sendgrid/" + channel);
  }
  SendGridServer server;
  std::string channel;
};

MailRoom& mail_room(Dialect dialect) {
  if (dialect == Dialect::Sqlite) {
    static MailRoom sqlite{shared_house(Dialect::Sqlite)};
    return sqlite;
  }
  static MailRoom mysql{shared_house(Dialect::Mysql)};
  return mysql;
}

class SendGridFlow : public InTheHouse {
 protected:
  std::string send(std::vector<SendGridMood> moods = {}, const json& more = json::object()) {
    room_.server.next(to_, std::move(moods));
    json message{{"channel_id", room_.channel},
                 {"to_address", to_},
                 {"subject", "Caf\xC3\xA9 17"},
                 {"message_body", "Hello \xE2\x82\xAC"},
                 {"message_html", "<p>Hello</p>"}};
    message.update(more);
    return house_.tenant.send(message);
  }
  json await(const std::string& id, const std::string& status) { return house_.tenant.await(id, status); }
  [[nodiscard]] std::vector<SendGridSeen> seen() const { return room_.server.seen(to_); }
  std::string event(const std::string& word, const std::string& more = "{}") {
    return room_.server.event(seen().at(0), word, more);
  }

  MailRoom& room_ = mail_room(GetParam());
  std::string to_{"rcpt" + fresh_number().substr(1) + "@example.net"};
};

TEST_P(SendGridFlow, SendsWhatTheDocumentsAskFor) {
  const json message = await(send({}, {{"options",
                                        {{"cc", json::array({{{"email", "copy@example.net"}}})},
                                         {"headers", {{"X-Order", "caf\xC3\xA9"}}},
                                         {"categories", json::array({"billing"})}}}}),
                             "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 202) << seen()[0].rule;
  EXPECT_EQ(message.at("status"), "SENT");
  EXPECT_EQ(message.at("provider_message_id"), seen()[0].id);
  const json mail = json::parse(seen()[0].body);
  EXPECT_EQ(mail.at("from"), json({{"email", room_.server.account().sender}, {"name", "Herald"}}));
  EXPECT_EQ(mail.at("subject"), "Caf\xC3\xA9 17");
  EXPECT_EQ(mail.at("content").at(0).at("value"), "Hello \xE2\x82\xAC");
  EXPECT_EQ(mail.at("personalizations")[0].at("custom_args").at("herald_ref"),
            message.at("attempts")[0].at("id"));
}

TEST_P(SendGridFlow, FollowsASignedBatchToDelivered) {
  const std::string id = send();
  await(id, "SENT");
  EXPECT_EQ(room_.server.post({event("processed")}), 200);
  EXPECT_EQ(house_.tenant.message(id).at("status"), "SENT");
  const std::string delivered = event("delivered", R"({"response":"250 OK"})");
  const std::string unknown =
      R"({"event":"delivered","email":"x@example.net","sg_event_id":"u1","sg_message_id":"other.filterdrecv-1"})";
  EXPECT_EQ(room_.server.post(
                {event("deferred"), unknown, delivered, R"({"event":"a new word"})", "17", delivered}),
            200);
  const json message = house_.tenant.with_exchange(id);
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_TRUE(types_of(message).ends_with("message.sent message.delivered")) << types_of(message);
  EXPECT_EQ(room_.server.post({delivered}), 200);
  EXPECT_EQ(house_.tenant.message(id), message) << "a repeated batch changes nothing";
}

TEST_P(SendGridFlow, RefusesABatchWithoutAGenuineSignature) {
  const std::string id = send();
  await(id, "SENT");
  const json before = house_.tenant.with_exchange(id);
  const auto good = room_.server.envelope({event("delivered")});
  auto trimmed = good;
  trimmed.body.resize(trimmed.body.size() - 2);
  EXPECT_EQ(room_.server.deliver(trimmed), 403);
  auto stale = good;
  stale.timestamp = std::to_string(std::stoll(good.timestamp) - 86'500);
  stale.signature = room_.server.key().sign(stale.timestamp, stale.body);
  EXPECT_EQ(room_.server.deliver(stale), 403);
  auto forged = good;
  forged.signature = EventKey{}.sign(good.timestamp, good.body);
  EXPECT_EQ(room_.server.deliver(forged), 403);
  auto mute = good;
  mute.signature.clear();
  EXPECT_EQ(room_.server.deliver(mute), 403);
  EXPECT_EQ(house_.tenant.message(id), before);
  EXPECT_EQ(room_.server.deliver(good), 200);
  EXPECT_EQ(house_.tenant.message(id).at("status"), "DELIVERED");
}

TEST_P(SendGridFlow, BouncesEvenAfterADelivery) {
  const std::string id = send();
  await(id, "SENT");
  EXPECT_EQ(room_.server.post({event("delivered")}), 200);
  EXPECT_EQ(house_.tenant.message(id).at("status"), "DELIVERED");
  const std::string bounce =
      event("bounce", R"({"type":"bounce","status":"5.1.1","reason":"550 5.1.1 no such user",
    "bounce_classification":"Invalid Address"})");
  EXPECT_EQ(room_.server.post({bounce}), 200);
  const json message = house_.tenant.message(id);
  EXPECT_EQ(message.at("status"), "BOUNCED");
  EXPECT_EQ(message.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(message.at("error").at("code"), "5.1.1");
}

TEST_P(SendGridFlow, FailsWhenTheMessageIsDropped) {
  const std::string id = send();
  await(id, "SENT");
  EXPECT_EQ(room_.server.post({event("dropped", R"({"reason":"Unsubscribed Address"})")}), 200);
  const json message = house_.tenant.message(id);
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "blocked");
}

TEST_P(SendGridFlow, MatchesABatchThatOutrunsTheAnswer) {
  const std::string id = send({SendGridMood::Outrunning});
  const json message = await(id, "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_EQ(message.at("attempts").size(), 1U);
}

TEST_P(SendGridFlow, TriesAgainWhenItIsLimitedOrTheServiceIsAway) {
  const json message = await(send({SendGridMood::Limiting, SendGridMood::Unavailable}), "SENT");
  EXPECT_EQ(message.at("status"), "SENT");
  EXPECT_EQ(message.at("attempts").size(), 3U);
  EXPECT_EQ(seen().size(), 3U);
}

TEST_P(SendGridFlow, ResolvesATimeOutByAnEventWithItsReference) {
  const std::string id = send({SendGridMood::Silent});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "timeout");
  EXPECT_EQ(room_.server.post({event("delivered")}), 200);
  const json message = house_.tenant.message(id);
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_EQ(message.at("provider_message_id"), seen().at(0).id);
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(SendGridFlow, FailsForGoodWhenTheEdgeFindsItTooLarge) {
  const json message = await(send({SendGridMood::Bulky}), "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "content_rejected");
  EXPECT_EQ(message.at("error").at("code"), "http_413");
  EXPECT_EQ(message.at("attempts").size(), 1U);
}

TEST_P(SendGridFlow, RepeatsNeitherKeyNorAddressOfARefusal) {
  const json message = await(send({SendGridMood::Babbling}), "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "invalid_recipient");
  const std::string text = message.at("error").dump();
  EXPECT_EQ(text.find(room_.server.account().api_key), std::string::npos) << text;
  EXPECT_EQ(text.find(to_), std::string::npos) << text;
  EXPECT_EQ(house_.daemon.log().find(room_.server.account().api_key), std::string::npos);
}

TEST_P(SendGridFlow, RefusesAChannelWithAKeyThatIsNone) {
  const HttpReply reply = house_.tenant.call("POST", "/channels",
                                             json{{"channel_type", "EMAIL"},
                                                  {"channel_name", "bad key"},
                                                  {"api_provider", "sendgrid"},
                                                  {"api_key", "SG.a.b"},
                                                  {"config_json", {{"webhook_public_key", "MFkwnonsense"}}}}
                                                 .dump());
  EXPECT_EQ(reply.status / 100, 4) << reply.body;
  EXPECT_NE(reply.body.find("webhook_public_key"), std::string::npos) << reply.body;
}

TEST_P(SendGridFlow, ChangesNothingByARepetition) {
  const std::string id = send();
  await(id, "SENT");
  const auto delivered = room_.server.envelope({event("delivered")});
  EXPECT_EQ(room_.server.deliver(delivered), 200);
  const json before = house_.tenant.with_exchange(id);
  EXPECT_EQ(before.at("status"), "DELIVERED");
  EXPECT_EQ(room_.server.deliver(delivered), 200);
  EXPECT_EQ(house_.tenant.message(id), before);
}

TEST_P(SendGridFlow, WritesNoMoreToWhoeverComplainedOrUnsubscribed) {
  Tenant agent = with_scopes(house_.daemon, tenant_of(house_.daemon, room_.channel), {"contacts.*"});
  for (const char* word : {"spamreport", "unsubscribe", "group_unsubscribe"}) {
    to_ = "rcpt" + fresh_number().substr(1) + "@example.net";
    await(send(), "SENT");
    EXPECT_EQ(room_.server.post({event(word)}), 200);
    EXPECT_EQ(await(send(), "REJECTED").at("status"), "REJECTED") << word;
    EXPECT_EQ(seen().size(), 1U) << word;
    const json standing =
        json::parse(agent.call("GET", "/suppressions?kind=email&active=true&address=" + to_).body).at("data");
    ASSERT_EQ(standing.size(), 1U) << word;
    EXPECT_EQ(standing[0].at("reason"), std::string_view{word} == "spamreport" ? "complaint" : "opt_out");
  }
}

/// A mail that came in, as Inbound Parse puts it into parts.
std::string parsed_parts(const std::string& sender, const std::string& image) {
  std::string out;
  const auto part = [&](const std::string& head, const std::string& value) {
    out += "--hb7\r\nContent-Disposition: form-data; name=" + head + "\r\n\r\n" + value + "\r\n";
  };
  part("\"headers\"", "Message-ID: <" + sender + ">\r\nSubject: Re");
  part("\"from\"", "Ada <" + sender + ">");
  part("\"subject\"", "Re: caf\xC3\xA9");
  part("\"text\"", "Yes \xE2\x82\xAC");
  part("\"envelope\"", R"({"to":["in@parse.herald.example"],"from":")" + sender + R"("})");
  part("\"charsets\"", R"({"subject":"UTF-8","text":"UTF-8"})");
  part("\"attachments\"", "1");
  part("\"attachment-info\"", R"({"attachment1":{"filename":"a.png","name":"a.png","type":"image/png"}})");
  part("\"attachment1\"; filename=\"a.png\"\r\nContent-Type: image/png", image);
  return out + "--hb7--\r\n";
}

TEST_P(SendGridFlow, TakesAMailOnceAndKeepsItsImage) {
  const std::string sender = "ada" + fresh_number().substr(1) + "@example.net", image = png_bytes(5000);
  const auto mail =
      room_.server.parsed_mail(parsed_parts(sender, image), "multipart/form-data; boundary=hb7");
  EXPECT_EQ(room_.server.deliver(mail), 200);
  EXPECT_EQ(room_.server.deliver(mail), 200) << "the same again";
  json found = json::array();
  for (const json& one : house_.tenant.messages())
    if (one.at("direction") == "INBOUND" && one.at("from_address") == sender) found.push_back(one);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_body"), "Yes \xE2\x82\xAC");
  const json files = settled_files(house_.tenant, found[0].at("id"));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "STORED") << files;
  EXPECT_TRUE(bytes_of(house_.tenant, files[0]) == image);
  auto forged = mail;
  forged.body.replace(forged.body.find("Yes"), 3, "No!");
  EXPECT_EQ(room_.server.deliver(forged), 403);
}

TEST_P(SendGridFlow, SendsATemplate) {
  const json options{{"template_id", "d-00112233445566778899aabbccddeeff"},
                     {"template_data", {{"order", 17}}}};
  const std::string id = house_.tenant.send({{"channel_id", room_.channel},
                                             {"to_address", to_},
                                             {"message_type", "TEMPLATE"},
                                             {"options", options}});
  EXPECT_EQ(await(id, "SENT").at("status"), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 202) << seen()[0].rule;
  const json mail = json::parse(seen()[0].body);
  EXPECT_EQ(mail.at("template_id"), options.at("template_id"));
  EXPECT_EQ(mail.at("personalizations")[0].at("dynamic_template_data"), options.at("template_data"));
}

TEST_P(SendGridFlow, ShowsAnUploadWithinTheHtml) {
  const std::string bytes = png_bytes(3000);
  const json file = json::parse(upload_file(house_, {bytes, "image/png", "?name=logo.png"}).body);
  const std::string id = send({}, {{"message_html", "<img src=\"cid:logo.png\">"},
                                   {"attachments", {{{"media_id", file.at("id")}}}},
                                   {"options",
                                    {{"inline", json::array({"logo.png"})},
                                     {"amp_html", "<html amp4email></html>"},
                                     {"calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"},
                                     {"subscription_tracking", true}}}});
  EXPECT_EQ(await(id, "SENT").at("status"), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 202) << seen()[0].rule;
  const json mail = json::parse(seen()[0].body);
  EXPECT_EQ(mail.at("attachments")[0].at("disposition"), "inline");
  EXPECT_EQ(mail.at("attachments")[0].at("content_id"), "logo.png");
  ASSERT_EQ(mail.at("content").size(), 4U);
  EXPECT_EQ(mail.at("content")[2].at("type"), "text/x-amp-html");
  EXPECT_EQ(mail.at("content")[3].at("type"), "text/calendar");
}

TEST_P(SendGridFlow, TestsItsAccount) {
  const auto tested = [&](const std::string& key) {
    const std::string id = house_.tenant.make_channel({{"channel_type", "EMAIL"},
                                                       {"channel_name", fresh_text("tested")},
                                                       {"api_provider", "sendgrid"},
                                                       {"api_url", room_.server.url()},
                                                       {"sender_id", room_.server.account().sender},
                                                       {"api_key", key}});
    return json::parse(house_.tenant.call("POST", "/channels/" + id + "/test").body).value("ok", false);
  };
  EXPECT_TRUE(tested(room_.server.account().api_key));
  EXPECT_FALSE(tested("SG.wrong.key"));
}

HERALD_ON_BOTH_DATABASES(SendGridFlow);

}  // namespace
}  // namespace herald::test
