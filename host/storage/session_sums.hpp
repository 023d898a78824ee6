#pragma once
#include <memory>

#include "host/domain/conversation_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/session_news.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Sums of conversations in their rows. [any thread]
class StoredSums final : public domain::ConversationSums {
 public:
  /// Both outlive this.
  StoredSums(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  /// Reads the messages on the caller's thread, before the writer is asked: they are as new as the entries
  /// that tell of them, or newer.
  void apply(std::vector<domain::CursorMove> moves, std::vector<domain::MessageNews> news,
             domain::Completion<Done> done) override;

 private:
  Result<SessionsNews> gather(const std::vector<domain::MessageNews>& news);
  Writer& writer_;
  Pool& pool_;
};

}  // namespace herald::storage
