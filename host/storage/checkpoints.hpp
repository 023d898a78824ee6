#pragma once
#include <string>

#include "host/domain/audit_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Heads and checkpoints of the journal. [any thread]
class StoredCheckpoints final : public domain::Checkpoints {
 public:
  /// `node` is this writer's name.
  StoredCheckpoints(Writer& writer, Pool& pool, std::string node)
      : writer_{writer}, pool_{pool}, node_{std::move(node)} {}
  Result<std::vector<domain::OpenEnd>> open_ends() override;
  Result<std::map<int, domain::ChainHead>> heads() override;
  Result<std::map<int, domain::ChainHead>> newest() override;
  Result<std::vector<domain::Checkpoint>> read(int shard, std::int64_t after, std::int64_t until) override;
  void append(std::vector<domain::Checkpoint> checkpoints, domain::Completion<Done> done) override;

 private:
  Result<std::map<int, domain::ChainHead>> ends(std::string_view sql);
  Writer& writer_;
  Pool& pool_;
  std::string node_;
};

}  // namespace herald::storage
