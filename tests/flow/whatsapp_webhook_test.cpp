// Signed webhooks of the Cloud API: the handshake, statuses of messages, messages of people.
#include "tests/flow/files.hpp"
#include "tests/flow/whatsapp_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class WhatsAppWebhook : public WhatsAppFlow {};

TEST_P(WhatsAppWebhook, FollowsStatusesToReadInAnyOrder) {
  const std::string id = sent();
  for (const char* word : {"sent", "delivered", "sent"}) EXPECT_EQ(tell(status(word)), 200) << word;
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
  EXPECT_EQ(tell(status("read")), 200);
  EXPECT_EQ(tell(status("delivered")), 200) << "late";
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "READ");
  EXPECT_TRUE(types_of(done).ends_with("message.sent message.delivered message.read")) << types_of(done);
}

TEST_P(WhatsAppWebhook, ChangesNothingByARepetition) {
  const std::string id = sent();
  const std::string delivered = status("delivered");
  EXPECT_EQ(tell(delivered), 200);
  const json before = house_.tenant.with_exchange(id);
  EXPECT_EQ(tell(delivered), 200);
  EXPECT_EQ(message(id), before);
}

TEST_P(WhatsAppWebhook, StaysDeliveredWhenAnotherDeviceFails) {
  const std::string id = sent();
  EXPECT_EQ(tell(status("delivered")), 200);
  EXPECT_EQ(tell(status("failed", {{"errors", {{{"code", 131026}, {"title", "Undeliverable"}}}}})), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
}

TEST_P(WhatsAppWebhook, RefusesAWebhookWithoutAGenuineSignature) {
  const std::string id = sent();
  const json before = house_.tenant.with_exchange(id);
  const std::string delivered = status("delivered");
  const std::string good = whatsapp_signature(room_.server.account().app_secret, delivered);
  for (const std::string& bad : {std::string{}, std::string{"sha256="}, good.substr(7), good.substr(0, 70),
                                 whatsapp_signature("another secret", delivered),
                                 whatsapp_signature(room_.server.account().app_secret, status("sent"))})
    EXPECT_EQ(room_.server.post_signed(delivered, bad), 403) << bad;
  EXPECT_EQ(house_.tenant.with_exchange(id), before);
}

TEST_P(WhatsAppWebhook, TakesTheHandshakeOfItsOwnVerifyTokenOnly) {
  const auto good = room_.server.subscribe(room_.server.account().verify_token, "1158201444");
  EXPECT_EQ(good, (std::pair<int, std::string>{200, "1158201444"}));
  EXPECT_EQ(room_.server.subscribe("another", "1158201444").first, 403);
  EXPECT_EQ(room_.server.subscribe(room_.server.account().verify_token, "<b>").first, 403);
}

TEST_P(WhatsAppWebhook, TakesATextOnce) {
  const std::string body = inbound({{"type", "text"}, {"text", {{"body", "Yes \xE2\x82\xAC"}}}});
  EXPECT_EQ(tell(body), 200);
  EXPECT_EQ(tell(body), 200) << "the same again";
  const json found = received();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_body"), "Yes \xE2\x82\xAC");
  EXPECT_EQ(found[0].at("message_type"), "TEXT");
}

TEST_P(WhatsAppWebhook, KnowsAPersonAlsoByTheNumberThatMetaTells) {
  to_ = "+5511991234" + fresh_number().substr(10);
  const json sent = await(send(), "SENT");
  to_ = to_.substr(0, 5) + to_.substr(6);  // without the ninth digit
  EXPECT_EQ(tell(inbound({{"type", "text"}, {"text", {{"body", "It is me"}}}})), 200);
  const json found = received();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("session_id"), sent.at("session_id"));
}

