#include "tests/support/prometheus_text.hpp"

#include <gtest/gtest.h>

namespace herald::test {
namespace {

std::string counter(const std::string& sample) {
  return "# HELP a_total A.\n# TYPE a_total counter\n" + sample + "\n";
}

std::string histogram(const std::string& samples) {
  return "# HELP h_seconds H.\n# TYPE h_seconds histogram\n" + samples;
}

TEST(PrometheusText, ReadsLabelsWithEscapes) {
  const auto families = parse_metrics(counter(R"(a_total{x="1",y="a\"b\\c\nd"} 2.5)"));
  const MetricSample& sample = families.at("a_total").samples.at(0);
  EXPECT_EQ(sample.value, 2.5);
  EXPECT_EQ(sample.labels.at("y"), "a\"b\\c\nd");
  EXPECT_EQ(families.at("a_total").help, "A.");
}

TEST(PrometheusText, RefusesWhatBreaksTheFormat) {
  for (const char* sample : {"a_total", "a_total x", "a_total 1 2", "a_total NaN", "a_total{x=1} 1",
                             "a_total{x=\"1} 1", "a_total{x=\"\\t\"} 1", "a_total{x=\"1\",x=\"1\"} 1",
                             "a_total 1\na_total 1", "b_total 1", "A_total 1", "a_total -1",
                             "a_total{X=\"1\"} 1", "a_total{x=\"1\" 1", "# TYPE a_total counter\na_total 1"})
    EXPECT_ANY_THROW(parse_metrics(counter(sample))) << sample;
  EXPECT_ANY_THROW(parse_metrics("a_total 1\n"));
  EXPECT_ANY_THROW(parse_metrics("# HELP a A.\n# TYPE a counter\na 1\n")) << "a counter without _total";
  EXPECT_ANY_THROW(parse_metrics("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n"));
  EXPECT_ANY_THROW(parse_metrics("# HELP a_ms A.\n# TYPE a_ms gauge\na_ms 1\n")) << "not a base unit";
  EXPECT_ANY_THROW(parse_metrics("# HELP a A.\n# TYPE a gauge\na 1")) << "no line end";
}

TEST(PrometheusText, AsksForWholeHistograms) {
  const std::string whole =
      "h_seconds_bucket{le=\"0.5\"} 1\nh_seconds_bucket{le=\"+Inf\"} 2\nh_seconds_sum 3\nh_seconds_count 2\n";
  EXPECT_EQ(parse_metrics(histogram(whole)).at("h_seconds").samples.size(), 4U);
  for (const char* broken : {"h_seconds_bucket{le=\"0.5\"} 1\nh_seconds_sum 3\nh_seconds_count 1\n",
                             "h_seconds_bucket{le=\"0.5\"} 3\nh_seconds_bucket{le=\"+Inf\"} 2\nh_seconds_sum "
                             "3\nh_seconds_count 2\n",
                             "h_seconds_bucket{le=\"+Inf\"} 2\nh_seconds_sum 3\nh_seconds_count 3\n",
                             "h_seconds_bucket{le=\"+Inf\"} 2\nh_seconds_count 2\n",
                             "h_seconds_bucket 2\nh_seconds_sum 3\nh_seconds_count 2\n"})
    EXPECT_ANY_THROW(parse_metrics(histogram(broken))) << broken;
}

}  // namespace
}  // namespace herald::test
