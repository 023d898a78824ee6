#include "host/channel_log/log_file.hpp"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Tuple.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace herald::channel_log {
namespace {

using namespace Poco::Data::Keywords;
namespace sqlite = Poco::Data::SQLite;

constexpr const char* kTable = R"(create table if not exists exchange (
  id integer primary key autoincrement, op text not null, attempt_id text not null, message_id text not null,
  tenant_id text not null, channel_id text not null, started_at integer not null, duration_ms integer not null,
  method text not null, url text not null, request_head text not null, request_body text not null,
  status integer not null, response_head text not null, response_body text not null, failure text not null,
  verdict text not null))";
constexpr const char* kChannelIndex =
    "create index if not exists ix_exchange_channel on exchange (tenant_id, channel_id, id)";
constexpr const char* kMessageIndex =
    "create index if not exists ix_exchange_message on exchange (tenant_id, message_id, id)";
constexpr const char* kInsert =
    R"(insert into exchange (id, op, attempt_id, message_id, tenant_id, channel_id,
  started_at, duration_ms, method, url, request_head, request_body, status, response_head, response_body, failure,
  verdict) values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";
constexpr const char* kForget = "delete from exchange where id <= (select max(id) from exchange) - ?";
constexpr const char* kOfChannel =
    R"(select id, op, attempt_id, message_id, tenant_id, channel_id, started_at,
  duration_ms, method, url, request_head, request_body, status, response_head, response_body, failure, verdict
  from exchange where tenant_id = ? and channel_id = ? and id < ? order by id desc limit ?)";
constexpr const char* kOfMessage =
    R"(select id, op, attempt_id, message_id, tenant_id, channel_id, started_at,
  duration_ms, method, url, request_head, request_body, status, response_head, response_body, failure, verdict
  from exchange where tenant_id = ? and message_id = ? and (channel_id = ? or ? = '') and id < ?
  order by id desc limit ?)";

using Stored = Poco::Tuple<Poco::Int64, std::string, std::string, std::string, std::string, std::string,
                           Poco::Int64, Poco::Int64, std::string, std::string, std::string, std::string, int,
                           std::string, std::string, std::string, std::string>;

domain::Exchange read_stored(const Stored& row) {
  return {.id = row.get<0>(),
          .op = row.get<1>(),
          .attempt = domain::AttemptId{row.get<2>()},
          .message = domain::MessageId{row.get<3>()},
          .tenant = domain::TenantId{row.get<4>()},
          .channel = domain::ChannelId{row.get<5>()},
          .started_at = Instant{std::chrono::milliseconds{row.get<6>()}},
          .duration = std::chrono::milliseconds{row.get<7>()},
          .method = row.get<8>(),
          .url = row.get<9>(),
          .request_head = row.get<10>(),
          .request_body = row.get<11>(),
          .status = row.get<12>(),
          .response_head = row.get<13>(),
          .response_body = row.get<14>(),
          .failure = row.get<15>(),
          .verdict = row.get<16>()};
}

/// What waiting may mend is no damage: a full disk, a file that may not be written, a lock.
bool may_pass(const Poco::Exception& error) {
  return dynamic_cast<const sqlite::DatabaseFullException*>(&error) != nullptr ||
         dynamic_cast<const sqlite::CantOpenDBFileException*>(&error) != nullptr ||
         dynamic_cast<const sqlite::ReadOnlyException*>(&error) != nullptr ||
         dynamic_cast<const sqlite::DBAccessDeniedException*>(&error) != nullptr ||
         dynamic_cast<const sqlite::IOErrorException*>(&error) != nullptr ||
         dynamic_cast<const sqlite::DBLockedException*>(&error) != nullptr ||
         dynamic_cast<const Poco::Data::ConnectionFailedException*>(&error) != nullptr;
}

/// Runs `work`; what Poco throws becomes trouble.
template <class Work>
auto guarded(Work work) {
  try {
    return work();
  } catch (const Poco::Exception& error) {
    throw FileTrouble{may_pass(error) ? FileTrouble::Kind::Unusable : FileTrouble::Kind::Damaged,
                      error.name()};
  }
}

/// Without patience: Poco would go on trying for a minute, and a request wait for it.
Poco::Data::Session open_session(const std::string& path) {
  constexpr std::size_t kSeconds = 0;
  sqlite::Connector::registerConnector();
  return {sqlite::Connector::KEY, path, kSeconds};
}

/// So that nobody else may read it from its first byte on.
void make_private(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0) throw FileTrouble{FileTrouble::Kind::Unusable, "cannot be opened for writing"};
  ::close(descriptor);
}

}  // namespace

struct LogFile::State {
  explicit State(const std::string& path) : session{open_session(path)} {}
  Poco::Data::Session session;
};

LogFile::LogFile(const std::string& path) {
  make_private(path);
  guarded([&] {
    state_ = std::make_unique<State>(path);
    Poco::Data::Session& db = state_->session;
    // Losing the last rows in a power cut is no harm, so no write waits for the disk.
    for (const char* sql :
         {"pragma journal_mode = wal", "pragma synchronous = off", kTable, kChannelIndex, kMessageIndex})
      db << sql, now;
  });
}

LogFile::~LogFile() = default;

void LogFile::append(const std::vector<domain::Exchange>& exchanges, std::int64_t keep) {
  guarded([&] {
    Poco::Data::Session& db = state_->session;
    domain::Exchange row;
    Poco::Int64 at = 0;
    Poco::Int64 duration = 0;
    Poco::Data::Statement insert{db};
    insert << kInsert, use(row.op), use(row.attempt.text), use(row.message.text), use(row.tenant.text),
        use(row.channel.text), use(at), use(duration), use(row.method), use(row.url), use(row.request_head),
        use(row.request_body), use(row.status), use(row.response_head), use(row.response_body),
        use(row.failure), use(row.verdict);
    db.begin();
    for (const domain::Exchange& each : exchanges) {
      row = each;  // what the statement is bound to
      at = each.started_at.time_since_epoch().count();
      duration = each.duration.count();
      insert.execute();
    }
    Poco::Int64 kept = keep;
    db << kForget, use(kept), now;
    db.commit();
  });
}

std::vector<domain::Exchange> read_rows(const std::string& path, const RowsWanted& wanted) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return {};
  return guarded([&] {
    Poco::Data::Session db = open_session(path);
    std::string tenant = wanted.filter.tenant.text;
    std::string channel = wanted.filter.channel.text;
    std::string message = wanted.filter.message.text;
    Poco::Int64 before = wanted.before > 0 ? wanted.before : INT64_MAX;
    int limit = wanted.limit;
    std::vector<Stored> rows;
    Poco::Data::Statement select{db};
    if (message.empty()) {
      select << kOfChannel, use(tenant), use(channel), use(before), use(limit), into(rows), now;
    } else {
      select << kOfMessage, use(tenant), use(message), use(channel), use(channel), use(before), use(limit),
          into(rows), now;
    }
    std::vector<domain::Exchange> out;
    for (const Stored& row : rows) out.push_back(read_stored(row));
    return out;
  });
}

void set_aside(const std::string& path) {
  std::error_code ignored;  // what cannot be moved is met again when the file is opened
  std::filesystem::rename(path, path + ".damaged", ignored);
  for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(path + suffix, ignored);
}

}  // namespace herald::channel_log
