#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

const std::string kText = test::aws_sns_inbound_text("+447700900777", "+15005550006", "in-1", "Yes please");

Arrived arrived(const test::AwsSnsNotice& notice) { return {.body = test::aws_sns_envelope(notice)}; }

/// The body with one member changed, or taken away, after it was signed.
Arrived changed(const test::AwsSnsNotice& notice, const char* member, const json& value) {
  json body = json::parse(test::aws_sns_envelope(notice));
  if (value.is_discarded())
    body.erase(member);
  else
    body[member] = value;
  return {.body = body.dump()};
}

TEST(Webhook, FetchesTheCertificateAndThenBelieves) {
  const Ended out = ended(arrived(notice(kText)));
  ASSERT_EQ(out.verdict.at("kind"), "events") << out.verdict;
  EXPECT_EQ(out.verdict.at("events").size(), 1U);
  ASSERT_EQ(out.requests.size(), 1U);
  EXPECT_EQ(out.requests[0], (json{{"method", "GET"},
                                   {"url", kCertificateUrl},
                                   {"commits", false},
                                   {"timeout_ms", 4000},
                                   {"keep_ms", 3'600'000}}));
}

TEST(Webhook, BelievesBothVersionsUnlessTheOperatorDoesNot) {
  test::AwsSnsNotice old = notice(kText);
  old.version = "1";
  EXPECT_EQ(code_of(arrived(old)), "");
  const json strict = account({{"config", {{"require_signature_version_2", true}}}});
  EXPECT_EQ(code_of(arrived(old), strict), "signature_version");
  EXPECT_EQ(code_of(arrived(notice(kText)), strict), "");
  for (const json& other : {json("3"), json("0"), json("02"), json("")})
    EXPECT_NE(code_of(changed(notice(kText), "SignatureVersion", other)), "") << other;
  EXPECT_EQ(code_of(changed(notice(kText), "SignatureVersion", "1")), "signature")
      << "signed with the other hash";
}

TEST(Webhook, CoversEveryMemberThatCounts) {
  test::AwsSnsNotice full = notice(kText);
  full.subject = "Hi";
  ASSERT_EQ(code_of(arrived(full)), "");
  for (const char* member : {"Message", "MessageId", "Subject"})
    EXPECT_EQ(code_of(changed(full, member, "other")), "signature") << member;
  EXPECT_EQ(code_of(changed(full, "Timestamp", "2024-05-17T10:20:28.123Z")), "signature");
  EXPECT_EQ(code_of(changed(full, "Signature", test::aws_sns_signature("other", "2"))), "signature");
  EXPECT_EQ(code_of(changed(full, "Signature", "not base64!")), "signature");
  EXPECT_EQ(code_of(changed(full, "Subject", nullptr)), "signature");
  EXPECT_EQ(code_of(changed(full, "Type", "SubscriptionConfirmation")), "envelope");
  const test::AwsSnsNotice offer = confirmation();
  for (const char* member : {"Message", "MessageId", "Token"})
    EXPECT_EQ(code_of(changed(offer, member, "other")), "signature") << member;
  EXPECT_EQ(code_of(changed(offer, "SubscribeURL", "https://sns.eu-west-1.amazonaws.com/?x")), "signature");
  EXPECT_EQ(code_of(changed(offer, "Type", "UnsubscribeConfirmation")), "signature");
}

TEST(Webhook, CoversASubjectThatIsThereAndEmpty) {
  test::AwsSnsNotice with = notice(kText);
  with.subject = "";
  EXPECT_EQ(code_of(arrived(with)), "");
  EXPECT_EQ(code_of(changed(notice(kText), "Subject", nullptr)), "") << "null is absent";
  EXPECT_EQ(code_of(changed(notice(kText), "Subject", "")), "signature");
}

TEST(Webhook, ReadsEscapesBeforeItVerifies) {
  std::string body = test::aws_sns_envelope(notice("Hello \"q\" \xC3\xA9 \xF0\x9F\x98\x80 </a>"));
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto at = body.find(from);
    ASSERT_NE(at, std::string::npos);
    body.replace(at, from.size(), to);
  };
  replace("\xC3\xA9", "\\u00e9");
  replace("\xF0\x9F\x98\x80", "\\ud83d\\ude00");
  replace("</a>", "\\u003c\\/a\\u003e");
  EXPECT_EQ(code_of({.body = body}), "");
}

