#pragma once
#include <cstdint>

#include "host/base/ids.hpp"

namespace herald::domain {

using TenantId = StrongId<struct TenantTag>;
using UserId = StrongId<struct UserTag>;
using ApiKeyId = StrongId<struct ApiKeyTag>;
using ChannelId = StrongId<struct ChannelTag>;
using MessageId = StrongId<struct MessageTag>;
using AttemptId = StrongId<struct AttemptTag>;
using ContactId = StrongId<struct ContactTag>;
using ConversationId = StrongId<struct ConversationTag>;
using MediaId = StrongId<struct MediaTag>;
using BlobId = StrongId<struct BlobTag>;

/// Messages belong to one of 64 shards (design D6).
inline constexpr int kShards = 64;

/// The shard of an id: FNV-1a over its text, modulo 64; the same on every node and release.
constexpr int shard_of(std::string_view id) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<int>(hash % kShards);
}

/// A fresh UUIDv7 of that shard. Six of its bits are chosen by the shard, the others as make_uuid does.
std::string make_uuid_of(int shard, Instant at, Random& random);

}  // namespace herald::domain
