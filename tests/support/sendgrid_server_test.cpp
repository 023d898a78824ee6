// The strict server against itself: good requests are taken, and one mutation for every rule is refused.
#include "tests/support/sendgrid_server.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"
#include "tests/support/odd_shapes.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// The minimal example of the documents, and what else they allow.
json good_mail() {
  return json::parse(R"({"personalizations":[{"to":[{"email":"rcpt@example.net","name":"Ada"}],
    "cc":[{"email":"copy@example.net"}],"custom_args":{"herald_id":"hm-000017"}}],
    "from":{"email":"noreply@herald.example","name":"Herald"},"reply_to":{"email":"desk@herald.example"},
    "subject":"Your invoice","content":[{"type":"text/plain","value":"Hello"},
    {"type":"text/html","value":"<p>Hello</p>"}],"headers":{"X-Invoice":"17"},"categories":["billing"],
    "asm":{"group_id":7,"groups_to_display":[7]},"ip_pool_name":"main",
    "tracking_settings":{"open_tracking":{"enable":false}},
    "attachments":[{"content":"SGVsbG8=","filename":"a.txt","type":"text/plain","disposition":"attachment"}]})");
}

struct Request {
  std::string line{"POST /v3/mail/send HTTP/1.1"};
  std::string authorization{"Bearer " + SendGridAccount{}.api_key};
  std::string content_type{"application/json"};
  std::string body{good_mail().dump()};
  std::string more{};
};

int status_of(const Request& request) {
  const RawRequest raw{request.line + "\r\nHost: 127.0.0.1:1\r\nAuthorization: " + request.authorization +
                           "\r\nContent-Type: " + request.content_type + "\r\nContent-Length: " +
                           std::to_string(request.body.size()) + "\r\n" + request.more + "\r\n",
                       request.body, 0};
  const auto wrong = check_mail_send({}, raw);
  return wrong ? wrong->status : 202;
}

TEST(SendGridRules, TakeTheRequestOfTheDocuments) { EXPECT_EQ(status_of({}), 202); }

TEST(SendGridRules, AnswerBodiesOfAnyShape) {
  each_odd_shape(good_mail(),
                 [](const json& odd) { EXPECT_NO_THROW(static_cast<void>(check_mail({}, odd.dump()))); });
}

TEST(SendGridRules, RefuseOneMutationOfEachHeader) {
  const std::string key = SendGridAccount{}.api_key;
  const std::vector<std::pair<Request, int>> mutations{
      {{.line = "PUT /v3/mail/send HTTP/1.1"}, 405},
      {{.line = "POST /v3/mail/send/ HTTP/1.1"}, 404},
      {{.line = "POST /v3/mail/send?a=1 HTTP/1.1"}, 404},
      {{.line = "POST //v3/mail/send HTTP/1.1"}, 404},
      {{.authorization = "Bearer " + key + "x"}, 401},
      {{.authorization = "bearer " + key}, 401},
      {{.authorization = "Basic " + key}, 401},
      {{.authorization = key}, 401},
      {{.more = "Authorization: Bearer " + key + "\r\n"}, 401},
      {{.content_type = "text/json"}, 415},
      {{.content_type = "application/x-www-form-urlencoded"}, 415},
      {{.more = "Accept: text/html\r\n"}, 406},
      {{.more = "on-behalf-of: somebody\r\n"}, 403},
      {{.more = "Transfer-Encoding: chunked\r\n"}, 400},
      {{.more = "Expect: 100-continue\r\n"}, 417},
      {{.more = "X-Extra: 1\r\n"}, 400},
      {{.body = std::string(30'000'000, ' ')}, 413},
  };
  for (const auto& [request, status] : mutations)
    EXPECT_EQ(status_of(request), status) << request.line << request.authorization << request.more;
}

TEST(SendGridRules, RefuseALengthThatIsWrong) {
  const RawRequest raw{"POST /v3/mail/send HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " +
                           SendGridAccount{}.api_key +
                           "\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n",
                       good_mail().dump(), 0};
  EXPECT_EQ(check_mail_send({}, raw).value_or(SendGridError{.status = 0}).status, 411);
}

struct Mutation {
  std::string pointer;
  std::string value;  ///< JSON; empty: the member goes
  std::string field;  ///< of the error
};

const std::string kEnvelope = "/personalizations/0";

