#include "host/journal/manifest.hpp"

#include <utility>

namespace herald::journal {
namespace {

/// What is signed: every field but the signature, each ended by a character that none of them contains.
std::string manifest_text(const Manifest& manifest) {
  std::string text = "herald.manifest.1\n" + std::to_string(manifest.at.time_since_epoch().count()) + "\n";
  for (const auto& [shard, head] : manifest.heads)
    text += std::to_string(shard) + " " + std::to_string(head.seq) + " " + head.hash + "\n";
  return text + manifest.public_key + "\n";
}

}  // namespace

Manifest make_manifest(const CheckpointSigner& signer, Instant at, std::map<int, domain::ChainHead> heads) {
  Manifest manifest{.at = at, .heads = std::move(heads), .public_key = signer.public_key()};
  manifest.signature = signer.sign(manifest_text(manifest));
  return manifest;
}

bool genuine(const Manifest& manifest, std::string_view trusted_key) {
  return manifest.public_key == trusted_key &&
         signed_by(trusted_key, manifest_text(manifest), manifest.signature);
}

}  // namespace herald::journal
