#include "tests/support/vonage_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"
#include "tests/support/odd_shapes.hpp"
#include "tests/support/token_signer.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kSmsNow = 1'715'941'230;

Form good_sms() {
  return {{"from", "HERALD"},
          {"to", "447700900123"},
          {"text", "Code 4471 \xE2\x82\xAC"},
          {"type", "text"},
          {"status-report-req", "1"},
          {"client-ref", "hm-000017"},
          {"callback", "https://hooks.herald.example/vonage/dlr"},
          {"ttl", "259200000"},
          {"message-class", "0"},
          {"account-ref", "desk"},
          {"entity-id", "1101456324675322134"},
          {"content-id", "1107457532145798767"},
          {"trusted-recipient", "true"},
          {"trusted-number", "true"}};
}

Form changed(Form form, const std::string& name, const std::string& value) {
  std::erase_if(form, [&](const auto& one) { return one.first == name; });
  if (!value.empty()) form.emplace_back(name, value);
  return form;
}

std::string status_after(const std::string& name, const std::string& value) {
  const auto wrong = check_sms_fields(changed(good_sms(), name, value));
  return wrong ? wrong->status : "0";
}

TEST(VonageSmsRules, TakeTheRequestOfTheDocuments) {
  EXPECT_FALSE(check_sms_fields(good_sms()).has_value());
  EXPECT_FALSE(
      check_sms_fields({{"from", "447700900456"}, {"to", "447700900123"}, {"text", "Hi"}}).has_value());
  EXPECT_FALSE(check_sms_fields({{"from", "HERALD"},
                                 {"to", "447700900123"},
                                 {"type", "binary"},
                                 {"body", "0011"},
                                 {"udh", "06050415811581"},
                                 {"protocol-id", "7F"}})
                   .has_value());
}

TEST(VonageSmsRules, AnswerFieldsOfAnyShape) {
  each_odd_field<Form>(good_sms(), [](const Form& odd) {
    EXPECT_NO_THROW(static_cast<void>(check_sms_fields(odd)));
    EXPECT_NO_THROW(static_cast<void>(sms_parts(odd)));
  });
}

TEST(VonageSmsRules, RefuseOneMutationOfEachParameter) {
  const std::vector<std::array<std::string, 3>> mutations{
      {"from", "", "2"},
      {"from", "HERALD SMS", "15"},
      {"from", "HERALDHERALD", "15"},
      {"from", "+447700900456", "15"},
      {"from", "1234567890123456", "15"},
      {"to", "", "2"},
      {"to", "+447700900123", "3"},
      {"to", "00447700900123", "3"},
      {"to", "447700", "3"},
      {"to", "4477009001234567", "3"},
      {"to", "447700900123,447700900124", "3"},
      {"text", "", "2"},
      {"text", std::string(3201, 'x'), "12"},
      {"text", "\xD0\x9F\xD1\x80", "3"},
      {"type", "flash", "3"},
      {"type", "binary", "2"},
      {"body", "00", "3"},
      {"udh", "00", "3"},
      {"protocol-id", "7F", "3"},
      {"status-report-req", "yes", "3"},
      {"client-ref", std::string(41, 'x'), "3"},
      {"callback", "ftp://a.example", "23"},
      {"callback", "https://a.example/" + std::string(83, 'x'), "23"},
      {"ttl", "19999", "16"},
      {"ttl", "604800001", "16"},
      {"ttl", "soon", "16"},
      {"message-class", "4", "20"},
      {"account-ref", "\n", "3"},
      {"entity-id", "abc", "3"},
      {"content-id", "abc", "3"},
      {"trusted-recipient", "yes", "3"},
      {"trusted-number", "yes", "3"},
      {"invented", "1", "3"}};
  for (const auto& [name, value, status] : mutations)
    EXPECT_EQ(status_after(name, value), status) << name << value;
  EXPECT_EQ(status_after("callback", "https://a.example/" + std::string(82, 'x')), "0") << "100 characters";
  Form twice = good_sms();
  twice.emplace_back("text", "again");
  EXPECT_EQ(check_sms_fields(twice).value_or(VonageError{}).status, "3");
}

