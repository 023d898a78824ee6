#include "host/telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <initializer_list>
#include <mutex>
#include <utility>

namespace herald::telemetry {
namespace {

constexpr std::initializer_list<double> kSeconds{.001, .0025, .005, .01, .025, .05, .1,
                                                 .25,  .5,    1,    2.5, 5,    10,  30};

}  // namespace

struct Metrics::State {
  prometheus::Registry registry{};
  std::mutex mutex{};
  std::vector<std::function<void()>> samples{};
};

void Counter::add(double amount) const { target_->Increment(amount); }
double Counter::value() const { return target_->Value(); }
void Gauge::set(double value) const { target_->Set(value); }
void Gauge::add(double amount) const { target_->Increment(amount); }
double Gauge::value() const { return target_->Value(); }
void Histogram::observe(double value) const { target_->Observe(value); }

Metrics::Metrics() : state_{std::make_unique<State>()} {}
Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return Counter{prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry).Add(labels)};
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return Gauge{prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry).Add(labels)};
}

Histogram Metrics::histogram(const std::string& name, const std::string& help, const Labels& labels,
                             const std::vector<double>& bounds) {
  auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry);
  return Histogram{family.Add(labels, bounds.empty() ? prometheus::Histogram::BucketBoundaries{kSeconds}
                                                     : prometheus::Histogram::BucketBoundaries{bounds})};
}

void Metrics::before_expose(std::function<void()> sample) {
  const std::scoped_lock lock{state_->mutex};
  state_->samples.push_back(std::move(sample));
}

std::string Metrics::expose() const {
  std::vector<std::function<void()>> samples;
  {
    const std::scoped_lock lock{state_->mutex};
    samples = state_->samples;
  }
  for (const auto& sample : samples) sample();
  return prometheus::TextSerializer{}.Serialize(state_->registry.Collect());
}

}  // namespace herald::telemetry
