#include "host/features/filters.hpp"

#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

constexpr const char* kId = "01890000-0000-7000-8000-00000000dead";

class FiltersTest : public testing::Test {
 protected:
  Result<domain::RenderedTexts> render(const std::string& message) {
    return filters_.render(domain::TenantId{"tenant-a"}, message);
  }
  static std::string naming(const std::string& id) { return R"({"account_id":")" + id + "\"}"; }
  ScriptedPlugin plugin_;
  Shelf shelf_;
  features::Filters filters_{plugin_, shelf_};
};

TEST_F(FiltersTest, TheFilterGetsWhatItNeedsAndNoRecords) {
  shelf_.record = domain::Record{.id = kId, .values = {{"customer", "ann"}}};
  plugin_.answer = R"({"message":{"message_body":"Hi","template_id":"t","template_version":2}})";
  const auto texts = render(naming(kId));
  ASSERT_TRUE(texts) << texts.error().detail;
  EXPECT_EQ(texts->body, "Hi");
  EXPECT_EQ(texts->template_version, 2);
  EXPECT_EQ(plugin_.seen->reads, nullptr);
  EXPECT_NE(plugin_.seen->input.find(R"("twins":[{)"), std::string::npos) << plugin_.seen->input;
  EXPECT_NE(plugin_.seen->input.find(R"("customer":"ann")"), std::string::npos);
}

TEST_F(FiltersTest, WhatIsNotThereIsNull) {
  plugin_.answer = R"({"problem":{"kind":"invalid","reason":"r","detail":"d"}})";
  for (const std::string& id : {std::string{kId}, std::string{"' or 1=1"}}) {
    EXPECT_EQ(render(naming(id)).error().reason, "r");
    EXPECT_NE(plugin_.seen->input.find(R"("account":null)"), std::string::npos) << plugin_.seen->input;
    EXPECT_NE(plugin_.seen->input.find(R"("twins":null)"), std::string::npos);
  }
}

TEST_F(FiltersTest, AMessageThatConcernsNoFilterHasNoRenderer) {
  const auto texts = render("{}");
  ASSERT_FALSE(texts);
  EXPECT_EQ(texts.error().reason, "no_renderer");
  EXPECT_FALSE(plugin_.seen);
}

TEST_F(FiltersTest, TextsThatCannotBeReadAreADefect) {
  plugin_.answer = R"({"message":{"message_body":1}})";
  EXPECT_EQ(render(naming(kId)).error().reason, "bad_answer");
}

}  // namespace
}  // namespace herald::test
