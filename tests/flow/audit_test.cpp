// An auditor's export from the running server, and what he sees when somebody has been at it.
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "host/journal/chain.hpp"
#include "host/journal/export_line.hpp"
#include "host/storage/connection.hpp"
#include "host/storage/url.hpp"
#include "tests/flow/audit_export.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

/// A daemon that has delivered a few messages.
struct AuditedHouse {
  explicit AuditedHouse(Dialect dialect) : daemon{dialect} {
    Tenant tenant{daemon.port(), daemon.make_key("audited")};
    const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
    std::vector<std::string> ids;
    for (int i = 0; i < 12; ++i)
      ids.push_back(
          tenant.send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "x"}}));
    for (const std::string& id : ids) tenant.await(id, "DELIVERED");
    genuine = export_audit(daemon);
  }
  FarSide sandbox;
  Daemon daemon;
  AuditExport genuine;
};

/// One per database; tests work on copies of its export.
AuditedHouse& audited_house(Dialect dialect) {
  if (dialect == Dialect::Mysql) {
    support::shared_mariadb();  // made before the house, so that it goes after it
    static AuditedHouse mysql{Dialect::Mysql};
    return mysql;
  }
  static AuditedHouse sqlite{Dialect::Sqlite};
  return sqlite;
}

class AuditFlow : public testing::TestWithParam<Dialect> {
 protected:
  AuditFlow() { EXPECT_GE(places_.size(), 3U) << "first, middle and last differ"; }
  /// heraldctl must refuse the export and say where.
  void expect_caught(std::int64_t seq, const std::string& kind) const { expect_caught(shard_, seq, kind); }
  void expect_caught(int shard, std::int64_t seq, const std::string& kind) const {
    const Ended checked = verify(audit_);
    EXPECT_EQ(checked.status, 1) << checked.output;
    EXPECT_NE(checked.output.find(place_text(shard, seq)), std::string::npos) << checked.output;
    EXPECT_NE(checked.output.find(kind), std::string::npos) << checked.output;
  }
  void erase(std::size_t place) {
    audit_.lines.erase(audit_.lines.begin() + static_cast<std::ptrdiff_t>(place));
  }
  [[nodiscard]] std::int64_t last() const { return static_cast<std::int64_t>(places_.size()); }

  AuditedHouse& house_{audited_house(GetParam())};
  AuditExport audit_{house_.genuine};
  int shard_{audit_.longest()};
  std::vector<std::size_t> places_{audit_.places(shard_)};
};

TEST_P(AuditFlow, AGenuineExportIsIntact) {
  const Ended checked = verify(audit_);
  EXPECT_EQ(checked.status, 0) << checked.output;
  EXPECT_NE(checked.output.find("intact       true"), std::string::npos) << checked.output;
}

TEST_P(AuditFlow, AFlippedBitIsCaught) {
  const std::size_t at = audit_.lines[places_[1]].find(R"("actor":")") + 9;
  audit_.lines[places_[1]][at] ^= 1;
  expect_caught(2, "chain");
}

TEST_P(AuditFlow, AFlippedBitInTheDataIsCaught) {
  domain::JournalEntry changed = audit_.entry(places_[1]);
  changed.event.data_json[changed.event.data_json.size() / 2] ^= 1;
  audit_.put(places_[1], changed);
  expect_caught(2, "content");
}

TEST_P(AuditFlow, ADeletedFirstEntryIsCaught) {
  erase(places_.front());
  expect_caught(2, "wrong_start");
}

TEST_P(AuditFlow, ADeletedEntryInTheMiddleIsCaught) {
  erase(places_[1]);
  expect_caught(3, "gap");
}

TEST_P(AuditFlow, ADeletedLastEntryIsCaught) {
  erase(places_.back());
  expect_caught(last(), "truncated");
}

TEST_P(AuditFlow, ADeletedShardIsCaught) {
  std::erase_if(audit_.lines, [&](const std::string& line) {
    const auto read = journal::parse_line(line);
    return (read->entry && read->entry->shard == shard_) ||
           (read->checkpoint && read->checkpoint->shard == shard_);
  });
  expect_caught(last(), "truncated");
}

TEST_P(AuditFlow, SwappedEntriesAreCaught) {
  std::swap(audit_.lines[places_[0]], audit_.lines[places_[1]]);
  expect_caught(2, "wrong_start");
}

