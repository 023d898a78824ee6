#include "host/records/query.hpp"

#include "tests/unit/records/collection.hpp"

namespace herald::test {
namespace {

Result<domain::RecordQuery> query(std::string_view text) {
  return records::read_query(document(text), *accounts()[0]);
}

std::string reason(std::string_view text) {
  const auto read = query(text);
  return read ? "" : read.error().reason;
}

/// `count` conditions under one `and`.
std::string conjunction(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += (i > 0 ? "," : "") + std::string{R"({"eq":["customer","a"]})"};
  return R"({"where":{"and":[)" + out + "]}}";
}

std::string nested(int levels) {
  std::string out = R"({"eq":["customer","a"]})";
  for (int i = 1; i < levels; ++i) out = R"({"and":[)" + out + "]}";
  return R"({"where":)" + out + "}";
}

std::string members(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\"";
  return R"({"where":{"in":["customer",[)" + out + "]]}}";
}

TEST(Query, ReadsConditionsSortAndLimit) {
  const auto read = query(
      R"({"where":{"and":[{"eq":["gold",true]},{"ge":["points",10]}]},"sort":"points","descending":true,"limit":7})");
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->where->parts.at(0).values.at(0), "1");
  EXPECT_EQ(read->where->parts.at(1).values.at(0), "10");
  EXPECT_EQ(read->sort, "points");
  EXPECT_EQ(read->limit, 7);
}

TEST(Query, NamesTheIndexThatIsMissing) {
  const auto read = query(R"({"where":{"eq":["points",1]}})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, "missing_index");
  EXPECT_NE(read.error().detail.find("(points)"), std::string::npos) << read.error().detail;
  EXPECT_EQ(reason(R"({"sort":"points"})"), "missing_index");
  EXPECT_EQ(reason(R"({"where":{"ne":["customer","a"]}})"), "missing_index");
  EXPECT_EQ(reason(R"({"where":{"or":[{"eq":["customer","a"]},{"eq":["points",1]}]}})"), "missing_index");
  EXPECT_EQ(reason(R"({"where":{"and":[{"eq":["customer","a"]},{"eq":["points",1]}]}})"), "");
  EXPECT_EQ(reason(R"({"sort":"customer"})"), "");
  EXPECT_EQ(reason("{}"), "");
}

TEST(Query, BoundsItsSize) {
  EXPECT_EQ(reason(conjunction(63)), "");
  EXPECT_EQ(reason(conjunction(64)), "bad_query");
  EXPECT_EQ(reason(nested(6)), "");
  EXPECT_EQ(reason(nested(7)), "bad_query");
  EXPECT_EQ(reason(members(100)), "");
  EXPECT_EQ(reason(members(101)), "bad_query");
  EXPECT_EQ(reason(R"({"limit":500})"), "");
  EXPECT_EQ(reason(R"({"limit":501})"), "bad_query");
  EXPECT_EQ(reason(R"({"limit":0})"), "bad_query");
}

TEST(Query, RefusesWhatItDoesNotKnow) {
  for (const char* text : {R"({"where":{"eq":["tenant_id","x"]}})", R"({"where":{"eq":["customer",1]}})",
                           R"({"where":{"eq":["customer",null]}})", R"({"where":{"like":["customer","a"]}})",
                           R"({"where":{"eq":["customer"]}})", R"({"where":{"eq":["notes",{}]}})",
                           R"({"where":{}})", R"({"where":{"prefix":["points",1]}})", R"({"sort":"since"})",
                           R"({"sort":"id; drop"})", R"({"tenant":"other"})"})
    EXPECT_EQ(reason(text), "bad_query") << text;
}

TEST(Query, TakesBackItsOwnCursorOnly) {
  const std::string cursor =
      records::to_cursor({.value = "ann", .id = "01890a5d-ac96-774b-bcce-b302099a8057"});
  const auto read = query(R"({"sort":"customer","cursor":")" + cursor + "\"}");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->after->value, "ann");
  for (const char* bad : {"x", "00", "zz01890a5dac96774bbcceb302099a8057"})
    EXPECT_EQ(reason(R"({"cursor":")" + std::string{bad} + "\"}"), "bad_cursor") << bad;
}

}  // namespace
}  // namespace herald::test
