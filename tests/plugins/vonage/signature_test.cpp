#include "plugins/providers/vonage/signature.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

/// The worked vector of the provider's fact sheet, without sig.
test::Form sheet_parameters() {
  return {{"keyword", "A=B"},
          {"message-timestamp", "2024-05-17 10:20:30"},
          {"messageId", "0A0000001234ABCD"},
          {"msisdn", "447700900123"},
          {"nonce", "5b0c1d2e-0000-4000-8000-aabbccddeeff"},
          {"text", "a=b & c"},
          {"timestamp", "1715941230"},
          {"to", "447700900456"},
          {"type", "text"}};
}

const std::vector<std::pair<const char*, const char*>> kSheet{
    {"md5hash", "3d82a33ca32dff5b7876c930cc5b40cd"},
    {"md5", "b5593480237840d4b2fc733bbf83fd65"},
    {"sha1", "42e3b002a495a363bd4895ae974b88b5b848a6cc"},
    {"sha256", "12f22aea55ca901230cca526ec2f80cdc771dcb3c7a1752ecd569a125e105a0e"},
    {"sha512",
     "a7ce29db1b3dce12d69a4ba3527a60fd7ddb8017a995d73b4a50763ce71fb147d744c7b55dc122ca771d691b8e4ad819"
     "ef494d26987073a3a4b905f293929b6c"}};

json channel_of(const char* method) { return account({{"config", {{"signature_method", method}}}}); }

Arrived with_sig(test::Form form, const std::string& sig) {
  form.emplace_back("sig", sig);
  return {.body = test::write_form(form)};
}

test::Form changed(test::Form form, const std::string& name, const std::string& value) {
  for (auto& one : form)
    if (one.first == name) one.second = value;
  return form;
}

TEST(Signature, IsOverTheTextOfTheSheet) {
  provider::Fields fields;
  for (const auto& [name, value] : sheet_parameters()) fields.insert(fields.begin(), {name, value});
  fields.push_back({"sig", "not a part of itself"});
  EXPECT_EQ(
      signed_text(fields),
      "&keyword=A_B&message-timestamp=2024-05-17 10:20:30&messageId=0A0000001234ABCD&msisdn=447700900123"
      "&nonce=5b0c1d2e-0000-4000-8000-aabbccddeeff&text=a_b _ c&timestamp=1715941230&to=447700900456"
      "&type=text");
}

TEST(Signature, OfEveryMethodIsThatOfTheSheet) {
  for (const auto& [method, sig] : kSheet) {
    EXPECT_EQ(code_of(with_sig(sheet_parameters(), sig), channel_of(method)), "") << method;
    std::string loud = sig;
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(code_of(with_sig(sheet_parameters(), loud), channel_of(method)), "") << method;
  }
}

TEST(Signature, OfOneMethodIsNoneOfAnother) {
  for (const auto& [method, sig] : kSheet)
    for (const auto& [other, unused] : kSheet)
      if (std::string(other) != method) {
        EXPECT_EQ(code_of(with_sig(sheet_parameters(), sig), channel_of(other)), "signature")
            << method << other;
      }
}

TEST(Signature, CoversEveryParameter) {
  for (const auto& [method, sig] : kSheet) {
    for (const auto& [name, value] : sheet_parameters()) {
      EXPECT_EQ(code_of(with_sig(changed(sheet_parameters(), name, value + "1"), sig), channel_of(method)),
                "signature")
          << method << name;
      test::Form less = sheet_parameters();
      std::erase_if(less, [&](const auto& one) { return one.first == name; });
      EXPECT_EQ(code_of(with_sig(less, sig), channel_of(method)), "signature") << method << name;
    }
    test::Form more = sheet_parameters();
    more.emplace_back("status", "delivered");
    EXPECT_EQ(code_of(with_sig(more, sig), channel_of(method)), "signature") << method;
  }
}

TEST(Signature, CannotBeCutOrMissing) {
  for (const auto& [method, sig] : kSheet) {
    const std::string good = sig;
    for (const std::string& bad :
         {good.substr(1), good + "0", std::string(good.size(), '0'), std::string("x")})
      EXPECT_EQ(code_of(with_sig(sheet_parameters(), bad), channel_of(method)), "signature");
    EXPECT_EQ(code_of(with_sig(sheet_parameters(), ""), channel_of(method)), "signature");
    EXPECT_EQ(code_of({.body = test::write_form(sheet_parameters())}, channel_of(method)), "signature");
  }
}

/// The parameters of the sheet with one of a stranger's, signed over the text that has it.
std::string sig_over(const test::Form& form) {
  return test::vonage_sig(test::VonageMethod::Sha256, std::string(kSigSecret), form);
}

TEST(Signature, TakesNoParametersWhoseNamesHideOthers) {
  test::Form merged = sheet_parameters();
  merged.erase(merged.begin());
  merged[0] = {"keyword=A_B&message-timestamp", "2024-05-17 10:20:30"};
  EXPECT_EQ(sig_over(merged), kSheet[3].second) << "the text is the same";
  EXPECT_EQ(code_of(with_sig(merged, sig_over(merged))), "signature");
  test::Form twice = sheet_parameters();
  twice.emplace_back("text", "again");
  EXPECT_EQ(code_of(with_sig(twice, sig_over(twice))), "signature");
}

