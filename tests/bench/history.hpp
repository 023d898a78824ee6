#pragma once
#include <map>
#include <vector>

#include "host/base/random.hpp"
#include "host/domain/ports.hpp"
#include "tests/bench/pattern.hpp"
#include "tests/bench/table_copy.hpp"

namespace herald::bench {

/// Every row that the messages of a database have left, as the mould of many more: contact, address,
/// conversation, message, attempt, idempotency key, callback with its element, and journal. The copies differ
/// in what must be their own (ids, addresses, references, the provider's ids) and in their times; each
/// journal goes on where it ends, sealed as the product seals it. [one thread]
class History {
 public:
  /// Reads the rows; no server runs. Throws std::runtime_error when a table has rows that belong neither to
  /// messages nor to what was there before them: then something would not be copied.
  explicit History(storage::Connection& db);

  /// Messages in one copy.
  [[nodiscard]] long messages() const { return messages_; }
  /// Adds so many copies, spread evenly over the day before the originals; consumers of the journal count
  /// them as read. No server runs.
  void add(storage::Connection& db, long copies);

 private:
  struct Mould {
    TableColumns table;
    std::vector<std::vector<Pattern>> rows;
  };
  using Chains = std::map<int, domain::ChainHead>;  ///< by shard
  [[nodiscard]] std::vector<Pattern> patterns_of(const storage::Row& row) const;
  void read_journal(storage::Connection& db);
  static std::vector<storage::Row> copies_of(const Mould& mould, const std::vector<std::string>& spelling,
                                             std::chrono::milliseconds shift);
  std::vector<storage::Row> continue_journal(const std::vector<std::string>& spelling,
                                             std::chrono::milliseconds shift, Chains& chains);

  SystemRandom random_;
  Vocabulary words_;
  std::vector<Mould> moulds_;
  std::vector<std::vector<Pattern>> journal_;
  long messages_{0};
};

}  // namespace herald::bench
