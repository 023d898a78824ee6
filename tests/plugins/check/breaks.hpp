#pragma once
#include <algorithm>
#include <array>
#include <string_view>

/// The name of the one way in which this build is broken (BREAKS.md); empty for the good plugin.
#ifndef BREAK_NAME
#define BREAK_NAME ""
#endif

namespace courier {

/// Rows of BREAKS.md, in its order.
inline constexpr std::array<std::string_view, 50> kBreaks{
    "no_note",           "misaligned_note",       "note_differs",          "unknown_flags",
    "manifest_no_id",    "manifest_bad_version",  "two_exports",           "rpath",
    "exec_stack",        "lazy_binding",          "undefined_symbol",      "fd_leak",
    "starts_thread",     "signal_handler",        "sets_locale",           "slow_open",
    "constructor_works", "constructor_crash",     "leaks_memory",          "answers_prefix",
    "shared_instance",   "schema_no_json",        "required_not_enforced", "crash_on_large_config",
    "unescaped_text",    "retries_rejected",      "accepts_500",           "crash_on_empty_body",
    "hangs_on_html",     "accepts_without_id",    "negative_retry_after",  "counter_in_plan",
    "reads_clock",       "keeps_state",           "secret_in_verdict",     "secret_in_log",
    "secret_in_url",     "secret_in_state",       "refuses_at_limit",      "accepts_unsigned",
    "accepts_mutated",   "accepts_replay",        "compares_prefix",       "ignores_sink_failure",
    "single_write",      "reads_past_short_host", "short_table",           "fails_without_reason",
    "exception_out",     "call_after_return"};

consteval bool known(std::string_view name) {
  return std::find(kBreaks.begin(), kBreaks.end(), name) != kBreaks.end();
}
static_assert(std::string_view{BREAK_NAME}.empty() || known(BREAK_NAME), "BREAK_NAME is no row of BREAKS.md");

/// Whether this build has that break. A name that is no row does not compile.
consteval bool broken(std::string_view name) {
  if (!known(name)) throw "no such break";
  return name == BREAK_NAME;
}

}  // namespace courier
