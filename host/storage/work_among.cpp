#include "host/storage/work_among.hpp"

namespace herald::storage {

std::string work_among(domain::ShardSet shards) {
  if (shards == domain::ShardSet::all()) return {};
  std::string list;
  for (const int shard : shards.list()) list += (list.empty() ? "" : ",") + std::to_string(shard);
  return " and w.shard in (" + (list.empty() ? "-1" : list) + ")";
}

}  // namespace herald::storage
