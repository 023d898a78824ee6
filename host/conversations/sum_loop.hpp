#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/conversation_ports.hpp"
#include "host/telemetry/log.hpp"

namespace herald::conversations {

/// The name of the cursors.
inline constexpr const char* kConsumer = "herald:conversations";

struct SumConfig {
  int page{256};            ///< entries read at once from one shard
  std::size_t most{2'048};  ///< about so many in one transaction
  std::chrono::milliseconds look_every{200};
  std::chrono::milliseconds again{1'000};  ///< after a failure
};

/// Brings the journal's news of messages to the sums of conversations: at most one transaction under way,
/// with the news of all shards of this node and their cursors. wake() from any thread; step() on one.
class SumLoop final {
 public:
  /// All outlive this.
  struct Means {
    domain::JournalReader& journal;
    domain::JournalConsumers& consumers;
    domain::ConversationSums& sums;
    const Clock& clock;
    telemetry::Log& log;
  };
  SumLoop(SumConfig config, Means means) : config_{config}, means_{means} {}
  /// One turn; answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  /// The news of one transaction.
  struct Turn {
    std::vector<domain::CursorMove> moves{};
    std::vector<domain::MessageNews> news{};
    std::size_t entries{0};
  };
  void look(Tick now);
  void open(const std::map<int, std::int64_t>& heads);
  [[nodiscard]] bool knows(const std::map<int, std::int64_t>& heads) const;
  Turn gather(const std::map<int, std::int64_t>& heads);
  void take(Turn& turn, int shard, const std::vector<domain::JournalEntry>& page);
  void apply(Turn turn);
  void failed(const Error& why);
  /// A completion that comes back to `then` on this loop's thread.
  template <class T>
  std::function<void(Result<T>)> back(std::function<void(Result<T>)> then);

  SumConfig config_;
  Means means_;
  // Shared with completions, some of which come when the loop is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<int, std::int64_t> places_;  ///< cursors, by shard, as committed
  int next_shard_{0};  ///< where the next turn begins, so that busy shards do not starve others
  bool busy_{false};
  Tick due_{};
};

}  // namespace herald::conversations