TEST(Webhook, BelievesTheTopicsOfTheChannelOnly) {
  test::AwsSnsNotice strange = notice(kText);
  strange.topic_arn = "arn:aws:sns:eu-central-1:999999999999:inbound";
  const Ended out = ended(arrived(strange));
  EXPECT_EQ(out.verdict.at("code"), "topic");
  EXPECT_TRUE(out.requests.empty()) << "nothing is fetched for a stranger";
  EXPECT_EQ(code_of(arrived(notice(kText)), account({{"config", {{"topic_arns", nullptr}}}})), "topic");
  EXPECT_EQ(code_of(changed(notice(kText), "TopicArn", "arn:aws:sns:eu-central-1:123456789012:inboun")),
            "topic");
}

TEST(Webhook, IsAnHourOldAtMostAndAQuarterAhead) {
  const auto at = [](std::int64_t age, const json& config = json::object()) {
    test::AwsSnsNotice timed = notice(kText);
    timed.timestamp = test::aws_sns_timestamp(kNow / 1000 - age);
    return code_of(arrived(timed), account({{"config", config}}));
  };
  EXPECT_EQ(at(3600), "");
  EXPECT_EQ(at(3601), "timestamp");
  EXPECT_EQ(at(-900), "");
  EXPECT_EQ(at(-901), "timestamp");
  EXPECT_EQ(at(60, {{"webhook_tolerance_seconds", 60}}), "");
  EXPECT_EQ(at(61, {{"webhook_tolerance_seconds", 60}}), "timestamp");
  for (const char* none : {"now", "1715941230", "2024-05-17"})
    EXPECT_EQ(code_of(changed(notice(kText), "Timestamp", none)), "timestamp") << none;
}

TEST(Webhook, AsksNobodyElseForACertificate) {
  for (const char* bad :
       {"https://sns.us-east-1.amazonaws.com.evil.example/x.pem", "http://127.0.0.1:80/x.pem",
        "https://sns.us-east-1.amazonaws.com@evil.example/x.pem"}) {
    const Ended out = ended(changed(notice(kText), "SigningCertURL", bad));
    EXPECT_EQ(out.verdict.at("code"), "certificate_url") << bad;
    EXPECT_TRUE(out.requests.empty()) << bad;
  }
}

TEST(Webhook, AsksTheChannelsOwnEndpointForItsCertificate) {
  test::AwsSnsNotice own = notice(kText);
  own.certificate_url = "http://127.0.0.1:4566/SimpleNotificationService-1.pem";
  EXPECT_EQ(code_of(arrived(own)), "certificate_url");
  EXPECT_EQ(code_of(arrived(own), account({{"api_url", "http://127.0.0.1:4566"}})), "");
  EXPECT_EQ(code_of(arrived(own), account({{"api_url", "http://127.0.0.1:4567"}})), "certificate_url");
}

std::string code_by(const std::string& pem, int status = 200) {
  Arrived one = arrived(notice(kText));
  one.certificate = {.status = status, .body = pem};
  return code_of(one);
}

