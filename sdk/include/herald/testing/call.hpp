#pragma once
#include <herald/abi.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace herald::sdk::testing {

/// Why records cannot be read or written, as the host says it; what() is `<reason>: <detail>`.
class RecordsRefusal final : public std::runtime_error {
 public:
  RecordsRefusal(herald_status status, std::string reason, const std::string& detail)
      : std::runtime_error{reason + ": " + detail}, status_{status}, reason_{std::move(reason)} {}
  /// What herald.records/1 answers.
  [[nodiscard]] herald_status status() const { return status_; }
  /// `missing_index`, `stale`, `conflict` …
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  herald_status status_;
  std::string reason_;
};

/// What the call may read: the records of its tenant. Throws RecordsRefusal. [one thread]
class RecordReader {
 public:
  RecordReader() = default;
  virtual ~RecordReader() = default;
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;
  [[nodiscard]] virtual std::string get(std::string_view collection, std::string_view id) const = 0;
  [[nodiscard]] virtual std::string query(std::string_view query) const = 0;
  [[nodiscard]] virtual std::string count(std::string_view query) const = 0;
};

/// What an opaque herald_call points at in tests. [one thread, the call]
struct CallContext {
  unsigned char next{0};          ///< of nonce()
  const RecordReader* records{};  ///< outlives the call; null: it may not read records
  [[nodiscard]] herald_call* call() { return reinterpret_cast<herald_call*>(this); }
};

namespace detail {

inline std::string_view text(const herald_str* from) {
  return from == nullptr || from->data == nullptr ? std::string_view{}
                                                  : std::string_view{from->data, from->len};
}
inline herald_status say(const herald_sink* err, herald_status status, std::string_view reason) {
  if (err != nullptr) err->write(err->ctx, reason.data(), reason.size());
  return status;
}
/// In pieces of at most seven bytes, as a sink's contract allows.
inline herald_status put(const herald_sink* out, std::string_view bytes) {
  do {
    const std::string_view piece = bytes.substr(0, 7);
    if (out->write(out->ctx, piece.data(), piece.size()) != 0) return HERALD_SINK_FULL;
    bytes.remove_prefix(piece.size());
  } while (!bytes.empty());
  return HERALD_OK;
}

/// Nothing may be thrown through the plugin.
template <class F>
herald_status read_records(herald_call* call, const herald_sink* json, const herald_sink* err,
                           F&& read) noexcept {
  try {
    const auto* context = reinterpret_cast<const CallContext*>(call);
    if (context == nullptr || context->records == nullptr)
      return say(err, HERALD_REFUSED, "this call may not read records: routes may, filters may not");
    return put(json, read(*context->records));
  } catch (const RecordsRefusal& refusal) {
    return say(err, refusal.status(), refusal.what());
  } catch (const std::exception& problem) {
    return say(err, HERALD_FAILED, problem.what());
  }
}

}  // namespace detail

/// The table of herald.records/1: asks the reader of the call's context. Static. [any thread]
inline const herald_records* records_table() {
  static constexpr herald_records kTable{
      sizeof(herald_records), 0,
      [](herald_call* call, const herald_str* collection, const herald_str* id, const herald_sink* json,
         const herald_sink* err) {
        return detail::read_records(call, json, err, [&](const RecordReader& records) {
          return records.get(detail::text(collection), detail::text(id));
        });
      },
      [](herald_call* call, const herald_str* query, const herald_sink* json, const herald_sink* err) {
        return detail::read_records(
            call, json, err, [&](const RecordReader& records) { return records.query(detail::text(query)); });
      },
      [](herald_call* call, const herald_str* query, const herald_sink* json, const herald_sink* err) {
        return detail::read_records(
            call, json, err, [&](const RecordReader& records) { return records.count(detail::text(query)); });
      }};
  return &kTable;
}

}  // namespace herald::sdk::testing
