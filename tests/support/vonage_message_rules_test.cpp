#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/odd_shapes.hpp"
#include "tests/support/token_signer.hpp"
#include "tests/support/vonage_wire.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kNow = 1'715'941'230;

json good_sms_mail() {
  return json::parse(R"({"channel":"sms","message_type":"text","to":"447700900123","from":"HERALD",
    "text":"Code 4471","client_ref":"hm-000017","webhook_url":"https://hooks.herald.example/v","webhook_version":"v1",
    "ttl":3600,"trusted_recipient":true,"sms":{"encoding_type":"auto","content_id":"1","entity_id":"2","pool_id":"p"},
    "failover":[{"channel":"whatsapp","message_type":"text","to":"447700900123","from":"447700900456","text":"Hi"}]})");
}

json good_whatsapp() {
  return json::parse(R"({"channel":"whatsapp","message_type":"text","to":"447700900123","from":"447700900456",
    "text":"Hello","context":{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab"}})");
}

json good_template() {
  return json::parse(
      R"({"channel":"whatsapp","message_type":"template","to":"447700900123","from":"447700900456",
    "template":{"name":"ns:code","parameters":["4471"]},"whatsapp":{"policy":"deterministic","locale":"en_GB"}})");
}

json good_image() {
  return json::parse(
      R"({"channel":"whatsapp","message_type":"image","to":"447700900123","from":"447700900456",
    "image":{"url":"https://files.example/a.png","caption":"A","name":"a.png"}})");
}

json good_sticker() {
  return json::parse(
      R"({"channel":"whatsapp","message_type":"sticker","to":"447700900123","from":"447700900456",
    "sticker":{"url":"https://files.example/a.webp"}})");
}

json good_place() {
  return json::parse(
      R"({"channel":"whatsapp","message_type":"custom","to":"447700900123","from":"447700900456",
    "custom":{"type":"location","location":{"latitude":51.5,"longitude":-0.1,"name":"Office","address":"A street"}}})");
}

json good_mms() {
  return json::parse(R"({"channel":"mms","message_type":"vcard","to":"447700900123","from":"447700900456",
    "vcard":{"url":"https://files.example/a.vcf","caption":"A"},"ttl":300})");
}

const std::vector<json>& good_mails() {
  static const std::vector<json> kMails{good_sms_mail(), good_whatsapp(), good_template(), good_image(),
                                        good_sticker(),  good_place(),    good_mms()};
  return kMails;
}

/// The member that is complained about once `pointer` has that value (JSON; empty: it goes); `-` for nothing.
std::string complaint(json mail, const std::string& pointer, const std::string& value) {
  const json::json_pointer at{pointer};
  if (value.empty()) {
    mail.at(at.parent_pointer()).erase(at.back());
  } else {
    mail[at] = json::parse(value);
  }
  const auto wrong = check_message_body(mail.dump());
  return wrong ? wrong->member : "-";
}

TEST(VonageMessageRules, TakeTheRequestsOfTheDocuments) {
  for (const json& mail : good_mails())
    EXPECT_FALSE(check_message_body(mail.dump()).has_value())
        << mail << check_message_body(mail.dump())->rule;
}

TEST(VonageMessageRules, AnswerBodiesOfAnyShape) {
  for (const json& mail : good_mails())
    each_odd_shape(
        mail, [](const json& odd) { EXPECT_NO_THROW(static_cast<void>(check_message_body(odd.dump()))); });
}

