#include "tests/support/mailgun_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"
#include "tests/support/odd_shapes.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kNow = 1'715'942'000;  // Fri, 17 May 2024 10:33:20

MailFields good_mail() {
  return {{"from", "Herald <noreply@mg.herald.example>"},
          {"to", "Ada <rcpt@example.net>"},
          {"cc", "copy@example.net"},
          {"subject", "Your invoice \xE2\x82\xAC"},
          {"text", "Hello"},
          {"html", "<p>Hello</p>"},
          {"amp-html", "<html amp4email></html>"},
          {"o:tag", "billing"},
          {"o:dkim", "yes"},
          {"o:secondary-dkim", "example.com/s1"},
          {"o:deliverytime", "Fri, 17 May 2024 10:53:20 +0000"},
          {"o:deliverytime-optimize-period", "24h"},
          {"o:time-zone-localize", "08:30"},
          {"o:testmode", "yes"},
          {"o:tracking", "yes"},
          {"o:tracking-clicks", "htmlonly"},
          {"o:tracking-opens", "no"},
          {"o:tracking-pixel-location-top", "yes"},
          {"o:require-tls", "true"},
          {"o:skip-verification", "false"},
          {"o:sending-ip", "192.0.2.1"},
          {"o:sending-ip-pool", "main"},
          {"o:archive-to", "https://archive.example.com/in"},
          {"o:suppress-headers", "X-Mailgun-Sid"},
          {"h:X-Invoice", "17"},
          {"v:herald_id", "hm-000017"},
          {"recipient-variables", R"({"rcpt@example.net":{"first":"Ada"}})"},
          {"attachment", "Hello", "a.txt", "text/plain"},
          {"inline", "GIF", "logo.gif", "image/gif"}};
}

MailFields template_mail() {
  return {{"from", "noreply@mg.herald.example"},
          {"to", "rcpt@example.net"},
          {"subject", "s"},
          {"template", "welcome"},
          {"t:version", "v2"},
          {"t:text", "yes"},
          {"t:variables", R"({"n":1})"}};
}

/// A request around fields; a member that is not empty replaces what is written. [value]
struct Written {
  std::string line{"POST /v3/mg.herald.example/messages HTTP/1.1"};
  std::string key{MailgunAccount{}.api_key};
  std::string type{"multipart/form-data; boundary=hb7"};
  std::string more{};
  std::string body{write_mail_parts(good_mail(), "hb7")};
  std::string length{};
};

MailgunRead read(const Written& written, const MailgunAccount& account = {}) {
  const std::string length = written.length.empty() ? std::to_string(written.body.size()) : written.length;
  const RawRequest raw{written.line + "\r\nHost: 127.0.0.1:1\r\nAuthorization: Basic " +
                           base64("api:" + written.key) + "\r\nContent-Type: " + written.type +
                           "\r\nContent-Length: " + length + "\r\n" + written.more + "\r\n",
                       written.body, 0};
  return read_messages_request(account, raw, kNow);
}

int status_of(const Written& written, const MailgunAccount& account = {}) {
  const auto out = read(written, account);
  return out.wrong ? out.wrong->status : 0;
}

TEST(MailgunRules, AnswerFieldsOfAnyShape) {
  for (const MailFields& mail : {good_mail(), template_mail()})
    each_odd_field<MailFields>(mail, [](const MailFields& odd) {
      EXPECT_NO_THROW(static_cast<void>(check_mail_fields({}, odd, kNow)));
    });
}

TEST(MailgunRules, TakeTheRequestsOfTheDocuments) {
  EXPECT_EQ(status_of({}), 0) << read({}).wrong->rule;
  EXPECT_EQ(status_of({.body = write_mail_parts(template_mail(), "hb7")}), 0);
  EXPECT_EQ(status_of({.key = MailgunAccount{}.sending_key}), 0);
  EXPECT_FALSE(
      check_mail_fields({}, {{"from", "a@herald.example"}, {"to", "b@c.example"}, {"text", "t"}}, kNow))
      << "a sender above the domain is aligned";
  EXPECT_EQ(status_of({.type = "application/x-www-form-urlencoded",
                       .body = "from=noreply%40mg.herald.example&to=rcpt%40example.net&text=Hi"}),
            0);
  EXPECT_EQ(status_of({.more = "X-Mailgun-On-Behalf-Of: sub1\r\n"}, {.subaccount = "sub1"}), 0);
}

