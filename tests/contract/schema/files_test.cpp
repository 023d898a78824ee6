#include "tests/contract/schema/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace herald::schema {
namespace {

std::vector<std::string> names(std::string_view dialect) {
  std::vector<std::string> found;
  for (const auto& file : migration_files(dialect)) found.push_back(file.name);
  return found;
}

std::map<std::string, std::set<std::string>> tables_by_file(std::string_view dialect) {
  std::map<std::string, std::set<std::string>> found;
  for (const auto& file : migration_files(dialect))
    for (const std::string& statement : file.statements) {
      const auto at = statement.find("create table ");
      const auto end = statement.find(" (", at);
      if (at == std::string::npos) continue;
      std::string name = statement.substr(at, end - at);
      name = name.substr(name.rfind(' ') + 1);
      std::erase(name, '`');
      found[file.name].insert(name);
    }
  return found;
}

class Files : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Dialects, Files, ::testing::Values("sqlite", "mysql"),
                         [](const auto& place) { return place.param; });

TEST(MigrationFiles, HaveTheSameNamesInBothDialects) {
  ASSERT_FALSE(names("sqlite").empty());
  EXPECT_EQ(names("sqlite"), names("mysql"));
}

TEST_P(Files, HaveNumbersThatAreUsedOnce) {
  std::set<std::string> numbers;
  for (const std::string& name : names(GetParam()))
    EXPECT_TRUE(numbers.insert(name.substr(0, 3)).second) << name;
}

TEST_P(Files, ClickToCallMakesItsSixteenTables) {
  const std::set<std::string> expected{"voip_provider",
                                       "click_to_call_session",
                                       "call_routing_rule",
                                       "call_dtmf_interaction",
                                       "ivr_menu",
                                       "ivr_menu_option",
                                       "call_recording_config",
                                       "call_quality_metric",
                                       "call_transfer",
                                       "agent_activity_log",
                                       "phone_number_list",
                                       "caller_id_profile",
                                       "click_to_call_webhook_log",
                                       "call_compliance_rule",
                                       "call_rate_config",
                                       "call_usage_billing"};
  EXPECT_EQ(expected.size(), 16U);
  EXPECT_EQ(tables_by_file(GetParam())["019_click_to_call.sql"], expected);
}

TEST_P(Files, CommunicationMakesItsThirteenTables) {
  const std::set<std::string> expected{"communication_channel",
                                       "message_template",
                                       "communication_session",
                                       "communication_message",
                                       "contact_communication_preference",
                                       "communication_webhook_log",
                                       "bulk_message_campaign",
                                       "bulk_message_recipient",
                                       "message_automation_rule",
                                       "communication_analytics",
                                       "scheduled_message",
                                       "communication_attachment",
                                       "user_communication_permission"};
  EXPECT_EQ(expected.size(), 13U);
  EXPECT_EQ(tables_by_file(GetParam())["020_communication.sql"], expected);
}

TEST_P(Files, PlatformTablesHaveTheirNames) {
  const std::set<std::string> expected{"tenant",
                                       "app_user",
                                       "api_key",
                                       "contact",
                                       "contact_address",
                                       "suppression",
                                       "idempotency_key",
                                       "journal",
                                       "journal_checkpoint",
                                       "consumer_cursor",
                                       "writer_fence",
                                       "shard_lease",
                                       "shard_inbox",
                                       "config_version",
                                       "work_item",
                                       "timer",
                                       "blob",
                                       "plugin_file",
                                       "plugin_collection",
                                       "delivery_attempt",
                                       "parked_receipt",
                                       "webhook_element",
                                       "poll_cursor",
                                       "policy_guard",
                                       "consumer_try",
                                       "event_aside",
                                       "feature_command",
                                       "feature_job",
                                       "media_work",
                                       "price_work"};
  std::set<std::string> found;
  for (const auto& [file, tables] : tables_by_file(GetParam()))
    if (!file.starts_with("019") && !file.starts_with("020")) found.insert(tables.begin(), tables.end());
  EXPECT_EQ(found, expected);
}

// SOCI takes a word after a colon for a parameter, in comments too; a statement that is only a comment is
// refused.
TEST_P(Files, HoldStatementsThatSociTakes) {
  for (const auto& file : migration_files(GetParam()))
    for (const std::string& statement : file.statements) {
      EXPECT_EQ(statement.find(':'), std::string::npos) << file.name << "\n" << statement;
      EXPECT_EQ(statement.find(';'), std::string::npos) << file.name << "\n" << statement;
      const bool changes = statement.find("create ") != std::string::npos ||
                           statement.find("alter table ") != std::string::npos ||
                           statement.find("drop index ") != std::string::npos;
      EXPECT_TRUE(changes) << file.name << "\n" << statement;
    }
}

}  // namespace
}  // namespace herald::schema
