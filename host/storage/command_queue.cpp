#include "host/storage/command_queue.hpp"

#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kCommandColumns =
    "id, tenant_id, plugin_id, command_key, body, cause, depth, reason, detail, created_at";
constexpr std::size_t kCommandColumnCount = 10;
const std::string kPendingCommands =
    "select " + std::string{kCommandColumns} +
    " from feature_command where state = 'PENDING' and id > ? order by id limit ";
const std::string kFailedCommands =
    "select " + std::string{kCommandColumns} +
    " from feature_command where plugin_id = ? and state = 'FAILED' order by id desc limit ";
constexpr std::string_view kFinishCommand = "delete from feature_command where id = ?";
constexpr std::string_view kFailCommand =
    "update feature_command set state = 'FAILED', body = '', reason = ?, detail = ?, updated_at = ? "
    "where id = ?";
constexpr std::size_t kLongestCommandReason = 64;
constexpr std::size_t kLongestCommandDetail = 500;

/// At most so many bytes, without half a character at the end.
std::string whole_characters(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  text.resize(most);
  return text;
}

domain::SendCommand read_command(const Row& row) {
  return {.id = row[0].text,
          .tenant = domain::TenantId{row[1].text},
          .plugin = row[2].text,
          .key = row[3].text,
          .body = row[4].text,
          .cause = row[5].text,
          .depth = static_cast<int>(row[6].number()),
          .reason = row[7].text,
          .detail = row[8].text,
          .at = row[9].instant().value()};
}

std::vector<domain::SendCommand> read_commands(const std::vector<Row>& rows) {
  std::vector<domain::SendCommand> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.push_back(read_command(row));
  return out;
}

}  // namespace

Result<std::vector<domain::SendCommand>> StoredCommands::pending(const std::string& after, int limit) {
  if (!domain::keeps_house(served_)) return std::vector<domain::SendCommand>{};
  return pool_.read<std::vector<domain::SendCommand>>([&](Connection& db) {
    return read_commands(db.query(kPendingCommands + std::to_string(limit), kCommandColumnCount, Row{after}));
  });
}

void StoredCommands::finish(std::string id, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [id = std::move(id)](Batch& batch) -> Result<Done> {
        batch.execute(kFinishCommand, {id});
        return Done{};
      },
      std::move(done));
}

void StoredCommands::fail(std::string id, Error why, domain::Completion<Done> done) {
  std::string detail = why.detail;
  for (const Problem& problem : why.problems) detail += "; " + problem.pointer + " " + problem.text;
  submit_step<Done>(
      writer_, [](Batch&) {},
      [id = std::move(id), reason = why.reason.substr(0, kLongestCommandReason),
       detail = whole_characters(std::move(detail), kLongestCommandDetail)](Batch& batch) -> Result<Done> {
        batch.execute(kFailCommand, {reason, detail, batch.now(), id});
        return Done{};
      },
      std::move(done));
}

Result<std::vector<domain::SendCommand>> StoredCommands::failed(const std::string& plugin, int limit) {
  return pool_.read<std::vector<domain::SendCommand>>([&](Connection& db) {
    return read_commands(db.query(kFailedCommands + std::to_string(limit), kCommandColumnCount, Row{plugin}));
  });
}

}  // namespace herald::storage
