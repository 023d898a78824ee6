// /readyz says 503 and why, and 200 again when the cause is gone.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/flow/readiness.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class Ready : public testing::TestWithParam<Dialect> {};

TEST_P(Ready, ThoughNotWhileAMigrationIsPending) {
  const TemporaryDirectory migrations;
  std::filesystem::copy(std::filesystem::path{HERALD_SOURCE_DIR} / "migrations", migrations.path(),
                        std::filesystem::copy_options::recursive);
  const Daemon daemon{GetParam(), {.settings = {"migrations.path=" + migrations.path().string()}}};
  EXPECT_EQ(reason_of(daemon, "migrations"), "");
  const std::string folder = GetParam() == Dialect::Sqlite ? "sqlite" : "mysql";
  write_file(migrations.path() / folder / "999_later.sql", "create table later (id integer not null)\n");
  EXPECT_TRUE(eventually([&] { return ready_status(daemon) == 503; }));
  EXPECT_NE(reason_of(daemon, "migrations").find("999_later"), std::string::npos);
  EXPECT_EQ(reason_of(daemon, "database"), "");

  const HttpReply migrated = daemon.admin("POST", "/api/v1/admin/migrate");
  ASSERT_EQ(migrated.status, 200) << migrated.body;
  EXPECT_TRUE(eventually([&] { return ready_status(daemon) == 200; }));
  EXPECT_EQ(reason_of(daemon, "migrations"), "");
}

INSTANTIATE_TEST_SUITE_P(On, Ready, testing::Values(Dialect::Sqlite, Dialect::Mysql), dialect_name);

TEST(ReadyWriter, IsNotWhenAnotherNodeOfItsNameTookItsEpoch) {
  Daemon first{Dialect::Mysql, {.settings = {"node.name=twin"}}};
  Tenant tenant{first.port(), first.make_key("twins")};
  const FarSide sandbox;
  const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
  const json wish{{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "once"}};
  {
    Daemon second{Dialect::Mysql,
                  {.settings = {"node.name=twin", "storage.url=" + first.storage_url(),
                                "vault.keyfile=" + (first.directory() / "ring").string()}}};
    EXPECT_TRUE(eventually([&] { return ready_status(first) == 503; }));
    EXPECT_NE(reason_of(first, "database").find("another process has taken over"), std::string::npos);
    const HttpReply refused = tenant.post(wish, "twin");
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_EQ(json::parse(refused.body).at("code"), "writer_fenced") << refused.body;
    EXPECT_EQ(ready_status(second), 200);
    EXPECT_EQ(second.stop(), 0);
  }
  EXPECT_EQ(first.wait(std::chrono::seconds{30} * kPace), 75) << "an epoch does not come back by itself";
  first.start();
  Tenant again{first.port(), tenant.key()};
  EXPECT_EQ(again.post(wish, "twin").status, 201);
}

}  // namespace
}  // namespace herald::test
