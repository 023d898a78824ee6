#pragma once
#include "host/domain/consumer_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Cursors of journal consumers (tables consumer_cursor, consumer_try, event_aside). [any thread]
class StoredConsumers final : public domain::JournalConsumers {
 public:
  /// All outlive this; `node` is this node's writer.
  StoredConsumers(Writer& writer, Pool& pool, std::string node, const Clock& clock, Random& random)
      : writer_{writer}, pool_{pool}, node_{std::move(node)}, clock_{clock}, random_{random} {}
  Result<std::map<int, std::int64_t>> heads() override;
  void open(std::string consumer, std::map<int, std::int64_t> heads,
            domain::Completion<std::vector<domain::ConsumerPlace>> done) override;
  void advance(domain::CursorMove move, domain::Completion<Done> done) override;
  void note_try(domain::CursorMove move, int tries, domain::Completion<Done> done) override;
  void put_aside(domain::EventAside event, domain::CursorMove move, domain::Completion<Done> done) override;
  Result<std::vector<domain::EventAside>> aside(const std::string& consumer, int limit) override;
  Result<int> depth(const domain::TenantId& tenant, const std::string& subject) override;

 private:
  Result<std::map<int, domain::ConsumerPlace>> tries(const std::string& consumer);
  Writer& writer_;
  Pool& pool_;
  std::string node_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace herald::storage
