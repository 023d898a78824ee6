#include "host/journal/chain.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>

#include "host/base/hex.hpp"

namespace herald::journal {
namespace {

/// Names the format, so that a later one cannot be taken for this.
constexpr std::string_view kFormat = "herald.journal.1";

/// One SHA-256 run over fields that cannot flow into each other.
class Digest {
 public:
  Digest() { crypto_hash_sha256_init(&state_); }
  void raw(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  void number(std::int64_t value) {
    std::array<char, 8> bytes{};
    auto rest = static_cast<std::uint64_t>(value);
    for (char& byte : bytes) {
      byte = static_cast<char>(rest & 0xffU);
      rest >>= 8U;
    }
    raw({bytes.data(), bytes.size()});
  }
  void text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    raw(value);
  }
  std::string hex() {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state_, digest.data());
    return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  }

 private:
  crypto_hash_sha256_state state_{};
};

}  // namespace

std::string content_hash(std::string_view salt, std::string_view data_json) {
  Digest digest;
  digest.raw(salt);
  digest.raw(data_json);
  return digest.hex();
}

std::string chain_hash(std::string_view previous, const domain::JournalEntry& entry) {
  const domain::Event& event = entry.event;
  Digest digest;
  digest.raw(kFormat);
  digest.text(previous);
  digest.number(entry.shard);
  digest.number(entry.seq);
  digest.text(event.type);
  digest.text(event.tenant.text);
  digest.text(event.actor);
  digest.text(event.subject_kind);
  digest.text(event.subject);
  digest.number(event.subject_version);
  digest.text(event.cause);
  digest.number(event.depth);
  digest.text(entry.content_hash);
  digest.number(event.at.time_since_epoch().count());
  return digest.hex();
}

}  // namespace herald::journal
