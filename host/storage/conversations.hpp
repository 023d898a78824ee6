#pragma once
#include "host/domain/conversation_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Conversations (table communication_session). [any thread]
class StoredConversations final : public domain::Conversations {
 public:
  /// Both outlive this.
  StoredConversations(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  Result<domain::Page<domain::Conversation>> list(const domain::TenantId& tenant,
                                                  const domain::ConversationFilter& filter,
                                                  const std::string& cursor, int limit) override;
  Result<domain::ConversationView> find(const domain::TenantId& tenant,
                                        const domain::ConversationId& id) override;
  void update(domain::ConversationChange change, domain::Completion<Done> done) override;
  void read(domain::ConversationReading reading, domain::Completion<Done> done) override;

 private:
  Result<std::optional<std::int64_t>> inbound_up_to(const domain::ConversationReading& reading);
  Writer& writer_;
  Pool& pool_;
};

}  // namespace herald::storage
