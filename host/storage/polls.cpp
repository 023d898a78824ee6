#include "host/storage/polls.hpp"

#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kCandidates =
    "select id from communication_channel where deleted_at is null and is_active = 1 and "
    "config_json like '%\"poll\"%' order by id";
constexpr std::string_view kCursor = "select cursor_text from poll_cursor where channel_id = ?";
// One poller per channel writes here and the last word counts, so there is no conflict to look for.
constexpr std::string_view kForgetCursor = "delete from poll_cursor where channel_id = ?";
constexpr std::string_view kKeepCursor =
    "insert into poll_cursor (channel_id, tenant_id, cursor_text, created_at, updated_at) values (?,?,?,?,?)";

}  // namespace

Result<std::vector<domain::ChannelId>> StoredPolls::candidates() {
  return pool_.read<std::vector<domain::ChannelId>>([&](Connection& db) {
    std::vector<domain::ChannelId> out;
    for (const Row& row : db.query(kCandidates, 1))
      if (serves(served_, row[0].text)) out.emplace_back(row[0].text);
    return out;
  });
}

Result<std::string> StoredPolls::cursor(const domain::ChannelId& channel) {
  return pool_.read<std::string>([&](Connection& db) {
    const std::vector<Row> rows = db.query(kCursor, 1, Row{channel.text});
    return rows.empty() ? std::string{} : rows[0][0].text;
  });
}

void StoredPolls::advance(domain::TenantId tenant, domain::ChannelId channel, std::string cursor,
                          domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [tenant, channel, cursor](Batch& batch) -> Result<Done> {
        batch.execute(kForgetCursor, {channel});
        batch.execute(kKeepCursor, {channel, tenant, cursor, batch.now(), batch.now()});
        return Done{};
      },
      std::move(done));
}

}  // namespace herald::storage
