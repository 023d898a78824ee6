#pragma once
#include "host/journal/chain.hpp"
#include "host/records/declaration.hpp"
#include "host/records/query.hpp"
#include "host/records/write_set.hpp"
#include "host/storage/records.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {

inline std::string hash_of(std::string_view bytes) { return journal::content_hash({}, bytes); }

/// A store with one declared collection, customers and their points, and a tenant.
class RecordContract : public OnBothDatabases {
 protected:
  static constexpr const char* kAccounts = R"([{"name":"accounts","fields":[
    {"name":"customer","type":"text","longest":64,"required":true},
    {"name":"points","type":"integer","required":true,"default":0},
    {"name":"gold","type":"boolean","required":true,"default":false},
    {"name":"since","type":"time"},{"name":"notes","type":"json","longest":1000},
    {"name":"order","type":"text","longest":5000}],
    "indexes":[{"fields":["customer"],"unique":true},{"fields":["gold","points"]}]}])";

  void SetUp() override {
    store.seed();
    collections = declare(kAccounts);
    const auto done = stored.prepare(*collections[0], "1.0.0");
    ASSERT_TRUE(done) << done.error().detail;
  }
  records::Collections declare(const std::string& text, const std::string& plugin = "org.example.loyalty",
                               bool may_bind = false) {
    const auto document = json::parse(text);
    auto read = records::read_collections(*document, {.id = plugin, .may_bind = may_bind});
    EXPECT_TRUE(read) << text;
    return read ? *std::move(read) : records::Collections{};
  }
  /// Ids in the order in which they were made, also within a millisecond.
  std::string next_id() {
    return make_uuid(store.clock.now() + std::chrono::milliseconds{++made_}, store.random);
  }
  domain::WriteSet writes(const std::string& text) {
    const auto document = json::parse(text);
    auto set = records::read_writes(*document, collections, [this] { return next_id(); });
    EXPECT_TRUE(set) << text;
    if (!set) return {};
    set->tenant = store.tenant;
    set->plugin = "org.example.loyalty 1.0.0";
    set->origin = {.actor = "test", .request_id = "r1"};
    return *std::move(set);
  }
  Result<domain::RecordsCommitted> commit(domain::WriteSet set) {
    auto done =
        store.commit<domain::RecordsCommitted>([&](auto each) { stored.commit(std::move(set), each); });
    refusal = done ? "" : done.error().reason + ": " + done.error().detail;
    return done;
  }
  Result<domain::RecordsCommitted> commit(const std::string& text) { return commit(writes(text)); }
  static std::string insert_of(const std::string& customer, int points = 0) {
    return R"({"kind":"insert","collection":"accounts","values":{"customer":")" + customer +
           R"(","points":)" + std::to_string(points) + "}}";
  }
  /// The id of a new account.
  std::string open(const std::string& customer, int points = 0) {
    const auto made = commit(R"({"writes":[)" + insert_of(customer, points) + "]}");
    EXPECT_TRUE(made) << made.error().detail;
    return made ? made->written.at(0).id : "";
  }
  static std::string update_of(const std::string& id, const std::string& rest) {
    return R"({"kind":"update","collection":"accounts","id":")" + id + "\"," + rest + "}";
  }
  std::optional<domain::Record> get(const std::string& id) {
    const auto record = stored.get(store.tenant, *collections[0], id);
    EXPECT_TRUE(record);
    return record ? *record : std::nullopt;
  }
  Result<domain::RecordQuery> query(const std::string& text) {
    return records::read_query(*json::parse(text), *collections[0]);
  }
  /// The customers that a query finds, page by page, a bar after each page.
  std::string found(const std::string& text) {
    auto wanted = query(text);
    EXPECT_TRUE(wanted) << text;
    std::string out;
    for (int pages = 0; wanted && pages < 20; ++pages) {
      const auto page = stored.query(store.tenant, *collections[0], *wanted);
      EXPECT_TRUE(page) << page.error().detail;
      if (!page) break;
      for (const domain::Record& record : page->records) out += *record.values.at("customer") + " ";
      if (!page->next) break;
      out += "| ";
      wanted->after = page->next;
    }
    return out;
  }

  Store store{url()};
  storage::StoredRecords stored{{store.writer, store.pool, store.clock, store.random}, {url(), hash_of}};
  records::Collections collections;
  std::string refusal;  ///< of the last commit

 private:
  int made_{0};
};

}  // namespace herald::test
