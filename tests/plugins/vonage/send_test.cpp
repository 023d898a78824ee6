#include <gtest/gtest.h>

#include <map>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;
using test::field;

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

const json kMessages{{"config", {{"sms_api", "messages"}}}};

/// The rule of the documents that a planned SMS breaks; empty for none.
std::string broken_rule(const json& planned, const test::VonageAccount& far) {
  test::Form form;
  const auto wrong = test::check_sms_request(far, raw_request(planned), kNow / 1000, form);
  return wrong ? wrong->member + ": " + wrong->rule : "";
}

TEST(SendSms, WritesWhatTheDocumentsAskFor) {
  const test::Form form = planned_form({{"text", "Caf\xC3\xA9 & 1 = \xE2\x82\xAC"}});
  EXPECT_EQ(form, (test::Form{{"from", "HERALD"},
                              {"to", "447700900123"},
                              {"text", "Caf\xC3\xA9 & 1 = \xE2\x82\xAC"},
                              {"type", "text"},
                              {"status-report-req", "1"},
                              {"client-ref", "0192f0c4-0000-7000-8000-00000000b001"},
                              {"callback", "https://hooks.herald.example/v"}}));
  EXPECT_EQ(broken_rule(plan("send", message_input(), account()), {}), "");
}

TEST(SendSms, ChoosesUnicodeWhereGsmLacksACharacter) {
  EXPECT_EQ(field(planned_form({{"text", "\xD0\x9F\xD1\x80"}}), "type"), "unicode");
  EXPECT_EQ(field(planned_form({{"text", repeated("\xD0\x9F", 71)}}), "client-ref"),
            "0192f0c4-0000-7000-8000-00000000b001/2");
}

TEST(SendSms, WritesEveryOption) {
  const json options{{"ttl_seconds", 3600},    {"sms_class", 0},    {"account_ref", "desk"},
                     {"entity_id", "1"},       {"content_id", "2"}, {"trusted_recipient", true},
                     {"trusted_number", false}};
  const json planned = plan("send", message_input({{"options", options}}), account());
  EXPECT_EQ(broken_rule(planned, {}), "");
  const test::Form form = test::read_form(body_of(planned)).value();
  EXPECT_EQ(field(form, "ttl"), "3600000");
  EXPECT_EQ(field(form, "message-class"), "0");
  EXPECT_EQ(field(form, "account-ref"), "desk");
  EXPECT_EQ(field(form, "entity-id"), "1");
  EXPECT_EQ(field(form, "content-id"), "2");
  EXPECT_EQ(field(form, "trusted-recipient"), "true");
  EXPECT_EQ(field(form, "trusted-number"), "false");
}

TEST(SendSms, SignsWhereTheAccountSaysSo) {
  const std::vector<std::pair<const char*, test::VonageMethod>> methods{
      {"md5hash", test::VonageMethod::Md5Hash},
      {"md5", test::VonageMethod::Md5},
      {"sha1", test::VonageMethod::Sha1},
      {"sha256", test::VonageMethod::Sha256},
      {"sha512", test::VonageMethod::Sha512}};
  for (const auto& [name, method] : methods) {
    const test::VonageAccount far{.method = method};
    const json channel = account({{"config", {{"signature_method", name}, {"sign_requests", true}}}});
    const json planned = plan("send", message_input({{"text", "a=b & c"}}), channel);
    EXPECT_EQ(broken_rule(planned, far), "") << name;
    EXPECT_EQ(planned.dump().find(test::VonageAccount{}.api_secret), std::string::npos);
    const json poor = account({{"api_secret", nullptr}, {"config", {{"signature_method", name}}}});
    EXPECT_EQ(broken_rule(plan("send", message_input(), poor), far), "") << name;
  }
}

TEST(SendSms, LeavesACallbackOutThatVonageWouldRefuse) {
  json input = message_input();
  const auto callback = [&](std::size_t size) {
    input["callback_url"] = "https://h.example/" + std::string(size - 18, 'x') + "?ref=a1";
    return field(test::read_form(body_of(plan("send", input, account()))).value(), "callback").size();
  };
  EXPECT_EQ(callback(100), 100U);
  EXPECT_EQ(callback(101), 0U);
}

