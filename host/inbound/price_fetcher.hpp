#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "host/base/mailbox.hpp"
#include "host/domain/price_ports.hpp"
#include "host/inbound/keeper.hpp"
#include "host/inbound/price_words.hpp"

namespace herald::inbound {

struct PriceFetcherConfig {
  std::size_t in_flight{64};                    ///< questions at once
  std::size_t in_flight_of_channel{8};          ///< of these, of one channel
  std::chrono::milliseconds look_every{5'000};  ///< for questions that have come due
  std::chrono::milliseconds plugin_limit{2'000};
  std::chrono::milliseconds start_limit{10'000};  ///< from the plan to the request's start
  std::chrono::milliseconds request_limit{30'000};
  std::array<std::chrono::seconds, 2> again{std::chrono::hours{2},
                                            std::chrono::hours{24}};  ///< after it was sent
  std::chrono::milliseconds first_wait{
      60'000};  ///< of a question without an answer; doubled by each that follows
  std::chrono::milliseconds longest_wait{3'600'000};
  std::chrono::milliseconds first_hold{1'000};  ///< of all of that channel's; likewise
  std::chrono::milliseconds longest_hold{300'000};
  std::chrono::hours give_up{24 * 7};  ///< after it was sent, without any answer
};

/// Everything it talks to; all outlive it.
struct PriceFetcherPorts {
  domain::PriceBook& book;
  Keeper& keeper;
  domain::ProviderAccounts& accounts;
  domain::Carrier& carrier;
  const Clock& clock;
  Random& random;
  telemetry::Log& log;
  telemetry::Metrics& metrics;
};

/// Asks providers for prices that they know only some time after a message was sent, with the plugin's op
/// `price`; what they tell is stored and applied like a receipt that was polled. An answer without a price
/// uses up one of three tries; no answer does not, but holds up the channel. wake() from any thread; the rest
/// on its own thread.
class PriceFetcher final {
 public:
  PriceFetcher(PriceFetcherConfig config, PriceFetcherPorts ports);
  /// One turn: handles what has come back, asks what is due. Answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  struct Tour {
    domain::PriceQuestion question{};
    std::shared_ptr<const domain::ProviderAccount> account{};  ///< shared with the cache of accounts
    std::string state{"{}"};
    int requests{0};
  };
  using Shared = std::shared_ptr<Tour>;  // with the plugin's lane and the carrier
  /// What is known of a channel while something of it is under way or held.
  struct Line {
    std::size_t in_flight{0};
    Tick held_until{};
    int failures{0};
    std::string failure{};  ///< the last one, told once
  };

  void look(Tick now);
  void look(const domain::ChannelId& channel);
  void begin(domain::PriceQuestion question);
  void plan(const Shared& tour);
  void take(const Shared& tour, PriceStep step);
  void ask(const Shared& tour, PriceRequest request);
  void answered(const Shared& tour, const domain::OutboundAnswer& answer);
  void judged(const Shared& tour, const domain::ProviderReply& reply);
  void told(const Shared& tour, domain::WebhookElement element);
  void not_yet(const Shared& tour);
  void failed(const Shared& tour, const PriceFailure& failure);
  void hold(const Shared& tour, const PriceFailure& failure);
  void give_up(const Shared& tour, const std::string& reason);
  void ended(const Shared& tour, bool stored);
  [[nodiscard]] domain::ProviderStep step_of(const Tour& tour) const;
  /// A completion that comes back to `then` on this loop's thread.
  template <class T>
  std::function<void(T)> back(std::function<void(T)> then);

  PriceFetcherConfig config_;
  PriceFetcherPorts ports_;
  telemetry::Counter told_;
  telemetry::Counter not_yet_;
  telemetry::Counter failed_;
  telemetry::Counter given_up_;
  // Shared with completions, some of which come when the fetcher is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<std::string, Shared> under_way_;  ///< by attempt
  std::map<std::string, Line> lines_;        ///< by channel
  std::string last_{};                       ///< channel that was looked at last: the next one goes first
  bool more_{false};                         ///< is due than there was room for
  Tick next_look_{};
};

}  // namespace herald::inbound
