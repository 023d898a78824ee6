#include "sdk/tools/plugin/host.hpp"

#include <array>
#include <atomic>
#include <cstring>

namespace herald::kit {
namespace {

// herald.crypto/1 has no context of its own, so what counts its calls belongs to the process.
struct Counters {
  std::atomic<int> hmac{}, digest{}, verify{}, equal{}, sign{};
};
Counters& counters() {
  static Counters all;
  return all;
}
// So has herald.records/1.
std::atomic<int>& stale_reads() {
  static std::atomic<int> count;
  return count;
}
herald_call*& running() {
  static thread_local herald_call* call = nullptr;
  return call;
}

herald_crypto counting_table() {
  herald_crypto table = *sdk::testing::crypto_table();
  table.hmac = [](std::int32_t hash, const herald_str* key, const herald_str* data, const herald_sink* out,
                  const herald_sink* err) {
    ++counters().hmac;
    return sdk::testing::crypto_table()->hmac(hash, key, data, out, err);
  };
  table.digest = [](std::int32_t hash, const herald_str* data, const herald_sink* out,
                    const herald_sink* err) {
    ++counters().digest;
    return sdk::testing::crypto_table()->digest(hash, data, out, err);
  };
  table.verify = [](std::int32_t scheme, const herald_str* key, const herald_str* signature,
                    const herald_str* data, const herald_sink* err) {
    ++counters().verify;
    return sdk::testing::crypto_table()->verify(scheme, key, signature, data, err);
  };
  table.equal = [](const herald_str* a, const herald_str* b) {
    ++counters().equal;
    return sdk::testing::crypto_table()->equal(a, b);
  };
  table.nonce = [](herald_call* call, std::uint32_t count, const herald_sink* out, const herald_sink* err) {
    if (call != running() || call == nullptr)
      return sdk::testing::detail::say(err, HERALD_REFUSED, "nonce: expected the call that is running");
    return sdk::testing::crypto_table()->nonce(call, count, out, err);
  };
  return table;
}

/// Records may be read while the call lasts, with that call.
template <class Ask>
herald_status with_running_call(herald_call* call, const herald_sink* err, Ask&& ask) {
  if (call != nullptr && call == running()) return ask(*sdk::testing::records_table());
  Host::note_stale_read();
  return sdk::testing::detail::say(err, HERALD_REFUSED, "records: expected the call that is running");
}

constexpr herald_records kWatchedRecords{
    sizeof(herald_records), 0,
    [](herald_call* call, const herald_str* collection, const herald_str* id, const herald_sink* out,
       const herald_sink* err) {
      return with_running_call(call, err,
                               [&](auto& table) { return table.get(call, collection, id, out, err); });
    },
    [](herald_call* call, const herald_str* query, const herald_sink* out, const herald_sink* err) {
      return with_running_call(call, err, [&](auto& table) { return table.query(call, query, out, err); });
    },
    [](herald_call* call, const herald_str* query, const herald_sink* out, const herald_sink* err) {
      return with_running_call(call, err, [&](auto& table) { return table.count(call, query, out, err); });
    }};

template <class T>
std::string_view bytes_of(const T& table) {
  return {reinterpret_cast<const char*>(&table), sizeof(T)};
}

/// A table of a later host: more members, which an older plugin does not look at.
std::string with_tail(std::string_view table) {
  std::string out{table};
  out.append(64, '\x5a');
  const auto size = static_cast<std::uint32_t>(out.size());
  std::memcpy(out.data(), &size, sizeof(size));
  return out;
}

/// A table of an older host, which ends before its last member.
std::string cut(std::string_view table, std::size_t size) {
  std::string out{table.substr(0, size)};
  const auto written = static_cast<std::uint32_t>(size);
  std::memcpy(out.data(), &written, sizeof(written));
  return out;
}

}  // namespace

CryptoUse crypto_use() {
  const Counters& now = counters();
  return {now.hmac, now.digest, now.verify, now.equal, now.sign};
}

Host::Host(Tables tables) : tables_{tables} {
  const herald_host host{sizeof(herald_host), HERALD_ABI_MINOR, this, &find};
  const herald_crypto crypto = counting_table();
  std::string host_bytes{bytes_of(host)}, crypto_bytes{bytes_of(crypto)},
      records_bytes{bytes_of(kWatchedRecords)};
  if (tables == Tables::ShortHost) host_bytes = cut(host_bytes, offsetof(herald_host, get_interface));
  if (tables == Tables::ShortCrypto) crypto_bytes = cut(crypto_bytes, offsetof(herald_crypto, sign));
  if (tables == Tables::ShortRecords) records_bytes = cut(records_bytes, offsetof(herald_records, query));
  if (tables == Tables::Long) {
    host_bytes = with_tail(host_bytes);
    crypto_bytes = with_tail(crypto_bytes);
    records_bytes = with_tail(records_bytes);
  }
  table_ = std::make_unique<Tight>(host_bytes);
  crypto_ = std::make_unique<Tight>(crypto_bytes);
  records_ = std::make_unique<Tight>(records_bytes);
}

void Host::begin(herald_call* call) { running() = call; }

void Host::note_stale_read() { ++stale_reads(); }

std::vector<std::string> Host::take_misuse() {
  if (stale_reads().exchange(0) > 0)
    complain("records were read without a call, or with a call that is over");
  const std::scoped_lock lock{mutex_};
  return std::exchange(misuse_, {});
}

std::vector<sdk::testing::LogLine> Host::take_log() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(log_, {});
}

void Host::complain(std::string what) {
  const std::scoped_lock lock{mutex_};
  misuse_.push_back(std::move(what));
}

const void* Host::find(void* host, const char* id) {
  static constexpr herald_log kLog{sizeof(herald_log), 0, &write_log};
  if (host == nullptr) return nullptr;  // and the plugin will miss its crypto
  auto& self = *static_cast<Host*>(host);
  if (id == nullptr) {
    self.complain("get_interface was asked for a null id");
    return nullptr;
  }
  const std::string_view asked{id};
  if (asked == HERALD_CRYPTO_1) return self.tables_ == Tables::NoCrypto ? nullptr : self.crypto_->data();
  if (asked == HERALD_RECORDS_1) return self.tables_ == Tables::NoRecords ? nullptr : self.records_->data();
  if (asked == HERALD_LOG_1) return self.tables_ == Tables::NoLog ? nullptr : &kLog;
  if (!asked.starts_with("herald.")) self.complain("get_interface was asked for " + std::string{asked});
  return nullptr;
}

void Host::write_log(void* host, herald_call* call, std::int32_t level, const herald_str* event,
                     const herald_str* fields) {
  if (host == nullptr) return;
  auto& self = *static_cast<Host*>(host);
  if (level < HERALD_LOG_DEBUG || level > HERALD_LOG_WARNING)
    self.complain("log level " + std::to_string(level));
  if (call != nullptr && call != running()) self.complain("log was given a call that is over");
  const std::scoped_lock lock{self.mutex_};
  self.log_.push_back({level, std::string{sdk::testing::detail::text(event)},
                       std::string{sdk::testing::detail::text(fields)}});
}

}  // namespace herald::kit
