#include "plugins/features/templates/render.hpp"

#include <gtest/gtest.h>

#include "plugins/features/templates/choice.hpp"

namespace herald::templates {
namespace {

std::string lines(const std::vector<Complaint>& complaints) {
  std::string out;
  for (const Complaint& one : complaints) out += one.pointer + " " + one.text + "\n";
  return out;
}

/// The rendered body, or what stands against it.
std::string body(const std::string& text, const Values& values, Missing missing = Missing::Fail) {
  std::vector<Complaint> complaints;
  const Texts out = render({.body = text}, values, missing, "/v", complaints);
  return complaints.empty() ? out.body : lines(complaints);
}

std::string html(const std::string& text, const Values& values) {
  std::vector<Complaint> complaints;
  const Texts out = render({.html = text}, values, Missing::Fail, "/v", complaints);
  return complaints.empty() ? out.html : lines(complaints);
}

std::string read(const std::string& json, const std::vector<std::string>& known) {
  std::vector<Complaint> complaints;
  std::string out;
  for (const auto& [path, value] : read_values(json, known, "/v", complaints))
    out += path + "=" + value + " ";
  return out + lines(complaints);
}

TEST(Render, FillsTextsInAsTheyAre) {
  EXPECT_EQ(body("{{a}} & {{ b.c }}", {{"a", "<x>"}, {"b.c", "{{a}}"}}), "<x> & {{a}}")
      << "values are not templates";
}

TEST(Render, NamesEveryMissingVariableOnce) {
  EXPECT_EQ(body("{{a}} {{b.c}} {{a}}", {}),
            "/v/a the template needs this variable\n/v/b/c the template needs this variable\n");
  EXPECT_EQ(body("<{{a}}>", {}, Missing::Empty), "<>");
}

TEST(Render, EscapesHtmlForThePlaceOfTheVariable) {
  EXPECT_EQ(html("<p>{{a}}</p>", {{"a", "<i>&\"'"}}), "<p>&lt;i&gt;&amp;&quot;&#39;</p>");
  EXPECT_EQ(html("<a href=\"{{a}}\">", {{"a", "javascript:alert(1)"}}).find("javascript"), std::string::npos);
  EXPECT_EQ(html("<script>var x = '{{a}}';</script>", {{"a", "';alert(1)//"}}).find("';alert"),
            std::string::npos);
  EXPECT_EQ(html("  <b>\n\n {{a}} </b>\n", {{"a", "x"}}), "  <b>\n\n x </b>\n") << "blanks are kept";
  EXPECT_EQ(html("{{a.b}} {{A}}", {{"a.b", "1"}, {"A", "2"}}), "1 2");
}

TEST(Render, HtmlWhoseVariablesStandNowhereClearIsRefused) {
  for (const char* unclear :
       {"<{{a}} x>", "</{{a}}>", "<a href={{a}}>x</a>", "<p {{a}}=\"x\">", "<a 'b' {{a}}>"})
    EXPECT_NE(lines(examine({.html = unclear}, {})), "") << unclear;
  EXPECT_EQ(lines(examine({.html = "<p title=\"{{a}}\">{{b}}</p>"}, {})), "");
}

TEST(Render, BoundsWhatComesOut) {
  const std::string value(10'000, 'x');
  std::string text;
  for (int i = 0; i < 26; ++i) text += "{{a}}";
  EXPECT_EQ(body(text + std::string(2'144, 'y'), {{"a", value}}).size(), kLongestText);
  EXPECT_EQ(body(text + std::string(2'145, 'y'), {{"a", value}}),
            "/v expected values that make a text of at most 262144 bytes\n");
}

TEST(Render, ASubjectStaysOneLine) {
  std::vector<Complaint> complaints;
  render({.subject = "{{a}}"}, {{"a", "x\r\nBcc: y"}}, Missing::Fail, "/v", complaints);
  EXPECT_EQ(lines(complaints), "/v expected values without line breaks in the subject\n");
}

TEST(Values, TakesTextsNumbersBooleansAndObjectsOfThem) {
  EXPECT_EQ(read(R"({"a":"x","b":{"c":1.5,"d":true},"e":null})", {"a", "b.c", "b.d", "e"}),
            "a=x b.c=1.5 b.d=true ");
  EXPECT_EQ(read(R"({"b.c":1})", {"b.c"}), "b.c=1 ");
}

TEST(Values, SaysWhatItDoesNotTake) {
  EXPECT_EQ(read(R"({"x/y":1})", {"a"}), "/v/x~1y the template has no such variable\n");
  EXPECT_EQ(read(R"({"a":[1]})", {"a"}), "/v/a expected a text, a number, true or false\n");
  EXPECT_EQ(read(R"({"a":")" + std::string(10'000, 'x') + "\"}", {"a"}).size(), 10'003u);
  EXPECT_EQ(read(R"({"a":")" + std::string(10'001, 'x') + "\"}", {"a"}),
            "/v/a expected at most 10000 bytes\n");
  EXPECT_EQ(read(R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}})", {"a"}),
            "/v/a/a/a/a/a/a/a/a expected at most 8 levels\n");
}

TEST(Choice, FallsBackPartByPart) {
  EXPECT_EQ(choose({"en", "pt", "pt-BR"}, "PT-br"), 2u);
  EXPECT_EQ(choose({"en", "pt"}, "pt-BR"), 1u);
  EXPECT_EQ(choose({"en", "zh-Hant"}, "zh-Hant-TW"), 1u);
  EXPECT_EQ(choose({"en", "pt-BR"}, "pt"), std::nullopt);
  EXPECT_EQ(choose({""}, ""), std::nullopt);
}

}  // namespace
}  // namespace herald::templates
