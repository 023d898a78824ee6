// SMS and WhatsApp through vonage channels to the strict far side, its signed callbacks in every form.
#include "tests/flow/vonage_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Way = VonageMood::Way;

TEST_P(VonageFlow, SendsWhatTheDocumentsAskFor) {
  const json done = await(send(), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("provider_message_id"), seen()[0].ids.at(0));
  EXPECT_EQ(field(seen()[0].form, "text"), "Caf\xC3\xA9 & 1 = \xE2\x82\xAC");
  EXPECT_EQ(field(seen()[0].form, "client-ref"), done.at("attempts")[0].at("id"));
  EXPECT_EQ(field(seen()[0].form, "callback"), room_.webhooks + room_.sms);
}

TEST_P(VonageFlow, FollowsSignedReceiptsToDeliveredHoweverTheyAreSent) {
  for (const auto delivery : {VonageDelivery::Get, VonageDelivery::PostForm, VonageDelivery::PostJson}) {
    to_ = fresh_number();
    const std::string id = sent();
    EXPECT_EQ(tell(receipt("accepted"), delivery), 200);
    EXPECT_EQ(tell(receipt("buffered"), delivery), 200);
    EXPECT_EQ(message(id).at("status"), "SENT");
    EXPECT_EQ(tell(receipt("delivered"), delivery), 200);
    EXPECT_EQ(tell(receipt("delivered"), delivery), 200) << "a repetition has a nonce of its own";
    EXPECT_EQ(tell(receipt("accepted"), delivery), 200) << "out of order";
    const json done = message(id);
    EXPECT_EQ(done.at("status"), "DELIVERED");
    EXPECT_TRUE(types_of(done).ends_with("message.sent message.delivered")) << types_of(done);
  }
}

TEST_P(VonageFlow, RefusesAReceiptWithoutAGenuineSignature) {
  const std::string id = sent();
  const json before = house_.tenant.with_exchange(id);
  for (const auto delivery : {VonageDelivery::Get, VonageDelivery::PostForm, VonageDelivery::PostJson}) {
    Form forged = room_.server.sealed(receipt("delivered"));
    forged.back().second = std::string(64, '0');
    EXPECT_EQ(room_.server.post(forged, delivery), 403);
    Form changed = room_.server.sealed(receipt("accepted"));
    for (auto& [name, value] : changed)
      if (name == "status") value = "delivered";
    EXPECT_EQ(room_.server.post(changed, delivery), 403);
    EXPECT_EQ(room_.server.post(receipt("delivered"), delivery), 403) << "unsigned";
    EXPECT_EQ(room_.server.post(room_.server.sealed(receipt("delivered"), 360), delivery), 403)
        << "six minutes old";
  }
  EXPECT_EQ(house_.tenant.with_exchange(id), before);
}

TEST_P(VonageFlow, TakesReceiptsInWhateverOrder) {
  const std::string id = sent();
  for (const char* word : {"delivered", "buffered", "delivered", "accepted", "unknown"})
    EXPECT_EQ(tell(receipt(word)), 200) << word;
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  to_ = fresh_number();
  const std::string mail = sent_whatsapp();
  for (const char* word : {"read", "submitted", "delivered", "read"}) EXPECT_EQ(tell(status(word)), 200);
  const json done = message(mail);
  EXPECT_EQ(done.at("status"), "READ");
  EXPECT_TRUE(types_of(done).ends_with("message.sent message.read")) << types_of(done);
}

TEST_P(VonageFlow, MatchesAReceiptThatOutrunsTheAnswer) {
  const auto outrun = [&](const std::string& id) {
    EXPECT_EQ(await(id, "DELIVERED").at("status"), "DELIVERED");
    EXPECT_TRUE(eventually([&] { return !message(id).at("attempts")[0].at("settled_at").is_null(); }));
    const json done = message(id);
    EXPECT_EQ(done.at("status"), "DELIVERED") << "the answer takes nothing back";
    EXPECT_EQ(done.at("attempts").size(), 1U);
    EXPECT_EQ(done.at("provider_message_id"), seen().at(0).ids.at(0));
  };
  outrun(send({{.way = Way::Outrun}}));
  to_ = fresh_number();
  outrun(send_whatsapp({{.way = Way::Outrun}}));
}

TEST_P(VonageFlow, FailsByTheCodeOfAReceipt) {
  const std::string id = sent();
  EXPECT_EQ(tell(receipt("failed", "3")), 200);
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "FAILED");
  EXPECT_EQ(done.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(done.at("error").at("code"), "3");
}

