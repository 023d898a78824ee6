#include "tests/support/prometheus_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace herald::test {
namespace {

bool snake_case(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' && std::ranges::all_of(name, fits);
}

/// Reads one line from left to right.
class Line {
 public:
  Line(std::string_view text, std::size_t number) : rest_{text}, number_{number} {}

  [[noreturn]] void fail(const std::string& what) const {
    throw BadMetrics{"line " + std::to_string(number_) + ": " + what};
  }
  [[nodiscard]] bool at(std::string_view text) const { return rest_.starts_with(text); }
  [[nodiscard]] bool done() const { return rest_.empty(); }
  bool skip(std::string_view text) {
    if (!at(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  void expect(std::string_view text) {
    if (!skip(text)) fail("expected '" + std::string{text} + "', found '" + std::string{rest_} + "'");
  }
  std::string take_until(std::string_view marks) {
    const auto end = std::min(rest_.find_first_of(marks), rest_.size());
    std::string out{rest_.substr(0, end)};
    rest_.remove_prefix(end);
    return out;
  }
  std::string name(std::string_view marks) {
    std::string out = take_until(marks);
    if (!snake_case(out)) fail("'" + out + "' is not a name in snake case");
    return out;
  }
  /// A label's value between quotes, with the three escapes of the format.
  std::string quoted() {
    expect("\"");
    std::string out;
    for (;;) {
      out += take_until("\"\\");
      if (skip("\"")) return out;
      if (skip("\\\\")) {
        out += '\\';
      } else if (skip("\\\"")) {
        out += '"';
      } else if (skip("\\n")) {
        out += '\n';
      } else {
        fail("an unknown escape or no closing quote");
      }
    }
  }
  double number() {
    const std::string text = take_until("");
    if (text == "+Inf") return std::numeric_limits<double>::infinity();
    std::size_t used = 0;
    const double value = std::stod(text, &used);
    if (used != text.size() || !std::isfinite(value)) fail("'" + text + "' is not a finite number");
    return value;
  }

 private:
  std::string_view rest_;
  std::size_t number_;
};

MetricSample read_sample(Line& line) {
  MetricSample sample{.name = line.name("{ ")};
  if (line.skip("{")) {
    do {
      const std::string label = line.name("=");
      line.expect("=");
      if (!sample.labels.emplace(label, line.quoted()).second) line.fail("label '" + label + "' twice");
    } while (line.skip(","));
    line.expect("}");
  }
  line.expect(" ");
  sample.value = line.number();
  return sample;
}

bool belongs(const MetricSample& sample, const std::string& family, const std::string& type) {
  if (type != "histogram") return sample.name == family;
  return sample.name == family + "_bucket" || sample.name == family + "_sum" ||
         sample.name == family + "_count";
}

class Reader {
 public:
  void take(Line line) {
    if (line.skip("# HELP ")) {
      begin(line);
    } else if (line.skip("# TYPE ")) {
      set_type(line);
    } else {
      add(line);
    }
  }
  std::map<std::string, MetricFamily> families;

 private:
  void begin(Line& line) {
    current_ = line.name(" ");
    line.expect(" ");
    MetricFamily family{.help = line.take_until("")};
    if (family.help.empty()) line.fail("an empty HELP");
    if (!families.emplace(current_, std::move(family)).second) line.fail("'" + current_ + "' comes twice");
  }
  void set_type(Line& line) {
    line.expect(current_ + " ");
    std::string& type = families.at(current_).type;
    if (!type.empty()) line.fail("TYPE twice");
    type = line.take_until("");
    if (type != "counter" && type != "gauge" && type != "histogram") line.fail("an unknown type " + type);
  }
  void add(Line& line) {
    MetricSample sample = read_sample(line);
    if (current_.empty()) line.fail("a sample without HELP and TYPE");
    MetricFamily& family = families.at(current_);
    if (!belongs(sample, current_, family.type)) line.fail(sample.name + " stands among " + current_);
    if (!seen_.emplace(sample.name, sample.labels).second) line.fail("the series comes twice");
    family.samples.push_back(std::move(sample));
  }
  std::string current_;
  std::set<std::pair<std::string, std::map<std::string, std::string>>> seen_;
};

void require(bool good, const std::string& name, const std::string& what) {
  if (!good) throw BadMetrics{name + ": " + what};
}

/// One histogram of a family: the samples with the same labels besides `le`.
struct Buckets {
  double bound{-std::numeric_limits<double>::infinity()};
  double count{0};
  double total{-1};
  bool sum{false};
};

void check_histogram(const std::string& name, const MetricFamily& family) {
  std::map<std::map<std::string, std::string>, Buckets> all;
  for (const MetricSample& sample : family.samples) {
    auto labels = sample.labels;
    const auto le = labels.extract("le");
    Buckets& buckets = all[labels];
    if (sample.name.ends_with("_sum")) buckets.sum = true;
    if (sample.name.ends_with("_count")) buckets.total = sample.value;
    if (!sample.name.ends_with("_bucket")) continue;
    require(!le.empty(), name, "a bucket without le");
    Line bound_text{le.mapped(), 0};
    const double bound = bound_text.number();
    require(bound > buckets.bound && sample.value >= buckets.count, name, "buckets must ascend and cumulate");
    buckets.bound = bound;
    buckets.count = sample.value;
  }
  for (const auto& [labels, buckets] : all)
    require(std::isinf(buckets.bound) && buckets.sum && buckets.count == buckets.total, name,
            "expected a bucket +Inf that equals _count, and a _sum");
}

void check_family(const std::string& name, const MetricFamily& family) {
  require(!family.type.empty(), name, "no TYPE");
  require(!family.samples.empty(), name, "no samples");
  require(name.ends_with("_total") == (family.type == "counter"), name,
          "counters, and they alone, end in _total");
  constexpr std::array kScaledUnits{"_ms", "_milliseconds", "_us", "_minutes", "_kb", "_mb", "_percent"};
  for (const char* unit : kScaledUnits) require(!name.ends_with(unit), name, "expected a base unit");
  if (family.type == "histogram") return check_histogram(name, family);
  if (family.type != "counter") return;
  for (const MetricSample& sample : family.samples) require(sample.value >= 0, name, "a negative counter");
}

}  // namespace

std::map<std::string, MetricFamily> parse_metrics(std::string_view text) {
  if (!text.ends_with('\n')) throw BadMetrics{"the text does not end with a line end"};
  Reader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    if (end > 0) reader.take(Line{text.substr(0, end), number});
    text.remove_prefix(end + 1);
  }
  for (const auto& [name, family] : reader.families) check_family(name, family);
  return reader.families;
}

}  // namespace herald::test