TEST(VonageSmsRules, RefuseBinariesThatAreNone) {
  const auto status = [](const Form& more) {
    Form form{{"from", "HERALD"}, {"to", "447700900123"}, {"type", "binary"}};
    form.insert(form.end(), more.begin(), more.end());
    return check_sms_fields(form).value_or(VonageError{.status = "0"}).status;
  };
  EXPECT_EQ(status({{"body", std::string(280, '0')}}), "0");
  EXPECT_EQ(status({{"body", std::string(280, '0')}, {"udh", "00"}}), "12");
  EXPECT_EQ(status({{"body", "0"}}), "3");
  EXPECT_EQ(status({{"body", "xy"}}), "3");
  EXPECT_EQ(status({{"body", "00"}, {"udh", "0"}}), "3");
  EXPECT_EQ(status({{"body", "00"}, {"text", "t"}}), "3");
}

TEST(VonageSmsRules, CountParts) {
  const auto parts = [](const std::string& text, const std::string& type = "text") {
    return sms_parts({{"text", text}, {"type", type}});
  };
  EXPECT_EQ(parts(std::string(160, 'x')), 1);
  EXPECT_EQ(parts(std::string(161, 'x')), 2);
  EXPECT_EQ(parts(std::string(306, 'x')), 2);
  EXPECT_EQ(parts(std::string(307, 'x')), 3);
  EXPECT_EQ(parts(std::string(80, '[')), 1) << "characters of the extension table count two";
  EXPECT_EQ(parts(std::string(81, '[')), 2);
  EXPECT_EQ(parts(std::string(70, 'x'), "unicode"), 1);
  EXPECT_EQ(parts(std::string(71, 'x'), "unicode"), 2);
}

struct SmsWritten {
  std::string line{"POST /sms/json HTTP/1.1"};
  std::string more{"Authorization: Basic " +
                   base64(VonageAccount{}.api_key + ":" + VonageAccount{}.api_secret) + "\r\n"};
  std::string type{"application/x-www-form-urlencoded"};
  Form form{good_sms()};
  std::string length{};
};

VonageError sms_error(const SmsWritten& written, const VonageAccount& account = {}) {
  const std::string body = write_form(written.form);
  const std::string length = written.length.empty() ? std::to_string(body.size()) : written.length;
  const RawRequest raw{written.line + "\r\nHost: 127.0.0.1:1\r\nContent-Type: " + written.type +
                           "\r\nContent-Length: " + length + "\r\n" + written.more + "\r\n",
                       body, 0};
  Form form;
  return check_sms_request(account, raw, kSmsNow, form).value_or(VonageError{.http = 0, .status = "0"});
}

TEST(VonageSmsRules, RefuseOneMutationOfEachHeaderAndCredential) {
  EXPECT_EQ(sms_error({}).http, 0);
  EXPECT_EQ(sms_error({.line = "GET /sms/json HTTP/1.1"}).http, 405);
  EXPECT_EQ(sms_error({.line = "POST /sms/xml HTTP/1.1"}).http, 404);
  EXPECT_EQ(sms_error({.line = "POST /sms/json?a=1 HTTP/1.1"}).http, 404);
  EXPECT_EQ(sms_error({.type = "application/json"}).http, 415);
  EXPECT_EQ(sms_error({.length = "1"}).http, 411);
  EXPECT_EQ(sms_error({.more = "Authorization: Basic eDp5\r\n"}).http, 401);
  EXPECT_EQ(sms_error({.more = SmsWritten{}.more + "X-Extra: 1\r\n"}).http, 400);
  EXPECT_EQ(sms_error({.more = SmsWritten{}.more + SmsWritten{}.more}).http, 400);
  EXPECT_EQ(sms_error({.more = ""}).status, "4");
  Form with_secret = good_sms();
  with_secret.emplace_back("api_key", VonageAccount{}.api_key);
  with_secret.emplace_back("api_secret", VonageAccount{}.api_secret);
  EXPECT_EQ(sms_error({.more = "", .form = with_secret}).http, 0);
  EXPECT_EQ(sms_error({.form = with_secret}).status, "3") << "credentials twice";
  EXPECT_EQ(sms_error({.more = "", .form = changed(with_secret, "api_secret", "wrong")}).status, "4");
}

