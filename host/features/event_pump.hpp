#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/base/random.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/consumer_ports.hpp"
#include "host/domain/record_ports.hpp"
#include "host/features/plugins.hpp"
#include "host/telemetry/log.hpp"

namespace herald::features {

struct EventPumpConfig {
  int page{32};               ///< entries read at once, and kept in memory, for one shard of one plugin
  std::size_t in_flight{16};  ///< calls of one plugin; further events wait in the journal
  int tries{3};               ///< of an event, then it is put aside
  int stale_tries{10};        ///< the same where what the plugin read had changed
  std::chrono::milliseconds look_every{250};
  std::chrono::milliseconds again{1000};  ///< after a failure; doubles
  std::chrono::milliseconds call_limit{std::chrono::seconds{10}};
};

/// Brings the journal's events to the plugins that subscribed to them, in the order of each shard: a call,
/// then its writes and commands together with the plugin's cursor in one transaction. So calls repeat after a
/// crash, effects do not. What a plugin cannot take is put aside. wake() from any thread; step() on one.
class EventPump final {
 public:
  /// All outlive this.
  struct Means {
    Plugins& plugins;
    domain::RecordReader& reader;
    domain::RecordWriter& writer;
    domain::JournalReader& journal;
    domain::JournalConsumers& consumers;
    const Clock& clock;
    Random& random;
    telemetry::Log& log;
  };
  EventPump(EventPumpConfig config, Means means) : config_{config}, means_{means} {}
  /// One turn; answers when to look again.
  Tick step(Tick now);
  /// Every subscriber's cursors are known: what is committed from now on is brought to it.
  [[nodiscard]] bool open() const;
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  /// One shard for one plugin.
  struct Lane {
    int shard{0};
    std::int64_t cursor{0};  ///< as committed
    std::int64_t read{0};    ///< the last entry looked at; those that nobody subscribed to are passed over
    std::int64_t tried_seq{0};
    int marked{0};  ///< calls of tried_seq that an earlier process did not survive
    bool first{true};
    int tries{0};
    bool busy{false};
    Tick due{};
    std::deque<domain::JournalEntry> queue{};
  };
  struct Subscriber {
    std::shared_ptr<const Sheet> sheet{};  // with calls under way
    enum class State : std::uint8_t { New, Opening, Open } state{State::New};
    Tick due{};
    std::size_t in_flight{0};
    std::map<int, Lane> lanes{};
    int next_shard{0};  ///< where the next turn begins
    bool moved{false};  ///< this node's shards are not those of the lanes any more
  };
  using Held = std::shared_ptr<Subscriber>;  // with what is under way; one that was left is in nobody's map

  void refresh(Tick now);
  void follow_shards(Subscriber& subscriber) const;
  void open(const Held& subscriber, Tick now);
  bool pump(const Held& subscriber, Tick now);
  bool advance(const Held& subscriber, Lane& lane, bool one);
  bool fill(Subscriber& subscriber, Lane& lane);
  void skip(const Held& subscriber, Lane& lane);
  void begin(const Held& subscriber, Lane& lane);
  void call(const Held& subscriber, Lane& lane);
  void answered(const Held& subscriber, Lane& lane, const Result<std::string>& text);
  Result<domain::WriteSet> effects_of(const Subscriber& subscriber, const Lane& lane,
                                      const std::string& text);
  void commit(const Held& subscriber, Lane& lane, domain::WriteSet set);
  void settle(const Held& subscriber, Lane& lane, const std::optional<Error>& failure);
  void failed(const Held& subscriber, Lane& lane, const Error& why);
  void put_aside(const Held& subscriber, Lane& lane, const std::string& reason);
  [[nodiscard]] static domain::CursorMove move_of(const Subscriber& subscriber, const Lane& lane);
  [[nodiscard]] static bool careful(const Subscriber& subscriber);
  /// A completion that comes back to `then` on this loop's thread.
  template <class T>
  std::function<void(Result<T>)> back(std::function<void(Result<T>)> then);

  EventPumpConfig config_;
  Means means_;
  // Shared with completions, some of which come when the pump is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<std::string, Held> subscribers_;  ///< by plugin
  std::map<int, std::int64_t> heads_;
  Tick next_look_{};
};

}  // namespace herald::features
