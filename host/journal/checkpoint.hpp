#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/domain/checkpoint.hpp"
#include "host/domain/event.hpp"

namespace herald::journal {

using domain::Checkpoint;

/// Holds the signing key and wipes it at its end. [any thread]
class CheckpointSigner {
 public:
  /// `seed_hex`: 64 hex digits; the caller wipes its copy. Invalid/"bad_signing_key".
  static Result<CheckpointSigner> from_seed(std::string_view seed_hex);
  ~CheckpointSigner();
  CheckpointSigner(CheckpointSigner&& other) noexcept;
  CheckpointSigner& operator=(CheckpointSigner&&) = delete;
  CheckpointSigner(const CheckpointSigner&) = delete;
  CheckpointSigner& operator=(const CheckpointSigner&) = delete;

  [[nodiscard]] Checkpoint sign(int shard, const domain::ChainHead& head) const;
  /// The signature over any other text, 128 hex digits; its first line names its kind.
  [[nodiscard]] std::string sign(std::string_view text) const;
  /// 64 hex digits; what verifiers must be told by another way than the export.
  [[nodiscard]] const std::string& public_key() const { return public_key_; }

 private:
  CheckpointSigner() = default;
  std::array<unsigned char, 64> secret_key_{};
  std::string public_key_;
};

/// True when `trusted_key` (64 hex digits) signed exactly this checkpoint. [any thread]
bool genuine(const Checkpoint& checkpoint, std::string_view trusted_key);
/// True when `key` (64 hex digits) gave this signature over `text`. [any thread]
bool signed_by(std::string_view key, std::string_view text, std::string_view signature);

}  // namespace herald::journal
