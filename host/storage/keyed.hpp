#pragma once
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host/storage/statements.hpp"

namespace herald::storage {

/// What a batch knows about one kind of row: read once for all keys, then overlaid with what the batch
/// writes. `State` is a value; a key that was asked for and not found is known to be absent. [one thread]
template <class State>
class Keyed {
 public:
  using Read = std::pair<Row, State> (*)(const Row&);  ///< row → (key, state)
  Keyed(const KeyedSelect& select, Read read) : select_{select}, read_{read} {}

  void want(Row key) {
    std::string text = join(key);
    if (known_.contains(text)) return;
    known_.emplace(std::move(text), nullptr);
    wanted_.push_back(std::move(key));
  }
  /// The same for a row that is changed from what was read, where the others of its kind mostly are not:
  /// these are locked against other writers for this batch.
  void want_to_change(Row key) {
    select_.locks = true;
    want(std::move(key));
  }
  void load(Connection& db) {
    if (wanted_.empty()) return;
    for (const Row& row : select_keyed(db, select_, wanted_)) {
      auto [key, state] = read_(row);
      put(key, std::move(state));
    }
    wanted_.clear();
  }
  /// The state, to be changed in place by who writes the row; null when there is no such row.
  [[nodiscard]] State* find(const Row& key) {
    const auto found = known_.find(join(key));
    HERALD_CHECK(found != known_.end());  // every key is wanted before the batch is evaluated
    return found->second.get();
  }
  [[nodiscard]] bool knows(const Row& key) const { return known_.contains(join(key)); }
  State& put(const Row& key, State state) {
    auto& slot = known_[join(key)];
    slot = std::make_unique<State>(std::move(state));
    return *slot;
  }
  /// From now on there is no such row.
  void drop(const Row& key) { known_[join(key)] = nullptr; }
  [[nodiscard]] auto begin() const { return known_.begin(); }
  [[nodiscard]] auto end() const { return known_.end(); }

 private:
  static std::string join(const Row& key) {
    std::string text;
    for (const Cell& cell : key) {
      text += cell.text;
      text.push_back('\x1f');
    }
    return text;
  }
  KeyedSelect select_;
  Read read_;
  std::unordered_map<std::string, std::unique_ptr<State>> known_;
  std::vector<Row> wanted_;
};

}  // namespace herald::storage
