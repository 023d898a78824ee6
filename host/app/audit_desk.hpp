#pragma once
#include <string>

#include "host/api/audit.hpp"
#include "host/base/random.hpp"
#include "host/domain/audit_ports.hpp"
#include "host/domain/config_ports.hpp"
#include "host/journal/checkpoint.hpp"
#include "host/journal/verify.hpp"

namespace herald::app {

/// The key that signs checkpoints, from a file of 64 hex digits that only this user may read. It is made when
/// it is missing, on every database: a node may have a key of its own, and who verifies names all he trusts.
Result<journal::CheckpointSigner> audit_signer(const std::string& path, Random& random);

/// Exports of the journal, and its check in place. [any thread]
class AuditDesk final : public api::AuditSource {
 public:
  struct Ports {
    domain::JournalReader& journal;
    domain::Checkpoints& checkpoints;
    const Clock& clock;
  };
  AuditDesk(const journal::CheckpointSigner& signer, Ports ports) : signer_{signer}, ports_{ports} {}
  std::string public_key() override { return signer_.public_key(); }
  Result<std::string> manifest() override;
  Result<std::string> lines(const api::AuditRange& range) override;
  /// Checks all shards up to their present heads, against the checkpoints that this node signed.
  Result<journal::Report> verify();

 private:
  /// Another node's checkpoints are for who knows that node's key.
  Result<std::vector<domain::Checkpoint>> ours();
  const journal::CheckpointSigner& signer_;
  Ports ports_;
};

}  // namespace herald::app
