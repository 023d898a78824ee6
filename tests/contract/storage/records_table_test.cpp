// Tables of collections: made, grown, resumed, refused.
#include "tests/contract/storage/records_fixture.hpp"

namespace herald::test {
namespace {

class RecordsTable : public RecordContract {
 protected:
  std::string prepare(const std::string& fields, const std::string& plugin,
                      const std::string& indexes = "[]") {
    const auto declared =
        declare(R"([{"name":"c","fields":[)" + fields + R"(],"indexes":)" + indexes + "}]", plugin);
    const auto done = stored.prepare(*declared.at(0), "1.0.0");
    if (!done) return done.error().reason;
    current = declared;
    return "";
  }
  static std::string text(const std::string& name, const std::string& rest = "") {
    return R"({"name":")" + name + R"(","type":"text","longest":20)" + rest + "}";
  }
  /// The plugin of one test on one database.
  std::string fresh() {
    std::string unique = store.uuid();
    std::erase(unique, '-');
    return "org.example.p" + unique.substr(unique.size() - 20);
  }
  std::string state(const std::string& table) {
    return store.look("select state from plugin_collection where table_name = ?", storage::Row{table});
  }
  Result<domain::RecordsCommitted> put(domain::RecordValues values) {
    domain::WriteSet set = writes("{}");
    set.writes.push_back({.collection = current.at(0), .id = store.uuid(), .values = std::move(values)});
    return commit(std::move(set));
  }
  records::Collections current;
};

TEST_P(RecordsTable, GrowByFieldsAndIndexesAndKeepTheirRows) {
  const std::string plugin = fresh();
  ASSERT_EQ(prepare(text("a", R"(,"required":true)"), plugin), "");
  ASSERT_TRUE(put({{"a", "x"}})) << refusal;
  ASSERT_EQ(
      prepare(text("a", R"(,"required":true)") + "," + text("b", R"(,"required":true,"default":"none")") +
                  "," + R"({"name":"n","type":"integer","required":true,"default":7},)" +
                  R"({"name":"j","type":"json","required":true,"default":[]})",
              plugin, R"([{"fields":["b"]}])"),
      "");
  const auto page = stored.query(store.tenant, *current[0], {});
  ASSERT_TRUE(page) << page.error().detail;
  EXPECT_EQ(page->records.at(0).values.at("b"), "none");
  EXPECT_EQ(page->records.at(0).values.at("n"), "7");
  EXPECT_EQ(page->records.at(0).values.at("j"), "[]");
  EXPECT_EQ(state(current[0]->table), "READY");
}

TEST_P(RecordsTable, TheVersionBeforeStillWritesAfterTheTableHasGrown) {
  const std::string plugin = fresh();
  ASSERT_EQ(prepare(text("a"), plugin), "");
  const records::Collections before = current;
  ASSERT_EQ(prepare(text("a") + "," + text("b", R"(,"required":true,"default":"none")"), plugin), "");
  current = before;
  ASSERT_TRUE(put({{"a", "x"}})) << refusal << "both versions at work";
  ASSERT_EQ(prepare(text("a"), plugin), "") << "a rollback";
  ASSERT_TRUE(put({{"a", "y"}})) << refusal;
  EXPECT_EQ(store.count("select count(*) from `" + current[0]->table + "` where b = 'none'"), 2);
}

TEST_P(RecordsTable, RefuseEveryChangeThatIsNoAddition) {
  const std::string plugin = fresh();
  ASSERT_EQ(prepare(text("a") + "," + text("b", R"(,"required":true)"), plugin), "");
  const std::string a = text("a"), b = text("b", R"(,"required":true)");
  EXPECT_EQ(prepare(a, plugin), "collection_changed") << "b is left out but must be there";
  EXPECT_EQ(prepare(a + "," + text("b"), plugin), "collection_changed");
  EXPECT_EQ(prepare(R"({"name":"a","type":"text","longest":21},)" + b, plugin), "collection_changed");
  EXPECT_EQ(prepare(R"({"name":"a","type":"integer"},)" + b, plugin), "collection_changed");
  EXPECT_EQ(prepare(a + "," + b + "," + text("c", R"(,"required":true)"), plugin), "collection_changed");
  EXPECT_EQ(prepare(b, plugin), "") << "a may be left out";
}

TEST_P(RecordsTable, ATableBelongsToOnePlugin) {
  const std::string plugin = fresh();
  ASSERT_EQ(prepare(text("a"), plugin), "");
  const std::string twin = "net.other" + plugin.substr(plugin.rfind('.'));
  EXPECT_EQ(prepare(text("a"), twin), "collection_taken");
}

TEST_P(RecordsTable, AnInterruptedPreparationIsResumed) {
  const std::string plugin = fresh();
  ASSERT_EQ(prepare(text("a"), plugin, R"([{"fields":["a"]}])"), "");
  const std::string table = current[0]->table;
  store.aside().execute("update plugin_collection set state = 'RUNNING' where table_name = ?",
                        storage::Row{table});
  store.aside().execute("drop table `" + table + "`");
  ASSERT_EQ(prepare(text("a"), plugin, R"([{"fields":["a"]}])"), "");
  EXPECT_EQ(state(table), "READY");
  EXPECT_TRUE(put({{"a", "x"}}));
}

TEST_P(RecordsTable, AUniqueIndexThatTheRowsContradictIsRefusedAndTold) {
  const std::string plugin = fresh();
  ASSERT_EQ(prepare(text("a"), plugin), "");
  ASSERT_TRUE(put({{"a", "x"}})) << refusal;
  ASSERT_TRUE(put({{"a", "x"}})) << refusal;
  EXPECT_EQ(prepare(text("a"), plugin, R"([{"fields":["a"],"unique":true}])"), "constraint_unique");
  EXPECT_EQ(state(current[0]->table), "FAILED");
  EXPECT_TRUE(put({{"a", "y"}})) << "the version that serves goes on";
}

TEST_P(RecordsTable, ABoundTableIsReadAndWrittenLikeADeclaredOne) {
  current = declare(R"([{"name":"templates","bind":"message_template"}])", "org.herald.templates", true);
  const auto done = stored.prepare(*current[0], "1.0.0");
  ASSERT_TRUE(done) << done.error().detail;
  const auto values = [](const char* name) {
    return domain::RecordValues{
        {"template_name", name}, {"channel_type", "SMS"}, {"template_body", "Hi"}, {"live", "1"}};
  };
  const auto made = put(values("welcome"));
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(put(values("welcome")).error().reason, "record_exists");
  const auto record = stored.get(store.tenant, *current[0], made->written[0].id);
  ASSERT_TRUE(record && *record);
  EXPECT_EQ((*record)->values.at("language"), "en") << "by default";
  EXPECT_EQ((*record)->values.at("usage_count"), "0");
  EXPECT_EQ(journal_complaints(store), "");
}

INSTANTIATE_TEST_SUITE_P(Storage, RecordsTable, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
