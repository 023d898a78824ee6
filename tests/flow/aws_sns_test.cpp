// SMS through an aws_sns channel to the strict far side, its signed notifications and their certificate.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/aws_sns_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Way = AwsSnsMood::Way;

constexpr const char* kOurNumber = "+12065550100";
constexpr const char* kText = "Caf\xC3\xA9 & 1 = \xE2\x82\xAC";

/// The far side and a channel to it in the shared house. [one thread]
struct AwsSnsRoom {
  explicit AwsSnsRoom(House& house)
      : webhooks{house.daemon.url() + "/api/v1/communication/webhooks/aws_sns/"},
        sms{house.tenant.make_channel(channel())} {
    server.call_back_at(webhooks + sms);
  }

  [[nodiscard]] json channel() const {
    return {{"channel_type", "SMS"},
            {"channel_name", "aws_sns"},
            {"api_provider", "aws_sns"},
            {"api_url", server.url()},
            {"timeout_seconds", 2},
            {"sender_id", "HERALD"},
            {"api_key", server.account().access_key},
            {"api_secret", server.account().secret_key},
            {"auth_token", server.account().session_token},
            {"config_json",
             {{"region", server.account().region},
              {"topic_arns", json::array({server.account().topic_arn})},
              {"origination_number", kOurNumber}}}};
  }

  AwsSnsServer server{{.session_token = "FwoGZXIvYXdzEBYaDEXAMPLE"}};
  std::string webhooks;
  std::string sms;
};

AwsSnsRoom& aws_sns_room(Dialect dialect) {
  if (dialect == Dialect::Sqlite) {
    static AwsSnsRoom sqlite{shared_house(Dialect::Sqlite)};
    return sqlite;
  }
  static AwsSnsRoom mysql{shared_house(Dialect::Mysql)};
  return mysql;
}

class AwsSnsFlow : public InTheHouse {
 protected:
  std::string send(std::vector<AwsSnsMood> moods = {}, const json& more = json::object()) {
    room_.server.next(to_, std::move(moods));
    json message{{"channel_id", room_.sms}, {"to_address", to_}, {"message_body", kText}};
    message.update(more);
    return house_.tenant.send(message);
  }
  json await(const std::string& id, const std::string& status) { return house_.tenant.await(id, status); }
  json message(const std::string& id) { return house_.tenant.message(id); }
  [[nodiscard]] std::vector<AwsSnsSeen> seen() const { return room_.server.seen(to_); }
  std::string sent() {
    const std::string id = send();
    EXPECT_EQ(await(id, "SENT").at("status"), "SENT") << (seen().empty() ? "" : seen()[0].rule);
    return id;
  }
  [[nodiscard]] std::string record(const std::string& status, const std::string& response) const {
    return aws_sns_delivery_record(seen().at(0), status, response);
  }
  int tell(const std::string& text) { return room_.server.post(aws_sns_envelope(room_.server.notice(text))); }
  [[nodiscard]] std::string inbound(const std::string& text) const {
    return aws_sns_inbound_text(to_, kOurNumber, "in-" + to_.substr(1), text);
  }
  /// What the tenant received from the number.
  json received() {
    json out = json::array();
    for (const json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == to_) out.push_back(one);
    return out;
  }

  AwsSnsRoom& room_ = aws_sns_room(GetParam());
  std::string to_{fresh_number()};
};

TEST_P(AwsSnsFlow, SendsWhatTheDocumentsAskFor) {
  const json done = await(send(), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("provider_message_id"), seen()[0].message_id);
  EXPECT_EQ(field(seen()[0].form, "Message"), kText);
}

