#pragma once
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "sdk/tools/plugin/findings.hpp"

namespace herald::kit {

/// What is wrong with one place of a descriptor or an answer. [value]
struct Flaw {
  std::string pointer{};
  std::string expected{};
  std::string found{};
};
using Flaws = std::vector<Flaw>;

/// Says the flaws whose pointers begin with `below`.
void say(const Flaws& flaws, const std::string& below, Findings& findings);

/// Reads the members of an object as the host's reader does, keeps going after a flaw and refuses members
/// that nobody asked for. Null reads as absent. [one thread]
class Members final {
 public:
  enum class Need : std::uint8_t { Optional, Required };

  Members(const nlohmann::json& object, std::string pointer, Flaws& flaws);
  ~Members();
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  void complain(const std::string& name, std::string expected, std::string found = {});
  /// Null when absent.
  nlohmann::json value(const std::string& name, Need need);
  /// Empty when absent or flawed; bounds in characters.
  std::string text(const std::string& name, Need need, std::size_t least = 0, std::size_t most = SIZE_MAX);
  std::string one_of(const std::string& name, Need need, const std::vector<std::string>& choices);
  /// `otherwise` when absent or flawed.
  std::int64_t integer(const std::string& name, Need need, std::int64_t least, std::int64_t most,
                       std::int64_t otherwise = 0);
  bool boolean(const std::string& name, Need need);
  using Reader = std::function<void(Members& one)>;
  /// Each element of an array of objects.
  void each(const std::string& name, Need need, std::size_t most, const Reader& read);

 private:
  const nlohmann::json& object_;
  std::string pointer_;
  Flaws& flaws_;
  std::set<std::string> known_{};
};

}  // namespace herald::kit
