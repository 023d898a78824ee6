#include "host/storage/write_back.hpp"

#include <filesystem>

#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;

class WriteBackOfSqlite : public testing::Test {
 protected:
  const storage::StorageUrl url{empty_database(storage::Dialect::Sqlite)};
  storage::Connection writer{url, storage::Access::Write};
  storage::WriteBack write_back{url};

  WriteBackOfSqlite() {
    writer.run("create table note (text text)");
    writer.query("pragma wal_checkpoint(truncate)", 3);
  }
  void write_a_mebibyte() {
    writer.execute("insert into note values (?)", storage::Row{std::string(1 << 20, 'x')});
  }
  [[nodiscard]] auto file_size() const { return fs::file_size(url.path); }
};

TEST_F(WriteBackOfSqlite, CopiesWhatWasCommittedIntoTheFile) {
  const auto before = file_size();
  write_a_mebibyte();
  EXPECT_EQ(file_size(), before) << "it is in the log only";
  const Tick now{std::chrono::hours{1}};
  EXPECT_EQ(write_back.step(now), now + std::chrono::milliseconds{500});
  EXPECT_GE(file_size(), before + (1 << 20));
}

TEST_F(WriteBackOfSqlite, DoesNotWaitForATransactionAndLeavesItsRowsAlone) {
  write_a_mebibyte();
  writer.begin();
  write_a_mebibyte();
  const auto before = file_size();
  write_back.step(Tick{});
  EXPECT_GT(file_size(), before) << "the committed one";
  EXPECT_LT(file_size(), before + (3 << 19)) << "and not the other";
  writer.commit();
  EXPECT_EQ(writer.query("select count(*) from note", 1).at(0).at(0).number(), 2);
}

TEST_F(WriteBackOfSqlite, KeepsTheLogShortForAWriterThatNeverRests) {
  for (int i = 0; i < 200; ++i) {
    write_a_mebibyte();
    if (i % 8 == 7) write_back.step(Tick{});
  }
  // The writer itself would have copied at 64 MiB only.
  EXPECT_LT(fs::file_size(url.path + "-wal"), 16 << 20);
}

TEST(WriteBackOfMysql, HasNothingToDo) {
  storage::StorageUrl away{.dialect = storage::Dialect::Mysql};
  away.host = "192.0.2.1";
  EXPECT_GT(storage::WriteBack{away}.step(Tick{}), Tick{std::chrono::minutes{1}});
}

}  // namespace
}  // namespace herald::test
