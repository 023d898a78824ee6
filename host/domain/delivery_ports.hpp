#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/domain/channel.hpp"
#include "host/domain/media.hpp"
#include "host/domain/status.hpp"

namespace herald::domain {

/// A request to a provider, as planned. [value]
struct OutboundRequest {
  std::string method{"POST"};
  std::string url{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::vector<FileSegment> files{};  ///< go between the bytes of `body`, in the order of their places
  std::chrono::milliseconds timeout{30'000};
  Tick start_by{Tick::max()};  ///< not begun by then: never begun
  std::string save_to{};       ///< a file that is not there yet, for the body of a 200 answer; empty: memory
  std::int64_t max_answer_bytes{1 << 20};
};

/// What is certain about the far side of a request (design D3).
enum class Reached : std::uint8_t {
  NotStarted,  ///< no byte has left
  Began,       ///< some may have left, and there is no complete answer
  Answered,    ///< a complete answer
};

struct OutboundAnswer {
  Reached reached{Reached::NotStarted};
  int status{0};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  bool saved{false};      ///< the body is in OutboundRequest::save_to
  std::string failure{};  ///< stable code of what went wrong; empty when answered
  std::string text{};     ///< for people; holds no secrets
};

/// The way out. Starts each request at most once. [any thread]
class Carrier {
 public:
  virtual ~Carrier() = default;
  /// `done` is called once, on a thread of the carrier's; must not block.
  virtual void send(OutboundRequest request, std::function<void(OutboundAnswer)> done) = 0;
};

/// The inputs of one step of a provider plugin; JSON shapes in sdk/README.md. [value]
struct ProviderStep {
  TenantId tenant{};
  std::string op{};
  std::string input{"{}"};
  std::string bytes{};
  std::string account{"{}"};  ///< with secrets: never log it
  std::string state{"{}"};
};

struct ProviderReply {
  std::string json{};
  std::string bytes{};
};

/// One provider plugin, called through its lane. `done` runs on a lane's thread; must not block. [any thread]
class ProviderPort {
 public:
  using ReplyDone = std::function<void(Result<ProviderReply>)>;
  virtual ~ProviderPort() = default;
  virtual void plan(ProviderStep step, Tick deadline, ReplyDone done) = 0;
  virtual void on_response(ProviderStep step, const OutboundAnswer& answer, Tick deadline,
                           ReplyDone done) = 0;
};

/// Facts of a provider's descriptor that the host acts on. [value]
struct ProviderTraits {
  std::string provider{};
  BounceRule bounce_rule{BounceRule::Early};
  double default_rate_per_second{0};  ///< 0: no limit
  std::vector<std::string> channels{};
  bool needs_bytes{false};      ///< of attachments: an URL is of no use to it
  bool fetch_media{false};      ///< op `fetch_media` brings inbound files here
  bool lookup{false};           ///< op `lookup` finds a message by attempt_ref
  bool idempotency_key{false};  ///< a repeated request with the same attempt_ref delivers once
  /// After a message was sent op `price` may be asked for its cost; nothing: the provider tells it by itself,
  /// or never.
  std::optional<std::chrono::seconds> price_after{};
};

/// Whether deliveries to a channel are held, as this process has seen it (its circuit breaker). [value]
struct ChannelCondition {
  enum class State : std::uint8_t { Closed, Open, HalfOpen };  ///< HalfOpen: one at a time is let through
  State state{State::Closed};
  std::optional<Instant> since{};     ///< since when it is not closed
  std::optional<Instant> retry_at{};  ///< open: when the next one is let through
  std::string reason{};               ///< code of the last failure
};

class StreamPort;

/// A channel ready for use: its account with opened secrets, and its plugin. [value]
struct ProviderAccount {
  Channel channel{};
  ProviderTraits traits{};
  std::string account_json{};          ///< what the plugin gets; with secrets
  std::vector<std::string> secrets{};  ///< texts to redact
  double rate_per_second{0};           ///< 0: no limit
  double burst{1};
  int concurrency{64};              ///< requests in flight
  ProviderPort* provider{nullptr};  ///< null: the plugin is not there
  StreamPort* stream{nullptr};      ///< not null: it sends over a connection (stream_ports.hpp)
  /// What both live in. Owners: the cache, and exchanges, which end on the generation of the plugin
  /// that they began on.
  std::shared_ptr<const void> generation{};
};

/// Opens channels for use; cached by channel revision. [any thread]
class ProviderAccounts {
 public:
  virtual ~ProviderAccounts() = default;
  /// NotFound/"unknown_channel"; Internal/"secret_unreadable".
  /// Shared by the cache and by exchanges that are under way while a channel changes.
  virtual Result<std::shared_ptr<const ProviderAccount>> open(const ChannelId& id) = 0;
};

}  // namespace herald::domain
