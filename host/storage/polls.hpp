#pragma once
#include "host/domain/poll_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Poll cursors in the table poll_cursor, one row per channel. [any thread]
class StoredPolls final : public domain::Polls {
 public:
  /// What is this node's to do is decided by `served`; null: all.
  StoredPolls(Writer& writer, Pool& pool, const domain::NodeShards* served = nullptr)
      : writer_{writer}, pool_{pool}, served_{served} {}
  Result<std::vector<domain::ChannelId>> candidates() override;
  Result<std::string> cursor(const domain::ChannelId& channel) override;
  void advance(domain::TenantId tenant, domain::ChannelId channel, std::string cursor,
               domain::Completion<Done> done) override;

 private:
  Writer& writer_;
  Pool& pool_;
  const domain::NodeShards* served_;
};

}  // namespace herald::storage
