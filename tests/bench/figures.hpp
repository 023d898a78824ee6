#pragma once
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace herald::bench {

/// Figures by name, one value a round. Each is also told on stderr as it comes. [one thread]
class Figures {
 public:
  void add(const std::string& name, double value);
  /// Throws std::out_of_range when there is no such figure.
  [[nodiscard]] double median(const std::string& name) const;
  [[nodiscard]] nlohmann::json medians() const;
  [[nodiscard]] nlohmann::json rounds() const;

 private:
  std::map<std::string, std::vector<double>> values_;
};

/// Throws std::out_of_range when there are none.
double median(std::vector<double> values);

/// The median and the value that 99 of 100 do not exceed; throws std::runtime_error naming `what` when there
/// are none.
struct Spread {
  double p50{0};
  double p99{0};
};
Spread spread_of(std::vector<double> values, const std::string& what);

/// Commit, command, machine and time of a sync in `directory`; benches add their settings and figures.
nlohmann::json report_head(const std::string& command, const std::filesystem::path& directory);

/// Prints a report, and writes it to `file` unless that is empty.
void publish(const nlohmann::json& report, const std::string& file);

}  // namespace herald::bench
