#include "tests/bench/bare_ledger.hpp"

#include "host/base/ids.hpp"
#include "tests/bench/bare_tables.hpp"

namespace herald::bench {
BareLedger::BareLedger(const storage::StorageUrl& url) : db_{url, storage::Access::Write} {
  make_bare_tables(db_);
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
