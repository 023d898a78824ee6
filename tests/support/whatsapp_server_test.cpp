#include "tests/support/whatsapp_server.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using What = WhatsAppCall::What;

const std::string kGoodBody =
    R"({"messaging_product":"whatsapp","to":"919876500001","type":"text","text":{"body":"Hi"}})";
const std::string kBearer = "Authorization: Bearer " + WhatsAppAccount{}.token + "\r\n";

/// A request as it is written. [value]
struct Written {
  std::string line{"POST /v25.0/106540000000001/messages HTTP/1.1"};
  std::string headers{kBearer + "Content-Type: application/json\r\n"};
  std::string body{kGoodBody};
  std::string length{};
};

WhatsAppCall called(const Written& written, const WhatsAppAccount& account = {}) {
  std::string head = written.line + "\r\nHost: 127.0.0.1:1\r\n" + written.headers;
  const std::string length = written.length.empty() ? std::to_string(written.body.size()) : written.length;
  if (written.line.starts_with("POST")) head += "Content-Length: " + length + "\r\n";
  return read_whatsapp_call(account, {head + "\r\n", written.body, 0});
}

int code_of(const Written& written, const WhatsAppAccount& account = {}) {
  return called(written, account).wrong.value_or(WhatsAppError{.code = -1}).code;
}

TEST(WhatsAppCalls, AreTakenAsTheDocumentsHaveThem) {
  EXPECT_EQ(code_of({}), -1);
  const Written number{
      "GET /v25.0/106540000000001?fields=display_phone_number%2Cverified_name%2Cquality_rating HTTP/1.1",
      kBearer, ""};
  EXPECT_EQ(called(number).what, What::Number);
  EXPECT_EQ(code_of(number), -1);
  const Written lookup{"GET /v25.0/1037543291543636?phone_number_id=106540000000001 HTTP/1.1", kBearer, ""};
  EXPECT_EQ(called(lookup).media_id, "1037543291543636");
  EXPECT_EQ(code_of(lookup), -1);
  EXPECT_EQ(code_of({"GET /media/1037543291543636 HTTP/1.1", kBearer + "User-Agent: Shop\r\n", ""}), -1);
  const MailFields parts{{"messaging_product", "whatsapp", "", ""},
                         {"type", "image/png", "", ""},
                         {"file", "PNG", "a.png", "image/png"}};
  EXPECT_EQ(code_of({"POST /v25.0/106540000000001/media HTTP/1.1",
                     kBearer + "Content-Type: multipart/form-data; boundary=b1\r\n",
                     write_mail_parts(parts, "b1")}),
            -1);
}

TEST(WhatsAppCalls, RefuseOneMutationOfEachHeaderAndCredential) {
  const std::string json_type = "Content-Type: application/json\r\n";
  EXPECT_EQ(code_of({.line = "GET /v25.0/106540000000001/messages HTTP/1.1"}), 100);
  EXPECT_EQ(code_of({.line = "POST /v24.0/106540000000001/messages HTTP/1.1"}), 100);
  EXPECT_EQ(code_of({.line = "POST /v25.0/106540000000002/messages HTTP/1.1"}), 100);
  EXPECT_EQ(code_of({.line = "POST /v25.0/106540000000001/messages?a=1 HTTP/1.1"}), 100);
  EXPECT_EQ(code_of({.headers = json_type}), 0);
  EXPECT_EQ(code_of({.headers = json_type + "Authorization: Bearer other\r\n"}), 190);
  EXPECT_EQ(code_of({.headers = json_type + "Authorization: " + WhatsAppAccount{}.token + "\r\n"}), 190);
  EXPECT_EQ(code_of({.headers = json_type + kBearer + kBearer}), 100);
  EXPECT_EQ(code_of({.headers = kBearer + "Content-Type: text/plain\r\n"}), 100);
  EXPECT_EQ(code_of({.headers = json_type + kBearer + "X-Extra: 1\r\n"}), 100);
  EXPECT_EQ(code_of({.length = "1"}), 100);
  EXPECT_EQ(code_of({"GET /v25.0/106540000000001 HTTP/1.1", kBearer, ""}), 100) << "without fields";
  EXPECT_EQ(code_of({"GET /media/1 HTTP/1.1", "", ""}), 0) << "media need the token too";
  EXPECT_EQ(code_of({"GET /media/1 HTTP/1.1", kBearer, "x"}), 100);
  EXPECT_EQ(code_of({"GET /media/1 HTTP/1.1", kBearer, ""}), 10) << "without an agent";
  EXPECT_EQ(code_of({"GET /media/1 HTTP/1.1", kBearer + "User-Agent: Mozilla/5.0\r\n", ""}), 10);
  EXPECT_EQ(code_of({"GET /v25.0/1?phone_number_id=2 HTTP/1.1", kBearer, ""}), 100);
}

