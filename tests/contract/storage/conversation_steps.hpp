#pragma once
#include <string>
#include <vector>

#include "host/storage/consumers.hpp"
#include "host/storage/conversations.hpp"
#include "host/storage/session_sums.hpp"
#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {

/// Conversations and their sums, on each database.
class ConversationContract : public WebhookContract {
 protected:
  /// Adds up what these messages tell; with moves of cursors too. "success" or the error's reason.
  std::string sum(std::vector<domain::MessageNews> news, std::vector<domain::CursorMove> moves = {});
  /// The same for messages that are new.
  std::string count(const std::vector<domain::Message>& fresh);
  /// A text from that number, as it is stored.
  domain::Message arrive(const std::string& number);
  domain::Conversation talk(const domain::ConversationId& id);
  std::string change(domain::ConversationChange change);
  std::string read(const domain::Message& of, const domain::MessageId& up_to = {});
  std::string close(const domain::Message& of);
  /// Entries of the journal about it.
  std::int64_t entries(const domain::ConversationId& id);

  storage::StoredConversations conversations{store.writer, store.pool};
  storage::StoredSums sums{store.writer, store.pool};
  storage::StoredConsumers consumers{store.writer, store.pool, store.name, store.clock, store.random};
};

}  // namespace herald::test
