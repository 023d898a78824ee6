#include <gtest/gtest.h>

#include "tests/contract/schema/seed.hpp"

namespace herald::schema {
namespace {

class Refusals : public ::testing::TestWithParam<std::string> {
 protected:
  Refusals() {
    database.run("begin");
    seed(database);
  }
  ~Refusals() override { database.run("rollback"); }
  [[nodiscard]] bool takes(const std::string& sql) {
    try {
      database.run(sql);
      return true;
    } catch (const SqlRefused&) {
      return false;
    }
  }
  Database& database{shared(GetParam())};
};
INSTANTIATE_TEST_SUITE_P(Dialects, Refusals, ::testing::Values("sqlite", "mysql"),
                         [](const auto& place) { return place.param; });

/// `count` characters of two bytes each: bounds count characters.
std::string characters(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "é";
  return text;
}

TEST_P(Refusals, BoundedTextTakesItsBoundAndRefusesOneMore) {
  struct Bounded {
    const char* table;
    const char* column;
    std::size_t bound;
  };
  for (const Bounded& at :
       {Bounded{"tenant", "name", 200}, Bounded{"contact", "display_name", 200},
        Bounded{"contact_address", "normalised", 320}, Bounded{"communication_channel", "api_url", 2048},
        Bounded{"communication_message", "subject", 998}, Bounded{"communication_message", "to_address", 320},
        Bounded{"communication_message", "reference", 128}, Bounded{"delivery_attempt", "error_text", 1000},
        Bounded{"idempotency_key", "response", 8192}}) {
    const std::string update = std::string{"update "} + at.table + " set " + at.column + " = '";
    EXPECT_TRUE(takes(update + characters(at.bound) + "'")) << at.table << "." << at.column;
    EXPECT_FALSE(takes(update + characters(at.bound + 1) + "'")) << at.table << "." << at.column;
  }
}

TEST_P(Refusals, IdsAndTimesAreBounded) {
  EXPECT_TRUE(takes("update contact set session_id = '" + std::string(36, 'x') + "'"));
  EXPECT_FALSE(takes("update contact set session_id = '" + std::string(37, 'x') + "'"));
  EXPECT_FALSE(takes("update contact set deleted_at = '2026-01-01 00:00:00.0000'"));
}

TEST_P(Refusals, EnumerationsTakeTheirValuesOnly) {
  EXPECT_TRUE(takes("update communication_message set status = 'DELIVERED'"));
  EXPECT_FALSE(takes("update communication_message set status = 'delivered'"));
  EXPECT_FALSE(takes("update communication_message set status = 'LOST'"));
  EXPECT_FALSE(takes("update communication_channel set is_active = 2"));
}

TEST_P(Refusals, MessageNeedsItsConversationToExist) {
  EXPECT_FALSE(takes("update communication_message set session_id = 'none'"));
  EXPECT_FALSE(takes("delete from communication_session"));
}

TEST_P(Refusals, ReferenceIsUniqueInATenantAndMayBeMissing) {
  const std::string copy =
      "insert into communication_message (id, tenant_id, shard, channel_type, session_id, contact_uid, "
      "direction, "
      "message_type, message_class, to_address, message_body, status, created_at, updated_at, reference) "
      "select ";
  const std::string rest =
      ", tenant_id, shard, channel_type, session_id, contact_uid, direction, message_type, message_class, "
      "to_address, "
      "message_body, status, created_at, updated_at, reference from communication_message where id = '1'";
  EXPECT_TRUE(takes(copy + "'2'" + rest));
  EXPECT_TRUE(takes("update communication_message set reference = 'r' where id = '1'"));
  EXPECT_FALSE(takes(copy + "'3'" + rest));
}

TEST_P(Refusals, AddressesThatDifferInCaseOnlyAreTwo) {
  const std::string copy =
      "insert into contact_address (id, tenant_id, contact_id, kind, normalised, created_at, updated_at) "
      "select '2', tenant_id, contact_id, kind, ";
  const std::string rest = ", created_at, updated_at from contact_address where id = '1'";
  EXPECT_FALSE(takes(copy + "'a@example.org'" + rest));
  EXPECT_TRUE(takes(copy + "'A@example.org'" + rest));
}

TEST_P(Refusals, NameOfADeletedChannelCanBeUsedAgain) {
  const std::string again =
      "insert into communication_channel (id, tenant_id, channel_type, channel_name, api_provider, "
      "created_at, "
      "updated_at) select '2', tenant_id, channel_type, channel_name, api_provider, created_at, updated_at "
      "from communication_channel where id = '1'";
  EXPECT_FALSE(takes(again));
  EXPECT_FALSE(takes("update communication_channel set deleted_at = updated_at"))
      << "the marker must go with it";
  EXPECT_FALSE(takes("update communication_channel set live = null"))
      << "only deleted rows may lose the marker";
  EXPECT_TRUE(takes("update communication_channel set deleted_at = updated_at, live = null"));
  EXPECT_TRUE(takes(again));
}

TEST_P(Refusals, OnlyOneVersionOfATemplateIsInUse) {
  const std::string insert =
      "insert into message_template (id, tenant_id, parent_id, template_name, channel_type, version, live, "
      "created_at, "
      "updated_at) values ";
  const std::string stamps = "'2026-01-01 00:00:00.000', '2026-01-01 00:00:00.000')";
  EXPECT_TRUE(takes(insert + "('1', '1', null, 'welcome', 'SMS', 2, 1, " + stamps));
  EXPECT_TRUE(takes(insert + "('2', '1', '1', 'welcome', 'SMS', 1, null, " + stamps));
  EXPECT_FALSE(takes(insert + "('3', '1', '1', 'welcome', 'SMS', 1, null, " + stamps))
      << "version 1 is there";
  EXPECT_FALSE(takes(insert + "('4', '1', null, 'welcome', 'SMS', 3, 1, " + stamps)) << "the name is in use";
  EXPECT_FALSE(takes(insert + "('5', '1', null, 'other', 'SMS', 1, null, " + stamps))
      << "neither in use nor old";
}

}  // namespace
}  // namespace herald::schema
