#include <gtest/gtest.h>

#include <algorithm>

#include "tests/contract/schema/database.hpp"

namespace herald::schema {
namespace {

// SchemaEquality shows that the other database has the same tables.
const Schema& tables() {
  static const Schema found = shared("sqlite").schema();
  return found;
}

/// The tables of which `holds` is false.
template <class Rule>
std::set<std::string> tables_without(Rule holds) {
  std::set<std::string> found;
  for (const auto& [name, table] : tables())
    if (!holds(table)) found.insert(name);
  return found;
}

bool has(const Table& table, const std::string& column) { return table.columns.contains(column); }

TEST(SchemaRules, OnlyTheMachineryHasNoTenant) {
  const std::set<std::string> machinery{
      "tenant",      "journal_checkpoint", "consumer_cursor", "writer_fence", "shard_lease", "config_version",
      "plugin_file", "plugin_collection",  "policy_guard",    "consumer_try", "feature_job"};
  EXPECT_EQ(tables_without([](const Table& t) { return has(t, "tenant_id"); }), machinery);
}

TEST(SchemaRules, TenantIsNeverNull) {
  EXPECT_EQ(tables_without(
                [](const Table& t) { return !has(t, "tenant_id") || !t.columns.at("tenant_id").nullable; }),
            std::set<std::string>{});
}

TEST(SchemaRules, EveryTenantExistsButForTheJournalAndTheQueues) {
  const auto refers = [](const Table& t) {
    return !has(t, "tenant_id") || t.foreign_keys.contains({"tenant_id", "tenant", "id"});
  };
  EXPECT_EQ(tables_without(refers),
            (std::set<std::string>{"journal", "media_work", "price_work", "shard_inbox", "work_item"}));
}

TEST(SchemaRules, UniqueKeysBeginWithTheTenantOrWithWhatBelongsToOneTenant) {
  std::set<std::string> others;
  for (const auto& [name, table] : tables())
    for (const auto& index : table.indexes)
      if (has(table, "tenant_id") && index.unique && index.columns.front() != "tenant_id")
        others.insert(name + " (" + join(index.columns) + ")");
  EXPECT_EQ(others, (std::set<std::string>{"api_key (key_hash)", "delivery_attempt (message_id, number)",
                                           "webhook_element (channel_id, dedupe_key)"}));
}

// Else InnoDB adds an index of its own, and SQLite scans the table for each row deleted from the other one.
TEST(SchemaRules, EveryForeignKeyIsServedByADeclaredIndex) {
  for (const auto& [name, table] : tables())
    for (const auto& key : table.foreign_keys) {
      const bool served = table.primary_key.front() == key.column ||
                          std::ranges::any_of(table.indexes, [&](const Index& index) {
                            return index.columns.front() == key.column;
                          });
      EXPECT_TRUE(served) << name << "." << key.column;
    }
}

TEST(SchemaRules, ForeignKeysReferToPrimaryKeys) {
  for (const auto& [name, table] : tables())
    for (const auto& key : table.foreign_keys)
      EXPECT_EQ(tables().at(key.table).primary_key, std::vector<std::string>{key.referenced}) << name;
}

TEST(SchemaRules, TimesAreTextOfTwentyThreeCharacters) {
  for (const auto& [name, table] : tables())
    for (const auto& [column, spec] : table.columns)
      if (column.ends_with("_at") || column == "at") {
        EXPECT_EQ(spec.type, "text(23)") << name << "." << column;
      }
}

TEST(SchemaRules, MoneyIsMicrosWithACurrencyBesideIt) {
  for (const auto& [name, table] : tables())
    for (const auto& [column, spec] : table.columns)
      if (column.ends_with("_micros")) {
        EXPECT_EQ(spec.type, "integer") << name << "." << column;
        ASSERT_TRUE(has(table, "currency")) << name;
        EXPECT_EQ(table.columns.at("currency").type, "text(3)") << name;
      }
}

TEST(SchemaRules, RowsWithAPersonsDataCanBeRetainedAndErased) {
  const std::set<std::string> personal{"contact_id", "contact_uid", "to_phone",   "address",
                                       "to_address", "email",       "normalised", "body",
                                       "agent_id",   "digits",      "event"};
  // Settings that name an agent by reference, or the digits that a menu offers.
  const std::set<std::string> settings{"call_recording_config", "ivr_menu_option"};
  for (const auto& [name, table] : tables()) {
    EXPECT_EQ(has(table, "retention_class"), has(table, "erasure_key")) << name;
    const bool holds =
        std::ranges::any_of(personal, [&](const std::string& column) { return has(table, column); });
    if (holds && !settings.contains(name)) {
      EXPECT_TRUE(has(table, "erasure_key")) << name;
    }
  }
}

}  // namespace
}  // namespace herald::schema
