#include <gtest/gtest.h>

#include "plugins/providers/sendgrid/limits.hpp"
#include "tests/plugins/sendgrid/plugin_calls.hpp"

namespace herald::sendgrid::testing {
namespace {

using nlohmann::json;

json options(json value) { return {{"options", std::move(value)}}; }

json copies(int count) {
  json list = json::array();
  for (int i = 0; i < count; ++i) list.push_back({{"email", "c" + std::to_string(i) + "@example.net"}});
  return list;
}

TEST(Send, AsksForOneCommittingPostWithTheKey) {
  const json request = plan("send", message_input(), account()).at("request");
  EXPECT_EQ(request.at("method"), "POST");
  EXPECT_EQ(request.at("url"), "https://api.sendgrid.com/v3/mail/send");
  EXPECT_EQ(request.at("commits"), true);
  EXPECT_EQ(request.at("headers"), json::array({json::array({"Authorization", "Bearer SG.aaaa.bbbb"}),
                                                json::array({"Content-Type", "application/json"})}));
}

TEST(Send, PutsPlainTextBeforeHtml) {
  const json content = planned_mail({{"html", "<p>Hello</p>"}}).at("content");
  ASSERT_EQ(content.size(), 2U);
  EXPECT_EQ(content[0], json({{"type", "text/plain"}, {"value", "Hello"}}));
  EXPECT_EQ(content[1], json({{"type", "text/html"}, {"value", "<p>Hello</p>"}}));
}

TEST(Send, LeavesOutWhatIsEmpty) {
  const json mail = planned_mail(json::object());
  EXPECT_EQ(mail.size(), 4U) << mail;
  EXPECT_EQ(mail.at("personalizations")[0].at("custom_args"), json({{"herald_ref", "a1"}}));
}

TEST(Send, NamesTheAddresseeWhereCopiesGoOut) {
  const json one = planned_mail(options({{"bcc", copies(1)}})).at("personalizations")[0];
  EXPECT_EQ(one.at("custom_args").at("herald_to"), "rcpt@example.net");
}

TEST(Send, EncodesHeaderTextBeyondAscii) {
  const json mail = planned_mail(options({{"headers", {{"X-Name", "caf\xC3\xA9"}}}}));
  EXPECT_EQ(mail.at("headers").at("X-Name"), "=?UTF-8?Q?caf=C3=A9?=");
}

TEST(Send, TakesATemplateInsteadOfSubjectAndContent) {
  const std::string id = "d-00112233445566778899aabbccddeeff";
  json message = message_input(
      {{"type", "TEMPLATE"}, {"options", {{"template_id", id}, {"template_data", {{"n", 1}}}}}});
  message["message"].erase("subject");
  message["message"].erase("text");
  const json out = plan("send", message, account());
  const json mail = json::parse(out.at("request").at("body").at(0).at("text").get<std::string>());
  EXPECT_EQ(mail.at("template_id"), id);
  EXPECT_EQ(mail.at("personalizations")[0].at("dynamic_template_data"), json({{"n", 1}}));
  EXPECT_FALSE(mail.contains("content"));
}

TEST(Send, StreamsAttachmentsAsBlobsInBase64) {
  const json attachment{{"blob", "b1"}, {"content_type", "text/plain"}, {"name", "a\"b.txt"}, {"size", 5}};
  const json body =
      plan("send", message_input({{"attachments", json::array({attachment, attachment})}}), account())
          .at("request")
          .at("body");
  ASSERT_EQ(body.size(), 5U);
  EXPECT_EQ(body[1], json({{"blob", "b1"}, {"encode", "base64"}}));
  std::string text;
  for (const json& segment : body)
    text += segment.contains("text") ? segment.at("text").get<std::string>() : "SGVsbG8=";
  const json files = json::parse(text).at("attachments");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[1].at("content"), "SGVsbG8=");
  EXPECT_EQ(files[1].at("filename"), "a\"b.txt");
}

TEST(Send, RefusesAnInlineFileWhoseNameIsNoContentId) {
  const auto named = [](const std::string& name) {
    return json{{"attachments",
                 json::array({{{"blob", "b1"}, {"name", name}, {"content_type", "image/png"}, {"size", 3}}})},
                {"options", {{"inline", json::array({name})}}}};
  };
  EXPECT_EQ(refusal_code(named("logo.png")), "");
  EXPECT_EQ(refusal_code(named("<logo>.png")), "attachment_name");
}

TEST(Send, RefusesAnUrlAsAttachmentWithAReason) {
  const json out =
      plan("send", message_input({{"attachments", json::array({{{"url", "https://a.example/a.pdf"}}})}}),
           account());
  EXPECT_EQ(out.at("verdict").at("class"), "unsupported");
  EXPECT_NE(out.at("verdict").at("text").get<std::string>().find("URL"), std::string::npos);
}

TEST(Send, RefusesWhatSendGridWouldRefuse) {
  const std::vector<std::pair<json, std::string>> cases{
      {{{"channel", "SMS"}}, "channel"},
      {{{"type", "IMAGE"}}, "message_type"},
      {{{"type", "TEMPLATE"}}, "template"},
      {options({{"template_id", "d-00112233445566778899aabbccddeeff"}}), "template"},
      {options({{"template_data", {{"n", 1}}}}), "template"},
      {{{"to", "\xC3\xA4@example.net"}}, "recipient"},
      {{{"to", "a@ex\xC3\xA4mple.net"}}, "recipient"},
      {{{"to", "a@localhost"}}, "recipient"},
      {{{"from", "nobody"}}, "sender"},
      {{{"subject", ""}}, "subject_missing"},
      {{{"subject", "a\r\nBcc: b@example.net"}}, "subject"},
      {{{"text", ""}}, "text_missing"},
      {options({{"cc", json::array({{{"email", "RCPT@example.net"}}})}}), "duplicate_recipient"},
      {options({{"cc", json::array({{{"email", "nobody"}}})}}), "copy_address"},
      {options({{"reply_to", {{"email", "a@b.example"}}}, {"reply_to_list", copies(1)}}), "reply_to"},
      {options({{"reply_to", {{"email", "nobody"}}}}), "reply_to"},
      {options({{"headers", {{"Bcc", "a@b.example"}}}}), "header_reserved"},
      {options({{"headers", {{"X-A", "a\nb"}}}}), "header"},
      {options({{"headers", {{"X A", "a"}}}}), "header"},
      {options({{"categories", json::array({"a", "a"})}}), "categories"},
      {options({{"custom_args", {{"herald_ref", "forged"}}}}), "custom_args"}};
  for (const auto& [more, code] : cases) EXPECT_EQ(refusal_code(more), code) << more;
}

TEST(Send, CountsToTheEdgesOfTheLimits) {
  EXPECT_EQ(refusal_code(options({{"cc", copies(999)}})), "");
  EXPECT_EQ(refusal_code(options({{"cc", copies(1000)}})), "too_many_recipients");
  EXPECT_EQ(refusal_code(options({{"reply_to_list", copies(1000)}})), "");
  EXPECT_EQ(refusal_code(options({{"reply_to_list", copies(1001)}})), "reply_to");
  EXPECT_EQ(refusal_code(options({{"categories", json::array({std::string(255, 'x')})}})), "");
  EXPECT_EQ(refusal_code(options({{"categories", json::array({std::string(256, 'x')})}})), "categories");
  // {"k":"…"} and "herald_ref":"a1": 6 bytes besides name and value each.
  const std::size_t room = 9'999 - (10 + 2 + 6) - (1 + 6);
  EXPECT_EQ(refusal_code(options({{"custom_args", {{"k", std::string(room, 'x')}}}})), "");
  EXPECT_EQ(refusal_code(options({{"custom_args", {{"k", std::string(room + 1, 'x')}}}})), "custom_args");
}

TEST(Send, TakesLessThanThirtyMegabytesOnTheWire) {
  EXPECT_FALSE(refusal_of_size(kRequestBytes - 1).has_value());
  EXPECT_TRUE(refusal_of_size(kRequestBytes).has_value());
  const json large{{"blob", "b1"}, {"content_type", "text/plain"}, {"name", "a"}, {"size", 22'500'000}};
  EXPECT_EQ(refusal_code({{"attachments", json::array({large})}}), "too_large");
}

TEST(Send, UsesTheRegionTheSubuserAndTheUrlOfTheAccount) {
  json there = account();
  there["config"]["region"] = "eu";
  there["config"]["on_behalf_of"] = "team-b";
  json request = plan("send", message_input(), there).at("request");
  EXPECT_EQ(request.at("url"), "https://api.eu.sendgrid.com/v3/mail/send");
  EXPECT_EQ(request.at("headers").at(2), json::array({"on-behalf-of", "team-b"}));
  there["api_url"] = "http://127.0.0.1:9/";
  EXPECT_EQ(plan("send", message_input(), there).at("request").at("url"), "http://127.0.0.1:9/v3/mail/send");
}

TEST(Send, RefusesAnAccountWithoutSender) {
  json mute = account();
  mute.erase("sender_id");
  EXPECT_EQ(plan("send", message_input(), mute).at("verdict").at("code"), "sender_missing");
}

TEST(TestAccount, ValidatesOnlyAndCommitsNothing) {
  const json request = plan("test_account", json::object(), account()).at("request");
  EXPECT_EQ(request.at("commits"), false);
  const json mail = json::parse(request.at("body").at(0).at("text").get<std::string>());
  EXPECT_EQ(mail.at("mail_settings").at("sandbox_mode").at("enable"), true);
}

TEST(Plan, RefusesAnotherOperation) {
  EXPECT_EQ(plan("lookup", json::object(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::sendgrid::testing
