#include "tests/support/aws_sns_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

namespace herald::test {
namespace {

using nlohmann::json;

/// A client that signs by the documents.
class SnsClient {
 public:
  explicit SnsClient(const AwsSnsServer& server)
      : account_{server.account()},
        host_{server.url().substr(server.url().find("://") + 3)},
        client_{static_cast<std::uint16_t>(std::stoi(host_.substr(host_.find(':') + 1)))} {}

  HttpReply post(const Form& form) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const AwsSnsRequest request{
        .date = aws_sns_date(std::chrono::duration_cast<std::chrono::seconds>(now).count()),
        .host = host_,
        .body = write_form(form)};
    return client_.send({"POST",
                         "/",
                         {{"Content-Type", kAwsSnsContentType},
                          {"X-Amz-Date", request.date},
                          {"Authorization", aws_sns_authorization(account_, request)}},
                         request.body});
  }
  HttpReply get(const std::string& target) { return client_.send({"GET", target}); }

 private:
  AwsSnsAccount account_;
  std::string host_;
  HttpClient client_;
};

Form text_to(const std::string& number) {
  return {{"Action", "Publish"}, {"Version", "2010-03-31"}, {"PhoneNumber", number}, {"Message", "Hi"}};
}

TEST(AwsSnsServer, TakesAMessageAndGivesItAnId) {
  AwsSnsServer server;
  SnsClient client{server};
  const HttpReply reply = client.post(text_to("+447700900777"));
  EXPECT_EQ(reply.status, 200);
  ASSERT_EQ(server.seen("+447700900777").size(), 1U);
  EXPECT_NE(reply.body.find("<MessageId>" + server.seen("+447700900777")[0].message_id + "</MessageId>"),
            std::string::npos);
  EXPECT_TRUE(reply.header("Date").ends_with(" GMT"));
}

TEST(AwsSnsServer, AnswersInTheMoodItIsIn) {
  AwsSnsServer server;
  SnsClient client{server};
  server.next("+447700900777",
              {{.way = AwsSnsMood::Way::Refuse, .error = {429, "Throttled", "Rate <exceeded>"}},
               {.way = AwsSnsMood::Way::Garble}});
  const HttpReply refused = client.post(text_to("+447700900777"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(refused.body.find("<Message>Rate &lt;exceeded&gt;</Message>"), std::string::npos);
  const HttpReply half = client.post(text_to("+447700900777"));
  EXPECT_EQ(half.status, 200);
  EXPECT_EQ(half.body.find("</MessageId>"), std::string::npos);
  EXPECT_EQ(client.post(text_to("+447700900777")).status, 200);
}

TEST(AwsSnsServer, KnowsWhatItsClockSays) {
  AwsSnsServer server;
  SnsClient client{server};
  server.set_clock_ahead(3600);
  EXPECT_EQ(client.post(text_to("+447700900777")).status, 403);
  EXPECT_TRUE(server.seen("+447700900777").empty()) << "refused before it is read";
  server.set_clock_ahead(0);
  EXPECT_EQ(client.post(text_to("+447700900777")).status, 200);
}

TEST(AwsSnsServer, TellsItsAttributes) {
  AwsSnsServer server;
  SnsClient client{server};
  const HttpReply reply = client.post({{"Action", "GetSMSAttributes"}, {"Version", "2010-03-31"}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("<key>MonthlySpendLimit</key><value>1</value>"), std::string::npos);
}

TEST(AwsSnsServer, ShowsItsCertificateAndConfirmsWhatItOffered) {
  AwsSnsServer server;
  SnsClient client{server};
  EXPECT_EQ(client.get(server.certificate_url().substr(server.url().size())).body, server.certificate());
  EXPECT_EQ(server.certificate_fetches(), 1);
  const AwsSnsNotice offer = server.confirmation("SubscriptionConfirmation");
  EXPECT_EQ(client.get(offer.subscribe_url.substr(server.url().size())).status, 200);
  EXPECT_EQ(server.confirmed(), std::set<std::string>{offer.token});
  EXPECT_EQ(
      client.get("/?Action=ConfirmSubscription&TopicArn=" + server.account().topic_arn + "&Token=x").status,
      400);
  EXPECT_EQ(client.get("/other.pem").status, 400);
  server.set_away(true);
  EXPECT_EQ(client.get(offer.subscribe_url.substr(server.url().size())).status, 503);
}

TEST(AwsSnsServer, SignsWhatItPosts) {
  AwsSnsServer server;
  const AwsSnsNotice notice = server.notice("Hello");
  const json body = json::parse(aws_sns_envelope(notice));
  EXPECT_EQ(body.at("Signature"), aws_sns_signature(aws_sns_signed_text(notice), "2"));
  EXPECT_NE(body.at("Signature"), aws_sns_signature(aws_sns_signed_text(notice), "1"));
  EXPECT_NE(body.at("Signature"), aws_sns_signature(aws_sns_signed_text(notice), "2", aws_sns_strange_key()));
  EXPECT_NE(server.notice("Hello").message_id, notice.message_id);
}

}  // namespace
}  // namespace herald::test
