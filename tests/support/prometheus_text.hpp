#pragma once
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace herald::test {

/// One line of a scrape. [value]
struct MetricSample {
  std::string name{};
  std::map<std::string, std::string> labels{};
  double value{0};
};

/// A metric with its HELP and TYPE. [value]
struct MetricFamily {
  std::string help{};
  std::string type{};
  std::vector<MetricSample> samples{};
};

/// The text breaks the format or its conventions; what() says at which line.
struct BadMetrics : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads the Prometheus text format 0.0.4 strictly: HELP, TYPE, samples, family by family, no series twice;
/// counters end in `_total` and are not negative; histograms have ascending, cumulative buckets up to +Inf,
/// which equals `_count`; names and labels are in snake case, units are base units. Throws BadMetrics.
std::map<std::string, MetricFamily> parse_metrics(std::string_view text);

}  // namespace herald::test
