#include "host/inbound/generic.hpp"

#include "tests/unit/inbound/bench.hpp"

namespace herald::inbound {
namespace {

class GenericTest : public InboundBench {
 protected:
  GenericTest() { sign("whisper"); }
  void sign(const std::string& secret) {
    callback.headers = {{"x-tenant-ID", "t1"},
                        {"X-Webhook-Signature", "sha256=" + fake_hmac(secret, callback.body)}};
  }
  int status() {
    const auto answer = receiver.receive(callback);
    return answer ? answer->status : -1;
  }
  Callback callback{.provider = "fake",
                    .method = "POST",
                    .target = "/api/v1/communication/webhooks/fake",
                    .body = R"({"events":[{"kind":"receipt","provider_id":"p","state":"SENT"}]})"};
  Keeper keeper{ledger, webhooks, metrics};
  GenericReceiver receiver{config, ports, keeper};
};

TEST_F(GenericTest, ASignedBodyIsStoredForTheChannelWhoseSecretSignedIt) {
  EXPECT_EQ(status(), 200);
  ASSERT_EQ(ledger.webhooks.size(), 1U);
  const domain::Webhook& stored = ledger.webhooks[0];
  EXPECT_EQ(stored.tenant.text, "t1");
  EXPECT_EQ(stored.channel.text, "c1");
  EXPECT_EQ(stored.body, callback.body);
  ASSERT_EQ(stored.elements.size(), 1U);
  EXPECT_TRUE(stored.elements[0].receipt);
  EXPECT_TRUE(plugin.steps.empty()) << "no plugin is asked";
}

TEST_F(GenericTest, TheSameBodyHasTheSameKeysAndAnotherOneOthers) {
  status();
  status();
  callback.body.insert(1, " ");
  sign("whisper");
  status();
  ASSERT_EQ(ledger.webhooks.size(), 3U);
  const auto key = [&](std::size_t i) { return ledger.webhooks[i].elements.at(0).dedupe_key; };
  EXPECT_EQ(key(0), key(1));
  EXPECT_NE(key(0), key(2));
}

TEST_F(GenericTest, UnknownTenantOtherProviderAndEveryBadSignatureAreAnsweredAlike) {
  const Callback good = callback;
  std::vector<Answer> answers;
  const auto ask = [&] { answers.push_back(receiver.receive(callback).value()); };
  sign("shout");
  ask();
  callback = good;
  callback.headers[0].second = "t2";
  ask();
  callback = good;
  callback.provider = "other";
  ask();
  callback = good;
  callback.headers.erase(callback.headers.begin());
  ask();
  callback = good;
  callback.headers.pop_back();
  ask();
  callback = good;
  callback.headers[1].second.replace(0, 7, "sha512=");
  ask();
  callback = good;
  callback.headers[1].second.pop_back();
  ask();
  callback = good;
  callback.body += " ";
  ask();
  for (const Answer& answer : answers) {
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.body + answer.content_type, "");
    EXPECT_EQ(answer.retry_after.count(), 0);
  }
  EXPECT_TRUE(ledger.webhooks.empty());
  EXPECT_TRUE(counted("herald_webhooks_total{result=\"refused\"} 8"));
}

TEST_F(GenericTest, ASignedBodyWithoutEventsIsAProblemNotASecret) {
  for (const char* body : {"", "{", "[]", "{}", R"({"events":{}})", R"({"events":7})"}) {
    callback.body = body;
    sign("whisper");
    const auto answer = receiver.receive(callback);
    ASSERT_FALSE(answer) << body;
    EXPECT_EQ(answer.error().reason, "invalid_body");
    ASSERT_EQ(answer.error().problems.size(), 1U);
    EXPECT_NE(answer.error().problems[0].text.find("expected {\"events\""), std::string::npos);
  }
}

TEST_F(GenericTest, ABadEventAmongGoodOnesIsADeadLetter) {
  callback.body = R"({"events":[7,{"kind":"receipt","provider_id":"p","state":"SENT"}]})";
  sign("whisper");
  EXPECT_EQ(status(), 200);
  ASSERT_EQ(ledger.webhooks.at(0).elements.size(), 2U);
  EXPECT_FALSE(ledger.webhooks[0].elements[0].receipt);
  EXPECT_TRUE(ledger.webhooks[0].elements[1].receipt);
}

TEST_F(GenericTest, WhatCannotBeStoredMeansComeAgain) {
  ledger.answers = {Error{.code = Errc::Unavailable, .reason = "database_away"}};
  const auto answer = receiver.receive(callback);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_GT(answer->retry_after.count(), 0);
}

}  // namespace
}  // namespace herald::inbound
