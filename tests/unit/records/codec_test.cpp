#include "host/records/codec.hpp"

#include "tests/unit/records/collection.hpp"

namespace herald::test {
namespace {

Result<domain::RecordValues> values(std::string_view text, records::Extent extent = records::Extent::Whole) {
  return records::read_values(document(text), *accounts()[0], extent);
}

TEST(Codec, CompletesAnInsertAndLeavesAnUpdateAsItIs) {
  const auto whole = values(R"({"customer":"ann"})");
  ASSERT_TRUE(whole) << complaints(whole);
  EXPECT_EQ(whole->at("points"), "0");
  EXPECT_EQ(whole->at("since"), std::nullopt);
  const auto changes = values(R"({"points":5})", records::Extent::Changes);
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->size(), 1U);
}

TEST(Codec, SaysEveryProblemByPointer) {
  const auto read = values(R"({"points":"x","gold":1,"since":"yesterday","other":1})");
  EXPECT_EQ(complaints(read),
            "/gold expected true or false\n/other there is no such field\n/points expected a whole number\n"
            "/since expected a time like 2026-01-31T09:30:00Z (RFC 3339)\n/customer is required\n");
}

TEST(Codec, RefusesTextsThatTheDatabasesWouldCutOrConfuse) {
  EXPECT_NE(complaints(values(R"({"customer":"ann "})")), "") << "MySQL compares without the blank";
  EXPECT_NE(complaints(values(R"({"customer":"a\u0000b"})")), "");
  EXPECT_EQ(complaints(values(R"({"customer":")" + std::string(64, 'x') + "\"}")), "");
  EXPECT_NE(complaints(values(R"({"customer":")" + std::string(65, 'x') + "\"}")), "");
  EXPECT_NE(complaints(values(R"({"customer":null})")), "");
}

TEST(Codec, WritesWhatItRead) {
  const auto read = values(
      R"({"customer":"ann","points":-3,"gold":true,"since":"2026-01-31T10:30:00+01:00","notes":{"a":[1]}})");
  ASSERT_TRUE(read) << complaints(read);
  json::Writer out;
  const Instant at = *from_rfc3339("2026-02-01T00:00:00Z");
  records::write_record(out, *accounts()[0],
                        {.id = "i", .rev = 2, .created_at = at, .updated_at = at, .values = *read});
  EXPECT_EQ(
      out.take(),
      R"({"id":"i","rev":2,"created_at":"2026-02-01T00:00:00.000Z","updated_at":"2026-02-01T00:00:00.000Z",)"
      R"("customer":"ann","points":-3,"gold":true,"since":"2026-01-31T09:30:00.000Z","notes":{"a":[1]}})");
}

}  // namespace
}  // namespace herald::test
