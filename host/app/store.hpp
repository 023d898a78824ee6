#pragma once
#include <algorithm>

#include "host/api/outcome_board.hpp"
#include "host/app/config.hpp"
#include "host/app/meters.hpp"
#include "host/journal/chain.hpp"
#include "host/journal/sealer.hpp"
#include "host/storage/accounts.hpp"
#include "host/storage/backlog.hpp"
#include "host/storage/channels.hpp"
#include "host/storage/checkpoints.hpp"
#include "host/storage/command_queue.hpp"
#include "host/storage/consumers.hpp"
#include "host/storage/conversations.hpp"
#include "host/storage/jobs.hpp"
#include "host/storage/journal_rows.hpp"
#include "host/storage/kept_answers.hpp"
#include "host/storage/leases.hpp"
#include "host/storage/ledger.hpp"
#include "host/storage/media.hpp"
#include "host/storage/messages.hpp"
#include "host/storage/parked_match.hpp"
#include "host/storage/policy_guards.hpp"
#include "host/storage/polls.hpp"
#include "host/storage/preferences.hpp"
#include "host/storage/prices.hpp"
#include "host/storage/records.hpp"
#include "host/storage/session_sums.hpp"
#include "host/storage/suppressions.hpp"
#include "host/storage/webhooks.hpp"
#include "host/storage/write_back.hpp"
#include "host/storage/writer.hpp"

namespace herald::app {

/// Hands accepted work to the dispatcher, which is built later than the ledger that offers it, and its end to
/// those who wait for it.
class WorkRelay final : public domain::WorkSink {
 public:
  void offer(domain::Work work) override {
    if (target_ != nullptr) target_->offer(std::move(work));
  }
  void ended(const domain::MessageId& message, domain::MessageStatus status) override {
    outcomes_.tell(message, status);
  }
  explicit WorkRelay(api::OutcomeBoard& outcomes) : outcomes_{outcomes} {}
  /// Before any thread runs. Without a target, work stays in the database.
  void connect(domain::WorkSink& target) { target_ = &target; }

 private:
  api::OutcomeBoard& outcomes_;
  domain::WorkSink* target_{nullptr};
};

/// Everything over one database.
struct Store {
  Store(const Config& config, const Clock& clock, Random& random, telemetry::Metrics& metrics)
      : outcomes{waiting_places(config)},
        sealer{random},
        writer{{.url = writers_url(config),
                .name = config.node_name,
                .on_commit = writer_meter(metrics),
                .owned = &owned},
               clock,
               sealer},
        write_back{config.storage},
        pool{config.storage, config.readers},
        relay{outcomes},
        ledger{writer, relay, config.node_name, clock, random},
        accounts{writer, pool},
        channels{writer, pool},
        messages{pool, &served},
        webhooks{writer, pool},
        backlog{writer, pool, &served},
        journal{pool},
        checkpoints{writer, pool, config.node_name},
        polls{writer, pool, &served},
        kept{pool},
        records{{writer, pool, clock, random}, {config.storage, sha256_hex}},
        guards{config.storage, clock},
        consumers{writer, pool, config.node_name, clock, random},
        commands{writer, pool, &served},
        jobs{writer, pool},
        media{writer, pool, &served},
        conversations{writer, pool},
        sums{writer, pool},
        suppressions{writer, pool},
        preferences{writer, pool},
        leases{writer, pool, config.node_name, owned},
        parked{writer, pool, &served},
        prices{writer, pool, &served} {}
  static std::string sha256_hex(std::string_view bytes) { return journal::content_hash({}, bytes); }
  /// The writer beats once a second. One that does not must not keep others from fencing it off.
  static storage::StorageUrl writers_url(const Config& config) {
    storage::StorageUrl url = config.storage;
    url.idle_limit = std::chrono::seconds{3};
    return url;
  }
  /// Clients that prefer to wait take at most a quarter of the HTTP workers.
  static std::size_t waiting_places(const Config& config) {
    return static_cast<std::size_t>(std::max(1, config.limits.max_threads / 4));
  }

  domain::NodeShards owned{domain::ShardSet{}};   ///< leased by this node's writer
  domain::NodeShards served{domain::ShardSet{}};  ///< of these, those whose work is done here
  api::OutcomeBoard outcomes;
  journal::ChainSealer sealer;
  storage::Writer writer;
  storage::WriteBack write_back;
  storage::Pool pool;
  WorkRelay relay;
  storage::WriterLedger ledger;
  storage::StoredAccounts accounts;
  storage::StoredChannels channels;
  storage::PoolMessages messages;
  storage::StoredWebhooks webhooks;
  storage::StoredBacklog backlog;
  storage::PoolJournal journal;
  storage::StoredCheckpoints checkpoints;
  storage::StoredPolls polls;
  storage::PoolKeptAnswers kept;
  storage::StoredRecords records;
  storage::StoredPolicyGuards guards;
  storage::StoredConsumers consumers;
  storage::StoredCommands commands;
  storage::StoredJobs jobs;
  storage::StoredMedia media;
  storage::StoredConversations conversations;
  storage::StoredSums sums;
  storage::StoredSuppressions suppressions;
  storage::StoredPreferences preferences;
  storage::StoredLeases leases;
  storage::ParkedMatch parked;
  storage::StoredPrices prices;
};

}  // namespace herald::app