TEST_P(AwsSnsFlow, FollowsRecordsToDelivered) {
  const std::string id = sent();
  EXPECT_EQ(tell(record("SUCCESS", "Message has been accepted by phone carrier")), 200);
  EXPECT_EQ(message(id).at("status"), "SENT");
  const std::string delivered =
      aws_sns_envelope(room_.server.notice(record("SUCCESS", "Message has been accepted by phone")));
  EXPECT_EQ(room_.server.post(delivered), 200);
  EXPECT_EQ(room_.server.post(delivered), 200) << "the same again";
  EXPECT_EQ(tell(record("SUCCESS", "Message has been accepted by phone")), 200) << "signed anew";
  EXPECT_EQ(tell(record("SUCCESS", "Message has been accepted by phone carrier")), 200) << "out of order";
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "DELIVERED");
  EXPECT_TRUE(types_of(done).ends_with("message.sent message.charged message.delivered")) << types_of(done);
}

TEST_P(AwsSnsFlow, TakesRecordsInWhateverOrder) {
  const std::string id = sent();
  for (const char* response :
       {"Message has been accepted by phone", "Message has been accepted by phone carrier",
        "Message has been accepted by phone"})
    EXPECT_EQ(tell(record("SUCCESS", response)), 200) << response;
  EXPECT_EQ(tell(record("FAILURE", "Phone is currently unreachable/unavailable")), 200);
  EXPECT_EQ(message(id).at("status"), "DELIVERED");
}