TEST(VonageMessageRules, RefuseOneMutationForEachMember) {
  const auto text = [](std::size_t size) { return json(std::string(size, 'x')).dump(); };
  const std::vector<std::array<std::string, 3>> mutations{
      {"/channel", "", "channel"},
      {"/channel", R"("fax")", "channel"},
      {"/channel", "1", "channel"},
      {"/message_type", "", "message_type"},
      {"/message_type", R"("image")", "message_type"},
      {"/to", "", "to"},
      {"/to", R"("+447700900123")", "to"},
      {"/to", "447700900123", "to"},
      {"/from", "", "from"},
      {"/from", R"("HERALD HERALD")", "from"},
      {"/text", "", "text"},
      {"/text", R"("")", "text"},
      {"/text", text(1001), "text"},
      {"/image", R"({"url":"https://files.example/a.png"})", "image"},
      {"/client_ref", text(101), "client_ref"},
      {"/webhook_url", R"("hooks")", "webhook_url"},
      {"/webhook_version", R"("v2")", "webhook_version"},
      {"/ttl", "19", "ttl"},
      {"/ttl", "604801", "ttl"},
      {"/ttl", R"("3600")", "ttl"},
      {"/trusted_recipient", R"("yes")", "trusted_recipient"},
      {"/sms/encoding_type", R"("gsm")", "sms.encoding_type"},
      {"/sms/content_id", R"("")", "sms.content_id"},
      {"/sms/entity_id", "1", "sms.entity_id"},
      {"/sms/pool_id", R"("a b")", "sms.pool_id"},
      {"/sms/other", "1", "sms"},
      {"/whatsapp", "{}", "whatsapp"},
      {"/failover", "[]", "failover"},
      {"/failover/0/to", R"("+1")", "failover"},
      {"/failover/0/failover", "[{}]", "failover"},
      {"/other", "1", "other"}};
  for (const auto& [pointer, value, member] : mutations)
    EXPECT_EQ(complaint(good_sms_mail(), pointer, value), member) << pointer << value;
}

TEST(VonageMessageRules, RefuseOneMutationForEachMemberOfWhatsApp) {
  EXPECT_EQ(complaint(good_whatsapp(), "/from", R"("HERALD")"), "from");
  EXPECT_EQ(complaint(good_whatsapp(), "/text", json(std::string(4096, 'x')).dump()), "-");
  EXPECT_EQ(complaint(good_whatsapp(), "/text", json(std::string(4097, 'x')).dump()), "text");
  EXPECT_EQ(complaint(good_whatsapp(), "/ttl", "3600"), "ttl");
  EXPECT_EQ(complaint(good_whatsapp(), "/sms", "{}"), "sms");
  EXPECT_EQ(complaint(good_whatsapp(), "/context", R"({"message_uuid":"a"})"), "context");
  EXPECT_EQ(complaint(good_template(), "/template", ""), "template");
  EXPECT_EQ(complaint(good_template(), "/template/name", ""), "template.name");
  EXPECT_EQ(complaint(good_template(), "/template/parameters", "[1]"), "template.parameters");
  EXPECT_EQ(complaint(good_template(), "/whatsapp", ""), "whatsapp");
  EXPECT_EQ(complaint(good_template(), "/whatsapp/policy", R"("fallback")"), "whatsapp.policy");
  EXPECT_EQ(complaint(good_template(), "/whatsapp/locale", R"("en-GB")"), "whatsapp.locale");
  EXPECT_EQ(complaint(good_image(), "/image", ""), "image");
  EXPECT_EQ(complaint(good_image(), "/image/url", R"("file:///a")"), "image.url");
  EXPECT_EQ(complaint(good_image(), "/image/caption", json(std::string(3001, 'x')).dump()), "image.caption");
  EXPECT_EQ(complaint(good_image(), "/image/size", "1"), "image");
}

TEST(VonageMessageRules, RefuseOneMutationForEachMemberOfStickersPlacesAndMms) {
  const std::string long_text = json(std::string(1001, 'x')).dump();
  EXPECT_EQ(complaint(good_sticker(), "/sticker/caption", R"("A")"), "sticker");
  EXPECT_EQ(complaint(good_sticker(), "/sticker/url", ""), "sticker.url");
  EXPECT_EQ(complaint(good_place(), "/custom", "1"), "custom");
  EXPECT_EQ(complaint(good_place(), "/custom/type", R"("contacts")"), "custom.type");
  EXPECT_EQ(complaint(good_place(), "/custom/other", "1"), "custom.type");
  EXPECT_EQ(complaint(good_place(), "/custom/location/zoom", "1"), "custom.location");
  EXPECT_EQ(complaint(good_place(), "/custom/location/latitude", "90.5"), "custom.location.latitude");
  EXPECT_EQ(complaint(good_place(), "/custom/location/longitude", R"("1")"), "custom.location.longitude");
  EXPECT_EQ(complaint(good_place(), "/custom/location/name", long_text), "custom.location.name");
  EXPECT_EQ(complaint(good_place(), "/custom/location/address", R"("")"), "custom.location.address");
  EXPECT_EQ(complaint(good_mms(), "/from", R"("HERALD")"), "from");
  EXPECT_EQ(complaint(good_mms(), "/vcard/caption", json(std::string(2000, 'x')).dump()), "-");
  EXPECT_EQ(complaint(good_mms(), "/vcard/caption", json(std::string(2001, 'x')).dump()), "vcard.caption");
  EXPECT_EQ(complaint(good_mms(), "/ttl", "299"), "ttl");
  EXPECT_EQ(complaint(good_mms(), "/ttl", "259200"), "-");
  EXPECT_EQ(complaint(good_mms(), "/ttl", "259201"), "ttl");
}

TEST(VonageMessageRules, RefuseWhatIsNoJsonObjectInUtf8) {
  const std::string good = good_whatsapp().dump();
  for (const std::string& body : {std::string{}, std::string{"[]"}, good + "}",
                                  "{\"text\":\"a\"," + good.substr(1), std::string{"{\"x\":\"\xff\"}"}})
    EXPECT_TRUE(check_message_body(body).has_value()) << body;
}

const std::string kApplication = VonageAccount{}.application_id;
const std::string kJti = "6b1f9a0e-7c1d-4f5e-9a3b-2c4d5e6f7081";

json good_claims() {
  return {{"application_id", kApplication}, {"iat", kNow}, {"jti", kJti}, {"exp", kNow + 900}};
}

/// The HTTP status that a request with that token meets; 0 when it is taken.
int status_with(const TokenSigner& signer, const std::string& authorization, const std::string& more = {}) {
  const std::string body = good_whatsapp().dump();
  const RawRequest raw{
      "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\nAuthorization: " + authorization + "\r\n" + more + "\r\n",
      body, 0};
  VonageTokens used;
  return check_message_request({.public_key = signer.pem()}, raw, kNow, used)
      .value_or(VonageError{.http = 0})
      .http;
}

TEST(VonageMessageRules, RefuseOneMutationOfEachClaim) {
  const TokenSigner signer{"RS256"};
  const auto with = [&](const char* claim, const json& value) {
    json claims = good_claims();
    claims[claim] = value;
    if (value.is_null()) claims.erase(claim);
    return status_with(signer, "Bearer " + signer.sign(claims));
  };
  EXPECT_EQ(status_with(signer, "Bearer " + signer.sign(good_claims())), 0);
  EXPECT_EQ(with("exp", nullptr), 0) << "a quarter of an hour";
  EXPECT_EQ(with("application_id", nullptr), 401);
  EXPECT_EQ(with("application_id", "other"), 401);
  EXPECT_EQ(with("iat", nullptr), 401);
  EXPECT_EQ(with("iat", std::to_string(kNow)), 401);
  EXPECT_EQ(with("iat", kNow + 61), 401);
  EXPECT_EQ(with("exp", kNow), 401);
  EXPECT_EQ(with("exp", kNow + 29), 401);
  EXPECT_EQ(with("exp", kNow + 86'401), 401);
  EXPECT_EQ(with("jti", nullptr), 401);
  EXPECT_EQ(with("jti", "1"), 401);
  EXPECT_EQ(with("scope", "all"), 401);
}

TEST(VonageMessageRules, RefuseForgedTokensAndOtherCredentials) {
  const TokenSigner signer{"RS256"};
  const std::string good = signer.sign(good_claims());
  EXPECT_EQ(status_with(signer, "bearer " + good), 401);
  EXPECT_EQ(status_with(signer, good), 401);
  EXPECT_EQ(status_with(signer, "Bearer " + good.substr(0, good.rfind('.') + 1)), 401);
  EXPECT_EQ(status_with(signer, "Bearer " + good + "="), 401);
  EXPECT_EQ(status_with(signer, "Bearer " + TokenSigner{"RS256"}.sign(good_claims())), 401);
  EXPECT_EQ(
      status_with(signer, "Bearer " + signer.sign_with({{"alg", "none"}, {"typ", "JWT"}}, good_claims())),
      401);
  EXPECT_EQ(status_with(signer, "Bearer " + signer.sign_with({{"alg", "RS256"}}, good_claims())), 401);
  EXPECT_EQ(status_with(signer, "Bearer " + hs256_token(signer.pem(), good_claims().dump())), 401);
  EXPECT_EQ(status_with(signer, "Basic " + base64("a1b2c3d4:Secret0123456789")), 0);
  EXPECT_EQ(status_with(signer, "Basic " + base64("a1b2c3d4:other")), 401);
  EXPECT_EQ(status_with(signer, "Bearer " + good, "Accept-Language: en\r\n"), 400);
}

TEST(VonageMessageRules, CountATokenOnce) {
  const TokenSigner signer{"RS256"};
  const std::string body = good_whatsapp().dump();
  const RawRequest raw{
      "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\nAuthorization: Bearer " + signer.sign(good_claims()) +
          "\r\n\r\n",
      body, 0};
  VonageTokens used;
  const VonageAccount account{.public_key = signer.pem()};
  EXPECT_FALSE(check_message_request(account, raw, kNow, used).has_value());
  EXPECT_EQ(check_message_request(account, raw, kNow, used).value_or(VonageError{}).http, 401);
}

TEST(VonageMessageRules, VerifyWithTheKeysOfTheServer) {
  EXPECT_TRUE(vonage_keys().private_pem.starts_with("-----BEGIN PRIVATE KEY-----"));
  EXPECT_TRUE(vonage_keys().public_pem.starts_with("-----BEGIN PUBLIC KEY-----"));
}

TEST(VonageMediaRules, WantATokenOfTheApplicationAndNothingElse) {
  VonageAccount account;
  account.public_key = vonage_keys().public_pem;
  const auto status = [&](const std::string& line, const std::string& headers, const std::string& body = {}) {
    VonageTokens used;
    const auto wrong = check_media_request(account, {line + "\r\n" + headers + "\r\n", body, 0}, kNow, used);
    return wrong ? wrong->http : 200;
  };
  const std::string line = "GET /v3/media/1 HTTP/1.1";
  const std::string host = "Host: a\r\n";
  EXPECT_EQ(status(line, host), 401);
  EXPECT_EQ(status(line, host + "Authorization: Basic " + base64(account.api_key + ":" + account.api_secret) +
                             "\r\n"),
            401);
  EXPECT_EQ(status(line, host + "Authorization: Bearer a.b.c\r\n"), 401);
  EXPECT_EQ(status(line, ""), 400);
  EXPECT_EQ(status(line, host, "x"), 400);
  EXPECT_EQ(status("POST /v3/media/1 HTTP/1.1", host), 404);
  EXPECT_EQ(status("GET /v1/messages HTTP/1.1", host), 404);
}

}  // namespace
}  // namespace herald::test
