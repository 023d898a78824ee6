#pragma once
#include "host/domain/ports.hpp"
#include "host/storage/message_lists.hpp"
#include "host/storage/pool.hpp"

namespace herald::storage {

/// Reads of messages for the API and of undone work for the dispatcher. [any thread]
class PoolMessages final : public domain::MessageReader, public domain::WorkSource {
 public:
  /// Undone work is that of the shards in `served`; null: of all. It outlives this.
  explicit PoolMessages(Pool& pool, const domain::NodeShards* served = nullptr)
      : pool_{pool}, served_{served} {}
  Result<domain::MessageView> find(const domain::TenantId& tenant, const domain::MessageId& id) override;
  Result<domain::Page<domain::Message>> list(const domain::TenantId& tenant,
                                             const domain::MessageFilter& filter, const std::string& cursor,
                                             int limit) override;
  Result<std::vector<domain::ChannelId>> channels(Instant until) override;
  Result<std::vector<domain::Work>> load(const domain::ChannelId& channel, Instant until,
                                         const domain::WorkPlace& after, int limit) override;
  /// Attempts that were begun and never settled: after a crash their outcome is unknown. Only the owner of
  /// the shards may ask, before it begins attempts of its own there.
  Result<std::vector<domain::Attempt>> unsettled(domain::ShardSet shards = domain::ShardSet::all());

 private:
  Pool& pool_;
  const domain::NodeShards* served_;
};

/// The channels with undone work: from one to the next through the index, however much each has.
ListQuery channels_query(Instant until);
/// One channel's undone work in some shards, by the index that begins with the channel; a number ends the
/// text.
std::string work_sql(domain::ShardSet shards);
Row work_cells(const domain::ChannelId& channel, Instant until, const domain::WorkPlace& after);

}  // namespace herald::storage