TEST(MailgunRules, RefuseOneMutationOfEachHeader) {
  const std::string good = write_mail_parts(good_mail(), "hb7");
  const std::vector<std::pair<Written, int>> mutations{
      {{.line = "PUT /v3/mg.herald.example/messages HTTP/1.1"}, 405},
      {{.line = "POST /mg.herald.example/messages HTTP/1.1"}, 200},
      {{.line = "POST /v3/mg.herald.example/messages/ HTTP/1.1"}, 200},
      {{.line = "POST /v3/mg.herald.example/messages?a=1 HTTP/1.1"}, 200},
      {{.line = "POST /v3/other.example/messages HTTP/1.1"}, 404},
      {{.key = "key-other"}, 401},
      {{.more = "Authorization: Basic eA==\r\n"}, 401},
      {{.more = "X-Mailgun-On-Behalf-Of: sub1\r\n"}, 403},
      {{.more = "X-Extra: 1\r\n"}, 400},
      {{.more = "Transfer-Encoding: chunked\r\n"}, 400},
      {{.length = "1"}, 400},
      {{.type = "application/json"}, 400},
      {{.type = "application/x-www-form-urlencoded"}, 400},
      {{.type = "multipart/form-data"}, 400},
      {{.type = "multipart/form-data; boundary=other"}, 400},
      {{.body = good.substr(0, good.size() - 4)}, 400},
      {{.body = good + "x"}, 400},
      {{.body = "preamble\r\n" + good}, 400},
  };
  for (const auto& [written, status] : mutations)
    EXPECT_EQ(status_of(written), status) << written.line << written.type << written.more;
  EXPECT_EQ(status_of({}, {.subaccount = "sub1"}), 403);
}

TEST(MailgunRules, RefuseWhatIsTooLarge) {
  const auto with_file = [](std::size_t bytes) {
    MailFields mail = good_mail();
    mail.push_back({"attachment", std::string(bytes, 'x'), "big.bin", ""});
    return status_of({.body = write_mail_parts(mail, "hb7")});
  };
  EXPECT_EQ(with_file(18'700'000), 0);
  EXPECT_EQ(with_file(18'750'000), 413);
  EXPECT_EQ(with_file(54'945'400), 413);
}

TEST(MailgunRules, RefuseFilesAsTheDocumentsForbidThem) {
  const std::string part = "--hb7\r\nContent-Disposition: form-data; name=\"attachment\"";
  const std::string good = write_mail_parts(good_mail(), "hb7");
  const std::string rest = good.substr(0, good.size() - std::string{"--hb7--\r\n"}.size());
  for (const std::string& head : {std::string{}, std::string{"; filename=\"\""},
                                  std::string{"; filename*=UTF-8''a.txt"}, std::string{"; filename=a.txt"},
                                  std::string{"; filename=\"a\"\r\nContent-Type: x/y\r\nContent-Type: x/y"},
                                  std::string{"; filename=\"a\"\r\nContent-Transfer-Encoding: base64"}})
    EXPECT_EQ(status_of({.body = rest + part + head + "\r\n\r\nHello\r\n--hb7--\r\n"}), 400) << head;
}

/// One change of the fields and the text of the error. An empty value takes the field away. [value]
struct Change {
  std::string name;
  std::string value;
  std::string text;
};

std::string text_after(MailFields mail, const Change& change) {
  std::erase_if(mail, [&](const MailField& one) { return one.name == change.name; });
  if (!change.value.empty()) mail.push_back({change.name, change.value});
  const auto wrong = check_mail_fields({}, mail, kNow);
  return wrong ? wrong->text : "";
}

const std::string kNoAddress = " parameter is not a valid address. please check documentation";

