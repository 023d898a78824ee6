#include "host/cluster/share.hpp"

#include <algorithm>

namespace herald::cluster {
namespace {

using domain::ShardSet;

/// Live nodes and their shards, this one among them.
std::map<std::string, int> members(const View& view) {
  std::map<std::string, int> out{{view.self, view.table.of(view.self).count()}};
  for (const auto& [writer, life] : view.lives) {
    const int shards = view.table.of(writer).count();
    if (life == Life::Live || (life == Life::Unsure && shards > 0)) out[writer] = shards;
  }
  return out;
}

bool somebody_lacks(const std::map<std::string, int>& members) {
  const int fair = domain::kShards / static_cast<int>(members.size());
  return std::ranges::any_of(members, [&](const auto& member) { return member.second < fair; });
}

/// Parts as equal as 64 shards allow; the first ones by name have one more.
int share_of(const std::string& self, const std::map<std::string, int>& members) {
  const int nodes = static_cast<int>(members.size());
  const auto rank = std::distance(members.begin(), members.find(self));
  return domain::kShards / nodes + (rank < domain::kShards % nodes ? 1 : 0);
}

}  // namespace

Move decide(const View& view) {
  const ShardSet own = view.table.of(view.self);
  const auto all = members(view);
  const int share = share_of(view.self, all);
  const int room = std::max(0, share - own.count());
  for (const auto& [writer, life] : view.lives) {
    const ShardSet left = view.table.of(writer);
    if (life != Life::Dead || left.empty()) continue;
    const auto fence = view.table.fences.find(writer);
    const ShardSet taken = left.first(room);
    return {.claim = domain::Claim{.shards = taken,
                                   .from = writer,
                                   .seen = fence == view.table.fences.end() ? domain::Fence{} : fence->second,
                                   .freed = left - taken}};
  }
  const ShardSet free = view.table.of("");
  if (!free.empty() && room > 0) return {.claim = domain::Claim{.shards = free.first(room)}};
  if (own.count() > share && somebody_lacks(all)) return {.release = own - own.first(share)};
  return {};
}

}  // namespace herald::cluster