TEST(WhatsAppCalls, SetUpWebhooksByAnUrlAndATokenOrNeither) {
  const std::string app = "POST /v25.0/102290129340398/subscribed_apps HTTP/1.1";
  const std::string number = "POST /v25.0/106540000000001 HTTP/1.1";
  const auto code = [](const std::string& line, const std::string& body) {
    return code_of({.line = line, .body = body});
  };
  const std::string callback = R"({"override_callback_uri":"https://a.example/h","verify_token":"t"})";
  EXPECT_EQ(called({.line = app, .body = "{}"}).what, What::Subscribe);
  EXPECT_EQ(code(app, "{}"), -1);
  EXPECT_EQ(code(app, callback), -1);
  EXPECT_EQ(code("POST /v25.0/102290129340399/subscribed_apps HTTP/1.1", "{}"), 100);
  EXPECT_EQ(code("GET /v25.0/102290129340398/subscribed_apps HTTP/1.1", ""), 100);
  EXPECT_EQ(code(number, R"({"webhook_configuration":)" + callback + "}"), -1);
  EXPECT_EQ(code(number, R"({"webhook_configuration":{"override_callback_uri":""}})"), -1);
  EXPECT_EQ(code(number, "{}"), 100);
  EXPECT_EQ(code(number, R"({"webhook_configuration":{}})"), 100);
  EXPECT_EQ(code(number, R"({"webhook_configuration":{},"other":1})"), 100);
  for (const char* bad :
       {"", "1", R"({"verify_token":"t"})", R"({"override_callback_uri":"https://a.example/h"})",
        R"({"override_callback_uri":"http://a.example/h","verify_token":"t"})",
        R"({"override_callback_uri":"https://a.example/h","verify_token":""})",
        R"({"override_callback_uri":"https://a.example/h","verify_token":"t","x":1})"}) {
    EXPECT_EQ(code(app, bad), 100) << bad;
    EXPECT_EQ(code(number, R"({"webhook_configuration":)" + std::string{bad} + "}"), 100) << bad;
  }
  EXPECT_EQ(code_of({app, kBearer + "Content-Type: text/plain\r\n", "{}"}), 100);
}

TEST(WhatsAppCalls, NeedTheProofWhereTheAppEnforcesIt) {
  const WhatsAppAccount strict{.wants_proof = true};
  const auto with = [](const std::string& proof) {
    return Written{.line = "POST /v25.0/106540000000001/messages?appsecret_proof=" + proof + " HTTP/1.1"};
  };
  EXPECT_EQ(code_of({}, strict), 100);
  EXPECT_EQ(code_of(with(whatsapp_proof(strict)), strict), -1);
  EXPECT_EQ(code_of(with(whatsapp_proof(strict))), -1);
  EXPECT_EQ(code_of(with(std::string(64, '0'))), 100);
}

// RFC 4231, test case 2, and FIPS 180-2, "abc".
TEST(WhatsAppSignature, IsHmacSha256InHexadecimal) {
  EXPECT_EQ(whatsapp_signature("Jefe", "what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(whatsapp_sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(whatsapp_sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

struct Spoken {
  WhatsAppServer server;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  const std::string bearer{"Bearer " + server.account().token};

  HttpReply send(const std::string& body) {
    return client.send({"POST",
                        "/v25.0/106540000000001/messages",
                        {{"Authorization", bearer}, {"Content-Type", "application/json"}},
                        body});
  }
  HttpReply get(const std::string& path) {
    return client.send({"GET", path, {{"Authorization", bearer}, {"User-Agent", "Shop"}}});
  }
};

TEST(WhatsAppServer, GivesEachMessageAnIdThatItsStatusesRepeat) {
  Spoken spoken;
  const json answer = json::parse(spoken.send(kGoodBody).body);
  const auto seen = spoken.server.seen("919876500001").at(0);
  EXPECT_EQ(answer.at("messages")[0].at("id"), seen.id);
  const json told = json::parse(spoken.server.status(seen, "sent", json::object()));
  EXPECT_EQ(told.at("entry")[0].at("changes")[0].at("value").at("statuses")[0].at("id"), seen.id);
  spoken.server.next("919876500001", {{.way = WhatsAppMood::Way::Refuse, .code = 131026}});
  EXPECT_EQ(json::parse(spoken.send(kGoodBody).body).at("error").at("code"), 131026);
  EXPECT_EQ(spoken.send("{}").status, 400);
}

TEST(WhatsAppServer, ServesAKeptFileByItsIdThenByItsUrl) {
  Spoken spoken;
  const std::string id = spoken.server.keep({"image/png", "", "PNG"});
  const json found = json::parse(spoken.get("/v25.0/" + id).body);
  EXPECT_EQ(found.at("sha256"), whatsapp_sha256_hex("PNG"));
  const std::string url = found.at("url");
  EXPECT_EQ(spoken.get(url.substr(url.find('/', 8))).body, "PNG");
  EXPECT_EQ(spoken.get("/v25.0/1").status, 400);
  EXPECT_EQ(spoken.get("/media/1").status, 404);
}

}  // namespace
}  // namespace herald::test