TEST_P(VonageFlow, ShowsWhatPartsAndPriceWere) {
  const std::string id = sent();
  json now = message(id);
  const json cost{{"micros", 33'300}, {"currency", "EUR"}};
  EXPECT_EQ(now.at("segments"), 1);
  EXPECT_EQ(now.at("cost"), cost) << "as the answer told";
  EXPECT_EQ(now.at("attempts")[0].at("segments"), 1);
  EXPECT_EQ(now.at("attempts")[0].at("cost"), cost);
  EXPECT_EQ(tell(receipt("delivered"), VonageDelivery::Get), 200);
  EXPECT_EQ(message(id).at("cost"), cost) << "the receipt tells the same";
  to_ = fresh_number();
  const std::string mail = sent_whatsapp();
  EXPECT_TRUE(message(mail).at("cost").is_null()) << "an answer of the Messages API tells no price";
  EXPECT_EQ(tell(status("delivered")), 200);
  EXPECT_EQ(message(mail).at("cost"), cost);
  EXPECT_EQ(tell(status("submitted", R"({"usage":{"currency":"EUR","price":"0.0400"}})")), 200);
  now = message(mail);
  EXPECT_EQ(now.at("status"), "DELIVERED") << "out of order";
  EXPECT_EQ(now.at("cost").at("micros"), 40'000) << "what is told later counts";
  EXPECT_TRUE(types_of(now).ends_with("message.delivered message.charged")) << types_of(now);
}

TEST_P(VonageFlow, TellsTheSumOfAllPartsWhateverTheReceiptOfOneSays) {
  const std::string id = send({}, std::string(200, 'x'));
  EXPECT_EQ(await(id, "SENT").at("cost").at("micros"), 66'600);
  EXPECT_EQ(tell(receipt("delivered", "0", 0)), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  EXPECT_EQ(message(id).at("cost").at("micros"), 66'600);
}

TEST_P(VonageFlow, HasBouncedOnceAPartIsLost) {
  const std::string id = send({}, std::string(200, 'x'));
  EXPECT_EQ(await(id, "SENT").at("segments"), 2);
  EXPECT_EQ(tell(receipt("delivered", "0", 0)), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  EXPECT_EQ(tell(receipt("failed", "8", 1)), 200);
  EXPECT_EQ(message(id).at("status"), "BOUNCED");
}

TEST_P(VonageFlow, WritesNoMoreToWhoeverOptedOut) {
  sent();
  EXPECT_EQ(tell(receipt("failed", "9")), 200);
  EXPECT_EQ(await(send(), "REJECTED").at("status"), "REJECTED");
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(VonageFlow, TakesAnSmsOnce) {
  room_.server.call_back_at(room_.webhooks + room_.sms);
  EXPECT_EQ(tell(inbound("Yes \xE2\x82\xAC")), 200);
  EXPECT_EQ(tell(inbound("Yes \xE2\x82\xAC"), VonageDelivery::Get), 200) << "a repetition is signed anew";
  const json found = received();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_body"), "Yes \xE2\x82\xAC");
  Form forged = room_.server.sealed(inbound("No"));
  forged.back().second = std::string(64, '0');
  EXPECT_EQ(room_.server.post(forged, VonageDelivery::PostForm), 403);
}

TEST_P(VonageFlow, WritesOnToWhoeverSentALongTextOfWhichAPartIsAKeyword) {
  room_.server.call_back_at(room_.webhooks + room_.sms);
  Form part = inbound("end");
  for (const char* name : {"concat", "concat-ref", "concat-total", "concat-part"})
    part.emplace_back(name, std::string_view{name} == "concat" ? "true" : "2");
  EXPECT_EQ(tell(part), 200);
  ASSERT_EQ(received().size(), 1U);
  EXPECT_EQ(await(send(), "SENT").at("status"), "SENT");
}

TEST_P(VonageFlow, TriesAgainWhenItIsLimited) {
  const json done = await(send({{.way = Way::Status,
                                 .code = "1",
                                 .text = "Throughput Rate Exceeded - please wait [ 20 ] and retry"},
                                {.way = Way::Status, .code = "5"}}),
                          "SENT");
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("attempts").size(), 3U);
}

TEST_P(VonageFlow, ResolvesATimeOutByAReceipt) {
  const std::string id = send({{.way = Way::TakeMute}});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "timeout");
  EXPECT_EQ(tell(receipt("delivered")), 200);
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "DELIVERED");
  EXPECT_EQ(done.at("provider_message_id"), seen().at(0).ids.at(0));
  EXPECT_EQ(seen().size(), 1U) << "it was not sent again";
}

TEST_P(VonageFlow, KnowsNotWhatBecomesOfAMessageThatWasTakenInPart) {
  const std::string id = send({{.way = Way::Partial, .code = "1"}}, std::string(200, 'x'));
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "partial_1");
}

TEST_P(VonageFlow, FailsForGoodByTheStatusOfAnAnswer) {
  const auto error_after = [&](const std::string& code, const std::string& text) {
    to_ = fresh_number();
    const json done = await(send({{.way = Way::Status, .code = code, .text = text}}), "FAILED");
    EXPECT_EQ(done.at("attempts").size(), 1U);
    return done.at("error").at("class").get<std::string>();
  };
  EXPECT_EQ(error_after("6", "Un-routable message - rejected"), "invalid_recipient");
  EXPECT_EQ(error_after("3", "Invalid value for param: to"), "invalid_recipient");
  EXPECT_EQ(error_after("12", "Message too long"), "content_rejected");
  EXPECT_EQ(error_after("15", "Illegal Sender Address - rejected"), "config");
}

TEST_P(VonageFlow, RepeatsNeitherSecretsNorNumbersOfARefusal) {
  const auto& far = room_.server.account();
  const std::string text = "no " + to_ + " for " + far.api_secret + " and " + far.signature_secret;
  const json done = await(send({{.way = Way::Status, .code = "2", .text = text}}), "FAILED");
  for (const std::string& secret : {far.api_secret, far.signature_secret, to_.substr(1)})
    EXPECT_EQ(done.at("error").dump().find(secret), std::string::npos) << secret;
  for (const std::string& secret : {far.api_secret, far.signature_secret})
    EXPECT_EQ(house_.daemon.log().find(secret), std::string::npos) << secret;
}

TEST_P(VonageFlow, SendsWhatsAppWithATokenAndFollowsItToRead) {
  const std::string id = sent_whatsapp();
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 202) << seen()[0].rule;
  const json mail = json::parse(seen()[0].body);
  EXPECT_EQ(mail.at("text"), "Hello \xE2\x82\xAC");
  EXPECT_EQ(mail.at("client_ref"), message(id).at("attempts")[0].at("id"));
  for (const char* word : {"submitted", "delivered", "submitted"}) EXPECT_EQ(tell(status(word)), 200) << word;
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  EXPECT_EQ(tell(status("read")), 200);
  EXPECT_EQ(message(id).at("status"), "READ");
}

TEST_P(VonageFlow, RefusesAStatusWithoutAGenuineToken) {
  const std::string id = sent_whatsapp();
  const json before = house_.tenant.with_exchange(id);
  const std::string delivered = status("delivered");
  EXPECT_EQ(room_.server.post(delivered, ""), 403) << "none";
  EXPECT_EQ(room_.server.post(delivered, room_.server.token_for(status("submitted"))), 403)
      << "of another body";
  EXPECT_EQ(room_.server.post(delivered, room_.server.token_for(delivered, 360)), 403) << "six minutes old";
  const VonageClaims claims{0, "j1", room_.server.account().api_key, ""};
  EXPECT_EQ(room_.server.post(delivered, vonage_webhook_token("another secret", claims, delivered)), 403);
  EXPECT_EQ(house_.tenant.with_exchange(id), before);
}

TEST_P(VonageFlow, FailsWhatsAppByItsCodes) {
  const std::string id = send_whatsapp({{.way = Way::Problem, .code = "1340", .http = 422}});
  const json done = await(id, "FAILED");
  EXPECT_EQ(done.at("error").at("code"), "1340");
  EXPECT_EQ(done.at("error").at("class"), "content_rejected");
  to_ = fresh_number();
  const std::string later = sent_whatsapp();
  EXPECT_EQ(tell(status("rejected", R"({"error":{"type":"https://e.example/messages#1300","title":1300}})")),
            200);
  EXPECT_EQ(message(later).at("error").at("class"), "invalid_recipient");
}

TEST_P(VonageFlow, TakesAMessageOfWhatsAppOnce) {
  room_.server.call_back_at(room_.webhooks + room_.whatsapp);
  const std::string body =
      json{{"channel", "whatsapp"},     {"message_uuid", "uuid-" + to_.substr(1)}, {"to", kOurNumber},
           {"from", to_.substr(1)},     {"timestamp", "2024-05-17T10:20:30.000Z"}, {"message_type", "text"},
           {"text", "Yes \xE2\x82\xAC"}}
          .dump();
  const std::string token = room_.server.token_for(body);
  EXPECT_EQ(room_.server.post(body, token), 200);
  EXPECT_EQ(room_.server.post(body, token), 200) << "the same again";
  EXPECT_EQ(tell(body), 200) << "signed anew";
  ASSERT_EQ(received().size(), 1U);
  EXPECT_EQ(received()[0].at("message_body"), "Yes \xE2\x82\xAC");
}

TEST_P(VonageFlow, TestsItsAccount) {
  const auto tested = [&](const std::string& secret) {
    json channel = room_.channel("SMS", "HERALD");
    channel["channel_name"] = "tested " + fresh_text("key");
    channel["api_secret"] = secret;
    const std::string id = house_.tenant.make_channel(channel);
    return json::parse(house_.tenant.call("POST", "/channels/" + id + "/test").body).value("ok", false);
  };
  EXPECT_TRUE(tested(room_.server.account().api_secret));
  EXPECT_FALSE(tested("wrong"));
}

HERALD_ON_BOTH_DATABASES(VonageFlow);

}  // namespace
}  // namespace herald::test
