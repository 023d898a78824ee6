// herald/json.h against nlohmann as the judge, on good, broken and hostile text.
#include <gtest/gtest.h>
#include <herald/json.h>

#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

/// A text in memory of its exact size, so that a sanitizer sees a read beyond it.
class Exact {
 public:
  explicit Exact(const std::string& text)
      : bytes_{std::make_unique<char[]>(text.size() + 1)}, size_{text.size()} {
    std::memcpy(bytes_.get() + 1, text.data(), text.size());
  }
  [[nodiscard]] herald_str text() const { return {bytes_.get() + 1, size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

std::string copy(herald_str value) { return value.data == nullptr ? "" : std::string{value.data, value.len}; }
herald_str view(const std::string& text) { return {text.data(), text.size()}; }

const std::vector<std::string>& samples() {
  static const std::vector<std::string> all{R"({"a":1,"b":[true,false,null],"c":{"d":"e"}})",
                                            R"( [ 1 , -2.5e+3 , "x" ] )",
                                            R"("")",
                                            "0",
                                            "-0",
                                            "1e9",
                                            R"({"u":"\u00e9\ud83d\ude00\n\"\\\/\b\f\r\t"})",
                                            "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"",
                                            "[]",
                                            "{}",
                                            "",
                                            " ",
                                            "01",
                                            "1.",
                                            ".5",
                                            "+1",
                                            "1e",
                                            "--1",
                                            "tru",
                                            "nulll",
                                            "[1,]",
                                            "[,1]",
                                            R"({"a":1,})",
                                            R"({"a"})",
                                            R"({a:1})",
                                            R"({"a":1)",
                                            "[1 2]",
                                            "\"\n\"",
                                            "\"\x01\"",
                                            R"("\x")",
                                            R"("\u12g4")",
                                            R"("\ud800")",
                                            R"("\udc00\ud800")",
                                            R"("\ud800\u0041")",
                                            "\"\xff\"",
                                            "\"\xc0\x80\"",
                                            "\"\xed\xa0\x80\"",
                                            "\"\xf4\x90\x80\x80\"",
                                            "\"\xe2\x82\"",
                                            "1 1",
                                            "[1]]",
                                            std::string{"\"\0\"", 3},
                                            R"("unended)",
                                            "\"\\"};
  return all;
}

TEST(JsonOfC, ReadsExactlyWhatIsJson) {
  for (const std::string& text : samples())
    EXPECT_EQ(herald_json_read(Exact{text}.text()).len > 0, json::accept(text)) << text;
}

TEST(JsonOfC, AgreesOnTextsThatWereCutAndChanged) {
  std::mt19937 random{7};
  for (int round = 0; round < 20'000; ++round) {
    std::string text = samples()[random() % 11];
    if (text.empty()) continue;
    for (auto changes = random() % 3; changes > 0; --changes)
      text[random() % text.size()] = "{}[]\",:\\1a0e-.u \xc3\xed\x80"[random() % 19];
    text.resize(random() % (text.size() + 1));
    ASSERT_EQ(herald_json_read(Exact{text}.text()).len > 0, json::accept(text)) << text;
  }
}

TEST(JsonOfC, RefusesWhatNestsDeeperThan64) {
  const auto nested = [](std::size_t deep) { return std::string(deep, '[') + std::string(deep, ']'); };
  EXPECT_GT(herald_json_read(view(nested(64))).len, 0U);
  EXPECT_EQ(herald_json_read(view(nested(65))).len, 0U);
  EXPECT_EQ(herald_json_read(view(std::string(10'000'000, '['))).len, 0U);
}

TEST(JsonOfC, FindsMembersAsTheyStandInTheText) {
  const std::string text = R"({"a": {"b":1}, "to":"+44\"77", "a" : 2, "empty":""})";
  EXPECT_EQ(copy(herald_json_member(view(text), "to")), R"("+44\"77")");
  EXPECT_EQ(copy(herald_json_member(view(text), "a")), "2") << "the last one counts";
  EXPECT_EQ(copy(herald_json_inside(herald_json_member(view(text), "to"))), R"(+44\"77)");
  EXPECT_EQ(herald_json_member(view(text), "b").len, 0U);
  EXPECT_EQ(herald_json_member(view("[1]"), "a").len, 0U);
  EXPECT_EQ(herald_json_member({nullptr, 0}, "a").len, 0U);
  EXPECT_EQ(herald_json_inside(view("12")).data, nullptr);
}

