#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "host/dispatch/plan.hpp"
#include "host/inbound/ports.hpp"

namespace herald::inbound {

/// Sees op `webhook` through: the plugin's plan, the requests that it needs first (a certificate, a
/// confirmation), its verdict. An answer that the plugin wants kept (`keep_ms`) is asked for once. [any
/// thread]
class Verifier {
 public:
  using Account = std::shared_ptr<const domain::ProviderAccount>;  // with requests under way
  using Verified = std::function<void(Result<domain::ProviderReply>)>;
  /// `ports` and what they refer to outlive the verifier.
  Verifier(InboundConfig config, const InboundPorts& ports) : config_{std::move(config)}, ports_{ports} {}
  /// `done` gets the reply with the verdict, once. Unavailable, Timeout: nothing is known about the callback.
  /// Internal/"bad_plan".
  void verify(domain::ProviderStep step, Account account, Verified done);
  /// The longest that verify() takes.
  [[nodiscard]] std::chrono::milliseconds longest() const;

 private:
  struct Tour {
    domain::ProviderStep step;
    Account account;
    Verified done;
    Tick until;  ///< no request begins later
    int requests{0};
  };
  using Shared = std::shared_ptr<Tour>;  // with the plugin's lane and the carrier
  struct Kept {
    domain::OutboundAnswer answer;
    Tick until;
  };
  void plan(const Shared& tour);
  void planned(const Shared& tour, Result<domain::ProviderReply> reply);
  void ask(const Shared& tour, dispatch::Planned planned);
  void answered(const Shared& tour, const domain::OutboundAnswer& answer);
  void judged(const Shared& tour, Result<domain::ProviderReply> reply);
  [[nodiscard]] std::optional<domain::OutboundAnswer> recall(const std::string& place);
  void keep(const std::string& place, const domain::OutboundAnswer& answer, std::chrono::milliseconds time);

  InboundConfig config_;
  const InboundPorts& ports_;
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;  ///< by provider and URL
};

}  // namespace herald::inbound
