#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace herald::telemetry {

using Labels = std::map<std::string, std::string>;

/// A number that only grows. Borrowed from Metrics, cheap to copy, lock-free to use. [any thread]
class Counter final {
 public:
  explicit Counter(prometheus::Counter& target) : target_{&target} {}
  /// `amount` must not be negative; a negative one is ignored.
  void add(double amount = 1) const;
  [[nodiscard]] double value() const;

 private:
  prometheus::Counter* target_;
};

/// A number that goes up and down. Borrowed from Metrics. [any thread]
class Gauge final {
 public:
  explicit Gauge(prometheus::Gauge& target) : target_{&target} {}
  void set(double value) const;
  void add(double amount) const;
  [[nodiscard]] double value() const;

 private:
  prometheus::Gauge* target_;
};

/// A distribution in fixed buckets. Borrowed from Metrics. [any thread]
class Histogram final {
 public:
  explicit Histogram(prometheus::Histogram& target) : target_{&target} {}
  void observe(double value) const;

 private:
  prometheus::Histogram* target_;
};

/// The metrics of one process. Look a handle up once and keep it: looking up takes a lock. [any thread]
/// Handles live as long as this object. The same name and labels give the same metric again. A name already
/// taken by another kind, or one that Prometheus does not allow, is a defect and throws
/// std::invalid_argument.
class Metrics final {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  /// `bounds` are the upper bounds of the buckets, ascending; empty means 1 ms to 30 s, in seconds.
  Histogram histogram(const std::string& name, const std::string& help, const Labels& labels = {},
                      const std::vector<double>& bounds = {});

  /// `sample` sets gauges whenever somebody looks; called from any thread, must not block.
  void before_expose(std::function<void()> sample);
  /// Everything in the Prometheus text format, version 0.0.4.
  [[nodiscard]] std::string expose() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::telemetry