TEST_P(AuditFlow, AnEntryReplacedWithItsHashesRecomputedIsCaught) {
  domain::JournalEntry changed = audit_.entry(places_[1]);
  changed.event.actor = "apikey:somebody-else";
  changed.chain_hash = journal::chain_hash(audit_.entry(places_[0]).chain_hash, changed);
  audit_.put(places_[1], changed);
  expect_caught(3, "chain");
}

TEST_P(AuditFlow, AChainRecomputedToItsEndIsCaught) {
  domain::JournalEntry changed = audit_.entry(places_[1]);
  changed.event.data_json = R"({"status":"DELIVERED"})";
  audit_.put(places_[1], changed);
  audit_.rehash(shard_, 1);
  expect_caught(last(), "rewritten");
}

TEST_P(AuditFlow, ATruncatedExportIsCaught) {
  const domain::JournalEntry end =
      audit_.entry(audit_.places(63).empty() ? places_.back() : audit_.places(63).back());
  audit_.lines.resize(2);
  expect_caught(end.shard, end.seq, "truncated");
}

TEST_P(AuditFlow, AnExportSignedWithAnotherKeyIsCaught) {
  domain::JournalEntry changed = audit_.entry(places_.back());
  changed.event.actor = "apikey:somebody-else";
  audit_.put(places_.back(), changed);
  audit_.rehash(shard_, places_.size() - 1);
  const std::string hash = audit_.entry(places_.back()).chain_hash;
  const auto forger = journal::CheckpointSigner::from_seed(std::string(64, 'f')).value();
  for (std::string& line : audit_.lines) {
    auto read = journal::parse_line(line).value();
    if (read.manifest) {
      read.manifest->heads[shard_].hash = hash;
      line = journal::format_line(journal::make_manifest(forger, read.manifest->at, read.manifest->heads));
    } else if (read.checkpoint) {
      const bool last = read.checkpoint->shard == shard_ && read.checkpoint->seq == this->last();
      line = journal::format_line(forger.sign(
          read.checkpoint->shard, {read.checkpoint->seq, last ? hash : read.checkpoint->chain_hash}));
    }
  }
  expect_caught(last(), "bad_manifest");
  audit_.key = forger.public_key();
  EXPECT_EQ(verify(audit_).status, 0) << "nothing but the key gives it away";
}

TEST_P(AuditFlow, AnExportWithoutItsManifestIsRefused) {
  erase(0);
  const Ended checked = verify(audit_);
  EXPECT_EQ(checked.status, 1);
  EXPECT_NE(checked.output.find("expected one manifest, found 0"), std::string::npos) << checked.output;
}

HERALD_ON_BOTH_DATABASES(AuditFlow);

class AuditedDatabase : public testing::TestWithParam<Dialect> {
 protected:
  Daemon daemon_{GetParam()};
};

TEST_P(AuditedDatabase, TheKeyIsKeptAndClosedToOthers) {
  const Ended first = heraldctl(daemon_, {"audit", "key"});
  EXPECT_EQ(first.status, 0) << first.output;
  struct stat info{};
  ASSERT_EQ(::stat((daemon_.directory() / "audit.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  ASSERT_EQ(daemon_.stop(), 0);
  EXPECT_EQ(heraldctl(daemon_, {"audit", "key"}).output, first.output) << "answered by heraldctl alone";
}

TEST_P(AuditedDatabase, WhatWasCutOffInTheDatabaseIsNotSignedAgain) {
  (void)daemon_.make_key("cut");
  AuditExport audit;
  int shard = 0;
  std::int64_t last = 0;
  // Until the loop that signs has looked: what no checkpoint vouches for can be cut off unseen.
  ASSERT_TRUE(eventually([&] {
    audit = export_audit(daemon_);
    shard = audit.longest();
    last = static_cast<std::int64_t>(audit.places(shard).size());
    return audit.vouched(shard) == last;
  }));
  const auto url = storage::parse_storage_url(daemon_.storage_url());
  ASSERT_TRUE(url);
  storage::Connection db{*url, storage::Access::Write};
  db.execute("delete from journal where shard = ? and seq = ?", storage::Row{shard, last});
  const Ended refused = heraldctl(daemon_, {"audit", "export"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.output.find(place_text(shard, last)), std::string::npos) << refused.output;
  const Ended checked = heraldctl(daemon_, {"audit", "verify"});
  EXPECT_EQ(checked.status, 1);
  EXPECT_NE(checked.output.find(place_text(shard, last)), std::string::npos) << checked.output;
}

HERALD_ON_BOTH_DATABASES(AuditedDatabase);

}  // namespace
}  // namespace herald::test