std::vector<Mutation> envelope_mutations() {
  const std::string in = "personalizations.0";
  return {{"/personalizations", "", "personalizations"},
          {"/personalizations", "[]", "personalizations"},
          {kEnvelope + "/to", "", in + ".to"},
          {kEnvelope + "/to", "[]", in + ".to"},
          {kEnvelope + "/cc", "[]", in + ".cc"},
          {kEnvelope + "/bcc", "[]", in + ".bcc"},
          {kEnvelope + "/to/0/email", R"("rcpt")", in + ".to.0.email"},
          {kEnvelope + "/to/0/email", R"("rcpt@localhost")", in + ".to.0.email"},
          {kEnvelope + "/to/0/email", R"("r cpt@example.net")", in + ".to.0.email"},
          {kEnvelope + "/to/0/email", R"("ädä@example.net")", in + ".to.0.email"},
          {kEnvelope + "/to/0/email", R"("rcpt@exämple.net")", in + ".to.0.email"},
          {kEnvelope + "/to/0/name", "1", in + ".to.0.name"},
          {kEnvelope + "/to/0/phone", R"("1")", in + ".to.0"},
          {kEnvelope + "/cc/0/email", R"("RCPT@example.net")", in + ".cc"},
          {kEnvelope + "/bcc", R"([{"email":"copy@example.net"}])", in + ".bcc"},
          {kEnvelope + "/custom_args/n", "17", in + ".custom_args"},
          {kEnvelope + "/custom_args/n", "true", in + ".custom_args"},
          {kEnvelope + "/custom_args/n", json(std::string(10'000, 'x')).dump(), in + ".custom_args"},
          {kEnvelope + "/subject", R"("a\r\nb")", in + ".subject"},
          {kEnvelope + "/dynamic_template_data", "{}", in + ".dynamic_template_data"},
          {kEnvelope + "/other", "1", in}};
}

std::vector<Mutation> mail_mutations() {
  return {{"/from", "", "from"},
          {"/from/email", R"("other@herald.example")", "from"},
          {"/from/email", R"("noreply")", "from.email"},
          {"/reply_to_list", R"([{"email":"a@b.example"}])", "reply_to"},
          {"/reply_to/email", R"("desk")", "reply_to.email"},
          {"/subject", "", "subject"},
          {"/subject", R"("")", "subject"},
          {"/subject", R"("a\nb")", "subject"},
          {"/content", "", "content"},
          {"/content", "[]", "content"},
          {"/content", R"([{"type":"text/html","value":"a"},{"type":"text/plain","value":"b"}])", "content"},
          {"/content/0/value", R"("")", "content"},
          {"/content/0/type", R"("text/plain; charset=utf-8")", "content"},
          {"/template_id", R"("d-0123")", "template_id"},
          {"/headers/Subject", R"("a")", "headers"},
          {"/headers/X-SG-EID", R"("a")", "headers"},
          {"/headers/X-A", R"("caf\u00e9")", "headers"},
          {"/headers/X-A", "1", "headers"},
          {"/headers/X A", R"("a")", "headers"},
          {"/categories", R"(["a","a"])", "categories"},
          {"/categories", R"(["1","2","3","4","5","6","7","8","9","10","11"])", "categories"},
          {"/categories", R"(["\u00e9"])", "categories"},
          {"/categories", json(std::vector<std::string>{std::string(256, 'x')}).dump(), "categories"},
          {"/asm", R"({"group_id":"7"})", "asm"},
          {"/ip_pool_name", R"("a")", "ip_pool_name"},
          {"/tracking_settings/open_tracking/enable", "1", "tracking_settings"},
          {"/mail_settings", R"({"sandbox_mode":true})", "mail_settings"},
          {"/attachments", "[]", "attachments"},
          {"/attachments/0/content", R"("SGVsbG8")", "attachments"},
          {"/attachments/0/content", R"("SGVs\r\nbG8=")", "attachments"},
          {"/attachments/0/content", R"("SGVs-G8=")", "attachments"},
          {"/attachments/0/filename", R"("a\r\nb")", "attachments"},
          {"/attachments/0/filename", "", "attachments"},
          {"/attachments/0/disposition", R"("inline")", "attachments"},
          {"/attachments/0/content_id", R"("<a.txt>")", "attachments"},
          {"/attachments/0/content_id", "1", "attachments"},
          {"/other", "1", "other"}};
}

TEST(SendGridRules, RefuseOneMutationForEachMember) {
  for (const auto& mutations : {envelope_mutations(), mail_mutations()})
    for (const Mutation& mutation : mutations) {
      json mail = good_mail();
      const json::json_pointer at{mutation.pointer};
      if (mutation.value.empty()) {
        mail.at(at.parent_pointer()).erase(at.back());
      } else {
        mail[at] = json::parse(mutation.value);
      }
      const auto wrong = check_mail({}, mail.dump());
      ASSERT_TRUE(wrong.has_value()) << mutation.pointer << " " << mutation.value;
      EXPECT_EQ(wrong->field, mutation.field) << mutation.pointer << " " << mutation.value;
    }
}

TEST(SendGridRules, RefuseWhatIsNoJsonObjectInUtf8) {
  const std::string good = good_mail().dump();
  for (const std::string& body :
       {std::string{}, std::string{"[]"}, good + "}", good.substr(1), "{\"subject\":\"a\"," + good.substr(1),
        "{\"x\":\"\xff\"," + good.substr(1)})
    EXPECT_TRUE(check_mail({}, body).has_value()) << body;
}

TEST(SendGridRules, CountRecipientsWithTheirCopies) {
  const auto mail_to = [](int copies) {
    json mail = good_mail();
    json list = json::array();
    for (int i = 0; i < copies; ++i) list.push_back({{"email", "c" + std::to_string(i) + "@example.net"}});
    mail["personalizations"][0]["cc"] = list;
    return mail.dump();
  };
  EXPECT_FALSE(check_mail({}, mail_to(999)).has_value());
  EXPECT_TRUE(check_mail({}, mail_to(1000)).has_value());
}

// The worked vector of the provider's fact sheet.
TEST(SendGridSignature, OfTheWorkedVectorCoversTheLineEnds) {
  const std::string key =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERDsvmGJJg/QFT6dZfuN3iApuDODU2H/op7sfDRYCDcj0kvpFhFZ+dq6O8TMp0u/"
      "8Ru3L7hAtCeJQ8vR+CjDbsw==";
  const std::string signature =
      "MEYCIQCg7JXOere7JW4yp7tDXgai4SCx6r53O0Pt1AFjyxQ4XAIhAOpdoY+QzXd9mxrvtzDoW03ZwimU89YjCOMCWogW+8Ac";
  const std::string line =
      R"([{"email":"rcpt@example.net","event":"delivered","sg_event_id":"ZXhhbXBsZS1ldmVudC0x",)"
      R"("sg_message_id":"abcDEF123.recvd-0","timestamp":1715941230}])";
  EXPECT_TRUE(verifies(key, signature, "1715941231" + line + "\r\n"));
  EXPECT_FALSE(verifies(key, signature, "1715941231" + line));
}

TEST(SendGridSignature, OfAFreshKeyVerifiesWithItsPublicKeyOnly) {
  const EventKey key;
  const EventKey other;
  EXPECT_EQ(key.public_key().size(), 124U);
  EXPECT_TRUE(key.public_key().starts_with("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"));
  EXPECT_TRUE(verifies(key.public_key(), key.sign("1", "body"), "1body"));
  EXPECT_FALSE(verifies(other.public_key(), key.sign("1", "body"), "1body"));
}

TEST(SendGridServer, AnswersWithAnIdThatItsEventsContinue) {
  SendGridServer server;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  const HttpReply reply =
      client.send({"POST",
                   "/v3/mail/send",
                   {{"Authorization", Request{}.authorization}, {"Content-Type", "application/json"}},
                   Request{}.body});
  EXPECT_EQ(reply.status, 202);
  EXPECT_EQ(reply.body, "");
  ASSERT_EQ(server.seen("rcpt@example.net").size(), 1U);
  const auto seen = server.seen("rcpt@example.net")[0];
  EXPECT_EQ(reply.header("X-Message-Id"), seen.id);
  const json event = json::parse(server.event(seen, "delivered"));
  EXPECT_TRUE(event.at("sg_message_id").get<std::string>().starts_with(seen.id + "."));
  EXPECT_EQ(event.at("herald_id"), "hm-000017");
}

}  // namespace
}  // namespace herald::test
