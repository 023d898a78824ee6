// heraldctl backup and restore, and the copy that is kept before the schema changes.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/flow/heraldctl.hpp"
#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Backup : public testing::Test {
 protected:
  Backup() { channel_ = tenant_.make_channel(sandbox_.channel("main")); }

  std::string send(const std::string& text) {
    return tenant_.send({{"channel_id", channel_}, {"to_address", "+15005550100"}, {"message_body", text}});
  }
  [[nodiscard]] int status_of(const std::string& id) { return tenant_.call("GET", "/messages/" + id).status; }
  [[nodiscard]] std::string place() const { return (directory_.path() / "backup").string(); }
  void make_backup() const {
    const Ended made = heraldctl(daemon_, {"backup", place()});
    ASSERT_EQ(made.status, 0) << made.output;
  }
  /// What lies in the data directory and is no longer the server's.
  [[nodiscard]] std::vector<std::string> kept() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator{daemon_.directory()})
      if (entry.path().filename().string().find(".before-") != std::string::npos)
        out.push_back(entry.path().filename().string());
    return out;
  }

  FarSide sandbox_;
  Daemon daemon_{Dialect::Sqlite};
  Tenant tenant_{daemon_.port(), daemon_.make_key("backup")};
  std::string channel_;
  TemporaryDirectory directory_;
};

TEST_F(Backup, OfARunningServerBringsBackWhatItHeldAndTheKeysOfItsSecrets) {
  const std::string before = send(fresh_text("before"));
  tenant_.await(before, "DELIVERED");
  make_backup();
  const std::string after = send(fresh_text("after"));
  tenant_.await(after, "DELIVERED");
  EXPECT_EQ(daemon_.stop(), 0);
  fs::remove(daemon_.directory() / "ring");  // the machine was lost, this was not all that was

  const Ended restored = heraldctl(daemon_, {"restore", place()});
  ASSERT_EQ(restored.status, 0) << restored.output;
  EXPECT_FALSE(kept().empty()) << "what was there is not kept";
  daemon_.start();
  EXPECT_EQ(tenant_.message(before).at("status"), "DELIVERED");
  EXPECT_EQ(status_of(after), 404);
  const std::string more = send(fresh_text("more"));
  EXPECT_EQ(tenant_.await(more, "DELIVERED").at("status"), "DELIVERED")
      << "the channel's secrets do not open";
  const Ended intact = heraldctl(daemon_, {"audit", "verify"});
  EXPECT_EQ(intact.status, 0) << intact.output;
}

TEST_F(Backup, RestoredOverAServerThatWasKilledKeepsAlsoWhatThatHadNotFiled) {
  make_backup();
  const std::string id = send(fresh_text("in the log of the database alone"));
  daemon_.kill9();
  ASSERT_TRUE(fs::exists(daemon_.directory() / "herald.db-wal"));
  const Ended restored = heraldctl(daemon_, {"restore", place()});
  ASSERT_EQ(restored.status, 0) << restored.output;
  std::string database;
  for (const std::string& name : kept())
    if (name.starts_with("herald.db.before-") && !name.ends_with("-wal") && !name.ends_with("-shm"))
      database = name;
  const Ended found = run_to_end({"/usr/bin/sqlite3", (daemon_.directory() / database).string(),
                                  "select count(*) from communication_message where id = '" + id + "'"},
                                 std::chrono::seconds{30});
  EXPECT_EQ(found.output, "1\n") << database;
}

TEST_F(Backup, IsReadableByItsOwnerAlone) {
  make_backup();
  EXPECT_EQ(fs::status(place()).permissions() & (fs::perms::group_all | fs::perms::others_all),
            fs::perms::none);
}

TEST_F(Backup, DoesNotOverwrite) {
  make_backup();
  const Ended again = heraldctl(daemon_, {"backup", place()});
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(again.output.find(place() + ": expected no file"), std::string::npos) << again.output;
}

TEST_F(Backup, IsNotPutBackBelowARunningServer) {
  make_backup();
  const Ended refused = heraldctl(daemon_, {"restore", place()});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("stop it first"), std::string::npos) << refused.output;
}

TEST_F(Backup, ThatWasChangedIsRefusedAndNothingHappens) {
  make_backup();
  const std::string id = send(fresh_text("kept"));
  EXPECT_EQ(daemon_.stop(), 0);
  std::ofstream{place() + "/herald.db", std::ios::app} << "x";
  fs::remove(place() + "/audit.key");
  const Ended refused = heraldctl(daemon_, {"restore", place()});
  EXPECT_EQ(refused.status, 1);
  for (const char* name : {"herald.db: expected", "audit.key: expected"})
    EXPECT_NE(refused.output.find(name), std::string::npos) << refused.output;
  EXPECT_TRUE(kept().empty());
  daemon_.start();
  EXPECT_EQ(status_of(id), 200);
}

