#pragma once
#include "host/domain/consumer_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Commands of plugins, in table feature_command. [any thread]
class StoredCommands final : public domain::CommandQueue {
 public:
  /// Both outlive this.
  /// What is this node's to do is decided by `served`; null: all.
  StoredCommands(Writer& writer, Pool& pool, const domain::NodeShards* served = nullptr)
      : writer_{writer}, pool_{pool}, served_{served} {}
  Result<std::vector<domain::SendCommand>> pending(const std::string& after, int limit) override;
  void finish(std::string id, domain::Completion<Done> done) override;
  void fail(std::string id, Error why, domain::Completion<Done> done) override;
  Result<std::vector<domain::SendCommand>> failed(const std::string& plugin, int limit) override;

 private:
  Writer& writer_;
  Pool& pool_;
  const domain::NodeShards* served_;
};

}  // namespace herald::storage
