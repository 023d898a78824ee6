#include "tests/unit/records/collection.hpp"

namespace herald::test {
namespace {

std::string refusal(std::string_view text) { return complaints(declared(text)); }

/// A collection with this one field.
std::string with_field(const std::string& field) { return R"([{"name":"c","fields":[)" + field + "]}]"; }

TEST(Declaration, NamesTableAndSubjectAfterThePlugin) {
  const auto read = accounts();
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0]->table, "px_loyalty_accounts");
  EXPECT_EQ(read[0]->subject, "loyalty.accounts");
  EXPECT_EQ(read[0]->fields.size(), 5U);
  EXPECT_EQ(read[0]->fields[1].fallback, "0");
}

TEST(Declaration, RefusesNamesThatAreNoIdentifiers) {
  for (const char* name : {"", "Points", "1st", "a-b", "a b", "a`b", "drop table x"})
    EXPECT_NE(refusal(with_field(R"({"name":")" + std::string{name} + R"(","type":"text"})")), "") << name;
  EXPECT_EQ(refusal(with_field(R"({"name":"order","type":"text"})")), "") << "words of SQL are quoted";
}

TEST(Declaration, RefusesColumnsThatEveryRecordHas) {
  for (const char* name : {"id", "rev", "revision", "tenant_id", "created_at", "updated_at"})
    EXPECT_NE(refusal(with_field(R"({"name":")" + std::string{name} + R"(","type":"text"})")), "") << name;
}

TEST(Declaration, RefusesADefaultThatWouldNeedQuoting) {
  EXPECT_NE(refusal(with_field(R"({"name":"a","type":"text","default":"x'); drop table tenant"})")), "");
  EXPECT_NE(refusal(with_field(R"({"name":"a","type":"text","default":"a:b"})")), "");
  EXPECT_NE(refusal(with_field(R"({"name":"a","type":"integer","default":"x"})")), "");
  EXPECT_EQ(refusal(with_field(R"({"name":"a","type":"text","default":"new one"})")), "");
}

TEST(Declaration, RefusesTwoFieldsOfOneNameAndAnUnknownType) {
  EXPECT_NE(refusal(with_field(R"({"name":"a","type":"text"},{"name":"a","type":"text"})")), "");
  EXPECT_NE(refusal(with_field(R"({"name":"a","type":"decimal"})")), "");
}

TEST(Declaration, BoundsFieldsIndexesAndTheirSize) {
  std::string fields;
  for (int i = 0; i < 30; ++i)
    fields += (i > 0 ? "," : "") + std::string{R"({"name":"f)"} + std::to_string(i) + R"(","type":"text"})";
  EXPECT_EQ(refusal(with_field(fields)), "");
  EXPECT_NE(refusal(with_field(fields + R"(,{"name":"g","type":"text"})")), "");
  const auto indexed = [](int longest, const char* names) {
    const std::string n = std::to_string(longest);
    return R"([{"name":"c","fields":[{"name":"a","type":"text","longest":)" + n +
           R"(},{"name":"b","type":"text","longest":)" + n + R"(},{"name":"d","type":"text","longest":)" + n +
           R"(}],"indexes":[{"fields":[)" + names + "]}]}]";
  };
  EXPECT_EQ(refusal(indexed(255, R"("a")")), "");
  EXPECT_NE(refusal(indexed(256, R"("a")")), "");
  EXPECT_EQ(refusal(indexed(233, R"("a","b","d")")), "");
  EXPECT_NE(refusal(indexed(234, R"("a","b","d")")), "");
  EXPECT_NE(refusal(indexed(10, R"("a","a")")), "");
  EXPECT_NE(refusal(indexed(10, R"("x")")), "");
  EXPECT_NE(refusal(indexed(10, "")), "");
}

TEST(Declaration, BoundsTheNameByWhatTheJournalHolds) {
  const auto named = [](std::size_t length) {
    return R"([{"name":")" + std::string(length, 'c') + R"(","fields":[{"name":"a","type":"text"}]}])";
  };
  EXPECT_EQ(refusal(named(32 - std::string{"loyalty."}.size())), "");
  EXPECT_NE(refusal(named(33 - std::string{"loyalty."}.size())), "");
}

TEST(Declaration, BindsOnlyForThoseWhoMay) {
  constexpr std::string_view kBind = R"([{"name":"templates","bind":"message_template"}])";
  EXPECT_NE(complaints(declared(kBind, false)), "");
  const auto bound = declared(kBind, true);
  ASSERT_TRUE(bound) << complaints(bound);
  EXPECT_EQ((*bound)[0]->table, "message_template");
  EXPECT_EQ((*bound)[0]->origin, domain::CollectionOrigin::Bound);
  EXPECT_NE(complaints(declared(R"([{"name":"t","bind":"tenant"}])", true)), "");
  EXPECT_NE(complaints(declared(
                R"([{"name":"a","bind":"message_template"},{"name":"b","bind":"message_template"}])", true)),
            "");
}

}  // namespace
}  // namespace herald::test
