#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/ids.hpp"
#include "host/domain/ports.hpp"

namespace herald::domain {

/// Of a body, who records an exchange takes at most this much along, in bytes.
inline constexpr std::size_t kRecordedBody = 4096;

/// One request to a provider and what came of it, as it was on the wire: with secrets. Never shown or stored
/// so; the sink redacts it. [value]
struct RawExchange {
  std::string op{"send"};  ///< what the plugin was doing: send, lookup
  AttemptId attempt{};     ///< empty where it was about no message
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  Instant started_at{};
  std::chrono::milliseconds duration{};
  std::string method{};
  std::string url{};
  std::vector<std::pair<std::string, std::string>> request_headers{};
  std::string request_body{};  ///< its first kRecordedBody bytes
  int status{0};               ///< 0: no complete answer
  std::vector<std::pair<std::string, std::string>> response_headers{};
  std::string response_body{};  ///< its first kRecordedBody bytes
  std::string failure{};        ///< OutboundAnswer::failure
  std::string verdict{};        ///< accepted, not_sent, unknown; continue where another request follows
  bool private_bodies{false};   ///< bodies must not be kept at all: one-time codes
  std::shared_ptr<const ProviderAccount> account{};  ///< for its secrets; shared with the cache of accounts
  std::vector<std::string> redact{};                 ///< further secrets
};

/// The same, fit to be kept and shown. [value]
struct Exchange {
  std::int64_t id{0};  ///< place in the log; of this node only
  std::string op{};
  AttemptId attempt{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  Instant started_at{};
  std::chrono::milliseconds duration{};
  std::string method{};
  std::string url{};
  std::string request_head{};  ///< one header a line
  std::string request_body{};
  int status{0};
  std::string response_head{};
  std::string response_body{};
  std::string failure{};
  std::string verdict{};
};

/// Takes exchanges over for the log. [any thread]
class ExchangeSink {
 public:
  virtual ~ExchangeSink() = default;
  /// Never blocks and never fails its caller: what cannot be kept is dropped and counted.
  virtual void record(RawExchange exchange) = 0;
};

struct ExchangeFilter {
  TenantId tenant{};
  ChannelId channel{};
  MessageId message{};  ///< empty: of all messages
};

/// The last exchanges of this node, newest first. Unavailable/"channel_log_unavailable". [any thread]
class ExchangeReader {
 public:
  virtual ~ExchangeReader() = default;
  virtual Result<Page<Exchange>> list(const ExchangeFilter& filter, const std::string& cursor, int limit) = 0;
  /// Those about one message, at most 200.
  virtual Result<std::vector<Exchange>> of_message(const TenantId& tenant, const MessageId& message) = 0;
};

}  // namespace herald::domain