TEST(SendSms, TakesTextOf3200CharactersAndRefusesOneMore) {
  EXPECT_EQ(refusal_code({{"text", repeated("\xC3\xA9", 3200)}}), "");
  EXPECT_EQ(refusal_code({{"text", repeated("\xC3\xA9", 3201)}}), "text_too_long");
}

TEST(Send, RefusesWhatCannotGo) {
  EXPECT_EQ(refusal_code({{"channel", "EMAIL"}}), "channel");
  EXPECT_EQ(refusal_code({{"type", "LOCATION"}}), "message_type");
  EXPECT_EQ(refusal_code(whatsapp({{"type", "HTML"}})), "message_type");
  for (const char* to : {"447700900123", "+44 7700", "", "+447700"})
    EXPECT_EQ(refusal_code({{"to", to}}), "recipient") << to;
  EXPECT_EQ(refusal_code({{"from", "HERALD SMS"}}), "sender");
  EXPECT_EQ(refusal_code(json::object(), account({{"sender_id", nullptr}})), "sender_missing");
  EXPECT_EQ(refusal_code(whatsapp({{"from", "HERALD"}})), "sender");
  EXPECT_EQ(refusal_code({{"text", ""}}), "text_missing");
  EXPECT_EQ(refusal_code({{"attachments", json::array({{{"url", "https://a.example/a"}}})}}), "attachments");
  EXPECT_EQ(refusal_code({{"options", {{"ttl_seconds", 19}}}}), "ttl_seconds");
  EXPECT_EQ(refusal_code({{"options", {{"pool_id", "p"}}}}), "option") << "of the Messages API";
  EXPECT_EQ(refusal_code({{"options", {{"sms_class", 0}}}}, account(kMessages)), "option")
      << "of the SMS API";
  EXPECT_EQ(refusal_code({{"text", std::string(1001, 'x')}}, account(kMessages)), "text_too_long");
}

TEST(SendMessage, OfWhatsAppKeepsToTheDocuments) {
  const json medium = json::array({{{"url", "https://files.example/a.png"}, {"name", "a.png"}}});
  const json stored{{"template_name", "ns:code"}, {"template_locale", "en_GB"}};
  json with_values = stored;
  with_values["template_parameters"] = json::array({"4471"});
  const std::vector<json> messages{
      whatsapp(),
      whatsapp({{"text", std::string(4096, 'x')}}),
      whatsapp({{"options", {{"reply_to_message", "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab"}}}}),
      whatsapp({{"options", {{"trusted_recipient", true}}}}),
      whatsapp({{"type", "IMAGE"}, {"attachments", medium}}),
      whatsapp({{"type", "VIDEO"}, {"attachments", medium}, {"text", ""}}),
      whatsapp({{"type", "AUDIO"}, {"attachments", medium}, {"text", ""}}),
      whatsapp({{"type", "FILE"}, {"attachments", medium}}),
      whatsapp({{"type", "TEMPLATE"}, {"text", ""}, {"options", stored}}),
      whatsapp({{"type", "TEMPLATE"}, {"text", ""}, {"options", with_values}})};
  for (const json& one : messages) {
    const json planned = plan("send", message_input(one), account());
    ASSERT_TRUE(planned.contains("request")) << planned;
    const auto wrong = test::check_message_body(body_of(planned));
    EXPECT_FALSE(wrong.has_value()) << wrong->member << ": " << wrong->rule << body_of(planned);
  }
  EXPECT_EQ(planned_mail(messages[7]).at("file"),
            (json{{"url", "https://files.example/a.png"}, {"name", "a.png"}, {"caption", "Hello"}}));
  EXPECT_EQ(planned_mail(messages[9]).at("template"),
            (json{{"name", "ns:code"}, {"parameters", json::array({"4471"})}}));
}

