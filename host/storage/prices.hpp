#pragma once
#include "host/domain/price_ports.hpp"
#include "host/storage/message_lists.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Questions for prices in the table price_work. [any thread]
class StoredPrices final : public domain::PriceBook {
 public:
  /// Asked is about what is of the shards in `served`; null: of all. All outlive this.
  StoredPrices(Writer& writer, Pool& pool, const domain::NodeShards* served = nullptr)
      : writer_{writer}, pool_{pool}, served_{served} {}
  Result<std::vector<domain::ChannelId>> channels(Instant now) override;
  Result<std::vector<domain::PriceQuestion>> due(const domain::ChannelId& channel, Instant now,
                                                 int limit) override;
  void ask_again(domain::PriceQuestion question, Instant at, domain::Completion<Done> done) override;
  void give_up(domain::AttemptId attempt, domain::Completion<Done> done) override;

 private:
  Writer& writer_;
  Pool& pool_;
  const domain::NodeShards* served_;
};

/// The channels with due questions, from one to the next through the index, however much each has.
ListQuery price_channels_query(Instant now);
/// One channel's questions in some shards, by the same index; bound are channel and time, and a number ends
/// the text.
std::string price_work_sql(domain::ShardSet shards);

}  // namespace herald::storage