TEST(JsonOfC, GoesThroughAnArray) {
  const std::string text = R"([ 1, "b" ,[2,3],{}])";
  std::string seen;
  herald_str rest = view(text), element{};
  while (herald_json_next(&rest, &element) != 0) seen += copy(element) + ";";
  EXPECT_EQ(seen, R"(1;"b";[2,3];{};)");
  for (const std::string& none : {std::string{"[]"}, std::string{"{}"}, std::string{}, std::string{"[tru"}}) {
    rest = view(none);
    EXPECT_EQ(herald_json_next(&rest, &element), 0) << none;
  }
}

TEST(JsonOfC, DecodesTextsAsTheJudgeDoesAndOnlyWhereTheyFit) {
  for (const std::string& text : samples()) {
    const json judge = json::parse(text, nullptr, false);
    std::string room(64, '#');
    const herald_str read = herald_json_text(herald_json_read(Exact{text}.text()), room.data(), room.size());
    EXPECT_EQ(read.data != nullptr, judge.is_string()) << text;
    EXPECT_EQ(copy(read), judge.is_string() ? judge.get<std::string>() : "") << text;
  }
  char small[3];
  EXPECT_EQ(copy(herald_json_text(view(R"("abc")"), small, 3)), "abc");
  EXPECT_EQ(herald_json_text(view(R"("abcd")"), small, 3).data, nullptr);
  EXPECT_EQ(herald_json_text(view(R"("ab\u00e9")"), small, 3).data, nullptr);
}

TEST(JsonOfC, ReadsIntegersOnly) {
  std::int64_t number = 7;
  EXPECT_EQ(herald_json_integer(view("1732357000000"), &number), 1);
  EXPECT_EQ(number, 1732357000000);
  EXPECT_EQ(herald_json_integer(view("-5"), &number), 1);
  EXPECT_EQ(number, -5);
  for (const char* other : {"", "-", "1.5", "1e3", "\"1\"", "99999999999999999999"})
    EXPECT_EQ(herald_json_integer(view(other), &number), 0) << other;
}

TEST(JsonOfC, FindsTheFirstHeaderOfANameInAnyCase) {
  const std::string headers =
      R"([["Content-Type","a"],["x-signature","one"],["X-Signature","two"],["odd"],7])";
  EXPECT_EQ(copy(herald_json_header(view(headers), "X-Signature")), R"("one")");
  EXPECT_EQ(herald_json_header(view(headers), "X-Signatures").len, 0U);
  EXPECT_EQ(herald_json_header(view("{}"), "X").len, 0U);
}

TEST(JsonOfC, StopsWritingWhenTheSinkIsFull) {
  const auto take = [](void* ctx, const char* data, std::uint64_t len) -> std::int32_t {
    auto& text = *static_cast<std::string*>(ctx);
    if (data[0] == 'e') return 1;
    text.append(data, len);
    return 0;
  };
  std::string out, reason;
  const herald_sink sink{sizeof(herald_sink), 0, &out, take}, err{sizeof(herald_sink), 0, &reason, take};
  const herald_str pieces[] = {HERALD_LITERAL("ab"), HERALD_LITERAL(""), HERALD_LITERAL("cd"),
                               HERALD_LITERAL("e")};
  EXPECT_EQ(herald_put(&sink, nullptr, pieces, 3), HERALD_OK);
  out.clear();
  EXPECT_EQ(herald_put(&sink, &err, pieces, 4), HERALD_SINK_FULL);
  EXPECT_EQ(out, "abcd");
  EXPECT_EQ(reason, "the sink takes no more");
}

}  // namespace
