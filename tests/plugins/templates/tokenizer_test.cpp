#include "plugins/features/templates/tokenizer.hpp"

#include <gtest/gtest.h>

namespace herald::templates {
namespace {

/// Texts as they are, variables in brackets, problems as "!place".
std::string drawn(std::string_view text) {
  std::string out;
  const Tokens tokens = scan(text);
  for (const Piece& piece : tokens.pieces) out += piece.variable ? "[" + piece.text + "]" : piece.text;
  for (const SyntaxProblem& problem : tokens.problems) out += "!" + to_text(problem.place);
  return out;
}

TEST(Tokenizer, ReadsPathsWithBlanksAndDots) {
  EXPECT_EQ(drawn("a {{x}} b {{ order.line_1.name }} c"), "a [x] b [order.line_1.name] c");
  EXPECT_EQ(drawn("{{\t_x\n}}{{x}}"), "[_x][x]");
  EXPECT_EQ(drawn(""), "");
}

TEST(Tokenizer, LeavesSingleBracesAlone) {
  EXPECT_EQ(drawn("{a} } {x}} }} {"), "{a} } {x}} }} {");
  EXPECT_EQ(drawn("@media print{p{color:red}}"), "@media print{p{color:red}}");
}

TEST(Tokenizer, RefusesWhateverIsNoVariable) {
  for (const char* text : {"{{}}",
                           "{{ }}",
                           "{{#x}}",
                           "{{/x}}",
                           "{{>x}}",
                           "{{!x}}",
                           "{{%AUTOESCAPE context=\"HTML\"}}",
                           "{{=<% %>=}}",
                           "{{x:none}}",
                           "{{x|upper}}",
                           "{{x y}}",
                           "{{1x}}",
                           "{{x.}}",
                           "{{.x}}",
                           "{{x..y}}",
                           "{{x.1}}",
                           "{{x-y}}",
                           "{{{x}}}",
                           "{{&x}}",
                           "{{\xc3\xa4}}",
                           "{{x"})
    EXPECT_EQ(drawn(text).find("!line 1, column 1"), drawn(text).find('!')) << text << ": " << drawn(text);
  for (const char* text : {"{{}}", "{{#x}}", "{{x:none}}", "{{{x}}}", "{{x", "{{\xc3\xa4}}"})
    EXPECT_NE(drawn(text).find('!'), std::string::npos) << text;
}

TEST(Tokenizer, TellsLinesAndCharacters) {
  EXPECT_EQ(drawn("\xc3\xa4\xe2\x82\xac{{#}}\n\n x{{ }}"),
            "\xc3\xa4\xe2\x82\xac\n\n x!line 1, column 3!line 3, column 3");
}

TEST(Tokenizer, BoundsNamesAndPlaces) {
  EXPECT_TRUE(is_path(std::string(128, 'x')));
  EXPECT_FALSE(is_path(std::string(129, 'x')));
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "{{x}}";
  EXPECT_TRUE(scan(many).problems.empty());
  EXPECT_FALSE(scan(many + "{{x}}").problems.empty());
}

TEST(Tokenizer, KeepsEveryByteOfTheText) {
  const std::string bytes{"\x00\xff{{ a }}\xfe", 10};
  const Tokens tokens = scan(bytes);
  ASSERT_EQ(tokens.pieces.size(), 3u);
  EXPECT_EQ(tokens.pieces[0].text + "{{ a }}" + tokens.pieces[2].text, bytes);
}

}  // namespace
}  // namespace herald::templates
