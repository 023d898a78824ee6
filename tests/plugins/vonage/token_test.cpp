#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

const std::string kSheetBody =
    R"({"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","status":"delivered"})";
const std::string kSheetToken =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJpYXQiOjE3MTU5NDEyMzAsImp0aSI6IjZiMWY5YTBlLTdjMWQtNGY1ZS05YTNiLTJjNGQ1ZTZmNzA4MSIsImlzcyI6IlZvbmFn"
    "ZSIsInBheWxvYWRfaGFzaCI6ImQ1ZWNiYzdhYjc3YjM3NmIyY2Y2MzVhNjg2OWQ0ZGJiMTUzMjIxNzVmOTViNWMxOTI2MGEyN2Y2"
    "MjE3ZTRlZmYiLCJhcGlfa2V5IjoiYTFiMmMzZDQiLCJhcHBsaWNhdGlvbl9pZCI6IjExMTEyMjIyLTMzMzMtNDQ0NC04NTU1LTY2"
    "NjY3Nzc3ODg4OCJ9.b-2oedrodERgONXqKI1wbjkJTpFdzHuNQ_zucO3mEAE";

json sheet_channel() { return account({{"auth_token", kTokenSecret}}); }

Arrived with_token(const std::string& authorization, const std::string& body = kSheetBody) {
  return {.content_type = "application/json", .authorization = authorization, .body = body};
}

/// The code for a token over these claims, which stand beside payload_hash of the body.
std::string code_with(json claims, const json& channel = account()) {
  if (!claims.contains("iat")) claims["iat"] = kNow / 1000;
  if (!claims.contains("payload_hash")) claims["payload_hash"] = test::sha256_hex(kSheetBody);
  return code_of(with_token("Bearer " + test::hs256_token(std::string(kSigSecret), claims.dump())), channel);
}

TEST(Token, OfTheSheetIsBelieved) {
  const json out = judged(with_token("Bearer " + kSheetToken), sheet_channel());
  ASSERT_EQ(out.at("kind"), "events") << out;
  EXPECT_EQ(out.at("events").at(0).at("kind"), "once");
  EXPECT_EQ(out.at("events").at(1).at("state"), "DELIVERED");
  EXPECT_EQ(code_of(with_token("bEARER  " + kSheetToken), sheet_channel()), "");
}

TEST(Token, OfTheSheetChangedAnywhereIsNot) {
  for (std::size_t at = 0; at < kSheetToken.size(); ++at) {
    std::string other = kSheetToken;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(code_of(with_token("Bearer " + other), sheet_channel()), "signature") << at;
  }
  for (std::size_t at = 0; at < kSheetBody.size(); ++at) {
    std::string other = kSheetBody;
    other[at] = static_cast<char>(other[at] ^ 1);
    EXPECT_EQ(code_of(with_token("Bearer " + kSheetToken, other), sheet_channel()), "signature") << at;
  }
  EXPECT_EQ(code_of(with_token("Bearer " + kSheetToken, kSheetBody + " "), sheet_channel()), "signature");
}

TEST(Token, HasThreeSegmentsWithoutPadding) {
  const std::string two = kSheetToken.substr(0, kSheetToken.rfind('.'));
  for (const std::string& bad :
       {std::string(), std::string("."), std::string(".."), two, two + ".", kSheetToken + "=",
        kSheetToken + ".x", "a" + kSheetToken, std::string(9000, 'a')})
    EXPECT_EQ(code_of(with_token("Bearer " + bad), sheet_channel()), "signature") << bad;
  for (const std::string& bad :
       {kSheetToken, "Basic " + kSheetToken, std::string("Bearer"), std::string("x")})
    EXPECT_EQ(code_of(with_token(bad), sheet_channel()), "signature") << bad;
}

/// A token whose header is another, signed all the same.
std::string token_with_head(const std::string& head) {
  const std::string claims =
      json{{"iat", kNow / 1000}, {"payload_hash", test::sha256_hex(kSheetBody)}}.dump();
  const std::string good = test::hs256_token(std::string(kSigSecret), claims);
  const std::string payload = good.substr(good.find('.'), good.rfind('.') - good.find('.'));
  std::string encoded = test::base64(head);
  while (encoded.ends_with('=')) encoded.pop_back();
  return encoded + payload + good.substr(good.rfind('.'));
}

TEST(Token, IsOfAlgorithmHs256Only) {
  for (const char* head : {R"({"alg":"none","typ":"JWT"})", R"({"alg":"RS256","typ":"JWT"})",
                           R"({"alg":"hs256","typ":"JWT"})", R"({"typ":"JWT"})", "[]", "x"})
    EXPECT_EQ(code_of(with_token("Bearer " + token_with_head(head))), "signature") << head;
}

TEST(Token, IsSignedWithTheSecretOrTheOneThatItReplaces) {
  const json status{{"message_uuid", "u1"}, {"status", "delivered"}};
  EXPECT_EQ(code_of(stamped(status)), "");
  EXPECT_EQ(code_of(stamped(status, {.secret = "other"})), "signature");
  EXPECT_EQ(code_of(stamped(status, {.secret = "other"}),
                    account({{"config", {{"previous_signature_secret", "other"}}}})),
            "");
  EXPECT_EQ(code_of(stamped(status, {.secret = ""}), account({{"auth_token", nullptr}})), "signature");
}

