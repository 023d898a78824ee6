#include "host/telemetry/health.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace herald::telemetry {
namespace {

std::optional<std::string> run(const Health::Check& check) {
  try {
    return check();
  } catch (const std::exception&) {
    return "the check itself failed";  // what() may quote a secret
  }
}

}  // namespace

bool Report::healthy() const {
  return std::ranges::none_of(findings, [](const Finding& finding) { return finding.reason.has_value(); });
}

void Health::add(std::string name, Check check) {
  const std::scoped_lock lock{mutex_};
  entries_.push_back({std::move(name), std::move(check)});
}

Report Health::report() const {
  std::vector<Entry> entries;
  {
    const std::scoped_lock lock{mutex_};
    entries = entries_;
  }
  Report report;
  for (const Entry& entry : entries) report.findings.push_back({entry.name, run(entry.check)});
  return report;
}

}  // namespace herald::telemetry
