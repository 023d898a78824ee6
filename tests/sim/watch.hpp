#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "host/domain/event.hpp"
#include "host/domain/status.hpp"
#include "host/storage/connection.hpp"
#include "tests/sim/far.hpp"

namespace herald::sim {

/// Looks at what is committed and says what must never be. Keeps what it has seen, so that nothing that was
/// shown once may be taken back, also over crashes. [one thread]
class Watch {
 public:
  explicit Watch(Disk& disk) : disk_{disk} {}

  // Told as it happens.
  /// A client was answered 201 (or the same again) for its wish.
  void accepted(int wish, const std::string& message);
  /// A provider took a message. Judged with the next look.
  void acted(const Act& act) { unjudged_.push_back(act); }
  /// The first byte of a request with that attempt's reference leaves. It is a complaint when there are not
  /// as many intents as requests, or when all of them have ended.
  void begun(const std::string& reference);

  /// Compares all messages with what was seen of them before.
  void look();
  /// Every entry of the journal, against the chain and against what was there before.
  void read_journal();
  /// When all is done: every message is at its end, what providers told has arrived, sums are true.
  void look_at_the_end(const Far& far);
  /// Messages that are neither at their end nor given up as unknown.
  int undone();
  /// Messages that providers took more than once.
  [[nodiscard]] int taken_twice() const;
  /// Messages made of a wish, by its number.
  int made_of(int wish);

  /// The disk is about to be started again, or the node has closed its files.
  void close() { db_.reset(); }
  /// The first thing that was wrong; empty: all is well.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  void complain(std::string text) {
    if (complaint_.empty()) complaint_ = std::move(text);
  }

 private:
  struct Seen {
    domain::MessageStatus status;
    std::int64_t version;
    bool sent;  ///< had a status from SENT on
  };
  storage::Connection& db();
  std::vector<storage::Row> rows(std::string_view sql, std::size_t columns, const storage::Row& values = {});
  void compare(const storage::Row& row);
  void judge(const Act& act);
  void look_at_work();
  void look_at_attempts();
  void look_at_versions();
  void look_at_acts(const Far& far);
  void look_at_facts(const Far& far);
  void look_at_sums();

  Disk& disk_;
  std::unique_ptr<storage::Connection> db_;
  std::map<std::string, Seen> seen_;     ///< by message
  std::map<int, std::string> accepted_;  ///< message by wish
  std::map<std::string, int> acts_;      ///< by message
  std::map<std::string, int> begun_;     ///< requests by reference
  std::set<std::string> acted_;          ///< references of attempts
  std::vector<Act> unjudged_;
  std::map<int, domain::ChainHead> heads_;  ///< of the journal, as last read
  std::string complaint_;
};

}  // namespace herald::sim
