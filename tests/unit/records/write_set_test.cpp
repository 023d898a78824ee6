#include "host/records/write_set.hpp"

#include "tests/unit/records/collection.hpp"

namespace herald::test {
namespace {

constexpr const char* kId = "01890a5d-ac96-774b-bcce-b302099a8057";

Result<domain::WriteSet> writes(const std::string& text) {
  return records::read_writes(document(text), accounts(), [] { return std::string{"made"}; });
}

std::string update_of(const std::string& id) {
  return R"({"kind":"update","collection":"accounts","id":")" + id + R"(","rev":3,"values":{"points":1}})";
}

TEST(WriteSet, LeavesTheHostsFieldsOfABoundTableToTheHost) {
  const auto bound = declared(R"([{"name":"templates","bind":"message_template"}])", true);
  ASSERT_TRUE(bound) << complaints(bound);
  const auto refusal = [&](const std::string& write) {
    return complaints(records::read_writes(document(R"({"writes":[)" + write + "]}"), *bound, [] {
      return std::string{"01890000-0000-7000-8000-000000000001"};
    }));
  };
  const std::string update =
      R"({"kind":"update","collection":"templates","id":"01890000-0000-7000-8000-000000000001",)";
  EXPECT_EQ(refusal(update + R"("values":{"subject":"x"}})"), "");
  EXPECT_NE(refusal(update + R"("values":{"usage_count":1}})").find("is written by the host alone"),
            std::string::npos);
  EXPECT_NE(refusal(update + R"("add":{"usage_count":1}})"), "");
}

TEST(WriteSet, ReadsChecksAndWrites) {
  const auto read =
      writes(R"({"checks":[{"collection":"accounts","id":")" + std::string{kId} + R"(","rev":3}],
    "writes":[{"kind":"insert","collection":"accounts","ref":"a","values":{"customer":"ann"}},
    {"kind":"update","collection":"accounts","id":")" +
             kId + R"(","add":{"points":5}}],"reply":{}})");
  ASSERT_TRUE(read) << complaints(read);
  EXPECT_EQ(read->checks.at(0).rev, 3);
  EXPECT_EQ(read->writes.at(0).id, "made") << "the host makes ids";
  EXPECT_EQ(read->writes.at(1).add.at("points"), 5);
}

TEST(WriteSet, RefusesWhatThePluginMayNotSay) {
  const std::string id{kId};
  for (const std::string& write :
       {std::string{R"({"kind":"insert","collection":"accounts","id":")"} + id +
            R"(","values":{"customer":"a"}})",
        std::string{R"({"kind":"insert","collection":"other","values":{}})"},
        std::string{R"({"kind":"upsert","collection":"accounts","values":{}})"},
        std::string{R"({"kind":"update","collection":"accounts","values":{}})"},
        std::string{R"({"kind":"update","collection":"accounts","id":"1 or 1=1","values":{}})"},
        std::string{R"({"kind":"update","collection":"accounts","id":")"} + id + R"(","add":{"customer":1}})",
        std::string{R"({"kind":"delete","collection":"accounts","id":")"} + id + R"(","tenant_id":"x"})"})
    EXPECT_NE(complaints(writes(R"({"writes":[)" + write + "]}")), "") << write;
}

TEST(WriteSet, TakesOneWritePerRecordAndAHundredInAll) {
  EXPECT_NE(complaints(writes(R"({"writes":[)" + update_of(kId) + "," + update_of(kId) + "]}")), "");
  const auto many = [](int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      std::string id{kId};
      id.replace(32, 4, std::to_string(1000 + i));
      out += (i > 0 ? "," : "") + update_of(id);
    }
    return R"({"writes":[)" + out + "]}";
  };
  EXPECT_EQ(complaints(writes(many(100))), "");
  EXPECT_NE(complaints(writes(many(101))), "");
}

}  // namespace
}  // namespace herald::test
