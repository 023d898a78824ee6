#include <gtest/gtest.h>

#include "host/api/message_body.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

std::vector<Problem> problems_of(const std::string& body) {
  std::vector<Problem> problems;
  read_send_message(json::parse(body).value(), problems);
  return problems;
}

bool takes(const std::string& name, std::size_t characters) {
  json::Writer writer;
  writer.begin_object().text(name, std::string(characters, 'x')).end_object();
  return problems_of(writer.take()).empty();
}

/// The longest value that table communication_message holds.
struct Edge {
  const char* name;
  std::size_t most;
};
class TextEdge : public testing::TestWithParam<Edge> {};

TEST_P(TextEdge, takes_the_longest_text_and_not_one_character_more) {
  EXPECT_TRUE(takes(GetParam().name, GetParam().most));
  EXPECT_FALSE(takes(GetParam().name, GetParam().most + 1));
}

INSTANTIATE_TEST_SUITE_P(Columns, TextEdge,
                         testing::Values(Edge{"to_address", 320}, Edge{"reference", 128},
                                         Edge{"subject", 998}, Edge{"contact_id", 64}, Edge{"lead_id", 64},
                                         Edge{"channel_type", 16}, Edge{"channel_id", 36}),
                         [](const auto& edge) { return std::string{edge.param.name}; });

TEST(MessageBody, counts_characters_and_not_bytes) {
  std::string text;
  for (int i = 0; i < 128; ++i) text += "é";
  json::Writer writer;
  writer.begin_object().text("reference", text).end_object();
  EXPECT_TRUE(problems_of(writer.take()).empty());
}

TEST(MessageBody, an_empty_address_is_refused) { EXPECT_FALSE(takes("to_address", 0)); }

TEST(MessageBody, priority_is_0_1_normal_or_high) {
  for (const char* fine : {"0", "1", "\"normal\"", "\"high\"", "null"})
    EXPECT_TRUE(problems_of(std::string{R"({"priority":)"} + fine + "}").empty()) << fine;
  for (const char* bad : {"2", "-1", "1.0", "\"1\"", "true"})
    EXPECT_FALSE(problems_of(std::string{R"({"priority":)"} + bad + "}").empty()) << bad;
}

TEST(MessageBody, message_type_and_class_are_closed_lists) {
  EXPECT_TRUE(problems_of(R"({"message_type":"LOCATION","message_class":"marketing"})").empty());
  EXPECT_EQ(problems_of(R"({"message_type":"text","message_class":"bulk"})").size(), 2U);
}

TEST(MessageBody, an_attachment_is_a_url_with_facts) {
  std::vector<Problem> problems;
  const auto wish = read_send_message(
      json::parse(
          R"({"attachments":[{"url":"https://x/a.png","content_type":"image/png","name":"a","size":7},)"
          R"({"url":"http://x/b"}]})")
          .value(),
      problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(wish.attachments.size(), 2U);
  EXPECT_EQ(wish.attachments[0].url, "https://x/a.png");
  EXPECT_EQ(wish.attachments[0].bytes.content_type, "image/png");
  EXPECT_EQ(wish.attachments[0].bytes.size, 7);
  EXPECT_EQ(wish.attachments[1].name, "");
}

TEST(MessageBody, an_attachment_is_either_a_url_or_one_of_our_files) {
  constexpr const char* kId = "01890a5d-ac96-774b-bcce-b302099a8057";
  EXPECT_TRUE(problems_of(std::string{R"({"attachments":[{"media_id":")"} + kId + "\"}]}").empty());
  const auto both =
      problems_of(std::string{R"({"attachments":[{"url":"https://x/a","media_id":")"} + kId + "\"}]}");
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].pointer, "/attachments/0/media_id");
  EXPECT_EQ(problems_of(R"({"attachments":[{"url":null,"media_id":null}]})").size(), 1U);
}

TEST(MessageBody, problems_of_attachments_name_the_element) {
  const auto problems = problems_of(
      R"({"attachments":[{"url":"https://x/a"},{"url":"file:///etc/passwd","size":-1,"x":1},{}]})");
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems[0].pointer, "/attachments/1/url");
  EXPECT_EQ(problems[1].pointer, "/attachments/1/size");
  EXPECT_EQ(problems[2].pointer, "/attachments/1/x");
  EXPECT_EQ(problems[3].pointer, "/attachments/2/url");
}

TEST(MessageBody, a_subject_is_one_line) {
  EXPECT_EQ(problems_of(R"({"subject":"a\r\nBcc: b"})").size(), 1U);
}

}  // namespace
}  // namespace herald::api
