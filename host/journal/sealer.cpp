#include "host/journal/sealer.hpp"

#include <utility>

#include "host/base/hex.hpp"
#include "host/journal/chain.hpp"

namespace herald::journal {
namespace {

constexpr std::size_t kSaltBytes = 16;

}  // namespace

domain::JournalEntry ChainSealer::seal(int shard, const domain::ChainHead& head, domain::Event event) {
  domain::JournalEntry entry{.shard = shard, .seq = head.seq + 1, .event = std::move(event)};
  entry.salt = to_hex(random_.bytes(kSaltBytes));
  entry.content_hash = content_hash(entry.salt, entry.event.data_json);
  entry.chain_hash = chain_hash(head.hash, entry);
  return entry;
}

}  // namespace herald::journal
