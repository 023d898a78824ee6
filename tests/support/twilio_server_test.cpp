// The strict server against itself: a good request is taken, and one mutation for every rule is refused.
#include "tests/support/twilio_server.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"
#include "tests/support/odd_shapes.hpp"

namespace herald::test {
namespace {

const std::string kSid = "AC00112233445566778899aabbccddeeff";
const std::string kBody =
    "To=%2B447700900123&From=%2B15005550006&Body=caf%C3%A9+%26+more&StatusCallback=http%3A%2F%2F127.0.0.1%"
    "3A9%2Fx";

struct Draft {
  std::string line{"POST /2010-04-01/Accounts/" + kSid + "/Messages.json HTTP/1.1"};
  std::string authorization{"Basic " + base64(TwilioAccount{}.sid + ":" + TwilioAccount{}.auth_token)};
  std::string content_type{"application/x-www-form-urlencoded; charset=utf-8"};
  std::string body{kBody};
  std::string more{};
};

RawRequest request_of(const Draft& draft) {
  return {draft.line + "\r\nHost: 127.0.0.1:1\r\nAuthorization: " + draft.authorization +
              "\r\nContent-Type: " + draft.content_type +
              "\r\nContent-Length: " + std::to_string(draft.body.size()) + "\r\n" + draft.more + "\r\n",
          draft.body, 0};
}

int code_of(const Draft& draft) {
  const auto wrong = check_create({}, request_of(draft));
  return wrong ? wrong->code : 0;
}

TEST(TwilioRules, TakeTheRequestOfTheDocuments) { EXPECT_EQ(code_of({}), 0); }

TEST(TwilioRules, TakeEveryDocumentedParameter) {
  const std::string service = "MG00112233445566778899aabbccddeeff";
  EXPECT_EQ(
      code_of(
          {.body =
               kBody +
               "&MediaUrl=https%3A%2F%2Fa.example%2F1&MediaUrl=https%3A%2F%2Fa.example%2F2&ValidityPeriod=60"
               "&SmartEncoded=true&RiskCheck=disable&Attempt=2&MessagingServiceSid=" +
               service + "&ScheduleType=fixed&SendAt=2026-12-01T00%3A00%3A00Z"}),
      0);
}

const std::string kWhatsApp = "To=whatsapp%3A%2B447700900123&From=whatsapp%3A%2B15005550006&Body=Caf%C3%A9";

TEST(TwilioRules, AnswerFieldsOfAnyShape) {
  each_odd_field<Form>(
      *read_form(kBody + "&MediaUrl=https%3A%2F%2Fa.example%2F1&ContentVariables=%7B%7D&SendAt=x"),
      [](const Form& odd) { EXPECT_NO_THROW(static_cast<void>(code_of({.body = write_form(odd)}))); });
}

TEST(TwilioRules, TakeMessagesOfWhatsApp) {
  EXPECT_EQ(code_of({.body = kWhatsApp}), 0);
  EXPECT_EQ(code_of({.body = kWhatsApp + "&PersistentAction=geo%3A37.78%2C-122.4%7CCaf%C3%A9"}), 0);
  EXPECT_EQ(code_of({.body = kWhatsApp + "&MediaUrl=https%3A%2F%2Fa.example%2F1"}), 0);
  EXPECT_EQ(code_of({.body = "To=whatsapp%3AUS.1234&From=whatsapp%3A%2B15005550006&Body=x"}), 0);
}

struct Mutation {
  std::string name;
  Draft draft;
  int code;
};

std::string without(const std::string& parameter) {
  std::string out;
  const auto form = read_form(kBody);
  for (const auto& [name, value] : *form)
    if (name != parameter) out += (out.empty() ? "" : "&") + write_form({{name, value}});
  return out;
}

/// Of the request line and the headers.
std::vector<Mutation> head_mutations() {
  const std::string path = "/2010-04-01/Accounts/" + kSid + "/Messages.json HTTP/1.1";
  const std::string wrong = "Basic " + base64(kSid + ":wrong");
  return {
      {"another method", {.line = "PUT " + path}, 20004},
      {"another account",
       {.line = "POST /2010-04-01/Accounts/ACff112233445566778899aabbccddeeff/Messages.json HTTP/1.1"},
       20404},
      {"without .json", {.line = "POST /2010-04-01/Accounts/" + kSid + "/Messages HTTP/1.1"}, 20404},
      {"a query", {.line = "POST /2010-04-01/Accounts/" + kSid + "/Messages.json?a=1 HTTP/1.1"}, 20404},
      {"another password", {.authorization = wrong}, 20003},
      {"another scheme", {.authorization = "Bearer " + TwilioAccount{}.auth_token}, 20003},
      {"base64 without padding",
       {.authorization =
            [] {
              auto text = Draft{}.authorization;
              while (text.ends_with('=')) text.pop_back();
              return text + "A";
            }()},
       20003},
      {"credentials twice", {.more = "Authorization: " + Draft{}.authorization + "\r\n"}, 20003},
      {"JSON", {.content_type = "application/json"}, 20001},
      {"no charset", {.content_type = "application/x-www-form-urlencoded"}, 20001},
      {"chunks", {.more = "Transfer-Encoding: chunked\r\n"}, 20001},
      {"an expectation", {.more = "Expect: 100-continue\r\n"}, 20001},
  };
}

/// Of the form.
std::vector<Mutation> form_mutations() {
  return {
      {"a plus that is a blank", {.body = "To=+447700900123&From=%2B15005550006&Body=x"}, 21211},
      {"a raw character", {.body = kBody + "/"}, 20001},
      {"half an escape", {.body = kBody + "%2"}, 20001},
      {"a pair without a name", {.body = kBody + "&=1"}, 20001},
      {"a pair without =", {.body = kBody + "&SmartEncoded"}, 20001},
      {"an empty pair", {.body = kBody + "&"}, 20001},
      {"text that is no UTF-8", {.body = "To=%2B447700900123&From=%2B15005550006&Body=%E9"}, 20001},
      {"an unknown parameter", {.body = kBody + "&Sender=x"}, 20001},
      {"a known one in another case", {.body = kBody + "&validityperiod=60"}, 20001},
      {"To twice", {.body = kBody + "&To=%2B447700900123"}, 20001},
      {"no To", {.body = without("To")}, 21604},
      {"no From", {.body = without("From")}, 21603},
      {"no Body", {.body = without("Body")}, 21602},
      {"a sender of twelve letters", {.body = without("From") + "&From=ABCDEFGHIJKL"}, 21212},
      {"a body that is too long", {.body = without("Body") + "&Body=" + std::string(1601, 'x')}, 21617},
      {"a callback without a scheme",
       {.body = without("StatusCallback") + "&StatusCallback=a.example"},
       21609},
      {"a callback to a host with _",
       {.body = without("StatusCallback") + "&StatusCallback=https%3A%2F%2Fa_b.example%2F"},
       21609},
      {"a validity of 0", {.body = kBody + "&ValidityPeriod=0"}, 20001},
      {"a number for a boolean", {.body = kBody + "&SmartEncoded=1"}, 20001},
      {"variables without a template", {.body = kBody + "&ContentVariables=%7B%221%22%3A%22a%22%7D"}, 21656},
      {"variables that are no texts",
       {.body = kBody + "&ContentSid=HX00112233445566778899aabbccddeeff&ContentVariables=%7B%221%22%3A1%7D"},
       21656},
      {"a time without a service",
       {.body = kBody + "&ScheduleType=fixed&SendAt=2026-12-01T00%3A00%3A00Z"},
       35114},
      {"a place by SMS", {.body = kBody + "&PersistentAction=geo%3A1%2C2"}, 20001},
      {"a place without a longitude", {.body = kWhatsApp + "&PersistentAction=geo%3A1"}, 20001},
      {"two files on WhatsApp",
       {.body = kWhatsApp + "&MediaUrl=https%3A%2F%2Fa.example%2F1&MediaUrl=https%3A%2F%2Fa.example%2F2"},
       20001},
      {"an SMS sender to WhatsApp",
       {.body = "To=whatsapp%3A%2B447700900123&From=%2B15005550006&Body=x"},
       63007},
      {"a WhatsApp sender to SMS",
       {.body = "To=%2B447700900123&From=whatsapp%3A%2B15005550006&Body=x"},
       63007},
      {"a user without country", {.body = "To=whatsapp%3A1234&From=whatsapp%3A%2B15005550006&Body=x"}, 21211},
      {"another sender that is none", {.body = kBody + "&FallbackFrom=ABCDEFGHIJKL"}, 21212},
      {"a URL of 70 KB",
       {.body = kBody + "&MediaUrl=https%3A%2F%2Fa.example%2F" + std::string(70'000, 'x')},
       21620},
      {"eleven media",
       {.body =
            [] {
              std::string all = kBody;
              for (int i = 0; i < 11; ++i) all += "&MediaUrl=https%3A%2F%2Fa.example%2F";
              return all;
            }()},
       20001},
  };
}

TEST(TwilioRules, RefuseOneMutationForEachOfThem) {
  for (const auto& mutations : {head_mutations(), form_mutations()})
    for (const Mutation& mutation : mutations)
      EXPECT_EQ(code_of(mutation.draft), mutation.code) << mutation.name;
}

TEST(TwilioRules, RefuseALengthThatIsWrong) {
  RawRequest request = request_of({});
  request.body += "&";
  EXPECT_TRUE(check_create({}, request).has_value());
}

// The worked vectors of Twilio's signature scheme in the provider's fact sheet.
TEST(TwilioSignature, IsThatOfTheWorkedVectors) {
  const std::string token = TwilioAccount{}.auth_token;
  EXPECT_EQ(twilio_signature(token, "https://hooks.herald.example/twilio/status?acct=7",
                             {{"To", "+447700900123"},
                              {"AccountSid", kSid},
                              {"ApiVersion", "2010-04-01"},
                              {"From", "+15005550006"},
                              {"MessageSid", "SM0f1e2d3c4b5a69788796a5b4c3d2e1f0"},
                              {"MessageStatus", "delivered"}}),
            "Vsvo0UwGPZZ2bc4I/L6Bz6bqSQ0=");
  const Form inbound{{"Body", "caf\xC3\xA9 & ok"},
                     {"From", "+447700900123"},
                     {"MessageSid", "SM11111111111111111111111111111111"},
                     {"NumMedia", "0"},
                     {"To", "+15005550006"}};
  EXPECT_EQ(twilio_signature(token, "https://hooks.herald.example/twilio/in", inbound),
            "YFOZhSm3WuGowZJqm94RzgT0XzI=");
}

HttpReply posted(const TwilioServer& server, const std::string& body) {
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  return client.send({"POST",
                      "/2010-04-01/Accounts/" + kSid + "/Messages.json",
                      {{"Authorization", Draft{}.authorization}, {"Content-Type", Draft{}.content_type}},
                      body});
}

TEST(TwilioServer, AnswersACreatedMessageWithAllFields) {
  const TwilioServer server;
  const HttpReply reply = posted(server, kBody);
  ASSERT_EQ(reply.status, 201);
  const auto message = nlohmann::json::parse(reply.body);
  EXPECT_EQ(message.size(), 20U);
  EXPECT_EQ(message.at("sid"), server.seen().at(0).sid);
  EXPECT_EQ(message.at("status"), "queued");
  EXPECT_EQ(message.at("num_segments"), "1");
}

TEST(TwilioServer, ShowsItsAccountToWhomItBelongs) {
  const auto status = [](const std::string& line, const std::string& authorization,
                         const std::string& body = {}) {
    const auto wrong = check_account_request(
        {}, {line + "\r\nHost: a\r\nAuthorization: " + authorization + "\r\n\r\n", body, 0});
    return wrong ? wrong->status : 200;
  };
  const std::string line = "GET /2010-04-01/Accounts/" + kSid + ".json HTTP/1.1";
  EXPECT_EQ(status(line, Draft{}.authorization), 200);
  EXPECT_EQ(status(line, "Basic " + base64(kSid + ":other")), 401);
  EXPECT_EQ(status(line, Draft{}.authorization, "x"), 400);
  EXPECT_EQ(status("GET /2010-04-01/Accounts/AC1.json HTTP/1.1", Draft{}.authorization), 404);
}

HttpReply got(const TwilioServer& server, const std::string& target, const std::string& authorization) {
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  Headers headers;
  if (!authorization.empty()) headers.emplace_back("Authorization", authorization);
  return client.send({.target = target.substr(server.url().size()), .headers = headers});
}

std::string message_path(const std::string& sid) {
  return "/2010-04-01/Accounts/" + kSid + "/Messages/" + sid + ".json";
}

TEST(TwilioRules, RefuseOneMutationOfAReadForEachOfThem) {
  const std::string sid = "SM00000000000000000000000000000001";
  const auto status = [](const std::string& line, const std::string& more, const std::string& body = {}) {
    const auto call = read_message_call({}, {line + "\r\n" + more + "\r\n", body, 0});
    if (!call.is_one) return 0;
    return call.wrong ? call.wrong->status : 200;
  };
  const std::string line = "GET " + message_path(sid) + " HTTP/1.1";
  const std::string host = "Host: a\r\n";
  const std::string mine = "Authorization: " + Draft{}.authorization + "\r\n";
  EXPECT_EQ(status(line, host + mine), 200);
  EXPECT_EQ(status(line, mine), 400);
  EXPECT_EQ(status(line, host + host + mine), 400);
  EXPECT_EQ(status(line, host + mine, "x"), 400);
  EXPECT_EQ(status(line, host), 401);
  EXPECT_EQ(status(line, host + mine + mine), 401);
  EXPECT_EQ(status(line, host + "Authorization: Basic " + base64(kSid + ":other") + "\r\n"), 401);
  EXPECT_EQ(status("GET " + message_path(sid + "0") + " HTTP/1.1", host + mine), 404);
  EXPECT_EQ(status("GET " + message_path("PN" + sid.substr(2)) + " HTTP/1.1", host + mine), 404);
  EXPECT_EQ(status("GET " + message_path(sid) + "?a=1 HTTP/1.1", host + mine), 404);
  EXPECT_EQ(status("POST " + message_path(sid) + " HTTP/1.1", host + mine), 0) << "no read at all";
}

TEST(TwilioServer, ShowsAMessageWithoutAPriceUntilItIsBilled) {
  TwilioServer server;
  const std::string sid = nlohmann::json::parse(posted(server, kBody).body).at("sid");
  const std::string url = server.url() + message_path(sid);
  const auto shown = [&] { return nlohmann::json::parse(got(server, url, Draft{}.authorization).body); };
  EXPECT_TRUE(shown().at("price").is_null());
  EXPECT_EQ(shown().size(), 20U);
  EXPECT_EQ(shown().at("status"), "delivered");
  server.limit_reads(sid, 1);
  EXPECT_EQ(got(server, url, Draft{}.authorization).status, 429);
  server.bill(sid, {.status = "undelivered", .price = "-0.00750"});
  EXPECT_EQ(shown().at("price"), "-0.00750");
  EXPECT_EQ(shown().at("price_unit"), "USD");
  EXPECT_EQ(shown().at("status"), "undelivered");
  EXPECT_EQ(server.reads(sid), 7);
  EXPECT_EQ(got(server, url, "").status, 401);
  EXPECT_EQ(
      got(server, server.url() + message_path("SM" + std::string(32, 'f')), Draft{}.authorization).status,
      404);
}

TEST(TwilioServer, BillsEachMessageAWhileAfterItWasSent) {
  TwilioServer server;
  const std::string sid = nlohmann::json::parse(posted(server, kBody).body).at("sid");
  const auto price = [&] {
    const HttpReply reply = got(server, server.url() + message_path(sid), Draft{}.authorization);
    return nlohmann::json::parse(reply.body).at("price");
  };
  server.bill_all("-1", std::chrono::hours{1});
  EXPECT_TRUE(price().is_null());
  server.bill_all("-1", std::chrono::hours{0});
  EXPECT_EQ(price(), "-1");
}

TEST(TwilioServer, AnswersMagicNumbersWithTheirErrors) {
  const TwilioServer server;
  for (const auto& [number, code] : std::vector<std::pair<std::string, int>>{
           {"0001", 21211}, {"0002", 21612}, {"0003", 21408}, {"0004", 21610}, {"0009", 21614}}) {
    const HttpReply reply = posted(server, "To=%2B1500555" + number + "&From=%2B15005550006&Body=x");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(nlohmann::json::parse(reply.body).at("code"), code);
  }
}

TEST(TwilioServer, LimitsWhenAskedToAndThenObliges) {
  TwilioServer server;
  server.next("+447700900123", {TwilioMood::Limiting});
  const HttpReply refused = posted(server, kBody);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(posted(server, kBody).status, 201);
}

TEST(TwilioServer, GivesAMediumByARedirectThatTakesNoCredentials) {
  TwilioServer server;
  const std::string url = server.keep({"image/png", "PNG"});
  EXPECT_EQ(got(server, url, "").status, 401);
  EXPECT_EQ(got(server, url, "Basic eDp5").status, 401);
  const HttpReply redirect = got(server, url, Draft{}.authorization);
  ASSERT_EQ(redirect.status, 307);
  const std::string stored = redirect.header("Location");
  EXPECT_EQ(got(server, stored, Draft{}.authorization).status, 400);
  EXPECT_EQ(got(server, stored + "0", "").status, 403);
  EXPECT_EQ(got(server, stored.substr(0, stored.find('?')), "").status, 403);
  const HttpReply reply = got(server, stored, "");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "PNG");
  EXPECT_EQ(reply.header("Content-Type"), "image/png");
  EXPECT_EQ(got(server, url.substr(0, url.size() - 1) + "f", Draft{}.authorization).status, 404);
}

TEST(TwilioServer, RecordsWhatItRefused) {
  const TwilioServer server;
  EXPECT_EQ(posted(server, kBody + "&Sender=x").status, 400);
  ASSERT_EQ(server.seen().size(), 1U);
  EXPECT_EQ(server.seen()[0].rule, "no parameter Sender");
}

}  // namespace
}  // namespace herald::test
