// herald.records/1: the reads of one call.
#include <functional>

#include "host/plugins/host_side.hpp"
#include "host/plugins/record_reads.hpp"

namespace herald::plugins {
namespace {

using Read = std::function<Result<std::string>(RecordReads& reads)>;

void put(const herald_sink* sink, std::string_view text) {
  // A reason that the sink does not take is lost.
  if (sink != nullptr) static_cast<void>(sink->write(sink->ctx, text.data(), text.size()));
}

/// Nothing may be thrown through the plugin.
herald_status answer(herald_call* call, const Read& read, const herald_sink* json,
                     const herald_sink* err) noexcept {
  try {
    if (call == nullptr || call->reads == nullptr) {
      put(err, "this call may not read records: routes may, filters may not");
      return HERALD_REFUSED;
    }
    const auto text = read(*call->reads);
    if (!text) {
      put(err, text.error().reason + ": " + text.error().detail);
      return text.error().code == Errc::Invalid ? HERALD_INVALID : HERALD_FAILED;
    }
    return json->write(json->ctx, text->data(), text->size()) == 0 ? HERALD_OK : HERALD_SINK_FULL;
  } catch (const std::exception&) {
    put(err, "records cannot be read: the host has a defect");
    return HERALD_FAILED;
  }
}

herald_status get_record(herald_call* call, const herald_str* collection, const herald_str* id,
                         const herald_sink* json, const herald_sink* err) {
  return answer(call, [&](RecordReads& reads) { return reads.get(view(collection), view(id)); }, json, err);
}

herald_status query_records(herald_call* call, const herald_str* query, const herald_sink* json,
                            const herald_sink* err) {
  return answer(call, [&](RecordReads& reads) { return reads.query(view(query)); }, json, err);
}

herald_status count_records(herald_call* call, const herald_str* query, const herald_sink* json,
                            const herald_sink* err) {
  return answer(call, [&](RecordReads& reads) { return reads.count(view(query)); }, json, err);
}

}  // namespace

const herald_records* records_table() {
  static constexpr herald_records kTable{sizeof(herald_records), 0, &get_record, &query_records,
                                         &count_records};
  return &kTable;
}

}  // namespace herald::plugins
