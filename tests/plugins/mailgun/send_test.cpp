#include <gtest/gtest.h>

#include <map>

#include "plugins/providers/mailgun/date.hpp"
#include "plugins/providers/mailgun/fields.hpp"
#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

using nlohmann::json;

json with(const json& options) { return {{"options", options}}; }

json blob(const std::string& name, std::uint64_t size = 3) {
  return {{"blob", "b1"}, {"name", name}, {"content_type", "text/plain"}, {"size", size}};
}

TEST(Send, CarriesItsReferenceAndNamesTheAddresseeOnlyBesideCopies) {
  auto fields = planned_fields(json::object());
  EXPECT_EQ(test::mail_field(fields, "v:herald_ref"), "a1");
  EXPECT_EQ(test::mail_field(fields, "v:herald_to"), "");
  fields = planned_fields(with({{"cc", json::array({{{"email", "c@example.net"}}})}}));
  EXPECT_EQ(test::mail_field(fields, "v:herald_to"), "rcpt@example.net");
}

TEST(Send, WritesNamesThatNoHeaderMisreads) {
  EXPECT_EQ(mailbox_text({"a@b.co", ""}), "a@b.co");
  EXPECT_EQ(mailbox_text({"a@b.co", "Ada Lovelace"}), "Ada Lovelace <a@b.co>");
  EXPECT_EQ(mailbox_text({"a@b.co", "Lovelace, \"Ada\" \\"}), "\"Lovelace, \\\"Ada\\\" \\\\\" <a@b.co>");
  EXPECT_EQ(mailbox_text({"a@b.co", "J\xC3\xB6rg, B."}), "=?UTF-8?Q?J=C3=B6rg=2C_B=2E?= <a@b.co>");
}