TEST_P(WhatsAppWebhook, KeepsAnImageThatItFetches) {
  const std::string bytes = png_bytes(300'000);
  json image = room_.server.medium(room_.server.keep({"image/png", "", bytes}));
  image["caption"] = "Look";
  EXPECT_EQ(tell(inbound({{"type", "image"}, {"image", image}})), 200);
  const json found = received();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_type"), "IMAGE");
  EXPECT_EQ(found[0].at("message_body"), "Look");
  const json files = settled_files(house_.tenant, found[0].at("id"));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "STORED") << files;
  EXPECT_EQ(files[0].at("content_type"), "image/png");
  EXPECT_TRUE(bytes_of(house_.tenant, files[0]) == bytes);
}

TEST_P(WhatsAppWebhook, GivesUpAFileThatMetaDoesNotHave) {
  const json image{{"id", "1037543291540001"}, {"mime_type", "image/png"}};
  EXPECT_EQ(tell(inbound({{"type", "image"}, {"image", image}})), 200);
  const json files = settled_files(house_.tenant, received().at(0).at("id"));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "FAILED") << files;
}

TEST_P(WhatsAppWebhook, MatchesAStatusThatOutrunsTheAnswer) {
  const std::string id = send(json::object(), {{.way = WhatsAppMood::Way::Outrun}});
  EXPECT_EQ(await(id, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_TRUE(eventually([&] { return !message(id).at("attempts")[0].at("settled_at").is_null(); }));
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "DELIVERED") << "the answer takes nothing back";
  EXPECT_EQ(done.at("attempts").size(), 1U);
  EXPECT_EQ(done.at("provider_message_id"), seen().at(0).id);
}

TEST_P(WhatsAppWebhook, RegistersItsWebhookForItsNumberAndRemovesIt) {
  json channel = room_.channel("registered " + fresh_text("hook"));
  channel["webhook_url"] = "https://herald.example/whatsapp";  // leads to the room's channel
  channel["register_webhook"] = true;
  const HttpReply reply = house_.tenant.call("POST", "/channels", channel.dump());
  ASSERT_EQ(reply.status, 201) << reply.body;
  const json made = json::parse(reply.body);
  EXPECT_EQ(made.at("webhook").at("ok"), true) << reply.body;
  const WhatsAppHook set = room_.server.hook();
  EXPECT_TRUE(set.subscribed);
  EXPECT_EQ(set.url, "https://herald.example/whatsapp");
  EXPECT_EQ(set.verify_token, room_.server.account().verify_token);
  EXPECT_EQ(reply.body.find(set.verify_token), std::string::npos);
  EXPECT_EQ(house_.daemon.log().find(set.verify_token), std::string::npos);
  const std::string path = "/channels/" + made.at("id").get<std::string>() + "/webhook";
  for (const char* method : {"POST", "DELETE", "DELETE"})
    EXPECT_EQ(json::parse(house_.tenant.call(method, path).body).at("ok"), true) << method;
  EXPECT_EQ(room_.server.hook().url, "");
  EXPECT_TRUE(room_.server.hook().subscribed) << "other numbers of the account need it";
}

TEST_P(WhatsAppWebhook, TellsWhyMetaWouldNotCallAndKeepsTheChannel) {
  json channel = room_.channel("unregistered " + fresh_text("hook"));
  channel["webhook_url"] = "https://herald.example/whatsapp";
  channel["config_json"]["verify_token"] = "another-verify-token";
  channel["register_webhook"] = true;
  const HttpReply reply = house_.tenant.call("POST", "/channels", channel.dump());
  ASSERT_EQ(reply.status, 201) << reply.body;
  const json told = json::parse(reply.body).at("webhook");
  EXPECT_EQ(told.at("ok"), false);
  EXPECT_EQ(told.at("error").at("code"), "handshake_failed") << told;
}

TEST_P(WhatsAppWebhook, IgnoresWhatIsOfAnotherNumber) {
  json body = json::parse(inbound({{"type", "text"}, {"text", {{"body", "Hi"}}}}));
  body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "106540000000002";
  EXPECT_EQ(tell(body.dump()), 200);
  EXPECT_TRUE(received().empty());
}

TEST_P(WhatsAppWebhook, WritesNoMoreToWhoeverOptedOut) {
  sent();
  EXPECT_EQ(tell(status("failed", {{"errors", {{{"code", 131050}, {"title", "Stopped"}}}}})), 200);
  EXPECT_EQ(await(send(), "REJECTED").at("status"), "REJECTED");
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(WhatsAppWebhook, WritesNoMoreToANumberWhoseOwnerStoppedByTheNumberThatMetaTells) {
  const std::string ours = "+5511991234" + fresh_number().substr(10);
  const std::string metas = ours.substr(0, 5) + ours.substr(6);  // without the ninth digit
  const auto says = [&](const std::string& word) {
    to_ = metas;
    EXPECT_EQ(tell(inbound({{"id", "wamid." + word + metas}, {"type", "text"}, {"text", {{"body", word}}}})),
              200);
    to_ = ours;
  };
  to_ = ours;
  sent();
  says("STOP");
  const json stopped = await(send(), "REJECTED");
  EXPECT_EQ(stopped.at("status"), "REJECTED");
  EXPECT_EQ(stopped.at("reason"), "suppressed");
  says("START");
  EXPECT_EQ(await(send(), "SENT").at("status"), "SENT");
  EXPECT_EQ(seen().size(), 2U);
}

TEST_P(WhatsAppWebhook, FailsByTheCodeOfAStatus) {
  const auto after = [&](int code) {
    to_ = fresh_number();
    const std::string id = sent();
    EXPECT_EQ(tell(status("failed", {{"errors", {{{"code", code}, {"title", "Refused"}}}}})), 200);
    const json done = message(id);
    return done.at("status").get<std::string>() + " " + done.at("error").at("class").get<std::string>();
  };
  EXPECT_EQ(after(131026), "BOUNCED invalid_recipient");
  EXPECT_EQ(after(131047), "FAILED content_rejected");
  EXPECT_EQ(after(131049), "FAILED quota");
}

TEST_P(WhatsAppWebhook, TalksWithSomebodyWhoShowsNoNumber) {
  const std::string user = "IN.1349" + fresh_number().substr(1);
  to_ = "+" + user;  // the helpers take the plus away
  EXPECT_EQ(tell(inbound({{"type", "text"}, {"text", {{"body", "Hi"}}}})), 200);
  const auto came = [&] {
    for (const json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == user) return one;
    return json();
  };
  ASSERT_FALSE(came().is_null());
  const std::string id = send({{"to_address", user}});
  const json done = await(id, "SENT");
  ASSERT_EQ(seen().size(), 1U) << done;
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(json::parse(seen()[0].body).at("recipient"), user);
  EXPECT_EQ(done.at("session_id"), came().at("session_id")) << "one conversation";
  EXPECT_EQ(tell(status("read", {{"recipient_user_id", user}})), 200);
  EXPECT_EQ(message(id).at("status"), "READ");
}

TEST_P(WhatsAppWebhook, WritesToAGroup) {
  const std::string group = "Y2FwaV9ncm91cDo" + fresh_number().substr(1);
  to_ = "+" + group;
  const std::string id = send({{"to_address", "group:" + group}});
  await(id, "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(json::parse(seen()[0].body).at("recipient_type"), "group");
  for (const char* member : {"919876500001", "919876500002"})
    EXPECT_EQ(tell(status("delivered", {{"recipient_type", "group"}, {"recipient_participant_id", member}})),
              200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
}

TEST_P(WhatsAppWebhook, MatchesAStatusOfANumberThatIsKnownInAnotherSpelling) {
  to_ = "+5511987" + fresh_number().substr(7);
  const std::string id = sent();
  EXPECT_EQ(tell(status("delivered")), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
}

HERALD_ON_BOTH_DATABASES(WhatsAppWebhook);

}  // namespace
}  // namespace herald::test