TEST_F(Backup, ThatNamesAFileElsewhereIsRefused) {
  make_backup();
  EXPECT_EQ(daemon_.stop(), 0);
  json manifest = json::parse(read_file(place() + "/manifest.json"));
  manifest["files"].push_back({{"name", "../herald.db"}, {"bytes", 1}, {"sha256", "00"}});
  write_file(place() + "/manifest.json", manifest.dump());
  const Ended refused = heraldctl(daemon_, {"restore", place()});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("'../herald.db', which is none of ours"), std::string::npos)
      << refused.output;
}

TEST_F(Backup, StorageCopyMovesEverythingToMysql) {
  const std::string text = fresh_text("caf\u00e9 \U0001F600 'quoted\\");
  const std::string before = send(text);
  const json timeline = tenant_.await(before, "DELIVERED").at("timeline");
  Daemon target{Dialect::Mysql, {.settings = {"vault.keyfile=" + (daemon_.directory() / "ring").string()}}};
  EXPECT_EQ(daemon_.stop(), 0);
  EXPECT_EQ(target.stop(), 0);
  const std::vector<std::string> copy{"storage", "copy", "--to", target.storage_url()};
  const Ended copied = heraldctl(daemon_, copy);
  ASSERT_EQ(copied.status, 0) << copied.output;
  const Ended again = heraldctl(daemon_, copy);
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(again.output.find("database without tenants"), std::string::npos) << again.output;

  target.start();
  Tenant moved{target.port(), tenant_.key()};
  EXPECT_EQ(moved.message(before).at("message_body"), text);
  EXPECT_EQ(moved.message(before).at("timeline"), timeline);
  const std::string more = moved.send(
      {{"channel_id", channel_}, {"to_address", "+15005550100"}, {"message_body", fresh_text("more")}});
  EXPECT_EQ(moved.await(more, "SENT").at("error"), nullptr);
  const Ended intact = heraldctl(target, {"audit", "verify"});
  EXPECT_EQ(intact.status, 0) << intact.output;
}

TEST_F(Backup, StorageCopyNeedsAStoppedServer) {
  const Ended refused = heraldctl(daemon_, {"storage", "copy", "--to", "mysql://herald@127.0.0.1:1/herald"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("stop it first"), std::string::npos) << refused.output;
}

TEST(BackupOfMysql, NamesTheMeansOfTheDatabase) {
  const TemporaryDirectory directory;
  const Ended refused = run_to_end(
      {built("bin/heraldctl").string(), "--set", "data.dir=" + directory.path().string(), "--set",
       "storage.url=mysql://herald@127.0.0.1:1/herald", "backup", (directory.path() / "b").string()},
      std::chrono::seconds{30});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find("mariadb-dump"), std::string::npos) << refused.output;
}

/// A data directory without a server, and releases that know more or fewer migrations.
class Schema : public testing::Test {
 protected:
  Schema() {
    fs::create_directories(old_ / "sqlite");
    for (const auto& entry : fs::directory_iterator{fs::path{HERALD_SOURCE_DIR} / "migrations/sqlite"})
      if (entry.path().filename() < "021") fs::copy(entry.path(), old_ / "sqlite" / entry.path().filename());
  }
  [[nodiscard]] Ended list_tenants(const std::string& migrations) const {
    std::vector<std::string> words{built("bin/heraldctl").string(), "--set",
                                   "data.dir=" + (directory_.path() / "data").string()};
    if (!migrations.empty()) words.insert(words.end(), {"--set", "migrations.path=" + migrations});
    words.insert(words.end(), {"tenant", "list"});
    return run_to_end(std::move(words), std::chrono::minutes{1});
  }
  [[nodiscard]] std::size_t copies() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator{directory_.path() / "data"})
      if (entry.path().filename().string().starts_with("herald.db.before-021")) ++count;
    return count;
  }
  TemporaryDirectory directory_;
  fs::path old_{directory_.path() / "old"};
};

TEST_F(Schema, IsCopiedOnceBeforeItChanges) {
  static_cast<void>(list_tenants(old_.string()));  // an old release: it may fail later, its schema stands
  EXPECT_EQ(copies(), 0U);
  const Ended upgraded = list_tenants({});
  EXPECT_EQ(upgraded.status, 0) << upgraded.output;
  EXPECT_EQ(copies(), 1U);
  EXPECT_EQ(list_tenants({}).status, 0);
  EXPECT_EQ(copies(), 1U);
}

TEST_F(Schema, OfALaterReleaseIsRefused) {
  ASSERT_EQ(list_tenants({}).status, 0);
  const Ended refused = list_tenants(old_.string());
  EXPECT_NE(refused.status, 0);
  EXPECT_NE(refused.output.find("use the newer release"), std::string::npos) << refused.output;
}

}  // namespace
}  // namespace herald::test
