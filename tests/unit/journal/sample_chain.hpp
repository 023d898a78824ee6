#pragma once
#include <string>
#include <vector>

#include "host/base/random.hpp"
#include "host/journal/sealer.hpp"

namespace herald::journal {

/// An event with every field set; `number` makes it differ from its neighbours.
inline domain::Event sample_event(int number) {
  return {.type = "message.accepted",
          .tenant = domain::TenantId{"tenant-1"},
          .actor = "apikey:k1",
          .subject_kind = "message",
          .subject = "message-" + std::to_string(number),
          .subject_version = 3,
          .cause = "request-" + std::to_string(number),
          .depth = 2,
          .data_json = R"({"status":"QUEUED","n":)" + std::to_string(number) + "}",
          .at = Instant{std::chrono::milliseconds{1'700'000'000'123 + number}}};
}

/// A chain of `count` entries in `shard`.
inline std::vector<domain::JournalEntry> sample_chain(int shard, int count) {
  SystemRandom random;
  ChainSealer sealer{random};
  std::vector<domain::JournalEntry> chain;
  domain::ChainHead head;
  for (int i = 1; i <= count; ++i) {
    chain.push_back(sealer.seal(shard, head, sample_event(i)));
    head = {.seq = chain.back().seq, .hash = chain.back().chain_hash};
  }
  return chain;
}

}  // namespace herald::journal
