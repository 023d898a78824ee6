// E-mail through a mailgun channel to the strict far side, its signed webhooks and the mails of a route.
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/files.hpp"
#include "tests/flow/true_sums.hpp"
#include "tests/support/mailgun_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Way = MailgunMood::Way;

/// The far side and a channel to it in the shared house. [one thread]
struct MailgunRoom {
  explicit MailgunRoom(House& house)
      : channel{house.tenant.make_channel({{"channel_type", "EMAIL"},
                                           {"channel_name", "mailgun"},
                                           {"api_provider", "mailgun"},
                                           {"api_url", server.url()},
                                           {"timeout_seconds", 2},
                                           {"account_id", server.account().domain},
                                           {"sender_id", "Herald <noreply@" + server.account().domain + ">"},
                                           {"api_key", server.account().api_key},
                                           {"webhook_secret", server.account().signing_key},
                                           {"config_json", json::object()}})} {
    server.post_to(house.daemon.url() + "/api/v1/communication/webhooks/mailgun/" + channel);
  }
  MailgunServer server;
  std::string channel;
};

MailgunRoom& mailgun_room(Dialect dialect) {
  if (dialect == Dialect::Sqlite) {
    static MailgunRoom sqlite{shared_house(Dialect::Sqlite)};
    return sqlite;
  }
  static MailgunRoom mysql{shared_house(Dialect::Mysql)};
  return mysql;
}

