#include <gtest/gtest.h>

#include "plugins/providers/twilio/signature.hpp"
#include "tests/plugins/twilio/plugin_calls.hpp"

// The vectors A, B and C were computed apart from this code, from Twilio's published algorithm.

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

Arrived vector_a() {
  return {.url = "https://hooks.herald.example/twilio/status?acct=7",
          .signature = "Vsvo0UwGPZZ2bc4I/L6Bz6bqSQ0=",
          .body =
              "AccountSid=AC00112233445566778899aabbccddeeff&ApiVersion=2010-04-01&From=%2B15005550006&"
              "MessageSid=SM0f1e2d3c4b5a69788796a5b4c3d2e1f0&MessageStatus=delivered&To=%2B447700900123"};
}

Arrived vector_b() {
  return {.url = "https://hooks.herald.example/twilio/in",
          .signature = "YFOZhSm3WuGowZJqm94RzgT0XzI=",
          .body =
              "To=%2B15005550006&Body=caf%C3%A9+%26+ok&From=%2B447700900123&"
              "MessageSid=SM11111111111111111111111111111111&NumMedia=0"};
}

Arrived vector_b_with_port() {
  Arrived arrived = vector_b();
  arrived.signature = "ml+L97spISWpTyTCrC2mn9Wpzpw=";
  return arrived;
}

Arrived vector_c() {
  return {.url =
              "https://hooks.herald.example/twilio/json?bodySHA256="
              "88235fb5d62a93322d9c136e3dcdf7ec79f72b776b1217ee9482c8695f38ce7e",
          .content_type = "application/json",
          .signature = "MYlADHvwHhFbj+2aQ2Dnwn2/efc=",
          .body = R"({"sid":"SM1","ok":true})"};
}

std::string kind(const Arrived& arrived) { return judged(arrived, account()).at("kind"); }

/// Refused after any one byte of `part` was changed.
void refuse_every_change(const Arrived& good, std::string Arrived::* part) {
  for (std::size_t i = 0; i < (good.*part).size(); ++i) {
    Arrived changed = good;
    char& byte = (changed.*part)[i];
    byte = byte == 'x' ? 'y' : 'x';
    EXPECT_EQ(kind(changed), "refused") << changed.*part;
  }
}

class Vectors : public ::testing::TestWithParam<Arrived> {};

TEST_P(Vectors, AreGenuine) { EXPECT_EQ(kind(GetParam()), "events"); }
TEST_P(Vectors, AreRefusedWithAnyByteOfTheBodyChanged) { refuse_every_change(GetParam(), &Arrived::body); }
TEST_P(Vectors, AreRefusedWithAnyByteOfTheSignatureChanged) {
  refuse_every_change(GetParam(), &Arrived::signature);
}
TEST_P(Vectors, AreRefusedWithAnyByteOfTheUrlChanged) { refuse_every_change(GetParam(), &Arrived::url); }
TEST_P(Vectors, AreRefusedUnderAnotherToken) {
  json other = account();
  other["auth_token"] = "8d1f0a6b7c5e4f3a2b1c0d9e8f7a6b5d";
  EXPECT_EQ(judged(GetParam(), other).at("kind"), "refused");
}
TEST_P(Vectors, AreGenuineUnderATokenThatIsBeingRotatedIn) {
  json rotating = account();
  rotating["auth_token"] = "ffffffffffffffffffffffffffffffff";
  rotating["config"]["auth_tokens"] = {"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", kToken};
  EXPECT_EQ(judged(GetParam(), rotating).at("kind"), "events");
}

INSTANTIATE_TEST_SUITE_P(Sheet, Vectors,
                         ::testing::Values(vector_a(), vector_b(), vector_b_with_port(), vector_c()));

TEST(Signature, IsAcceptedWhenThePortStandsInOurUrlOnly) {
  Arrived arrived = vector_b();
  arrived.url = "https://hooks.herald.example:443/twilio/in";
  EXPECT_EQ(kind(arrived), "events");
}

TEST(Signature, CoversDistinctSortedValuesOfARepeatedName) {
  EXPECT_EQ(signed_parameters(provider::form_decode("b=2&a=9&b=1&b=2&B=0&c=&d=+x+")), "B0a9b1b2cd x ");
}

TEST(Signature, CoversRepeatedNamesOfAFormThatArrives) {
  const std::string url = "https://h.example/in";
  const Arrived arrived =
      signed_form(url, "Tag=z&Tag=a&Tag=z&MessageSid=SM1&Extra=", "ExtraMessageSidSM1TagaTagz");
  EXPECT_EQ(kind(arrived), "events");
}

TEST(Signature, OfAGetCoversTheUrlAlone) {
  const std::string url = "https://h.example/st?MessageSid=SM1&MessageStatus=sent";
  const Arrived arrived{.method = "GET", .url = url, .content_type = "", .signature = sign(url)};
  const json verdict = judged(arrived, account());
  EXPECT_EQ(verdict.at("kind"), "events");
  EXPECT_EQ(verdict.at("events").at(0).at("state"), "SENT");
}

TEST(Signature, OfJsonWithoutBodyDigestIsRefused) {
  const std::string url = "https://h.example/json";
  EXPECT_EQ(kind({.url = url, .content_type = "application/json", .signature = sign(url), .body = "{}"}),
            "refused");
}

TEST(Signature, OfAFormIsReadUnderAnySpellingOfItsType) {
  Arrived arrived = vector_a();
  arrived.content_type = "Application/X-WWW-Form-Urlencoded ; charset=UTF-8";
  EXPECT_EQ(kind(arrived), "events");
}

TEST(Signature, ThatIsMissingIsRefusedWithAReason) {
  Arrived arrived = vector_a();
  arrived.signature.clear();
  const json verdict = judged(arrived, account());
  EXPECT_EQ(verdict.at("kind"), "refused");
  EXPECT_EQ(verdict.at("text"), "the header X-Twilio-Signature is missing");
  EXPECT_FALSE(verdict.contains("reply"));  // the host's default for refused is 403
}

TEST(Signature, CannotBeCheckedWithoutAToken) {
  json keyless = account();
  keyless.erase("auth_token");
  EXPECT_EQ(judged(vector_a(), keyless).at("kind"), "refused");
}

TEST(Signature, MadeWithAnEmptyTokenIsRefused) {
  json keyless = account();
  keyless["auth_token"] = "";
  keyless["config"]["auth_tokens"] = {""};
  EXPECT_EQ(judged(vector_a(), keyless).at("kind"), "refused");
}

TEST(Signature, MatchesEachFormOfTheUrl) {
  const std::string ours = "https://u:p@h.example:8443/?n=O'Neil+x";
  for (const char* signed_url :
       {"https://h.example:8443/?n=O'Neil+x", "https://h.example/?n=O'Neil+x",
        "https://h.example?n=O%27Neil+x", "https://u:p@h.example:8443/?n=O'Neil%20x"}) {
    const Arrived arrived{
        .url = ours, .signature = sign(std::string(signed_url) + "MessageSidSM1"), .body = "MessageSid=SM1"};
    EXPECT_EQ(kind(arrived), "events") << signed_url;
  }
}

}  // namespace
}  // namespace herald::twilio::testing
