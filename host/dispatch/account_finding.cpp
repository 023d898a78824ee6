#include "host/dispatch/account_finding.hpp"

#include <utility>

namespace herald::dispatch {

domain::AccountFinding finding_of(const Verdict& verdict, int status) {
  const bool usable = verdict.kind == "ok";
  std::string error_class = verdict.error_class;
  if (error_class.empty() && !usable) error_class = verdict.kind == "auth_failed" ? "auth" : "transient";
  return {.usable = usable,
          .kind = verdict.kind,
          .error_class = std::move(error_class),
          .code = verdict.code,
          .text = verdict.text,
          .status = status};
}

domain::AccountFinding unreachable_of(const std::string& failure, const std::string& text) {
  return {.kind = "unreachable", .error_class = "transient", .code = failure, .text = text};
}

Result<domain::AccountFinding> finding_of(const domain::StreamEnd& end) {
  if (end.plugin_failure) return *end.plugin_failure;
  if (!end.verdict) return unreachable_of(end.failure, end.text);
  const auto step = read_plan({.json = R"({"verdict":)" + *end.verdict + "}"});
  if (!step) return step.error();
  return finding_of(std::get<Verdict>(*step), 0);
}

}  // namespace herald::dispatch
