#include "host/storage/session_sums.hpp"

#include <unordered_set>

#include "host/storage/effects.hpp"
#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

using domain::CursorMove;
using domain::MessageNews;

const KeyedSelect kSelectToldMessage{
    .head =
        "select id, session_id, direction, channel_type, status, created_at, contact_id, lead_id "
        "from communication_message where id in ",
    .group = "?",
    .keys = 1,
    .columns = 8};

constexpr std::string_view kInbound = "INBOUND";

SessionNews news_of(const Row& message, bool fresh) {
  const bool inbound = message[2].text == kInbound;
  const auto status = domain::message_status(message[4].text).value();
  return {.messages = fresh ? 1 : 0,
          .inbound = fresh && inbound ? 1 : 0,
          .inbound_at = inbound ? message[5] : Cell{},
          .latest_at = message[5],
          .latest = message[0].text,
          .status = std::string{domain::conversation_status(status)},
          .channel_type = message[3].text,
          .direction = message[2].text,
          .contact_ref = message[6],
          .lead_ref = message[7]};
}

/// What is committed together.
struct Summing {
  std::vector<CursorMove> moves;
  SessionsNews news;

  Result<Done> decide(Batch& batch) const {
    for (const CursorMove& move : moves)
      if (auto refused = cursor_refusal(batch, move)) return *std::move(refused);
    for (const auto& [session, told] : news) batch.tell(session, told);
    for (const CursorMove& move : moves) move_cursor(batch, move);
    return Done{};
  }
};

}  // namespace

Result<SessionsNews> StoredSums::gather(const std::vector<MessageNews>& news) {
  std::vector<Row> keys;
  std::unordered_set<std::string> fresh;
  for (const MessageNews& one : news) {
    keys.push_back({one.message});
    if (one.fresh) fresh.insert(one.message.text);
  }
  return pool_.read<SessionsNews>([&](Connection& db) {
    SessionsNews out;
    for (const Row& row : select_keyed(db, kSelectToldMessage, keys))
      add_news(out[row[1].text], news_of(row, fresh.contains(row[0].text)));
    return out;
  });
}

void StoredSums::apply(std::vector<CursorMove> moves, std::vector<MessageNews> news,
                       domain::Completion<Done> done) {
  auto gathered = gather(news);
  if (!gathered) return done(std::move(gathered).error());
  // Shared by the two functions of the step.
  const auto summing = std::make_shared<const Summing>(std::move(moves), *std::move(gathered));
  submit_step<Done>(
      writer_,
      [summing](Batch& batch) {
        for (const CursorMove& move : summing->moves) batch.cursors.want({move.consumer, move.shard});
      },
      [summing](Batch& batch) { return summing->decide(batch); }, std::move(done));
}

}  // namespace herald::storage
