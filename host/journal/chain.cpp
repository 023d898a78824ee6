#include "host/journal/chain.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>

#include "host/base/check.hpp"
#include "host/base/hex.hpp"

namespace herald::journal {
namespace {

/// Names the format, so that a later one cannot be taken for this.
constexpr std::string_view kFormat = "herald.journal.1";

struct Free {
  void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Looked up once: a look-up costs as much as hashing an entry.
const EVP_MD* sha256() {
  static const std::unique_ptr<EVP_MD, Free> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  return algorithm.get();
}

/// One SHA-256 run over fields that cannot flow into each other. OpenSSL fails only for want of memory.
class Digest {
 public:
  Digest() { HERALD_CHECK(EVP_DigestInit_ex2(state_.get(), sha256(), nullptr) == 1); }
  void raw(std::string_view bytes) {
    HERALD_CHECK(EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size()) == 1);
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
    std::array<unsigned char, 32> digest{};
    HERALD_CHECK(EVP_DigestFinal_ex(state_.get(), digest.data(), nullptr) == 1);
    return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  }

 private:
  std::unique_ptr<EVP_MD_CTX, Free> state_{EVP_MD_CTX_new()};
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
