#pragma once
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/ids.hpp"

namespace herald::domain {

/// Some of the 64 shards. [value]
class ShardSet {
 public:
  constexpr ShardSet() = default;
  static constexpr ShardSet all() { return ShardSet{~std::uint64_t{0}}; }
  static constexpr ShardSet of(int shard) {
    return ShardSet{std::uint64_t{1} << static_cast<unsigned>(shard)};
  }

  [[nodiscard]] constexpr bool has(int shard) const { return !(*this & of(shard)).empty(); }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr int count() const { return std::popcount(bits_); }
  /// Every member, in order.
  [[nodiscard]] std::vector<int> list() const {
    std::vector<int> out;
    for (int shard = 0; shard < kShards; ++shard)
      if (has(shard)) out.push_back(shard);
    return out;
  }
  /// The first `most` members.
  [[nodiscard]] constexpr ShardSet first(int most) const {
    ShardSet out;
    for (int shard = 0; shard < kShards && out.count() < most; ++shard)
      if (has(shard)) out = out | of(shard);
    return out;
  }

  /// The member whose turn it is: they take turns of a quarter of a second. What is made at one time then
  /// lies together in the chains of the journal and is written and read together; over some seconds all
  /// members get alike. Not to be called without members.
  [[nodiscard]] int turn(Instant at) const {
    const auto slot = at.time_since_epoch() / kTurn;
    return list()[static_cast<std::size_t>(slot) % static_cast<std::size_t>(count())];
  }

  friend constexpr ShardSet operator|(ShardSet a, ShardSet b) { return ShardSet{a.bits_ | b.bits_}; }
  friend constexpr ShardSet operator&(ShardSet a, ShardSet b) { return ShardSet{a.bits_ & b.bits_}; }
  /// What is in `a` and not in `b`.
  friend constexpr ShardSet operator-(ShardSet a, ShardSet b) { return ShardSet{a.bits_ & ~b.bits_}; }
  bool operator==(const ShardSet&) const = default;

 private:
  static constexpr std::chrono::milliseconds kTurn{250};
  constexpr explicit ShardSet(std::uint64_t bits) : bits_{bits} {}
  std::uint64_t bits_{0};
};

/// The shards of a node as they are just now, for those who have to know on other threads. A node that is
/// alone has all. [any thread]
class NodeShards {
 public:
  explicit NodeShards(ShardSet at_first = ShardSet::all()) : set_{at_first} {}
  [[nodiscard]] ShardSet get() const { return set_; }
  [[nodiscard]] bool has(int shard) const { return get().has(shard); }
  void set(ShardSet shards) { set_ = shards; }

 private:
  std::atomic<ShardSet> set_;
};

inline ShardSet shards_of(const NodeShards* served) {
  return served == nullptr ? ShardSet::all() : served->get();
}

/// Whether what belongs to that id is this node's to do. `served` null: all is.
inline bool serves(const NodeShards* served, std::string_view id) {
  return served == nullptr || served->has(shard_of(id));
}

/// The shard whose owner does what one node has to do for all: clearing up, fetching files, commands.
inline constexpr int kHouseShard = 0;
inline bool keeps_house(const NodeShards* served) { return served == nullptr || served->has(kHouseShard); }

}  // namespace herald::domain