TEST(Certificate, CountsBetweenItsDatesOnly) {
  const auto made = [](std::int64_t from, std::int64_t until) {
    return test::aws_sns_certificate(test::aws_sns_key(), kNow / 1000 + from, kNow / 1000 + until);
  };
  EXPECT_EQ(code_by(made(0, 0)), "");
  EXPECT_EQ(code_by(made(-86'400, -1)), "certificate");
  EXPECT_EQ(code_by(made(1, 86'400)), "certificate");
}

TEST(Certificate, IsOfTheKeyThatSigned) {
  EXPECT_EQ(code_by(test::aws_sns_certificate(test::aws_sns_strange_key(), kNow / 1000 - 1, kNow / 1000 + 1)),
            "signature");
  EXPECT_EQ(code_of({.body = test::aws_sns_envelope(notice(kText), test::aws_sns_strange_key())}),
            "signature");
}

TEST(Certificate, ThatIsNoneConvincesNobody) {
  const std::string good = good_certificate();
  std::string broken = good;
  broken[good.size() / 2] = '!';
  for (const std::string& bad :
       {std::string(), std::string("<html>"), good.substr(0, good.size() / 2), broken,
        std::string("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")})
    EXPECT_EQ(code_by(bad), "certificate") << bad.substr(0, 40);
}

TEST(Certificate, ThatCannotBeHadNowIsAskedForLater) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    Arrived one = arrived(notice(kText));
    one.certificate = {.status = status, .body = good_certificate()};
    EXPECT_EQ(ended(one).verdict.at("kind"), "retry") << status;
  }
  for (const int status : {301, 302, 403, 404})
    EXPECT_EQ(code_by(good_certificate(), status), "certificate") << status;
}

TEST(Confirmation, IsConfirmedOnceItIsBelieved) {
  const Ended out = ended(arrived(confirmation()));
  EXPECT_EQ(out.verdict, (json{{"kind", "events"}, {"events", json::array()}}));
  ASSERT_EQ(out.requests.size(), 2U);
  EXPECT_EQ(out.requests[1], (json{{"method", "GET"},
                                   {"url", confirmation().subscribe_url},
                                   {"commits", false},
                                   {"redact", {confirmation().token}},
                                   {"timeout_ms", 4000}}));
}

TEST(Confirmation, OfAStrangerIsNotFollowed) {
  const Ended forged = ended({.body = test::aws_sns_envelope(confirmation(), test::aws_sns_strange_key())});
  EXPECT_EQ(forged.verdict.at("code"), "signature");
  EXPECT_EQ(forged.requests.size(), 1U) << "the certificate";
  test::AwsSnsNotice elsewhere = confirmation();
  elsewhere.subscribe_url = "https://evil.example/?Action=ConfirmSubscription";
  EXPECT_EQ(code_of(arrived(elsewhere)), "subscribe_url");
  elsewhere.subscribe_url = "http://169.254.169.254/latest/meta-data";
  EXPECT_TRUE(ended(arrived(elsewhere)).requests.empty());
}

TEST(Confirmation, IsDoneWhateverTheAnswerUnlessItMayBeHadLater) {
  for (const int status : {200, 301, 400, 403, 404}) {
    Arrived one = arrived(confirmation());
    one.confirmation = {.status = status};
    EXPECT_EQ(ended(one).verdict.at("kind"), "events") << status;
  }
  for (const int status : {429, 500, 503}) {
    Arrived one = arrived(confirmation());
    one.confirmation = {.status = status};
    EXPECT_EQ(ended(one).verdict.at("kind"), "retry") << status;
  }
}

TEST(Confirmation, OfAnEndIsFollowedOnlyWhereTheOperatorWantsIt) {
  const Ended out = ended(arrived(confirmation("UnsubscribeConfirmation")));
  EXPECT_EQ(out.verdict, (json{{"kind", "events"}, {"events", json::array()}}));
  EXPECT_EQ(out.requests.size(), 1U);
  EXPECT_EQ(
      ended(arrived(confirmation("UnsubscribeConfirmation")), account({{"config", {{"resubscribe", true}}}}))
          .requests.size(),
      2U);
}

TEST(Envelope, IsWholeAndOfOneMeaning) {
  for (const char* member : {"Type", "MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion",
                             "Signature", "SigningCertURL"}) {
    EXPECT_EQ(code_of(changed(notice(kText), member, json(json::value_t::discarded))), "envelope") << member;
    for (const json& odd : {json(nullptr), json(17), json::object(), json(true)})
      EXPECT_EQ(code_of(changed(notice(kText), member, odd)), "envelope") << member << odd;
  }
  for (const char* member : {"Token", "SubscribeURL"})
    EXPECT_EQ(code_of(changed(confirmation(), member, json(json::value_t::discarded))), "envelope") << member;
  EXPECT_EQ(code_of(changed(notice(kText), "Subject", 17)), "envelope");
  EXPECT_EQ(code_of(changed(notice(kText), "Type", "Other")), "envelope");
  EXPECT_EQ(code_of(changed(notice(kText), "MessageId", "a\nSubject\nb")), "envelope") << "two readings";
  EXPECT_EQ(code_of(changed(notice(kText), "Subject", "a\nTimestamp\nb")), "envelope");
  for (const char* body : {"", "[]", "17", "{", "{}", "\xff", "a=b"})
    EXPECT_EQ(code_of({.body = body}), "envelope");
}

TEST(Envelope, OfLambdaIsNoneOfHttp) {
  json body = json::parse(test::aws_sns_envelope(notice(kText)));
  body["SigningCertUrl"] = body["SigningCertURL"];
  body.erase("SigningCertURL");
  EXPECT_EQ(code_of({.body = body.dump()}), "envelope");
}

TEST(Envelope, IsRequired) {
  Arrived raw{.body = kText, .headers = json::array({json::array({"X-Amz-Sns-RawDelivery", "true"})})};
  EXPECT_EQ(code_of(raw), "raw_delivery");
  raw.body = test::aws_sns_envelope(notice(kText));
  EXPECT_EQ(code_of(raw), "raw_delivery");
  EXPECT_EQ(code_of({.body = kText}), "envelope");
  EXPECT_EQ(code_of({.body = test::aws_sns_envelope(notice(kText)), .method = "GET"}), "method");
}

TEST(Message, ThatIsOfNoKnownKindSaysNothing) {
  for (const char* message : {"", "Hello", "[]", "17", "{}", R"({"Records":[]})", R"({"notification":17})",
                              R"({"inboundMessageId":"x"})"})
    EXPECT_EQ(events_of(message), json::array()) << message;
}

}  // namespace
}  // namespace herald::aws_sns::testing
