#pragma once
#include <algorithm>
#include <array>
#include <string_view>

/// The name of the one way in which this build is broken (BREAKS.md); empty for the good plugin.
#ifndef BREAK_NAME
#define BREAK_NAME ""
#endif

namespace tally {

/// Rows of BREAKS.md, in its order.
inline constexpr std::array<std::string_view, 50> kBreaks{"descriptor_no_json",
                                                          "descriptor_changes",
                                                          "unknown_member",
                                                          "long_index",
                                                          "json_index",
                                                          "taken_field",
                                                          "foreign_path",
                                                          "unknown_permission",
                                                          "missing_schema",
                                                          "schema_keyword",
                                                          "bad_event",
                                                          "job_too_often",
                                                          "foreign_need",
                                                          "unserved_need",
                                                          "query_without_index",
                                                          "unknown_field",
                                                          "unknown_collection",
                                                          "answer_member",
                                                          "fill_without_ref",
                                                          "reply_off_schema",
                                                          "too_many_writes",
                                                          "problem_kind",
                                                          "problem_reason",
                                                          "no_message",
                                                          "schedule_without_time",
                                                          "publish_name",
                                                          "too_many_commands",
                                                          "again_word",
                                                          "verdict_kind",
                                                          "hold_in_the_past",
                                                          "render_without_version",
                                                          "need_that_is_null",
                                                          "crash_on_nonsense",
                                                          "crash_on_large_text",
                                                          "refuses_unknown_members",
                                                          "answers_unknown_route",
                                                          "fails_without_reason",
                                                          "exception_out",
                                                          "ignores_failed_reads",
                                                          "keeps_a_record",
                                                          "counts_calls",
                                                          "reads_clock",
                                                          "keeps_the_call",
                                                          "ignores_sink_failure",
                                                          "waits",
                                                          "lanes_share",
                                                          "reads_past_records",
                                                          "needs_records_table",
                                                          "grows",
                                                          "provider_as_well"};

consteval bool known(std::string_view name) {
  return std::find(kBreaks.begin(), kBreaks.end(), name) != kBreaks.end();
}
static_assert(std::string_view{BREAK_NAME}.empty() || known(BREAK_NAME), "BREAK_NAME is no row of BREAKS.md");

/// Whether this build has that break. A name that is no row does not compile.
consteval bool broken(std::string_view name) {
  if (!known(name)) throw "no such break";
  return name == BREAK_NAME;
}

}  // namespace tally