Form signed_sms(VonageMethod method, std::int64_t at = kSmsNow) {
  Form form = good_sms();
  form.emplace_back("api_key", VonageAccount{}.api_key);
  form.emplace_back("timestamp", std::to_string(at));
  form.emplace_back("sig", vonage_sig(method, VonageAccount{}.signature_secret, form));
  return form;
}

TEST(VonageSmsRules, RefuseOneMutationOfEachSignature) {
  for (const auto method : {VonageMethod::Md5Hash, VonageMethod::Md5, VonageMethod::Sha1,
                            VonageMethod::Sha256, VonageMethod::Sha512}) {
    const VonageAccount account{.method = method};
    const auto error = [&](const Form& form, const std::string& more = {}) {
      return sms_error({.more = more, .form = form}, account).status;
    };
    const Form good = signed_sms(method);
    std::string loud = field(good, "sig");
    std::ranges::transform(loud, loud.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    EXPECT_EQ(error(good), "0");
    EXPECT_EQ(error(changed(good, "sig", loud)), "0");
    EXPECT_EQ(error(changed(good, "text", "other")), "14");
    EXPECT_EQ(error(changed(good, "sig", "00")), "14");
    EXPECT_EQ(error(changed(good, "sig", "")), "14");
    EXPECT_EQ(error(changed(good, "timestamp", "")), "14");
    EXPECT_EQ(error(changed(good, "api_key", "other")), "4");
    EXPECT_EQ(error(changed(good, "api_secret", "x")), "32");
    EXPECT_EQ(error(good, SmsWritten{}.more), "14") << "the secret beside a signature";
    EXPECT_EQ(error(good_sms(), SmsWritten{}.more), "14") << "no signature";
    EXPECT_EQ(error(signed_sms(method, kSmsNow - 300)), "0");
    EXPECT_EQ(error(signed_sms(method, kSmsNow - 301)), "14");
    EXPECT_EQ(error(signed_sms(method, kSmsNow + 301)), "14");
  }
  EXPECT_EQ(sms_error({.more = "", .form = signed_sms(VonageMethod::Md5)}).status, "14")
      << "it does not sign";
}

// The worked vectors of the provider's fact sheet.
TEST(VonageSignature, IsThatOfTheWorkedVectors) {
  const Form parameters{{"keyword", "A=B"},
                        {"message-timestamp", "2024-05-17 10:20:30"},
                        {"messageId", "0A0000001234ABCD"},
                        {"msisdn", "447700900123"},
                        {"nonce", "5b0c1d2e-0000-4000-8000-aabbccddeeff"},
                        {"text", "a=b & c"},
                        {"timestamp", "1715941230"},
                        {"to", "447700900456"},
                        {"type", "text"},
                        {"sig", "not a part of itself"}};
  const auto sig = [&](VonageMethod method) { return vonage_sig(method, "herald-sig-secret", parameters); };
  EXPECT_EQ(sig(VonageMethod::Md5Hash), "3d82a33ca32dff5b7876c930cc5b40cd");
  EXPECT_EQ(sig(VonageMethod::Md5), "b5593480237840d4b2fc733bbf83fd65");
  EXPECT_EQ(sig(VonageMethod::Sha1), "42e3b002a495a363bd4895ae974b88b5b848a6cc");
  EXPECT_EQ(sig(VonageMethod::Sha256), "12f22aea55ca901230cca526ec2f80cdc771dcb3c7a1752ecd569a125e105a0e");
  EXPECT_EQ(sig(VonageMethod::Sha512),
            "a7ce29db1b3dce12d69a4ba3527a60fd7ddb8017a995d73b4a50763ce71fb147d744c7b55dc122ca771d691b8e4ad819"
            "ef494d26987073a3a4b905f293929b6c");
}

TEST(VonageSignature, OfAWebhookIsTheWorkedToken) {
  const std::string body = R"({"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","status":"delivered"})";
  EXPECT_EQ(sha256_hex(body), "d5ecbc7ab77b376b2cf635a6869d4dbb15322175f95b5c19260a27f6217e4eff");
  EXPECT_EQ(
      vonage_webhook_token("herald-hs256-signature-secret-0001",
                           {1715941230, "6b1f9a0e-7c1d-4f5e-9a3b-2c4d5e6f7081", "a1b2c3d4",
                            "11112222-3333-4444-8555-666677778888"},
                           body),
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJpYXQiOjE3MTU5NDEyMzAsImp0aSI6IjZiMWY5YTBlLTdjMWQtNGY1ZS05YTNiLTJjNGQ1ZTZmNzA4MSIsImlzcyI6IlZvbmFn"
      "ZSIsInBheWxvYWRfaGFzaCI6ImQ1ZWNiYzdhYjc3YjM3NmIyY2Y2MzVhNjg2OWQ0ZGJiMTUzMjIxNzVmOTViNWMxOTI2MGEyN2Y2"
      "MjE3ZTRlZmYiLCJhcGlfa2V5IjoiYTFiMmMzZDQiLCJhcHBsaWNhdGlvbl9pZCI6IjExMTEyMjIyLTMzMzMtNDQ0NC04NTU1LTY2"
      "NjY3Nzc3ODg4OCJ9.b-2oedrodERgONXqKI1wbjkJTpFdzHuNQ_zucO3mEAE");
}

TEST(VonageServer, TellsTheBalanceToItsAccountOnly) {
  VonageServer server;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  const std::string good = "Basic " + base64(server.account().api_key + ":" + server.account().api_secret);
  const auto ask = [&](const std::string& path, const std::string& credentials) {
    return client.send({"GET", path, {{"Authorization", credentials}}, ""});
  };
  EXPECT_EQ(json::parse(ask("/account/get-balance", good).body).at("value"), 10.28);
  EXPECT_EQ(ask("/account/get-balance", "Basic eDp5").status, 401);
  EXPECT_EQ(ask("/account/balance", good).status, 404);
}

TEST(VonageServer, GivesEachPartAnIdThatItsReceiptsRepeat) {
  VonageServer server;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)))};
  const std::string credentials = base64(server.account().api_key + ":" + server.account().api_secret);
  const auto send = [&](const Form& form) {
    return json::parse(client
                           .send({"POST",
                                  "/sms/json",
                                  {{"Authorization", "Basic " + credentials},
                                   {"Content-Type", "application/x-www-form-urlencoded"}},
                                  write_form(form)})
                           .body);
  };
  const json answer = send(changed(good_sms(), "text", std::string(161, 'x')));
  EXPECT_EQ(answer.at("message-count"), "2");
  const auto seen = server.seen("447700900123").at(0);
  EXPECT_EQ(answer.at("messages")[1].at("message-id"), seen.ids.at(1));
  const Form receipt = server.receipt(seen, 1, "delivered", "0");
  EXPECT_EQ(field(receipt, "messageId"), seen.ids.at(1));
  EXPECT_EQ(field(receipt, "msisdn"), "447700900123");
  EXPECT_EQ(field(receipt, "to"), "HERALD");
  server.next("447700900123", {{.way = VonageMood::Way::Status, .code = "9"}});
  EXPECT_EQ(send(good_sms()).at("messages")[0].at("status"), "9");
}

}  // namespace
}  // namespace herald::test
