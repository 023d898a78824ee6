#include "host/storage/prices.hpp"

#include "host/storage/step.hpp"
#include "host/storage/work_among.hpp"

namespace herald::storage {
namespace {

const std::string kChannelsWithPrices =
    "with recursive c (id) as (select min(channel_id) from price_work union all "
    "select (select min(w.channel_id) from price_work w where w.channel_id > c.id) from c "
    "where c.id is not null) "
    "select c.id from c where c.id is not null and "
    "(select min(w.due_at) from price_work w where w.channel_id = c.id) <= ?";

constexpr std::string_view kPriceWork =
    "select w.channel_id, w.tries, w.failures, w.created_at, a.id, a.repeats, a.number, a.state, "
    "a.provider_message_id, a.created_at, m.id, m.tenant_id, m.shard, m.channel_type, m.message_type, "
    "m.to_address, m.from_address "
    "from price_work w join delivery_attempt a on a.id = w.attempt_id "
    "join communication_message m on m.id = a.message_id where w.channel_id = ? and w.due_at <= ?";
constexpr std::string_view kPricesInTurn = " order by w.due_at, w.attempt_id limit ";
constexpr std::size_t kPriceColumns = 17;

constexpr std::string_view kAskAgain =
    "update price_work set due_at = ?, tries = ?, failures = ?, updated_at = ? where attempt_id = ?";
constexpr std::string_view kAskNoMore = "delete from price_work where attempt_id = ?";

domain::PriceQuestion read_question(const Row& row) {
  return {.message = {.id = domain::MessageId{row[10].text},
                      .tenant = domain::TenantId{row[11].text},
                      .shard = static_cast<int>(row[12].number()),
                      .channel = domain::ChannelId{row[0].text},
                      .content = {.channel_type = row[13].text,
                                  .message_type = row[14].text,
                                  .to_address = row[15].text,
                                  .from_address = row[16].text}},
          .attempt = {.id = domain::AttemptId{row[4].text},
                      .repeats = domain::AttemptId{row[5].text},
                      .number = static_cast<int>(row[6].number()),
                      .state = domain::attempt_state(row[7].text).value(),
                      .provider_id = row[8].text,
                      .since = row[9].instant().value()},
          .sent_at = row[3].instant().value(),
          .tries = static_cast<int>(row[1].number()),
          .failures = static_cast<int>(row[2].number())};
}

}  // namespace

ListQuery price_channels_query(Instant now) { return {kChannelsWithPrices, {now}}; }

std::string price_work_sql(domain::ShardSet shards) {
  return std::string{kPriceWork} + work_among(shards) + std::string{kPricesInTurn};
}

Result<std::vector<domain::ChannelId>> StoredPrices::channels(Instant now) {
  const ListQuery query = price_channels_query(now);
  return pool_.read<std::vector<domain::ChannelId>>([&](Connection& db) {
    std::vector<domain::ChannelId> out;
    for (const Row& row : db.query(query.sql, 1, query.cells)) out.emplace_back(row[0].text);
    return out;
  });
}

Result<std::vector<domain::PriceQuestion>> StoredPrices::due(const domain::ChannelId& channel, Instant now,
                                                             int limit) {
  const std::string sql = price_work_sql(domain::shards_of(served_)) + std::to_string(limit);
  return pool_.read<std::vector<domain::PriceQuestion>>([&](Connection& db) {
    std::vector<domain::PriceQuestion> out;
    for (const Row& row : db.query(sql, kPriceColumns, Row{channel, now})) out.push_back(read_question(row));
    return out;
  });
}

void StoredPrices::ask_again(domain::PriceQuestion question, Instant at, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [question, at](Batch& batch) -> Result<Done> {
        batch.execute(kAskAgain, {at, question.tries, question.failures, batch.now(), question.attempt.id});
        return Done{};
      },
      std::move(done));
}

void StoredPrices::give_up(domain::AttemptId attempt, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [attempt](Batch& batch) -> Result<Done> {
        batch.execute(kAskNoMore, {attempt});
        return Done{};
      },
      std::move(done));
}

}  // namespace herald::storage