TEST(Send, WritesTimesAsRfc2822) {
  EXPECT_EQ(mail_date(1'715'941'230'000), "Fri, 17 May 2024 10:20:30 +0000");
  EXPECT_EQ(mail_date(951'782'400'999), "Tue, 29 Feb 2000 00:00:00 +0000");
}

TEST(Send, RefusesWhatIsBeyondTheLimits) {
  EXPECT_EQ(refusal_code({{"channel", "SMS"}}), "channel");
  EXPECT_EQ(refusal_code({{"type", "IMAGE"}}), "message_type");
  EXPECT_EQ(refusal_code({{"type", "TEMPLATE"}}), "template");
  EXPECT_EQ(refusal_code(with({{"template", "welcome"}})), "template");
  EXPECT_EQ(refusal_code(with({{"template_version", "v2"}})), "template");
  EXPECT_EQ(refusal_code({{"type", "TEMPLATE"}, {"html", "<p>"}, {"options", {{"template", "w"}}}}),
            "template");
  EXPECT_EQ(refusal_code({{"to", "nobody"}}), "recipient");
  EXPECT_EQ(refusal_code({{"to", "a@b.co\r\nBcc: c@d.co"}}), "recipient");
  EXPECT_EQ(refusal_code(with({{"to_name", "a\r\nb"}})), "recipient");
  EXPECT_EQ(refusal_code({{"from", "nobody"}}), "sender");
  EXPECT_EQ(refusal_code({{"subject", "a\r\nBcc: c@d.co"}}), "subject");
  EXPECT_EQ(refusal_code({{"text", ""}}), "text_missing");
  EXPECT_EQ(refusal_code(with({{"cc", json::array({{{"email", "RCPT@example.net"}}})}})),
            "duplicate_recipient");
  EXPECT_EQ(refusal_code(with({{"bcc", json::array({{{"email", "x"}}})}})), "copy_address");
  EXPECT_EQ(refusal_code(with({{"reply_to", {{"email", "x"}}}})), "reply_to");
}

TEST(Send, RefusesHeadersVariablesAndTagsThatMailgunMisreads) {
  EXPECT_EQ(refusal_code(with({{"headers", {{"X A", "1"}}}})), "header");
  EXPECT_EQ(refusal_code(with({{"headers", {{"X\"\r\nA", "1"}}}})), "header");
  EXPECT_EQ(refusal_code(with({{"headers", {{"X-A", "1\n2"}}}})), "header");
  for (const char* own : {"Subject", "FROM", "X-Mailgun-Variables", "MIME-Version"})
    EXPECT_EQ(refusal_code(with({{"headers", {{own, "1"}}}})), "header_reserved") << own;
  const json replies{{"email", "a@b.co"}};
  EXPECT_EQ(refusal_code(with({{"reply_to", replies}, {"headers", {{"reply-to", "x@y.co"}}}})),
            "header_reserved");
  EXPECT_EQ(refusal_code(with({{"headers", {{"Reply-To", "x@y.co"}}}})), "");
  for (const char* name : {"v:x", "h:x", "", "a b", "a\"b", "herald_ref"})
    EXPECT_EQ(refusal_code(with({{"variables", {{name, "1"}}}})), "variables") << name;
  EXPECT_EQ(refusal_code(with({{"tags", json::array({"a", "A"})}})), "tags");
  EXPECT_EQ(refusal_code(with({{"tags", json::array({std::string(129, 'x')})}})), "tags");
  EXPECT_EQ(refusal_code(with({{"tags", json::array({"1", "2", "3", "4"})}})), "tags");
  EXPECT_EQ(refusal_code(with({{"tags", json::array({std::string(128, 'x'), "2", "3"})}})), "");
  EXPECT_EQ(refusal_code(with({{"archive_to", "https://a\r\nb"}})), "setting");
}

TEST(Send, DeliversLaterByAtMostThreeDays) {
  const std::int64_t three = 3LL * 86'400'000;
  EXPECT_EQ(refusal_code(with({{"deliver_at_ms", kNow}})), "deliver_at_ms");
  EXPECT_EQ(refusal_code(with({{"deliver_at_ms", kNow + 1}})), "");
  EXPECT_EQ(refusal_code(with({{"deliver_at_ms", kNow + three}})), "");
  EXPECT_EQ(refusal_code(with({{"deliver_at_ms", kNow + three + 1}})), "deliver_at_ms");
}

TEST(Send, TakesOneThousandRecipientsWithTheirCopies) {
  const auto code_with = [](int copies) {
    json list = json::array();
    for (int i = 0; i < copies; ++i) list.push_back({{"email", "c" + std::to_string(i) + "@example.net"}});
    return refusal_code(with({{"bcc", list}}));
  };
  EXPECT_EQ(code_with(999), "");
  EXPECT_EQ(code_with(1000), "too_many_recipients");
}

TEST(Send, TakesSixteenThousandBytesOfOptions) {
  const std::size_t own = std::string{"v:herald_refa1v:x"}.size();
  EXPECT_EQ(refusal_code(with({{"variables", {{"x", std::string(16'000 - own, 'x')}}}})), "");
  EXPECT_EQ(refusal_code(with({{"variables", {{"x", std::string(16'001 - own, 'x')}}}})),
            "options_too_large");
}

TEST(Send, CountsFilesAsBase64) {
  const auto code_with = [](std::uint64_t size) {
    return refusal_code({{"attachments", json::array({blob("a.txt", size)})}});
  };
  EXPECT_EQ(code_with(18'749'000), "");
  EXPECT_EQ(code_with(18'750'000), "too_large");
}

TEST(Send, RefusesFilesWithoutBytesOrAUsableName) {
  const auto code_with = [](const json& file) {
    return refusal_code({{"attachments", json::array({file})}});
  };
  EXPECT_EQ(code_with({{"url", "https://files.example.net/a.pdf"}}), "attachment_url");
  EXPECT_EQ(code_with(blob("")), "attachment_name");
  EXPECT_EQ(code_with(blob("a\r\nb")), "attachment_name");
  json typed = blob("a.txt");
  typed["content_type"] = "text/plain\r\nX: 1";
  EXPECT_EQ(code_with(typed), "attachment_type");
}

TEST(Send, RefusesNestedValuesForARecipient) {
  EXPECT_EQ(refusal_code(with({{"recipient_data", {{"a", {{"b", 1}}}}}})), "recipient_data");
  EXPECT_EQ(test::mail_field(planned_fields(with({{"recipient_data", {{"a", 1}}}})), "recipient-variables"),
            R"({"rcpt@example.net":{"a":1}})");
}

TEST(Lookup, AsksForWhatWasAcceptedSinceAMinuteBeforeTheAttempt) {
  json input = message_input({{"to", "a+b@example.net"}});
  input["message"]["attempted_ms"] = kNow - 30'000;
  const json request = plan("lookup", input, account()).at("request");
  EXPECT_EQ(request.at("commits"), false);
  EXPECT_EQ(request.at("url"),
            "https://api.mailgun.net/v3/mg.herald.example/events?begin=1715941915&ascending=yes&limit=300"
            "&event=accepted&recipient=a%2Bb%40example.net");
}

TEST(Plan, RefusesAnotherOperation) {
  EXPECT_EQ(plan("cancel", json::object(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::mailgun::testing
