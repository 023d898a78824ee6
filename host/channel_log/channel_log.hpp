#pragma once
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "host/base/mailbox.hpp"
#include "host/domain/exchange.hpp"
#include "host/telemetry/log.hpp"
#include "host/telemetry/metrics.hpp"

namespace herald::channel_log {

class LogFile;

struct ChannelLogConfig {
  std::string path{};
  std::int64_t rows{10'000};       ///< kept; the oldest go first
  std::size_t queued{500};         ///< exchanges waiting to be written; further ones are dropped
  std::chrono::seconds again{10};  ///< after the file could not be used
};

/// The log of exchanges with providers. record() and the reads from any thread; the rest belongs to its own
/// thread. `log` and `metrics` outlive it.
class ChannelLog final : public domain::ExchangeSink, public domain::ExchangeReader {
 public:
  /// Opens the file or makes it, so that no read finds it half made. Trouble is logged and met again by
  /// step().
  ChannelLog(ChannelLogConfig config, telemetry::Log& log, telemetry::Metrics& metrics);
  ~ChannelLog() override;
  ChannelLog(const ChannelLog&) = delete;
  ChannelLog& operator=(const ChannelLog&) = delete;

  void record(domain::RawExchange exchange) override;
  Result<domain::Page<domain::Exchange>> list(const domain::ExchangeFilter& filter, const std::string& cursor,
                                              int limit) override;
  Result<std::vector<domain::Exchange>> of_message(const domain::TenantId& tenant,
                                                   const domain::MessageId& message) override;

  /// Writes what has arrived, redacted, in one transaction. Answers when to look again: pauses bound what the
  /// log takes of a busy machine, at full queues to 5 000 exchanges a second.
  Tick step(Tick now);

 private:
  /// True when they are in the file; with none of them, when it can be used.
  bool write(const std::vector<domain::Exchange>& exchanges);
  ChannelLogConfig config_;
  telemetry::Log& log_;
  telemetry::Counter written_;
  telemetry::Counter dropped_;
  Mailbox<domain::RawExchange> inbox_;
  std::unique_ptr<LogFile> file_;
  Tick retry_at_{};
};

}  // namespace herald::channel_log