TEST(MailgunRules, RefuseOneMutationOfEachParty) {
  for (const Change& change :
       std::vector<Change>{{"from", "", "from parameter is missing"},
                           {"from", "noreply", "from" + kNoAddress},
                           {"from", "noreply@other.example", "from" + kNoAddress},
                           {"from", "J\xC3\xB6rg <noreply@mg.herald.example>", "from" + kNoAddress},
                           {"to", "", "to parameter is missing"},
                           {"to", "rcpt", "to" + kNoAddress},
                           {"to", "r\xC3\xA4@example.net", "to" + kNoAddress},
                           {"to", "Ada rcpt@example.net", "to" + kNoAddress},
                           {"to", "COPY@example.net", "duplicate recipient"},
                           {"cc", "copy@", "cc" + kNoAddress},
                           {"bcc", "blind", "bcc" + kNoAddress},
                           {"bcc", "copy@example.net", "duplicate recipient"},
                           {"subject", "a\r\nb", "subject is invalid"},
                           {"unknown", "1", "unknown unknown"}})
    EXPECT_EQ(text_after(good_mail(), change), change.text) << change.name << " " << change.value;
}

TEST(MailgunRules, RefuseOneMutationOfEachOption) {
  const auto refused = [](const std::string& name, const std::string& value) {
    EXPECT_NE(text_after(good_mail(), {name, value, ""}), "") << name << "=" << value;
  };
  refused("o:tag", std::string(129, 'x'));
  refused("o:tag", "caf\xC3\xA9");
  refused("o:dkim", "true");
  refused("o:secondary-dkim", "example.com");
  refused("o:deliverytime", "2024-05-17T10:53:20Z");
  refused("o:deliverytime", "Thu, 17 May 2024 10:53:20 +0000");
  refused("o:deliverytime", "Fri, 17 May 2024 10:33:20 +0000");
  refused("o:deliverytime", "Mon, 20 May 2024 10:33:21 +0000");
  refused("o:deliverytime-optimize-period", "23h");
  refused("o:deliverytime-optimize-period", "73h");
  refused("o:time-zone-localize", "24:00");
  refused("o:time-zone-localize", "8:30");
  refused("o:testmode", "no");
  refused("o:tracking", "1");
  refused("o:tracking-clicks", "true");
  refused("o:tracking-opens", "htmlonly");
  refused("o:tracking-pixel-location-top", "top");
  refused("o:require-tls", "1");
  refused("o:skip-verification", "1");
  refused("o:sending-ip", "host");
  refused("o:sending-ip-pool", "a b");
  refused("o:archive-to", "archive");
  refused("o:suppress-headers", "a b");
  refused("o:invented", "yes");
  refused("h:X A", "1");
  refused("h:X-\xC3\xA4", "1");
  refused("h:X-Invoice", "caf\xC3\xA9");
  refused("h:X-Invoice", "a\r\nb");
  refused("h:X-Mailgun-Variables", "[]");
  refused("v:v:x", "1");
  refused("v:", "1");
  refused("v:big", std::string(16'384, 'x'));
  refused("text", "\xff");
  refused("recipient-variables", "[]");
  refused("recipient-variables", R"({"other@example.net":{}})");
  refused("recipient-variables", R"({"rcpt@example.net":{"a":{"b":1}}})");
  refused("template", "welcome");
  refused("t:variables", "{}");
}

TEST(MailgunRules, RefuseTemplatesAndContentsThatDoNotFit) {
  EXPECT_EQ(text_after(template_mail(), {"t:text", "no", ""}), "t:text is invalid");
  EXPECT_EQ(text_after(template_mail(), {"t:variables", "1", ""}), "t:variables is not valid JSON");
  EXPECT_EQ(text_after(template_mail(), {"template", "", ""}),
            "Need at least one of 'text' or 'html' parameters specified");
  EXPECT_NE(text_after(template_mail(), {"html", "<p>", ""}), "");
}

TEST(MailgunRules, RefuseRepetitionsAndTooMany) {
  MailFields twice = good_mail();
  twice.push_back({"text", "again"});
  EXPECT_TRUE(check_mail_fields({}, twice, kNow).has_value());
  MailFields tags = good_mail();
  for (const char* tag : {"b", "c", "d"}) tags.push_back({"o:tag", tag});
  EXPECT_TRUE(check_mail_fields({}, tags, kNow).has_value());
  MailFields same = good_mail();
  same.push_back({"o:tag", "BILLING"});
  EXPECT_TRUE(check_mail_fields({}, same, kNow).has_value());
  MailFields open = template_mail();
  open.push_back({"to", "second@example.net"});
  EXPECT_TRUE(check_mail_fields({}, open, kNow).has_value()) << "everybody would see everybody";
  const auto mail_to = [](int copies) {
    MailFields mail = good_mail();
    for (int i = 0; i < copies; ++i) mail.push_back({"bcc", "b" + std::to_string(i) + "@example.net"});
    return check_mail_fields({}, mail, kNow);
  };
  EXPECT_FALSE(mail_to(998).has_value());
  EXPECT_EQ(mail_to(999).value_or(MailgunError{}).text, "too many recipients");
}

MailgunError events_error(const std::string& target, const std::string& key = MailgunAccount{}.api_key) {
  Form query;
  const RawRequest raw{
      "GET " + target + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + base64("api:" + key) + "\r\n\r\n",
      "", 0};
  return check_events_request({}, raw, query).value_or(MailgunError{.status = 0});
}

TEST(MailgunRules, RefuseOneMutationOfAQueryForEvents) {
  const std::string path = "/v3/mg.herald.example/events";
  EXPECT_EQ(events_error(path).status, 0);
  EXPECT_EQ(events_error(path + "?begin=1715942000&ascending=yes&limit=300&event=accepted&recipient=a%40b.co")
                .status,
            0);
  EXPECT_EQ(events_error(path, MailgunAccount{}.sending_key).status, 401);
  EXPECT_EQ(events_error("/v3/other.example/events").status, 404);
  EXPECT_EQ(events_error("/v4/mg.herald.example/events").status, 200);
  for (const char* query : {"?limit=301", "?limit=0", "?ascending=1", "?begin=yesterday", "?other=1",
                            "?recipient=a@b.co", "?recipient="})
    EXPECT_EQ(events_error(path + query).status, 400) << query;
}

// The worked vector of the provider's fact sheet.
TEST(MailgunSignature, IsThatOfTheWorkedVector) {
  EXPECT_EQ(mailgun_signature("herald-mailgun-signing-key-0001", "1715942000",
                              "f1e2d3c4b5a697887766554433221100ffeeddccbbaa998877"),
            "ebc80f49f6e201ded9cec816810edd55784cb4041b1295c1f59f1160ecaf0900");
}

TEST(MailgunServer, AnswersWithAnIdThatItsEventsRepeatWithoutBrackets) {
  MailgunServer server;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  const std::string authorization = "Basic " + base64("api:" + server.account().api_key);
  MailFields mail = good_mail();
  std::erase_if(mail, [](const MailField& one) { return one.name == "o:deliverytime"; });
  const HttpReply reply =
      client.send({"POST",
                   "/v3/mg.herald.example/messages",
                   {{"Authorization", authorization}, {"Content-Type", "multipart/form-data; boundary=hb7"}},
                   write_mail_parts(mail, "hb7")});
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto seen = server.seen("rcpt@example.net").at(0);
  EXPECT_EQ(json::parse(reply.body).at("id"), "<" + seen.id + ">");
  const json event = json::parse(server.event(seen, "delivered"));
  EXPECT_EQ(event.at("message").at("headers").at("message-id"), seen.id);
  EXPECT_EQ(event.at("user-variables").at("herald_id"), "hm-000017");
  const HttpReply listed =
      client.send({"GET", "/v3/mg.herald.example/events", {{"Authorization", authorization}}, ""});
  EXPECT_EQ(json::parse(listed.body).at("items").at(0).at("event"), "accepted");
}

}  // namespace
}  // namespace herald::test