class MailgunFlow : public InTheHouse {
 protected:
  std::string send(std::vector<MailgunMood> moods = {}, const json& more = json::object()) {
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
  json message(const std::string& id) { return house_.tenant.message(id); }
  [[nodiscard]] std::vector<MailgunSeen> seen() const { return room_.server.seen(to_); }
  std::string event(const std::string& word, const std::string& more = "{}") {
    return room_.server.event(seen().at(0), word, more);
  }
  std::string sent() {
    const std::string id = send();
    EXPECT_EQ(await(id, "SENT").at("status"), "SENT");
    return id;
  }
  /// What the tenant received from that address.
  json received_from(const std::string& address) {
    json out = json::array();
    for (const json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == address) out.push_back(one);
    return out;
  }

  MailgunRoom& room_ = mailgun_room(GetParam());
  std::string to_{"rcpt" + fresh_number().substr(1) + "@example.net"};
};

TEST_P(MailgunFlow, SendsWhatTheDocumentsAskFor) {
  const json done = await(send({}, {{"options",
                                     {{"cc", json::array({{{"email", "copy@example.net"}}})},
                                      {"headers", {{"X-Order", "caf\xC3\xA9"}}},
                                      {"tags", json::array({"billing"})},
                                      {"tracking_clicks", "htmlonly"}}}}),
                          "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(done.at("provider_message_id"), seen()[0].id);
  EXPECT_EQ(mail_field(seen()[0].fields, "subject"), "Caf\xC3\xA9 17");
  EXPECT_EQ(mail_field(seen()[0].fields, "text"), "Hello \xE2\x82\xAC");
  EXPECT_EQ(mail_field(seen()[0].fields, "v:herald_ref"), done.at("attempts")[0].at("id"));
}

TEST_P(MailgunFlow, SendsATemplate) {
  const std::string id =
      house_.tenant.send({{"channel_id", room_.channel},
                          {"to_address", to_},
                          {"message_type", "TEMPLATE"},
                          {"subject", "Order 17"},
                          {"options", {{"template", "order"}, {"template_data", {{"order", 17}}}}}});
  EXPECT_EQ(await(id, "SENT").at("status"), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(mail_field(seen()[0].fields, "template"), "order");
  EXPECT_EQ(mail_field(seen()[0].fields, "t:variables"), R"({"order":17})");
}

TEST_P(MailgunFlow, ShowsAnUploadWithinTheHtml) {
  const std::string bytes = png_bytes(3000);
  const json file = json::parse(upload_file(house_, {bytes, "image/png", "?name=logo.png"}).body);
  const std::string id = send({}, {{"message_html", "<img src=\"cid:logo.png\">"},
                                   {"attachments", {{{"media_id", file.at("id")}}}},
                                   {"options", {{"inline", json::array({"logo.png"})}}}});
  EXPECT_EQ(await(id, "SENT").at("status"), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_TRUE(mail_field(seen()[0].fields, "inline") == bytes);
}

TEST_P(MailgunFlow, FollowsSignedWebhooksToRead) {
  const std::string id = sent();
  EXPECT_EQ(room_.server.post(event("accepted")), 200);
  EXPECT_EQ(room_.server.post(event("failed", R"({"severity":"temporary","delivery-status":{"code":451}})")),
            200);
  EXPECT_EQ(message(id).at("status"), "SENT");
  EXPECT_EQ(room_.server.post(event("delivered")), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  EXPECT_EQ(room_.server.post(event("opened", R"({"client-info":{"client-type":"bot","bot":"apple"}})")),
            200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  EXPECT_EQ(room_.server.post(event("opened")), 200);
  EXPECT_EQ(message(id).at("status"), "READ");
}

TEST_P(MailgunFlow, RefusesAWebhookWithoutAGenuineSignature) {
  const std::string id = sent();
  const json before = house_.tenant.with_exchange(id);
  const std::string delivered = event("delivered");
  MailgunSeal forged = room_.server.seal();
  forged.signature = mailgun_signature("another key", forged.timestamp, forged.token);
  EXPECT_EQ(room_.server.post(delivered, forged), 403);
  MailgunSeal other = room_.server.seal();
  other.token[0] = 'x';
  EXPECT_EQ(room_.server.post(delivered, other), 403);
  MailgunSeal mute = room_.server.seal();
  mute.signature.clear();
  EXPECT_EQ(room_.server.post(delivered, mute), 403);
  EXPECT_EQ(room_.server.post(delivered, room_.server.seal(960)), 403) << "older than a quarter of an hour";
  EXPECT_EQ(message(id), before);
  EXPECT_EQ(room_.server.post(delivered), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
}

TEST_P(MailgunFlow, LearnsNothingFromATokenThatWasUsed) {
  const std::string id = sent();
  const MailgunSeal seal = room_.server.seal();
  EXPECT_EQ(room_.server.post(event("delivered"), seal), 200);
  const json before = house_.tenant.with_exchange(id);
  EXPECT_EQ(room_.server.post(event("opened"), seal), 200);
  EXPECT_EQ(room_.server.post(event("unsubscribed"), seal), 200);
  const std::string sender = "forged" + fresh_number().substr(1) + "@example.net";
  EXPECT_EQ(room_.server.post_mail({{"recipient", "in@in.herald.example"},
                                    {"sender", sender},
                                    {"body-plain", "forged"},
                                    {"Message-Id", "<" + sender + ">"}},
                                   seal),
            200);
  EXPECT_EQ(message(id), before);
  EXPECT_TRUE(received_from(sender).empty());
  EXPECT_EQ(await(send(), "SENT").at("status"), "SENT") << "he has not opted out";
}

TEST_P(MailgunFlow, BouncesEvenAfterADelivery) {
  const std::string id = sent();
  EXPECT_EQ(room_.server.post(event("delivered")), 200);
  EXPECT_EQ(room_.server.post(event("failed", R"({"severity":"permanent","reason":"bounce",
    "flags":{"is-delayed-bounce":true},
    "delivery-status":{"code":550,"enhanced-code":"5.1.1","message":"no such user"}})")),
            200);
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "BOUNCED");
  EXPECT_EQ(done.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(done.at("error").at("code"), "5.1.1");
}

TEST_P(MailgunFlow, WritesNoMoreToWhoeverComplainedOrUnsubscribed) {
  Tenant agent = with_scopes(house_.daemon, tenant_of(house_.daemon, room_.channel), {"contacts.*"});
  for (const char* word : {"complained", "unsubscribed"}) {
    to_ = "rcpt" + fresh_number().substr(1) + "@example.net";
    sent();
    EXPECT_EQ(room_.server.post(event(word)), 200);
    EXPECT_EQ(await(send(), "REJECTED").at("status"), "REJECTED") << word;
    EXPECT_EQ(seen().size(), 1U) << word;
    const json standing =
        json::parse(agent.call("GET", "/suppressions?kind=email&active=true&address=" + to_).body).at("data");
    ASSERT_EQ(standing.size(), 1U) << word;
    EXPECT_EQ(standing[0].at("reason"), std::string_view{word} == "complained" ? "complaint" : "opt_out");
  }
}

TEST_P(MailgunFlow, TakesAMailOfARouteOnce) {
  const std::string sender = "ada" + fresh_number().substr(1) + "@example.net";
  const MailFields mail{{"recipient", "in@in.herald.example"}, {"sender", sender},
                        {"from", "Ada <" + sender + ">"},      {"subject", "Re: caf\xC3\xA9"},
                        {"body-plain", "Yes \xE2\x82\xAC"},    {"token", "a header of the mail"},
                        {"Message-Id", "<" + sender + ">"}};
  EXPECT_EQ(room_.server.post_mail(mail), 200);
  EXPECT_EQ(room_.server.post_mail(mail), 200) << "a repetition is signed anew";
  const json found = received_from(sender);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_body"), "Yes \xE2\x82\xAC");
  MailFields forged = mail;
  MailgunSeal seal = room_.server.seal();
  seal.signature = std::string(64, '0');
  EXPECT_EQ(room_.server.post_mail(forged, seal), 403);
}

TEST_P(MailgunFlow, KeepsTheFilesOfAMail) {
  const std::string sender = "ada" + fresh_number().substr(1) + "@example.net";
  const std::string png = png_bytes(300'000);
  EXPECT_EQ(room_.server.post_mail({{"recipient", "in@in.herald.example"},
                                    {"sender", sender},
                                    {"body-plain", "see"},
                                    {"Message-Id", "<" + sender + ">"},
                                    {"attachment-count", "2"},
                                    {"content-id-map", R"({"<logo@x>":"attachment-1"})"},
                                    {"attachment-1", png, "logo.png", "image/png"},
                                    {"attachment-2", "one\r\ntwo", "caf\xC3\xA9.txt", "text/plain"}}),
            200);
  const json found = received_from(sender);
  ASSERT_EQ(found.size(), 1U);
  const json files = settled_files(house_.tenant, found[0].at("id"));
  ASSERT_EQ(files.size(), 2U);
  for (const json& file : files) {
    EXPECT_EQ(file.at("status"), "STORED") << file;
    const bool picture = file.at("name") == "logo.png";
    EXPECT_EQ(file.at("content_type"), picture ? "image/png" : "text/plain");
    EXPECT_TRUE(bytes_of(house_.tenant, file) == (picture ? png : "one\r\ntwo")) << file;
  }
}

TEST_P(MailgunFlow, MatchesAWebhookThatOutrunsTheAnswer) {
  const json done = await(send({{.way = Way::Outrun}}), "DELIVERED");
  EXPECT_EQ(done.at("status"), "DELIVERED");
  EXPECT_EQ(done.at("attempts").size(), 1U);
}

TEST_P(MailgunFlow, TriesAgainWhenItIsLimitedOrTheServiceIsAway) {
  const json done = await(
      send({mailgun_refusal(429, "recipient limit exceeded, try again after Mon, 20 Dec 2021 20:33:21 UTC"),
            mailgun_refusal(503, "Service Unavailable")}),
      "SENT");
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("attempts").size(), 3U);
}

TEST_P(MailgunFlow, ResolvesATimeOutByAWebhook) {
  const std::string id = send({{.way = Way::TakeMute}});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "timeout");
  EXPECT_EQ(room_.server.post(event("delivered")), 200);
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "DELIVERED");
  EXPECT_EQ(done.at("provider_message_id"), seen().at(0).id);
  EXPECT_EQ(seen().size(), 1U) << "it was not sent again";
}

TEST_P(MailgunFlow, LearnsByLookupThatATimeOutWasTaken) {
  const std::string id = send({{.way = Way::TakeMute}});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "timeout");
  const json done = house_.tenant.await(id, "SENT", std::chrono::seconds{30});  // asked after five
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("provider_message_id"), seen().at(0).id);
  EXPECT_EQ(seen().size(), 1U) << "it was not sent again";
}

TEST_P(MailgunFlow, FailsForGoodByTheWordsOfTheRefusal) {
  const auto error_after = [&](int status, const std::string& text) {
    to_ = "rcpt" + fresh_number().substr(1) + "@example.net";
    const json done = await(send({mailgun_refusal(status, text)}), "FAILED");
    EXPECT_EQ(done.at("attempts").size(), 1U);
    return done.at("error").at("class").get<std::string>();
  };
  EXPECT_EQ(error_after(400, "to parameter is not a valid address. please check documentation"),
            "invalid_recipient");
  EXPECT_EQ(error_after(400, "h:X is not ASCII"), "content_rejected");
  EXPECT_EQ(error_after(404, "Domain not found: mg.herald.example"), "config");
  EXPECT_EQ(error_after(413, "too large"), "content_rejected");
}

TEST_P(MailgunFlow, RepeatsNeitherKeyNorAddressOfARefusal) {
  const std::string key = room_.server.account().api_key;
  const json done = await(send({mailgun_refusal(400, "no such recipient " + to_ + " for " + key)}), "FAILED");
  const std::string text = done.at("error").dump();
  EXPECT_EQ(text.find(key), std::string::npos) << text;
  EXPECT_EQ(text.find(to_), std::string::npos) << text;
  EXPECT_EQ(house_.daemon.log().find(key), std::string::npos);
}

TEST_P(MailgunFlow, TestsItsAccountWithEitherKindOfKey) {
  const auto tested = [&](const std::string& key) {
    const std::string channel = house_.tenant.make_channel({{"channel_type", "EMAIL"},
                                                            {"channel_name", "tested " + fresh_text("key")},
                                                            {"api_provider", "mailgun"},
                                                            {"api_url", room_.server.url()},
                                                            {"account_id", room_.server.account().domain},
                                                            {"api_key", key},
                                                            {"config_json", json::object()}});
    return json::parse(house_.tenant.call("POST", "/channels/" + channel + "/test").body).value("ok", false);
  };
  EXPECT_TRUE(tested(room_.server.account().api_key));
  EXPECT_TRUE(tested(room_.server.account().sending_key));
  EXPECT_FALSE(tested("key-wrong"));
}

HERALD_ON_BOTH_DATABASES(MailgunFlow);

}  // namespace
}  // namespace herald::test
