#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "host/base/mailbox.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/media_ports.hpp"
#include "host/inbound/media_words.hpp"
#include "host/telemetry/log.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::inbound {

struct MediaFetcherConfig {
  std::int64_t max_bytes{100 << 20};              ///< of one file
  std::size_t in_flight{4};                       ///< files at once
  std::chrono::milliseconds look_every{2'000};    ///< for files that came, or are due again
  std::chrono::milliseconds plugin_limit{2'000};  ///< for one call of a plugin
  std::chrono::milliseconds start_limit{10'000};  ///< from the plan to the request's start
  std::chrono::milliseconds request_limit{300'000};
  std::chrono::milliseconds first_wait{5'000};  ///< after a failure; doubled by each that follows
  std::chrono::milliseconds longest_wait{1'800'000};
  std::chrono::hours give_up{24};  ///< after the file was announced
  std::chrono::milliseconds expire_every{60'000};
};

/// Everything it talks to; all outlive it.
struct MediaFetcherPorts {
  domain::MediaBook& book;
  domain::MediaFiles& files;
  domain::ProviderAccounts& accounts;
  domain::Carrier& carrier;
  const Clock& clock;
  telemetry::Log& log;
  telemetry::Metrics& metrics;
};

/// Brings the files of inbound messages here: with the plugin's op `fetch_media` where it has one, else from
/// the URL as it stands; straight to the disk. Removes uploads whose time is over. wake() from any thread;
/// the rest on the fetcher's own thread.
class MediaFetcher final {
 public:
  MediaFetcher(MediaFetcherConfig config, MediaFetcherPorts ports);
  /// One turn: handles what has come back, begins what is due. Answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  struct Tour {
    domain::MediaFetch fetch{};
    std::shared_ptr<const domain::ProviderAccount> account{};  ///< shared with the cache of accounts
    std::string state{"{}"};
    int requests{0};
    std::string saved{};  ///< path of what the last answer brought; empty: it is in `body`
    std::string body{};
  };
  using Shared = std::shared_ptr<Tour>;  // with the plugin's lane and the carrier

  void look();
  void begin(domain::MediaFetch fetch);
  void plan(const Shared& tour);
  void take(const Shared& tour, MediaStep step);
  void ask(const Shared& tour, MediaRequest request);
  void answered(const Shared& tour, domain::OutboundAnswer answer);
  void found(const Shared& tour, const MediaFound& found);
  void failed(const Shared& tour, const MediaFailure& failure);
  void ended(const Shared& tour, bool stored);
  void expire();
  [[nodiscard]] domain::ProviderStep step_of(const Tour& tour) const;
  [[nodiscard]] Result<domain::StoredBytes> keep(const Tour& tour, const MediaFound& found);
  /// A completion that comes back to `then` on this loop's thread.
  template <class T>
  std::function<void(T)> back(std::function<void(T)> then);

  MediaFetcherConfig config_;
  MediaFetcherPorts ports_;
  telemetry::Counter fetched_;
  telemetry::Counter failed_;
  telemetry::Counter given_up_;
  // Shared with completions, some of which come when the fetcher is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<std::string, Shared> under_way_;  ///< by medium
  Tick next_look_{};
  Tick next_expiry_{};
};

}  // namespace herald::inbound
