#pragma once
#include <set>
#include <string>
#include <vector>

namespace herald::kit {

/// One thing that is wrong. [value]
struct Finding {
  std::string expected{}, found{};
  bool operator==(const Finding&) const = default;
};

/// What a test found. Says each thing once and at most 20 of them. [one thread]
class Findings final {
 public:
  void add(std::string expected, std::string found);
  /// Adds when `good` is false.
  void expect(bool good, const std::string& expected, const std::string& found) {
    if (!good) add(expected, found);
  }
  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }

 private:
  std::vector<Finding> all_{};
};

/// A text cut to a length that reads well, in printable ASCII.
std::string shown(const std::string& text);

}  // namespace herald::kit
