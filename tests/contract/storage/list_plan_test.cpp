// Each list of messages walks the index that was made for it, and sorts nothing.
#include "host/storage/connection.hpp"
#include "host/storage/message_lists.hpp"
#include "host/storage/prices.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::MessageFilter;

struct Walk {
  MessageFilter filter;
  std::string index;  ///< the end of its name
};

class ListPlan : public LedgerContract {
 protected:
  /// What the database says of its way to the first page.
  std::string plan(const MessageFilter& filter) {
    return plan(storage::list_query(store.tenant, filter, {}), "50");
  }
  std::string plan(const storage::ListQuery& query, const std::string& limit) {
    const bool sqlite = GetParam() == storage::Dialect::Sqlite;
    const std::string sql = (sqlite ? "explain query plan " : "explain ") + query.sql + limit;
    std::string text;
    for (const storage::Row& row : store.aside().query(sql, sqlite ? 4 : 10, query.cells))
      for (const storage::Cell& cell : row) text += cell.text + " ";
    return text;
  }
  /// A database in which other tenants and other values outnumber what is looked for.
  void fill() {
    const domain::TenantId mine = store.tenant;
    const domain::ChannelId channel = store.channel;
    for (int tenant = 0; tenant < 3; ++tenant) {
      if (tenant > 0) store.seed();
      std::vector<Answer<domain::Accepted>> answers(300);
      for (std::size_t i = 0; i < answers.size(); ++i) {
        domain::AcceptRequest request = store.request(fresh_number());
        request.message.content.contact_ref = "c" + std::to_string(i);
        request.message.content.lead_ref = "l" + std::to_string(i);
        request.message.content.reference = "r" + std::to_string(i);
        store.ledger.accept(std::move(request), answers[i].completion());
      }
      store.writer.step();
      ASSERT_TRUE(answers.back().ok()) << answers.back().reason();
    }
    store.tenant = mine;
    store.channel = channel;
    if (GetParam() == storage::Dialect::Mysql) store.aside().query("analyze table communication_message", 4);
  }
};

TEST_P(ListPlan, WalksTheIndexOfTheNarrowestFilter) {
  fill();
  if (HasFatalFailure()) return;
  const std::string one = accept(store.request(fresh_number())).message.conversation.text;
  const std::vector<Walk> walks{{{}, "created"},
                                {{.reference = "r1"}, "reference"},
                                {{.conversation = one}, "session"},
                                {{.contact_ref = "c1"}, "contact_ref"},
                                {{.lead_ref = "l1"}, "lead"},
                                {{.status = "FAILED"}, "status"}};
  for (const Walk& walk : walks) {
    const std::string text = plan(walk.filter);
    const bool unique_key_of_sqlite = text.find("autoindex") != std::string::npos;
    EXPECT_TRUE(text.find("communication_message_" + walk.index) != std::string::npos ||
                (walk.index == "reference" && unique_key_of_sqlite))
        << walk.index << ": " << text;
    EXPECT_EQ(text.find("TEMP B-TREE"), std::string::npos) << text;
    EXPECT_EQ(text.find("filesort"), std::string::npos) << text;
  }
}

TEST_P(ListPlan, FindsUndoneWorkByItsChannelHoweverMuchOthersHave) {
  fill();
  if (HasFatalFailure()) return;
  const Instant until = store.clock.now();
  const std::string all = storage::work_sql(domain::ShardSet::all());
  const std::string some = storage::work_sql(domain::ShardSet::all().first(21));
  const storage::Row cells = storage::work_cells(store.channel, until, {});
  const std::string texts[] = {plan(storage::ListQuery{all, cells}, "500"),
                               plan(storage::ListQuery{some, cells}, "500"),
                               plan(storage::channels_query(until), "")};
  for (const std::string& text : texts) {
    EXPECT_NE(text.find("ix_work_item_channel"), std::string::npos) << text;
    EXPECT_EQ(text.find("SCAN w"), std::string::npos) << text;
    EXPECT_EQ(text.find("TEMP B-TREE"), std::string::npos) << text;
    EXPECT_EQ(text.find("filesort"), std::string::npos) << text;
  }
}

TEST_P(ListPlan, FindsPricesByTheirChannelHoweverMuchOthersHave) {
  fill();
  if (HasFatalFailure()) return;
  store.aside().execute(
      "insert into delivery_attempt (id, tenant_id, message_id, channel_id, number, node, state, created_at, "
      "updated_at) select m.id, m.tenant_id, m.id, m.channel_id, 1, 'plan', 'SENT', m.created_at, "
      "m.created_at from "
      "communication_message m join work_item w on w.message_id = m.id where m.attempts = 0");
  store.aside().execute(
      "insert into price_work (attempt_id, shard, tenant_id, channel_id, due_at, created_at, updated_at) "
      "select "
      "id, 0, tenant_id, channel_id, created_at, created_at, created_at from delivery_attempt where node = "
      "'plan'");
  if (GetParam() == storage::Dialect::Mysql) store.aside().query("analyze table price_work", 4);
  const Instant now = store.clock.now();
  const std::string all = storage::price_work_sql(domain::ShardSet::all());
  const std::string some = storage::price_work_sql(domain::ShardSet::all().first(21));
  const storage::Row cells{store.channel, now};
  const std::string texts[] = {plan(storage::ListQuery{all, cells}, "16"),
                               plan(storage::ListQuery{some, cells}, "16"),
                               plan(storage::price_channels_query(now), "")};
  for (const std::string& text : texts) {
    EXPECT_NE(text.find("ix_price_work_channel"), std::string::npos) << text;
    EXPECT_EQ(text.find("SCAN w"), std::string::npos) << text;
    EXPECT_EQ(text.find("TEMP B-TREE"), std::string::npos) << text;
    EXPECT_EQ(text.find("filesort"), std::string::npos) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Storage, ListPlan, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
