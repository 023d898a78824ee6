#include "host/storage/statement.hpp"

#include <thread>

#include "host/storage/statements.hpp"
#include "tests/contract/storage/fixture.hpp"

namespace herald::test {
namespace {

using storage::Cell;
using storage::Connection;
using storage::Row;

constexpr storage::Insert kNote{
    .order = 1, .head = "insert into note (id, text, number, raw) values ", .group = "(?,?,?,?)"};
const storage::Update kNewText{.table = "note", .key = "id", .set = {"text", "number"}};
constexpr storage::Delete kNoteGone{.head = "delete from note where id in "};
const storage::KeyedSelect kOneKey{
    .head = "select id, text from note where id in ", .group = "?", .keys = 1, .columns = 2};
const storage::KeyedSelect kTwoKeys{
    .head = "select id, text from note where (id, number) in ", .group = "(?,?)", .keys = 2, .columns = 2};

class Statements : public OnBothDatabases {
 protected:
  Statements() {
    db.run(GetParam() == storage::Dialect::Sqlite
               ? "create table note (id text primary key, text text, number integer, raw blob)"
               : "create table note (id char(36) character set ascii collate ascii_bin primary key, "
                 "text longtext, number bigint, raw longblob) default character set utf8mb4");
  }
  static std::string key(int i) { return "note-" + std::to_string(i); }
  /// Notes 0 … count-1, with their number in the text.
  void fill(int count) {
    std::vector<Row> rows;
    for (int i = 0; i < count; ++i) rows.push_back({key(i), "text " + std::to_string(i), i, Cell{}});
    storage::insert_rows(db, kNote, rows);
  }
  Row note(int i) {
    return db.query("select text, number, raw from note where id = ?", 3, Row{key(i)}).at(0);
  }
  std::int64_t count() { return db.query("select count(*) from note", 1).at(0).at(0).number(); }

  storage::StorageUrl url_{empty_database(GetParam())};
  Connection db{url_, storage::Access::Write};
};

TEST_P(Statements, ReadValuesOfEveryLength) {
  for (const std::size_t size : {0UL, 1UL, 255UL, 256UL, 257UL, 70'000UL, 2'000'000UL}) {
    const std::string text(size, 'x');
    storage::insert_rows(db, kNote, {{key(0), text, 1, text}});
    const Row found = note(0);
    EXPECT_EQ(found[0], Cell{text}) << size;
    EXPECT_EQ(found[2], Cell{text}) << size;
    storage::delete_rows(db, kNoteGone, {{key(0)}});
  }
}

TEST_P(Statements, KeepBytesNullsAndNumbersAsTheyAre) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  const std::string text = "a'b\\c \"é\" 😀";
  const std::vector<Row> rows{
      {key(0), text, INT64_MAX, bytes}, {key(1), Cell{}, Cell{}, Cell{}}, {key(2), "", INT64_MIN, ""}};
  storage::insert_rows(db, kNote, rows);
  for (int i = 0; i < 3; ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    EXPECT_EQ(note(i), (Row{row[1], row[2], row[3]})) << i;
  }
}

TEST_P(Statements, ServeAnyNumberOfRows) {
  for (const int size : {1, 2, 3, 5, 7, 13, 63, 64, 65, 100, 256, 257, 600}) {
    fill(size);
    ASSERT_EQ(count(), size);
    std::vector<Row> changes;
    std::vector<Row> keys;
    std::vector<Row> pairs;
    for (int i = 0; i < size; ++i) {
      changes.push_back({i % 3 == 0 ? Cell{} : Cell{"new " + std::to_string(i)}, i + 1000, key(i)});
      keys.push_back({key(i)});
      pairs.push_back({key(i), i + 1000});
    }
    storage::update_rows(db, kNewText, changes);
    for (const int i : {0, size / 2, size - 1}) {
      EXPECT_EQ(note(i)[0], changes[static_cast<std::size_t>(i)][0]) << size;
      EXPECT_EQ(note(i)[1].number(), i + 1000) << size;
    }
    // Each once, although keys are repeated to fill a chunk up.
    EXPECT_EQ(storage::select_keyed(db, kOneKey, keys).size(), keys.size()) << size;
    EXPECT_EQ(storage::select_keyed(db, kTwoKeys, pairs).size(), pairs.size()) << size;
    storage::delete_rows(db, kNoteGone, keys);
    ASSERT_EQ(count(), 0);
  }
}

TEST_P(Statements, OfManyRowsOneThatIsRefusedIsAFailureAndTheTransactionCanGoOn) {
  fill(3);
  db.begin();
  std::vector<Row> rows;
  for (int i = 5; i > 0; --i) rows.push_back({key(i), "again", 1, Cell{}});
  try {
    storage::insert_rows(db, kNote, rows);
    ADD_FAILURE() << "expected the key that is there to be refused";
  } catch (const storage::StorageFailure& failure) {
    EXPECT_EQ(failure.kind(), storage::FailureKind::Constraint);
    EXPECT_EQ(failure.reason(), "constraint_unique");
  }
  db.rollback();
  EXPECT_EQ(count(), 3);
  fill(0);
  EXPECT_EQ(count(), 3);
}

TEST_P(Statements, ThatLoseADeadlockHalfwayAreAFailureAndLeaveNothing) {
  if (GetParam() == storage::Dialect::Sqlite) GTEST_SKIP() << "one transaction at a time";
  fill(100);
  Connection other{url_, storage::Access::Write};
  db.begin();
  std::vector<Row> many;  // whoever has changed more wins
  for (int i = 50; i < 100; ++i) many.push_back({"first", 1, key(i)});
  storage::update_rows(db, kNewText, many);
  std::optional<storage::FailureKind> failure;
  std::thread loser{[&] {
    other.begin();
    try {
      storage::update_rows(other, kNewText,
                           {{"second", 2, key(1)}, {"second", 2, key(60)}, {"second", 2, key(2)}});
    } catch (const storage::StorageFailure& refused) {
      failure = refused.kind();
    }
  }};
  const auto waits = [&] {
    return db.query("show global status like 'Innodb_row_lock_current_waits'", 2).at(0)[1].number() > 0;
  };
  while (!waits()) std::this_thread::yield();
  storage::update_rows(db, kNewText, {{"first", 1, key(1)}});
  db.commit();
  loser.join();
  ASSERT_EQ(failure, storage::FailureKind::Deadlock);
  other.commit();  // of what was rolled back
  EXPECT_EQ(note(1)[0], Cell{"first"});
  EXPECT_EQ(note(2)[0], Cell{"text 2"});
  EXPECT_EQ(note(60)[0], Cell{"first"});
}

INSTANTIATE_TEST_SUITE_P(Storage, Statements, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