TEST(Token, IsFiveMinutesOldAtMostAndAMinuteAhead) {
  const auto at = [](std::int64_t age) { return code_with({{"iat", kNow / 1000 - age}}); };
  EXPECT_EQ(at(300), "");
  EXPECT_EQ(at(301), "signature");
  EXPECT_EQ(at(-60), "");
  EXPECT_EQ(at(-61), "signature");
  for (const json& none : {json(nullptr), json("1715941230"), json(1715941230.5), json(true)})
    EXPECT_EQ(code_with({{"iat", none}}), "signature") << none;
}

TEST(Token, KeepsToItsOwnTimes) {
  EXPECT_EQ(code_with({{"exp", kNow / 1000 + 1}}), "");
  EXPECT_EQ(code_with({{"exp", kNow / 1000}}), "signature");
  EXPECT_EQ(code_with({{"exp", "never"}}), "signature");
  EXPECT_EQ(code_with({{"nbf", kNow / 1000 + 60}}), "");
  EXPECT_EQ(code_with({{"nbf", kNow / 1000 + 61}}), "signature");
  EXPECT_EQ(code_with({{"nbf", "soon"}}), "signature");
}

TEST(Token, HasTheHashOfTheBody) {
  EXPECT_EQ(code_with({}), "");
  std::string loud = test::sha256_hex(kSheetBody);
  for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(code_with({{"payload_hash", loud}}), "");
  EXPECT_EQ(code_with({{"payload_hash", test::sha256_hex("other")}}), "signature");
  EXPECT_EQ(code_with({{"payload_hash", ""}}), "signature");
  EXPECT_EQ(code_with({{"payload_hash", nullptr}}), "signature");
  const std::string bare = test::hs256_token(std::string(kSigSecret), json{{"iat", kNow / 1000}}.dump());
  EXPECT_EQ(code_of(with_token("Bearer " + bare)), "signature") << "a body and no hash";
}

TEST(Token, OfARequestWithoutBodyNeedsNoHash) {
  const auto get = [](const json& claims) {
    return judged({.method = "GET",
                   .query = "messageId=0A01&status=delivered",
                   .content_type = "",
                   .authorization = "Bearer " + test::hs256_token(std::string(kSigSecret), claims.dump())});
  };
  const json out = get({{"iat", kNow / 1000}, {"jti", "j1"}});
  ASSERT_EQ(out.at("kind"), "events") << out;
  EXPECT_EQ(out.at("events").at(0).at("kind"), "once") << "it covers no query, so it counts once";
  const json other = get({{"iat", kNow / 1000}, {"payload_hash", test::sha256_hex(kSheetBody)}});
  EXPECT_EQ(other.at("kind"), "refused") << "the token of another request";
  EXPECT_EQ(get({{"iat", kNow / 1000}}).at("kind"), "refused") << "nothing would make it count once";
}

TEST(Token, OfABodyDoesNotCoverAQueryBesideIt) {
  Arrived arrived = stamped({{"message_uuid", "u1"}, {"status", "submitted"}});
  arrived.method = "GET";
  arrived.query = "messageId=0A01&status=delivered";
  EXPECT_EQ(judged(arrived).at("events"), json::array());
}

TEST(Token, OfAnotherAccountOrApplicationIsRefused) {
  const json channel = account({{"account_id", test::VonageAccount{}.application_id}});
  EXPECT_EQ(
      code_with({{"api_key", "a1b2c3d4"}, {"application_id", test::VonageAccount{}.application_id}}, channel),
      "");
  EXPECT_EQ(code_with({}, channel), "");
  EXPECT_EQ(code_with({{"api_key", "zzzzzzzz"}}, channel), "account");
  EXPECT_EQ(code_with({{"application_id", "99999999-3333-4444-8555-666677778888"}}, channel), "account");
  EXPECT_EQ(code_with({{"application_id", "99999999-3333-4444-8555-666677778888"}}), "")
      << "a channel that names no application takes any of the account";
}

TEST(Token, MayCoverAReceiptOfTheSmsApi) {
  const std::string body = "messageId=0A01&status=delivered&client-ref=a1";
  const test::VonageClaims claims{kNow / 1000, "j1", "a1b2c3d4", ""};
  const Arrived arrived{
      .authorization = "Bearer " + test::vonage_webhook_token(std::string(kSigSecret), claims, body),
      .body = body};
  EXPECT_EQ(events_of(arrived, account({{"config", {{"signature_method", nullptr}}}})).at(0).at("state"),
            "DELIVERED");
}

TEST(Token, ThatIsForgedIsNotSavedByAGoodSig) {
  Arrived arrived = posted({{"messageId", "0A01"}, {"status", "delivered"}});
  arrived.authorization = "Bearer " + kSheetToken;
  EXPECT_EQ(code_of(arrived), "signature");
}

}  // namespace
}  // namespace herald::vonage::testing
