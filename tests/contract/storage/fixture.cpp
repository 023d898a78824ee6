#include "tests/contract/storage/fixture.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>

#include "host/journal/verify.hpp"
#include "host/storage/connection.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

std::string next_name(const std::string& stem) {
  static std::atomic<int> count{0};
  return stem + "_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

/// Removes the files of this process when it ends.
struct Scratch {
  std::filesystem::path path{std::filesystem::temp_directory_path() / next_name("herald-contract")};
  Scratch() { std::filesystem::create_directories(path); }
  ~Scratch() {
    std::error_code ignored;  // a destructor has nobody to tell
    std::filesystem::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

}  // namespace

std::string scratch_directory(const std::string& name) {
  static const Scratch scratch;
  const auto path = scratch.path / next_name(name);
  std::filesystem::create_directories(path);
  return path;
}

storage::StorageUrl empty_database(storage::Dialect dialect) {
  storage::StorageUrl url{.dialect = dialect};
  if (dialect == storage::Dialect::Sqlite) {
    url.path = scratch_directory("sqlite") + "/herald.db";
    return url;
  }
  support::Mariadb& server = support::shared_mariadb();
  url.database = next_name("herald");
  server.create_database(url.database);
  url.user = "herald";
  url.socket = server.socket();
  return url;
}

storage::StorageUrl pristine_database(storage::Dialect dialect) {
  storage::StorageUrl url = empty_database(dialect);
  const SystemClock clock;
  const auto report = storage::migrate(
      {.url = url, .directory = std::string{HERALD_SOURCE_DIR} + "/migrations", .node = "test"}, clock);
  if (!report) throw std::runtime_error{report.error().detail};
  return url;
}

const storage::StorageUrl& shared_database(storage::Dialect dialect) {
  if (dialect == storage::Dialect::Sqlite) {
    static const storage::StorageUrl sqlite = pristine_database(dialect);
    return sqlite;
  }
  static const storage::StorageUrl mysql = pristine_database(dialect);
  return mysql;
}

Store::Store(storage::StorageUrl where, const std::string& writer_name, std::size_t largest_batch,
             const Clock* writer_clock, domain::NodeShards* owned)
    : url{std::move(where)},
      name{writer_name.empty() ? next_name("node") : writer_name},
      writer{{.url = url, .name = name, .largest_batch = largest_batch, .owned = owned},
             writer_clock == nullptr ? clock : *writer_clock,
             sealer},
      pool{url, 4},
      ledger{writer, offers, name, clock, random},
      accounts{writer, pool},
      channels{writer, pool},
      messages{pool},
      journal{pool},
      kept{pool} {
  writer.take_over();
}

Store::~Store() = default;

void Store::seed() {
  tenant = domain::TenantId{uuid()};
  channel = domain::ChannelId{uuid()};
  const auto made = commit<domain::Tenant>([&](auto done) {
    accounts.create(domain::Tenant{.id = tenant, .name = "Acme"}, {.actor = "test"}, done);
  });
  ASSERT_TRUE(made) << made.error().detail;
  const auto opened = commit<domain::ChannelCreated>([&](auto done) {
    channels.create({.id = channel,
                     .tenant = tenant,
                     .channel_type = "SMS",
                     .channel_name = "main",
                     .api_provider = "sandbox"},
                    std::nullopt, {.actor = "test"}, done);
  });
  ASSERT_TRUE(opened) << opened.error().detail;
}

domain::AcceptRequest Store::request(const std::string& to) {
  domain::Message message{.id = domain::MessageId{uuid()},
                          .tenant = tenant,
                          .channel = channel,
                          .contact = domain::ContactId{uuid()},
                          .conversation = domain::ConversationId{uuid()}};
  message.shard = domain::shard_of(message.id.text);
  message.content.channel_type = "SMS";
  message.content.to_address = to;
  message.content.body = "hello";
  return {.message = std::move(message),
          .address = {.kind = "phone", .normalised = to},
          .new_address_id = uuid(),
          .origin = {.actor = "test"}};
}

storage::Connection& Store::aside() {
  if (!aside_) aside_ = std::make_unique<storage::Connection>(url, storage::Access::Write);
  return *aside_;
}

std::string Store::look(std::string_view sql, const storage::Row& values) {
  const auto rows = aside().query(sql, 1, values);
  return rows.empty() ? std::string{} : rows[0][0].text;
}

std::string journal_complaints(Store& store) {
  journal::Verifier verifier;
  for (int shard = 0; shard < domain::kShards; ++shard) {
    for (std::int64_t seq = 0;;) {
      const auto entries = store.journal.read(shard, seq, 500);
      if (!entries) return entries.error().detail;
      if (entries->empty()) break;
      for (const domain::JournalEntry& entry : *entries) verifier.feed(entry);
      seq = entries->back().seq;
    }
  }
  const journal::Report report = verifier.finish();
  return report.intact() ? std::string{} : report.complaints.front().text;
}

std::string dialect_name(const testing::TestParamInfo<storage::Dialect>& info) {
  return info.param == storage::Dialect::Sqlite ? "Sqlite" : "Mariadb";
}

}  // namespace herald::test
