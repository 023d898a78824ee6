#include <gtest/gtest.h>

#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

using nlohmann::json;
using test::MailFields;

MailFields usual_mail() {
  return {{"recipient", "in@in.herald.example"}, {"sender", "ada@example.net"},
          {"from", "Ada <ada@example.net>"},     {"subject", "Re: caf\xC3\xA9"},
          {"body-plain", "Yes\r\n> Hello"},      {"Message-Id", "<m1@example.net>"}};
}

MailFields sealed(MailFields mail, char digit = 'a') {
  const std::string token(50, digit);
  mail.push_back({"timestamp", "1715942000"});
  mail.push_back({"token", token});
  mail.push_back({"signature", test::mailgun_signature(std::string(kSigningKey), "1715942000", token)});
  return mail;
}

json told(const MailFields& mail) {
  return judged(test::write_mail_parts(mail, "xYz"), account(), "multipart/form-data; boundary=xYz");
}

/// The event behind the seal.
json arrived(const MailFields& mail) { return told(sealed(mail)).at("events").at(1); }

MailFields with(const std::string& name, const std::string& value) {
  MailFields mail = usual_mail();
  std::erase_if(mail, [&](const auto& one) { return one.name == name; });
  if (!value.empty()) mail.push_back({name, value});
  return mail;
}

TEST(Inbound, IsTheSameAsAFormAndAsMultipart) {
  test::Form form;
  for (const auto& one : sealed(usual_mail())) form.emplace_back(one.name, one.value);
  const json as_form =
      judged(test::write_form(form), account(), "Application/X-WWW-Form-Urlencoded; charset=utf-8");
  EXPECT_EQ(as_form, told(sealed(usual_mail())));
  EXPECT_EQ(as_form.at("events").at(1).at("text"), "Yes\r\n> Hello");
  EXPECT_EQ(as_form.at("events").at(1).at("options").at("subject"), "Re: caf\xC3\xA9");
}

TEST(Inbound, TakesTheLastSealSinceHeadersOfTheMailMayBearItsNames) {
  MailFields mail = usual_mail();
  mail.insert(mail.begin(), {{"timestamp", "1"}, {"token", "t"}, {"signature", std::string(64, '0')}});
  EXPECT_EQ(told(sealed(mail)).at("kind"), "events");
  MailFields behind = sealed(usual_mail());
  behind.push_back({"token", "t"});
  EXPECT_EQ(told(behind).at("kind"), "refused");
}

TEST(Inbound, IsRefusedWithoutItsSeal) {
  EXPECT_EQ(told(usual_mail()).at("code"), "signature");
  EXPECT_EQ(judged("a=%", account(), "application/x-www-form-urlencoded").at("code"), "signature");
  EXPECT_EQ(judged("--x", account(), "multipart/form-data; boundary=xYz").at("code"), "unreadable");
}

TEST(Inbound, IsOneMailPerMessageIdAndRecipient) {
  const auto key = [](const MailFields& mail, char digit) {
    return told(sealed(mail, digit)).at("events").at(1).at("dedupe_key").get<std::string>();
  };
  EXPECT_EQ(key(usual_mail(), 'a'), key(usual_mail(), 'b')) << "a repetition is signed anew";
  EXPECT_NE(key(usual_mail(), 'a'), key(with("recipient", "other@in.herald.example"), 'a'));
  EXPECT_NE(key(with("Message-Id", ""), 'a'), key(with("Message-Id", ""), 'b'));
  EXPECT_EQ(arrived(with("Message-Id", "<" + std::string(300, 'x') + ">"))
                .at("provider_id")
                .get<std::string>()
                .size(),
            64U);
}

TEST(Inbound, ComesFromTheEnvelopeElseFromTheHeader) {
  EXPECT_EQ(arrived(usual_mail()).at("from"), "ada@example.net");
  EXPECT_EQ(arrived(with("sender", "")).at("from"), "ada@example.net");
  EXPECT_EQ(arrived(with("recipient", "a@in.herald.example, b@in.herald.example")).at("to"),
            "a@in.herald.example");
  EXPECT_EQ(told(sealed(with("recipient", ""))).at("events").size(), 1U) << "only the seal";
}

TEST(Inbound, BringsItsFilesAsRanges) {
  MailFields mail = usual_mail();
  mail.push_back({"attachment-count", "2"});
  mail.push_back({"content-id-map", R"({"<logo@x>":"attachment-2"})"});
  mail.push_back({"attachment-1", "Hello", "../../a.txt", "text/plain"});
  mail.push_back({"attachment-2", "GIF", "logo.gif", ""});
  mail.push_back({"attachment-x", "no", "x", ""});
  EXPECT_EQ(
      arrived(mail).at("media"),
      json::array({{{"range", {{"off", 0}, {"len", 5}}}, {"name", "a.txt"}, {"content_type", "text/plain"}},
                   {{"range", {{"off", 5}, {"len", 3}}},
                    {"name", "logo.gif"},
                    {"content_id", "logo@x"},
                    {"content_type", "application/octet-stream"}}}));
}

TEST(Inbound, NamesStoredFilesAtMailgunOnly) {
  const auto media_at = [](const std::string& url) {
    MailFields mail = usual_mail();
    mail.push_back({"attachments", json::array({{{"url", url}, {"name", "a"}}}).dump()});
    return arrived(mail).at("media").size();
  };
  EXPECT_EQ(media_at("https://sw.api.mailgun.net/v3/x"), 1U);
  EXPECT_EQ(media_at("https://storage.mailgun.org/x"), 1U);
  for (const char* url : {"http://sw.api.mailgun.net/x", "https://mailgun.net.evil.example/x",
                          "https://evilmailgun.net/x", "https://evil.example/.mailgun.net",
                          "https://evil.example?.mailgun.net", "https://evil.example#.mailgun.net",
                          "https://a@evil.example:.mailgun.net", "https://x.mailgun.net:y@evil.example/f",
                          "https://x.mailgun.net\\@evil.example/f", "javascript:1", ""})
    EXPECT_EQ(media_at(url), 0U) << url;
}

TEST(Inbound, IsCutWhereItIsTooLong) {
  const json event = arrived(with("body-plain", std::string(200'001, 'x')));
  EXPECT_EQ(event.at("text").get<std::string>().size(), 200'000U);
  EXPECT_EQ(event.at("options").at("truncated"), true);
}

TEST(Inbound, OfNothingButCharactersToEscapeFitsIntoTheReply) {
  const std::string hard(200'000, '\x01');  // six bytes each as JSON
  auto fields = with("body-plain", hard);
  fields.emplace_back("body-html", hard);
  fields.emplace_back("stripped-text", hard);
  EXPECT_LT(arrived(fields).dump().size(), std::size_t{1} << 20U);
}

}  // namespace
}  // namespace herald::mailgun::testing