TEST(Signature, TakesFiveMinutesOnEitherSide) {
  const auto code_at = [](std::int64_t age, const json& channel = account()) {
    return code_of(posted({{"messageId", "0A01"}}, {.at = kNow / 1000 - age}), channel);
  };
  EXPECT_EQ(code_at(300), "");
  EXPECT_EQ(code_at(301), "signature");
  EXPECT_EQ(code_at(-300), "");
  EXPECT_EQ(code_at(-301), "signature");
  const json strict = account({{"config", {{"webhook_tolerance_seconds", 15}}}});
  EXPECT_EQ(code_at(15, strict), "");
  EXPECT_EQ(code_at(16, strict), "signature");
  for (const char* none : {"", "soon", "1715941230.0", "-1", "0001715941230"}) {
    const test::Form form = changed(sheet_parameters(), "timestamp", none);
    EXPECT_EQ(code_of(with_sig(form, sig_over(form))), "signature") << none;
  }
}

TEST(Signature, TakesTheSecretThatIsBeingReplaced) {
  const Arrived old = posted({{"messageId", "0A01"}}, {.secret = "old-secret"});
  EXPECT_EQ(code_of(old), "signature");
  EXPECT_EQ(code_of(old, account({{"config", {{"previous_signature_secret", "old-secret"}}}})), "");
}

TEST(Signature, RefusesEverythingWithoutSecretOrMethod) {
  const Arrived empty = posted({{"messageId", "0A01"}}, {.secret = ""});
  EXPECT_EQ(code_of(empty, account({{"auth_token", nullptr}})), "signature");
  EXPECT_EQ(code_of(posted({{"messageId", "0A01"}}), account({{"config", {{"signature_method", nullptr}}}})),
            "signature");
}

TEST(Signature, OfAnotherAccountIsRefused) {
  EXPECT_EQ(code_of(posted({{"messageId", "0A01"}, {"api-key", "a1b2c3d4"}})), "");
  EXPECT_EQ(code_of(posted({{"messageId", "0A01"}, {"api-key", "zzzzzzzz"}})), "account");
}

TEST(Signature, IsOverTheScalarsOfJson) {
  const test::Form form = sealed({{"messageId", "0A01"}, {"status", "delivered"}, {"n", "7"}, {"b", "true"}});
  json body{
      {"nested", {{"a", "b"}}}, {"list", json::array({1})}, {"nothing", nullptr}, {"n", 7}, {"b", true}};
  for (const auto& [name, value] : form)
    if (name != "n" && name != "b") body[name] = value;
  const Arrived arrived{.content_type = "application/json; charset=utf-8", .body = body.dump()};
  EXPECT_EQ(events_of(arrived).at(0).at("state"), "DELIVERED");
}

TEST(Signature, DoesNotMakeAMessageOfTheOtherApi) {
  json body = json::object();
  for (const auto& [name, value] : sealed({{"message_uuid", "u1"}, {"from", "447700900123"}}))
    body[name] = value;
  body["image"] = {{"url", "https://stranger.example/a.png"}};
  const Arrived arrived{.content_type = "application/json", .body = body.dump()};
  EXPECT_EQ(judged(arrived).at("events"), json::array()) << "sig covers nothing that is nested";
}

TEST(Signature, IsSealedByItsNonce) {
  const test::Form form = sealed({{"messageId", "0A01"}, {"status", "delivered"}});
  const json first = judged({.body = test::write_form(form)}).at("events").at(0);
  EXPECT_EQ(first.at("kind"), "once");
  EXPECT_EQ(judged({.body = test::write_form(form)}).at("events").at(0), first);
  EXPECT_NE(judged(posted({{"messageId", "0A01"}, {"status", "delivered"}})).at("events").at(0), first);
}

TEST(Webhook, AnswersARequestOfNothing) {
  EXPECT_EQ(judged({.method = "GET", .content_type = ""}),
            (json{{"kind", "events"}, {"events", json::array()}}));
  EXPECT_EQ(code_of({.body = ""}), "");
  EXPECT_EQ(code_of({.body = "x=1"}), "signature");
  EXPECT_EQ(code_of({.method = "GET", .query = "status=delivered&messageId=0A01"}), "signature");
  for (const char* body : {"[]", "17", "{", "\xff", "{}"})
    EXPECT_EQ(code_of({.content_type = "application/json", .body = body}), "signature") << body;
}

TEST(Webhook, HearsTheBodyOfAPostAndNotItsQuery) {
  Arrived arrived = posted({{"messageId", "0A01"}, {"status", "failed"}});
  arrived.query = "status=delivered";
  EXPECT_EQ(events_of(arrived).at(0).at("state"), "FAILED");
}

}  // namespace
}  // namespace herald::vonage::testing
