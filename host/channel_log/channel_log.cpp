#include "host/channel_log/channel_log.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "host/channel_log/log_file.hpp"
#include "host/channel_log/redact.hpp"

namespace herald::channel_log {
namespace {

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr int kMostOfMessage = 200;

Error unavailable() {
  return {.code = Errc::Unavailable,
          .reason = "channel_log_unavailable",
          .detail = "the log of exchanges cannot be read just now"};
}

Result<std::vector<domain::Exchange>> read(const std::string& path, const RowsWanted& wanted) {
  try {
    return read_rows(path, wanted);
  } catch (const FileTrouble&) {
    return unavailable();
  }
}

std::int64_t number_in(const std::string& cursor) {
  std::int64_t value = 0;
  std::from_chars(cursor.data(), cursor.data() + cursor.size(), value);
  return value;
}

}  // namespace

ChannelLog::ChannelLog(ChannelLogConfig config, telemetry::Log& log, telemetry::Metrics& metrics)
    : config_{std::move(config)},
      log_{log},
      written_{
          metrics.counter("herald_channel_log_written_total", "Exchanges with providers that were logged")},
      dropped_{metrics.counter("herald_channel_log_dropped_total",
                               "Exchanges with providers that the log could not take")} {
  write({});
}

ChannelLog::~ChannelLog() = default;

void ChannelLog::record(domain::RawExchange exchange) {
  if (inbox_.size() >= config_.queued) return dropped_.add();
  inbox_.put(std::move(exchange));
}

Tick ChannelLog::step(Tick now) {
  const std::vector<domain::RawExchange> arrived = inbox_.take();
  if (arrived.empty()) return now + kLookEvery;
  if (now < retry_at_) {
    dropped_.add(static_cast<double>(arrived.size()));
    return now + kLookEvery;
  }
  std::vector<domain::Exchange> clean;
  clean.reserve(arrived.size());
  std::ranges::transform(arrived, std::back_inserter(clean), redact);
  if (write(clean)) {
    written_.add(static_cast<double>(clean.size()));
  } else {
    dropped_.add(static_cast<double>(clean.size()));
    retry_at_ = now + config_.again;
  }
  return now + kLookEvery;
}

bool ChannelLog::write(const std::vector<domain::Exchange>& exchanges) {
  for (int run = 0; run < 2; ++run) {
    try {
      if (!file_) file_ = std::make_unique<LogFile>(config_.path);
      file_->append(exchanges, config_.rows);
      return true;
    } catch (const FileTrouble& trouble) {
      file_.reset();
      const bool damaged = trouble.kind == FileTrouble::Kind::Damaged;
      log_.warning("channel_log_failed", {{"reason", trouble.what}, {"set_aside", damaged}});
      if (!damaged) return false;
      set_aside(config_.path);  // and once more, into a new one
    }
  }
  return false;
}

Result<domain::Page<domain::Exchange>> ChannelLog::list(const domain::ExchangeFilter& filter,
                                                        const std::string& cursor, int limit) {
  auto rows = read(config_.path, {.filter = filter, .before = number_in(cursor), .limit = limit + 1});
  if (!rows) return std::move(rows).error();
  domain::Page<domain::Exchange> page{.items = *std::move(rows)};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next_cursor = std::to_string(page.items.back().id);
  }
  return page;
}

Result<std::vector<domain::Exchange>> ChannelLog::of_message(const domain::TenantId& tenant,
                                                             const domain::MessageId& message) {
  return read(config_.path, {.filter = {.tenant = tenant, .message = message}, .limit = kMostOfMessage});
}

}  // namespace herald::channel_log