TEST(SendMessage, OfWhatsAppRefusesWhatCannotGo) {
  const json blob = json::array({{{"blob", "b1"}, {"name", "a.png"}}});
  EXPECT_EQ(refusal_code(whatsapp({{"text", std::string(4097, 'x')}})), "text_too_long");
  EXPECT_EQ(refusal_code(whatsapp({{"type", "IMAGE"}})), "attachments");
  EXPECT_EQ(refusal_code(whatsapp({{"type", "IMAGE"}, {"attachments", blob}})), "media_url");
  EXPECT_EQ(refusal_code(whatsapp({{"type", "TEMPLATE"}})), "template");
  EXPECT_EQ(refusal_code(whatsapp({{"options", {{"template_name", "ns:code"}}}})), "template");
  EXPECT_EQ(refusal_code(whatsapp({{"options", {{"ttl_seconds", 3600}}}})), "option");
}

json mms(const json& more = json::object()) {
  json out{{"type", "IMAGE"},
           {"from", "+447700900456"},
           {"attachments", json::array({{{"url", "https://files.example/a.png"}, {"name", "a.png"}}})}};
  out.update(more);
  return out;
}

TEST(SendMessage, OfFilesOnTheChannelOfSmsIsAnMms) {
  const auto mail = [](const json& more) {
    const json out = planned_mail(mms(more));
    const auto wrong = test::check_message_body(out.dump());
    EXPECT_FALSE(wrong.has_value()) << wrong->member << ": " << wrong->rule << out;
    EXPECT_EQ(out.at("channel"), "mms");
    EXPECT_FALSE(out.contains("sms"));
    return out;
  };
  EXPECT_EQ(mail(json::object()).at("image"),
            (json{{"url", "https://files.example/a.png"}, {"caption", "Hello"}}));
  EXPECT_EQ(mail({{"type", "VIDEO"}}).at("message_type"), "video");
  EXPECT_EQ(mail({{"type", "AUDIO"}, {"text", ""}}).at("message_type"), "audio");
  EXPECT_EQ(mail({{"type", "FILE"}}).at("file").at("name"), "a.png");
  const json card{{"url", "https://files.example/1"}, {"content_type", "text/vcard"}};
  EXPECT_EQ(mail({{"type", "FILE"}, {"attachments", json::array({card})}}).at("message_type"), "vcard");
  EXPECT_EQ(mail({{"options", {{"ttl_seconds", 300}, {"trusted_recipient", true}}}}).at("ttl"), 300);
}

TEST(SendMessage, KeepsTheLimitsOfAnMms) {
  EXPECT_EQ(refusal_code(mms({{"text", repeated("\xC3\xA9", 2000)}})), "");
  EXPECT_EQ(refusal_code(mms({{"text", repeated("\xC3\xA9", 2001)}})), "text_too_long");
  for (const auto& [seconds, code] :
       std::map<int, std::string>{{299, "ttl_seconds"}, {300, ""}, {259'200, ""}, {259'201, "ttl_seconds"}})
    EXPECT_EQ(refusal_code(mms({{"options", {{"ttl_seconds", seconds}}}})), code) << seconds;
  EXPECT_EQ(refusal_code(mms({{"from", "HERALD"}})), "sender") << "only a number sends an MMS";
  for (const char* option : {"pool_id", "entity_id", "account_ref"})
    EXPECT_EQ(refusal_code(mms({{"options", {{option, "1"}}}})), "option") << option;
  EXPECT_EQ(refusal_code(mms({{"attachments", json::array()}})), "attachments");
}

