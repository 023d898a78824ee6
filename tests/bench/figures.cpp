#include "tests/bench/figures.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "tests/bench/floor.hpp"

namespace herald::bench {

using nlohmann::json;

void Figures::add(const std::string& name, double value) {
  std::fprintf(stderr, "%-50s %12.3f\n", name.c_str(), value);
  values_[name].push_back(value);
}

double Figures::median(const std::string& name) const { return bench::median(values_.at(name)); }

json Figures::medians() const {
  json out = json::object();
  for (const auto& [name, values] : values_) out[name] = median(name);
  return out;
}

json Figures::rounds() const { return values_; }

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

Spread spread_of(std::vector<double> values, const std::string& what) {
  if (values.empty()) throw std::runtime_error{what + ": expected times, found none"};
  std::ranges::sort(values);
  return {values[values.size() / 2], values[values.size() * 99 / 100]};
}

json report_head(const std::string& command, const std::filesystem::path& directory) {
  utsname machine{};
  ::uname(&machine);
  const char* commit = std::getenv("HERALD_TEST_COMMIT");
  return {{"commit", commit != nullptr ? commit : ""},
          {"command", command},
          {"machine", {{"kernel", machine.release}, {"cpus", std::thread::hardware_concurrency()}}},
          {"fsync_ms", fsync_ms(directory)}};
}

void publish(const json& report, const std::string& file) {
  const std::string text = report.dump(2);
  std::printf("%s\n", text.c_str());
  if (!file.empty()) std::ofstream{file} << text << "\n";
}

}  // namespace herald::bench
