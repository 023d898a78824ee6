#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/base/mailbox.hpp"
#include "host/base/random.hpp"
#include "host/dispatch/delivery.hpp"
#include "host/dispatch/fair_queue.hpp"
#include "host/dispatch/health_board.hpp"
#include "host/dispatch/reconcile.hpp"
#include "host/dispatch/retry.hpp"
#include "host/dispatch/upload_time.hpp"
#include "host/dispatch/window.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/exchange.hpp"
#include "host/domain/policy.hpp"
#include "host/domain/ports.hpp"
#include "host/domain/route_ports.hpp"
#include "host/domain/stream_ports.hpp"
#include "host/telemetry/log.hpp"

namespace herald::dispatch {

struct DispatcherConfig {
  std::string public_url{};                       ///< empty: providers get no callback URL
  std::size_t window{20'000};                     ///< messages in memory, waiting or in flight
  std::size_t max_in_flight{512};                 ///< deliveries at once
  std::chrono::milliseconds start_limit{2'000};   ///< from the committed intent to the request's start (D3)
  std::chrono::milliseconds plugin_limit{2'000};  ///< for one call of a plugin
  RetryPolicy retry{};                            ///< attempts come from the channel's retry_count
  BreakerPolicy breaker{};
  UnknownLimits unknown{};
  std::int64_t slowest_upload{kSlowestUpload};  ///< bytes a second; beside the channel's timeout_seconds
};

/// Everything the dispatcher talks to; all outlive it.
struct DispatcherPorts {
  domain::Ledger& ledger;
  domain::WorkSource& source;
  domain::ProviderAccounts& accounts;
  domain::Carrier& carrier;
  const Clock& clock;
  Random& random;
  telemetry::Log& log;
  domain::ExchangeSink& exchanges;
  telemetry::Metrics& metrics;
  domain::StreamCarrier& streams;
  domain::SendPolicy* policy{nullptr};  ///< null: nothing stands against sending
  MediaSource media{};
  domain::Rerouter* rerouter{nullptr};        ///< see Dispatcher::reroute_by()
  const domain::NodeShards* shards{nullptr};  ///< whose work is begun here; null: all
};

/// Takes committed work and sees each message through: intent → plan → request → verdict → settled; where the
/// outcome stays unknown, through look-ups, repetitions and its deadline.
/// offer() and wake() from any thread; the rest on the dispatcher's own thread. Answers of other threads come
/// back through its mailbox.
class Dispatcher final : public domain::WorkSink {
 public:
  Dispatcher(DispatcherConfig config, DispatcherPorts ports);
  /// Before the first step(): who finds another channel; without one a message stays with its own.
  void reroute_by(domain::Rerouter& rerouter) { ports_.rerouter = &rerouter; }
  void offer(domain::Work work) override;
  /// One turn: handles what has come back, starts what may start. Answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_.wait(longest); }
  void wake() { inbox_.wake(); }
  /// From now on nothing new is started; what is under way is seen through. [any thread]
  void drain() { draining_ = true; }
  /// True when no delivery was under way at the end of the last step(). [any thread]
  [[nodiscard]] bool idle() const { return idle_; }
  void look_again();  ///< [any thread] Work may be there that was another node's before.
  /// Whether messages of one of these shards were under way at the end of the last step(). [any thread]
  [[nodiscard]] bool under_way(domain::ShardSet shards) const { return !(busy_.get() & shards).empty(); }
  /// Messages in memory at the end of the last step(). [any thread]
  [[nodiscard]] std::size_t queued() const { return queued_; }
  /// Whether deliveries to a channel are held. [any thread]
  [[nodiscard]] domain::ChannelCondition condition(const domain::ChannelId& channel) const {
    return board_.condition(channel);
  }
  /// What keeps a message; `done` is called by a later step(), or never once this is gone. [any thread]
  void explain(domain::Message message, std::function<void(std::optional<domain::Waiting>)> done);

 private:
  using Task = std::function<void()>;
  Tick turn(Tick now);
  void start_deliveries(Tick now);
  void begin(domain::Work work);
  void consult(Delivery delivery);
  void consulted(Delivery delivery, domain::PolicyVerdict verdict);
  void put_aside(const std::string& id, Instant due_at);
  void gather(Delivery delivery, domain::PolicyVerdict policy);
  void intend(Delivery delivery, domain::PolicyVerdict policy);
  void describe(Delivery& delivery);
  void intended(const std::string& id, Result<domain::IntentVerdict> verdict, Tick committed);
  void plan(const std::string& id, Delivery& delivery);
  void planned(const std::string& id, Result<domain::ProviderReply> reply);
  void answered(const std::string& id, domain::OutboundAnswer answer);
  void judged(const std::string& id, Result<domain::ProviderReply> reply);
  void stream(const std::string& id, Delivery& delivery);
  void streamed(const std::string& id, domain::StreamEnd end);
  void log_exchange(Delivery& delivery, std::string_view verdict);
  void conclude(const std::string& id, Conclusion conclusion);
  void learn(const Delivery& delivery, const Conclusion& conclusion);
  void reconcile(domain::Work work);
  void undecided(Delivery delivery);
  [[nodiscard]] UnknownCase case_of(const domain::Work& work, const domain::ProviderAccount* account) const;
  void settle(domain::Settlement settlement, domain::Work work);
  void settled(domain::Settlement settlement, domain::Work work, Result<domain::MessageStatus> status);
  void drop(const std::string& id);
  /// In memory, or until the next sweep in the database.
  void enqueue(domain::Work work);
  [[nodiscard]] int most_attempts(const domain::ProviderAccount* account) const;
  [[nodiscard]] std::optional<Instant> retry_time(const Delivery& delivery, const Conclusion& conclusion);
  [[nodiscard]] domain::ChannelId next_channel(const Delivery& delivery, const Conclusion& conclusion,
                                               const std::optional<Instant>& retry_at);
  Delivery* find(const std::string& id);
  /// The channel's account, or nothing; its limits hold from now on.
  std::shared_ptr<const domain::ProviderAccount> open_account(const domain::ChannelId& channel);
  [[nodiscard]] Tick next_wake(Tick now) const;
  /// Learns new limits of channels that wait long for their old ones.
  void renew_limits(Tick now);

  struct Late {
    Tick due;
    domain::Settlement settlement;
    domain::Work work;
  };
  DispatcherConfig config_;
  DispatcherPorts ports_;
  HealthBoard board_;
  Mailbox<Task> inbox_;
  FairQueue queue_;
  Window window_;
  std::unordered_map<std::string, Delivery> deliveries_;  ///< by attempt id
  std::vector<Late> unsettled_;                           ///< settlements the database refused for now
  Tick limits_renewed_{};
  std::size_t settling_{0};
  std::size_t consulting_{0};  ///< deliveries that wait for a policy's answer or for files
  std::atomic<bool> draining_{false};
  std::atomic<bool> idle_{true};
  std::atomic<std::size_t> queued_{0};
  domain::NodeShards busy_{domain::ShardSet{}};  ///< with messages in flight
};

}  // namespace herald::dispatch
