#include "host/channel_log/redact.hpp"

#include <gtest/gtest.h>

namespace herald::channel_log {
namespace {

const std::string kToken = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const std::string kBasic = "QUMxMjM0OmNhbmFyeQ==";

/// A bot that has its token in the path, speaks to a proxy with Basic, and is answered by an echo.
domain::RawExchange telling() {
  domain::ProviderAccount account;
  account.secrets = {kToken, "webhook-canary"};
  return {.attempt = domain::AttemptId{"a1"},
          .message = domain::MessageId{"m1"},
          .tenant = domain::TenantId{"t1"},
          .channel = domain::ChannelId{"c1"},
          .started_at = Instant{std::chrono::milliseconds{5}},
          .duration = std::chrono::milliseconds{7},
          .method = "POST",
          .url = "https://user:url-canary@api.example.org/bot" + kToken +
                 "/sendMessage?chat=5&access_token=query-canary",
          .request_headers = {{"Authorization", "Basic " + kBasic}, {"Content-Type", "application/json"}},
          .request_body = R"({"text":"hello","planned":"plan-canary"})",
          .status = 400,
          .response_headers = {{"Set-Cookie", "sid=cookie-canary"}, {"Date", "today"}},
          .response_body = "you sent " + kBasic + ", " + kToken +
                           ", webhook-canary, query-canary, url-canary, plan-canary",
          .verdict = "not_sent",
          .account = std::make_shared<const domain::ProviderAccount>(account),
          .redact = {"plan-canary"}};
}

std::string everything(const domain::Exchange& e) {
  return e.url + e.request_head + e.request_body + e.response_head + e.response_body + e.failure + e.verdict;
}

TEST(Redact, leaves_no_secret_anywhere) {
  const std::string all = everything(redact(telling()));
  EXPECT_EQ(all.find("canary"), std::string::npos) << all;
  EXPECT_EQ(all.find(kToken), std::string::npos) << all;
  EXPECT_EQ(all.find("AAHdq"), std::string::npos) << all;
  EXPECT_EQ(all.find(kBasic), std::string::npos) << all;
}

TEST(Redact, keeps_what_support_needs) {
  const domain::Exchange clean = redact(telling());
  EXPECT_EQ(clean.url, "https://api.example.org/bot***/sendMessage?chat=5&access_token=***");
  EXPECT_EQ(clean.request_head, "Authorization: ***\nContent-Type: application/json\n");
  EXPECT_EQ(clean.request_body, R"({"text":"hello","planned":"***"})");
  EXPECT_EQ(clean.response_head, "Set-Cookie: ***\nDate: today\n");
  EXPECT_EQ(clean.response_body, "you sent ***, ***, ***, ***, ***, ***");
  EXPECT_EQ(clean.status, 400);
  EXPECT_EQ(clean.verdict, "not_sent");
  EXPECT_EQ(clean.duration, std::chrono::milliseconds{7});
  EXPECT_EQ(clean.attempt.text + clean.message.text + clean.tenant.text + clean.channel.text, "a1m1t1c1");
}

TEST(Redact, cuts_a_body_at_2048_bytes_and_not_inside_a_character) {
  domain::RawExchange raw = telling();
  raw.request_body = std::string(kKeptBody, 'x');
  raw.response_body = std::string(kKeptBody + 1, 'x');
  EXPECT_EQ(redact(raw).request_body.size(), kKeptBody);
  EXPECT_EQ(redact(raw).response_body.size(), kKeptBody);
  raw.request_body = std::string(kKeptBody - 1, 'x') + "\xC3\xA9";
  EXPECT_EQ(redact(raw).request_body.size(), kKeptBody - 1);
}

TEST(Redact, leaves_no_half_secret_where_the_recorder_cut) {
  domain::RawExchange raw = telling();
  // So many whole secrets before the cut that their replacement moves its place into what is kept.
  while (raw.request_body.size() + kToken.size() < domain::kRecordedBody) raw.request_body += kToken;
  raw.request_body += kToken.substr(0, domain::kRecordedBody - raw.request_body.size());
  ASSERT_EQ(raw.request_body.size(), domain::kRecordedBody);
  EXPECT_EQ(everything(redact(raw)).find("110201543"), std::string::npos);
}

TEST(Redact, keeps_no_body_of_a_one_time_code) {
  domain::RawExchange raw = telling();
  raw.private_bodies = true;
  const domain::Exchange clean = redact(raw);
  EXPECT_EQ(clean.request_body, "(not kept: a one-time code)");
  EXPECT_EQ(clean.response_body, "(not kept: a one-time code)");
  raw.response_body.clear();
  EXPECT_EQ(redact(raw).response_body, "");
}

TEST(Redact, ends_a_text_nowhere_before_its_end) {
  domain::RawExchange raw = telling();
  raw.request_body = std::string("a\0b", 3);
  EXPECT_EQ(redact(raw).request_body, "a?b");
}

TEST(Redact, knows_a_path_that_only_looks_like_a_user_part) {
  domain::RawExchange raw = telling();
  raw.url = "https://api.example.org/users/ann@example.org?mail=a@b.c";
  EXPECT_EQ(redact(raw).url, raw.url);
}

}  // namespace
}  // namespace herald::channel_log
