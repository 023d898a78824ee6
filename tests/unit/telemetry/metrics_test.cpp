#include "host/telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace herald::telemetry {
namespace {

TEST(MetricsTest, exposes_a_counter_with_its_labels_in_text_format) {
  Metrics metrics;
  const Counter counter =
      metrics.counter("herald_accepted_total", "Messages accepted.", {{"channel", "sms"}});
  counter.add();
  counter.add(2);
  counter.add(-5);
  const std::string text = metrics.expose();
  EXPECT_NE(text.find("# HELP herald_accepted_total Messages accepted.\n"), std::string::npos) << text;
  EXPECT_NE(text.find("# TYPE herald_accepted_total counter\n"), std::string::npos);
  EXPECT_NE(text.find("herald_accepted_total{channel=\"sms\"} 3"), std::string::npos) << text;
}

TEST(MetricsTest, gives_the_same_metric_for_the_same_name_and_labels) {
  Metrics metrics;
  metrics.counter("a_total", "A.", {{"k", "1"}}).add();
  metrics.counter("a_total", "A.", {{"k", "2"}}).add(10);
  EXPECT_EQ(metrics.counter("a_total", "A.", {{"k", "1"}}).value(), 1);
}

TEST(MetricsTest, moves_a_gauge_both_ways) {
  Metrics metrics;
  const Gauge gauge = metrics.gauge("depth", "Depth.");
  gauge.set(5);
  gauge.add(-2);
  EXPECT_EQ(gauge.value(), 3);
}

TEST(MetricsTest, counts_observations_into_the_given_buckets) {
  Metrics metrics;
  const Histogram histogram = metrics.histogram("size", "Size.", {}, {1, 10});
  histogram.observe(0.5);
  histogram.observe(5);
  histogram.observe(50);
  const std::string text = metrics.expose();
  EXPECT_NE(text.find("size_bucket{le=\"1\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("size_bucket{le=\"10\"} 2"), std::string::npos);
  EXPECT_NE(text.find("size_bucket{le=\"+Inf\"} 3"), std::string::npos);
}

TEST(MetricsTest, samples_gauges_when_somebody_looks) {
  Metrics metrics;
  int depth = 3;
  metrics.before_expose([gauge = metrics.gauge("depth", "Depth."), &depth] { gauge.set(depth); });
  EXPECT_NE(metrics.expose().find("depth 3\n"), std::string::npos);
  depth = 4;
  EXPECT_NE(metrics.expose().find("depth 4\n"), std::string::npos);
}

TEST(MetricsTest, refuses_a_name_of_another_kind_and_a_malformed_name) {
  Metrics metrics;
  metrics.counter("taken", "T.");
  EXPECT_THROW(metrics.gauge("taken", "T."), std::invalid_argument);
  EXPECT_THROW(metrics.counter("not a name", "T."), std::invalid_argument);
}

}  // namespace
}  // namespace herald::telemetry