TEST_P(AwsSnsFlow, MatchesARecordThatOutrunsTheAnswer) {
  const std::string id = send({{.way = Way::Outrun}});
  EXPECT_EQ(await(id, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_TRUE(eventually([&] { return !message(id).at("attempts")[0].at("settled_at").is_null(); }));
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "DELIVERED");
  EXPECT_EQ(done.at("attempts").size(), 1U);
  EXPECT_EQ(done.at("provider_message_id"), seen().at(0).message_id);
}

TEST_P(AwsSnsFlow, ShowsPartsAndPriceOfARecord) {
  const std::string id = sent();
  EXPECT_TRUE(message(id).at("cost").is_null()) << "an answer tells no price";
  EXPECT_EQ(tell(record("SUCCESS", "Message has been accepted by phone carrier")), 200);
  const json now = message(id);
  EXPECT_EQ(now.at("cost"), (json{{"micros", 39'100}, {"currency", "USD"}}));
  EXPECT_EQ(now.at("attempts")[0].at("cost"), now.at("cost"));
  EXPECT_EQ(now.at("attempts")[0].at("segments"), 1);
  EXPECT_TRUE(types_of(now).ends_with("message.sent message.charged")) << types_of(now);
}

TEST_P(AwsSnsFlow, FetchesTheCertificateOnceForAll) {
  sent();
  EXPECT_EQ(tell("nothing that we know"), 200);
  const int before = room_.server.certificate_fetches();
  EXPECT_EQ(tell(record("SUCCESS", "Message has been accepted by phone")), 200);
  EXPECT_EQ(tell(inbound("Yes")), 200);
  EXPECT_EQ(room_.server.certificate_fetches(), before);
}

TEST_P(AwsSnsFlow, VerifiesLaterWhatItCannotVerifyNow) {
  const std::string id = sent();
  AwsSnsNotice notice = room_.server.notice(record("SUCCESS", "Message has been accepted by phone"));
  notice.certificate_url = room_.server.certificate_url(to_.substr(1));
  room_.server.set_away(true);
  EXPECT_EQ(room_.server.post(aws_sns_envelope(notice)), 200);
  EXPECT_EQ(message(id).at("status"), "SENT");
  room_.server.set_away(false);
  EXPECT_EQ(await(id, "DELIVERED").at("status"), "DELIVERED");
}

TEST_P(AwsSnsFlow, RefusesWhatIsNotGenuine) {
  const std::string id = sent();
  const json before = house_.tenant.with_exchange(id);
  const AwsSnsNotice good = room_.server.notice(record("SUCCESS", "Message has been accepted by phone"));
  EXPECT_EQ(room_.server.post(aws_sns_envelope(good, aws_sns_strange_key())), 403) << "of another key";
  json forged = json::parse(aws_sns_envelope(good));
  forged["Message"] = record("FAILURE", "Phone has blocked SMS");
  EXPECT_EQ(room_.server.post(forged.dump()), 403) << "changed";
  AwsSnsNotice other = good;
  other.topic_arn = "arn:aws:sns:eu-central-1:999999999999:inbound";
  EXPECT_EQ(room_.server.post(aws_sns_envelope(other)), 403) << "a stranger's topic";
  other = good;
  other.timestamp = "2024-05-17T10:20:30.123Z";
  EXPECT_EQ(room_.server.post(aws_sns_envelope(other)), 403) << "years old";
  for (const char* url :
       {"http://127.0.0.1:1/x.pem", "https://sns.eu-central-1.amazonaws.com.evil.example/x.pem"}) {
    other = good;
    other.certificate_url = url;
    EXPECT_EQ(room_.server.post(aws_sns_envelope(other)), 403) << url;
  }
  EXPECT_EQ(room_.server.post(record("SUCCESS", "x"), {{"x-amz-sns-rawdelivery", "true"}}), 403) << "raw";
  EXPECT_EQ(house_.tenant.with_exchange(id), before);
}

TEST_P(AwsSnsFlow, ConfirmsItsOwnSubscriptionAndNoOther) {
  const AwsSnsNotice offer = room_.server.confirmation("SubscriptionConfirmation");
  EXPECT_EQ(room_.server.post(aws_sns_envelope(offer, aws_sns_strange_key())), 403);
  EXPECT_FALSE(room_.server.confirmed().contains(offer.token));
  EXPECT_EQ(room_.server.post(aws_sns_envelope(offer)), 200);
  EXPECT_TRUE(room_.server.confirmed().contains(offer.token));
  const AwsSnsNotice end = room_.server.confirmation("UnsubscribeConfirmation");
  EXPECT_EQ(room_.server.post(aws_sns_envelope(end)), 200);
  EXPECT_FALSE(room_.server.confirmed().contains(end.token)) << "somebody wanted it so";
}

TEST_P(AwsSnsFlow, RegistersItsWebhookByASubscriptionToItsTopic) {
  constexpr const char* kOutside = "https://herald.example/sns";
  json channel = room_.channel();
  channel["channel_name"] = fresh_text("subscriber");
  channel["webhook_url"] = kOutside;
  channel["register_webhook"] = true;
  const HttpReply reply = house_.tenant.call("POST", "/channels", channel.dump());
  ASSERT_EQ(reply.status, 201) << reply.body;
  const json made = json::parse(reply.body);
  EXPECT_EQ(made.at("webhook").at("ok"), true) << reply.body;
  const auto endpoints = room_.server.subscribed();
  ASSERT_FALSE(endpoints.empty());
  EXPECT_EQ(endpoints.back(), kOutside);
  const std::string path = "/channels/" + made.at("id").get<std::string>() + "/webhook";
  EXPECT_EQ(json::parse(house_.tenant.call("POST", path).body).at("ok"), true) << "again";
  EXPECT_EQ(house_.tenant.call("DELETE", path).status, 409) << "left to the console";
}

TEST_P(AwsSnsFlow, FailsByTheRecordOfADelivery) {
  const std::string id = sent();
  EXPECT_EQ(tell(record("FAILURE", "Invalid phone number")), 200);
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "FAILED");
  EXPECT_EQ(done.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(done.at("error").at("code"), "invalid_phone_number");
}

TEST_P(AwsSnsFlow, TakesAnSmsOnce) {
  EXPECT_EQ(tell(inbound("Yes \xE2\x82\xAC")), 200);
  EXPECT_EQ(tell(inbound("Yes \xE2\x82\xAC")), 200) << "a repetition is signed anew";
  const json found = received();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_body"), "Yes \xE2\x82\xAC");
  EXPECT_EQ(found[0].at("to_address"), kOurNumber);
}

TEST_P(AwsSnsFlow, WritesToNobodyBetweenStopAndStart) {
  EXPECT_EQ(tell(inbound("Stop")), 200);
  EXPECT_EQ(await(send(), "REJECTED").at("status"), "REJECTED");
  EXPECT_TRUE(seen().empty());
  EXPECT_EQ(tell(aws_sns_inbound_text(to_, kOurNumber, "back-" + to_.substr(1), "UNSTOP")), 200);
  sent();
}

TEST_P(AwsSnsFlow, WritesNoMoreToWhomAwsKnowsAsOptedOut) {
  sent();
  EXPECT_EQ(tell(record("FAILURE", "Phone number is opted out")), 200);
  EXPECT_EQ(await(send(), "REJECTED").at("status"), "REJECTED");
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(AwsSnsFlow, TriesAgainWhenItIsLimitedOrAway) {
  const json done =
      await(send({{.way = Way::Refuse, .error = {429, "Throttled", "Rate exceeded"}},
                  {.way = Way::Refuse, .error = {503, "ServiceUnavailable", "Service is unavailable"}}}),
            "SENT");
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("attempts").size(), 3U);
}

TEST_P(AwsSnsFlow, SignsAgainByTheClockOfAws) {
  room_.server.set_clock_ahead(3600);
  const json done = await(send(), "SENT");
  room_.server.set_clock_ahead(0);
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("attempts").size(), 1U) << "in the same attempt";
}

TEST_P(AwsSnsFlow, KnowsNotWhatBecameOfAMessageWithoutAnAnswer) {
  EXPECT_EQ(await(send({{.way = Way::TakeMute}}), "UNKNOWN").at("error").at("code"), "timeout");
  to_ = fresh_number();
  EXPECT_EQ(await(send({{.way = Way::Garble}}), "UNKNOWN").at("error").at("code"), "unreadable_answer");
  to_ = fresh_number();
  const std::string id = send({{.way = Way::Refuse, .error = {500, "InternalError", "An error"}}});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "InternalError");
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(AwsSnsFlow, FailsForGoodByTheCodeOfAnAnswer) {
  const auto class_after = [&](const AwsSnsError& error) {
    to_ = fresh_number();
    const json done = await(send({{.way = Way::Refuse, .error = error}}), "FAILED");
    EXPECT_EQ(done.at("attempts").size(), 1U);
    return done.at("error").at("class").get<std::string>();
  };
  EXPECT_EQ(class_after({400, "InvalidParameter", "Invalid parameter: PhoneNumber Reason: not valid"}),
            "invalid_recipient");
  EXPECT_EQ(class_after({400, "InvalidParameter", "Invalid parameter: Message"}), "content_rejected");
  EXPECT_EQ(class_after({400, "OptedOut", "The number is opted out"}), "blocked");
  EXPECT_EQ(class_after({400, "KMSDisabled", "The key is disabled"}), "config");
}

TEST_P(AwsSnsFlow, RepeatsNeitherSecretsNorNumbersOfARefusal) {
  const auto& far = room_.server.account();
  const std::string text = "no " + to_ + " for " + far.secret_key + " and " + far.session_token;
  const json done = await(send({{.way = Way::Refuse, .error = {400, "ValidationError", text}}}), "FAILED");
  for (const std::string& secret : {far.secret_key, far.session_token, to_.substr(1)})
    EXPECT_EQ(done.at("error").dump().find(secret), std::string::npos) << secret;
  for (const std::string& secret : {far.secret_key, far.session_token})
    EXPECT_EQ(house_.daemon.log().find(secret), std::string::npos) << secret;
}

TEST_P(AwsSnsFlow, TestsItsAccount) {
  const auto tested = [&](const std::string& secret) {
    json channel = room_.channel();
    channel["channel_name"] = "tested " + fresh_text("key");
    channel["api_secret"] = secret;
    const std::string id = house_.tenant.make_channel(channel);
    return json::parse(house_.tenant.call("POST", "/channels/" + id + "/test").body).value("ok", false);
  };
  EXPECT_TRUE(tested(room_.server.account().secret_key));
  EXPECT_FALSE(tested("wrong"));
}

HERALD_ON_BOTH_DATABASES(AwsSnsFlow);

}  // namespace
}  // namespace herald::test
