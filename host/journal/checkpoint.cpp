#include "host/journal/checkpoint.hpp"

#include <sodium.h>

#include <utility>

#include "host/base/hex.hpp"

namespace herald::journal {
namespace {

static_assert(crypto_sign_SECRETKEYBYTES == 64);

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
std::string_view text(const unsigned char* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// What is signed: every field but the signature, each ended by a character that none of them contains.
std::string signed_text(const Checkpoint& checkpoint) {
  return "herald.checkpoint.1\n" + std::to_string(checkpoint.shard) + "\n" + std::to_string(checkpoint.seq) +
         "\n" + checkpoint.chain_hash + "\n" + checkpoint.public_key + "\n";
}

}  // namespace

Result<CheckpointSigner> CheckpointSigner::from_seed(std::string_view seed_hex) {
  auto seed = from_hex(seed_hex);
  if (!seed || seed->size() != crypto_sign_SEEDBYTES) {
    return Error{.code = Errc::Invalid,
                 .reason = "bad_signing_key",
                 .detail = "expected a signing key of 64 hex digits"};
  }
  CheckpointSigner signer;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  crypto_sign_seed_keypair(public_key.data(), signer.secret_key_.data(), bytes(*seed));
  sodium_memzero(seed->data(), seed->size());
  signer.public_key_ = to_hex(text(public_key.data(), public_key.size()));
  return signer;
}

CheckpointSigner::~CheckpointSigner() { sodium_memzero(secret_key_.data(), secret_key_.size()); }

CheckpointSigner::CheckpointSigner(CheckpointSigner&& other) noexcept
    : secret_key_{other.secret_key_}, public_key_{std::move(other.public_key_)} {
  sodium_memzero(other.secret_key_.data(), other.secret_key_.size());
}

std::string CheckpointSigner::sign(std::string_view message) const {
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes(message), message.size(), secret_key_.data());
  return to_hex(text(signature.data(), signature.size()));
}

Checkpoint CheckpointSigner::sign(int shard, const domain::ChainHead& head) const {
  Checkpoint checkpoint{.shard = shard, .seq = head.seq, .chain_hash = head.hash, .public_key = public_key_};
  checkpoint.signature = sign(signed_text(checkpoint));
  return checkpoint;
}

bool signed_by(std::string_view trusted_key, std::string_view message, std::string_view signature_hex) {
  const auto key = from_hex(trusted_key);
  const auto signature = from_hex(signature_hex);
  if (!key || key->size() != crypto_sign_PUBLICKEYBYTES) return false;
  if (!signature || signature->size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(bytes(*signature), bytes(message), message.size(), bytes(*key)) == 0;
}

bool genuine(const Checkpoint& checkpoint, std::string_view trusted_key) {
  return checkpoint.public_key == trusted_key &&
         signed_by(trusted_key, signed_text(checkpoint), checkpoint.signature);
}

}  // namespace herald::journal
