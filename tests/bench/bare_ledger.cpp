#include "tests/bench/bare_ledger.hpp"

#include <array>

#include "host/base/ids.hpp"

namespace herald::bench {
namespace {

constexpr std::array kBareTables{
    "create table bare_message (id varchar(36) primary key, tenant varchar(36), body text, status "
    "varchar(16))",
    "create table bare_work (id varchar(36) primary key, due_at varchar(23))",
    "create table bare_attempt (id varchar(36) primary key, status varchar(16))",
    "create table bare_journal (seq bigint primary key, data text, hash varchar(64))"};
const storage::Insert kBareMessage{
    .order = 1, .head = "insert into bare_message (id, tenant, body, status) values ", .group = "(?,?,?,?)"};
const storage::Insert kBareWork{
    .order = 2, .head = "insert into bare_work (id, due_at) values ", .group = "(?,?)"};
const storage::Insert kBareAttempt{
    .order = 3, .head = "insert into bare_attempt (id, status) values ", .group = "(?,?)"};
const storage::Insert kBareJournal{
    .order = 4, .head = "insert into bare_journal (seq, data, hash) values ", .group = "(?,?,?)"};
const storage::Delete kBareDone{.head = "delete from bare_work where id in "};

}  // namespace

BareLedger::BareLedger(const storage::StorageUrl& url) : db_{url, storage::Access::Write} {
  for (const char* table : {"bare_message", "bare_work", "bare_attempt", "bare_journal"})
    db_.run(std::string{"drop table if exists "} + table);
  for (const char* sql : kBareTables) db_.run(sql);
  thread_ = std::thread{[this] { run(); }};
}

BareLedger::~BareLedger() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void BareLedger::accept(std::string body, Then then) { put({{}, std::move(body), std::move(then)}); }

void BareLedger::settle(std::string id) { put({std::move(id), {}, {}}); }

void BareLedger::put(Wish wish) {
  {
    const std::scoped_lock lock{mutex_};
    waiting_.push_back(std::move(wish));
  }
  changed_.notify_one();
}

void BareLedger::run() {
  for (;;) {
    std::vector<Wish> taken;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      taken.swap(waiting_);
    }
    commit(taken);
    for (Wish& wish : taken)
      if (wish.then) wish.then(wish.id);
  }
}

void BareLedger::commit(std::vector<Wish>& wishes) {
  const SystemClock clock;
  SystemRandom random;
  std::vector<storage::Row> messages, works, attempts, done, journal;
  for (Wish& wish : wishes) {
    journal.push_back({++sequence_, R"({"status":"QUEUED"})", std::string(64, 'a')});
    if (wish.then) {
      wish.id = make_uuid(clock.now(), random);
      messages.push_back({wish.id, wish.id, wish.body, "QUEUED"});
      works.push_back({wish.id, clock.now()});
    } else {
      attempts.push_back({wish.id, "SENT"});
      done.push_back({wish.id});
    }
  }
  db_.begin();
  storage::insert_rows(db_, kBareMessage, messages);
  storage::insert_rows(db_, kBareWork, works);
  storage::insert_rows(db_, kBareAttempt, attempts);
  storage::insert_rows(db_, kBareJournal, journal);
  storage::delete_rows(db_, kBareDone, done);
  db_.commit();
}

}  // namespace herald::bench