TEST(SendMessage, OfWhatsAppCarriesPlacesAndStickers) {
  const json place{{"latitude", 51.5}, {"longitude", -0.1}, {"name", "Office"}, {"address", "A street"}};
  const json where =
      planned_mail(whatsapp({{"type", "LOCATION"}, {"text", ""}, {"options", {{"location", place}}}}));
  EXPECT_FALSE(test::check_message_body(where.dump()).has_value()) << where;
  EXPECT_EQ(where.at("custom"), (json{{"type", "location"}, {"location", place}}));
  const json file = json::array({{{"url", "https://files.example/a.webp"}, {"name", "a.webp"}}});
  json sticker =
      whatsapp({{"type", "IMAGE"}, {"text", ""}, {"attachments", file}, {"options", {{"sticker", true}}}});
  const json mail = planned_mail(sticker);
  EXPECT_FALSE(test::check_message_body(mail.dump()).has_value()) << mail;
  EXPECT_EQ(mail.at("sticker"), (json{{"url", "https://files.example/a.webp"}}));
  sticker["text"] = "A";
  EXPECT_EQ(refusal_code(sticker), "text");
  sticker["type"] = "VIDEO";
  EXPECT_EQ(refusal_code(sticker), "option");
  EXPECT_EQ(refusal_code(whatsapp({{"type", "LOCATION"}, {"text", ""}})), "location");
  EXPECT_EQ(refusal_code(whatsapp({{"options", {{"location", place}}}})), "location");
  EXPECT_EQ(refusal_code(whatsapp({{"type", "LOCATION"}, {"options", {{"location", place}}}})), "location");
  EXPECT_EQ(refusal_code(mms({{"options", {{"sticker", true}}}})), "option") << "of WhatsApp";
}

TEST(SendMessage, CarriesSmsWhereTheChannelSaysSo) {
  const json options{{"ttl_seconds", 3600},
                     {"entity_id", "1"},
                     {"content_id", "2"},
                     {"pool_id", "p"},
                     {"trusted_recipient", false}};
  const json mail = planned_mail({{"options", options}}, account(kMessages));
  EXPECT_EQ(mail,
            (json{{"channel", "sms"},
                  {"message_type", "text"},
                  {"to", "447700900123"},
                  {"from", "HERALD"},
                  {"text", "Hello"},
                  {"client_ref", "0192f0c4-0000-7000-8000-00000000b001"},
                  {"webhook_url", "https://hooks.herald.example/v"},
                  {"webhook_version", "v1"},
                  {"ttl", 3600},
                  {"trusted_recipient", false},
                  {"sms",
                   {{"encoding_type", "auto"}, {"content_id", "2"}, {"entity_id", "1"}, {"pool_id", "p"}}}}));
  EXPECT_FALSE(test::check_message_body(mail.dump()).has_value());
}

TEST(SendMessage, BearsATokenOfTheApplicationOrKeyAndSecret) {
  test::VonageTokens used;
  test::VonageAccount far;
  const json basic = plan("send", message_input(whatsapp()), account());
  EXPECT_FALSE(test::check_message_request(far, raw_request(basic), kNow / 1000, used).has_value());
  far.public_key = test::vonage_keys().public_pem;
  const json planned = plan("send", message_input(whatsapp()), application_account());
  const auto wrong = test::check_message_request(far, raw_request(planned), kNow / 1000, used);
  EXPECT_FALSE(wrong.has_value()) << wrong->rule;
  EXPECT_EQ(used.size(), 1U);
  const std::string header = planned.at("request").at("headers").at(0).at(1);
  EXPECT_EQ(planned.at("request").at("redact"), json::array({header.substr(7)}));
}

TEST(SendMessage, TakesAKeyWhoseLineEndsAreWrittenOut) {
  std::string flat;
  for (const char c : test::vonage_keys().private_pem)
    flat += c == '\n' ? std::string("\\n") : std::string(1, c);
  json channel = application_account();
  channel["config"]["private_key"] = flat;
  EXPECT_EQ(refusal_code(whatsapp(), channel), "");
}

TEST(SendMessage, SaysThatAKeyIsNoneWithoutRepeatingIt) {
  json channel = application_account();
  channel["config"]["private_key"] = "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----";
  const json out = plan("send", message_input(whatsapp()), channel).at("verdict");
  EXPECT_EQ(out.at("class"), "config");
  EXPECT_NE(out.at("text").get<std::string>().find("/config/private_key"), std::string::npos);
  EXPECT_EQ(out.dump().find("canary"), std::string::npos);
}

TEST(Send, CommitsAndTestDoesNot) {
  EXPECT_EQ(plan("send", message_input(), account()).at("request").at("commits"), true);
  EXPECT_EQ(plan("test_account", {{"now_ms", kNow}}, account()).at("request").at("commits"), false);
}

TEST(Send, AnswersAnOperationItDoesNotHave) {
  EXPECT_EQ(plan("lookup", message_input(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::vonage::testing
