#include "tests/flow/heraldctl.hpp"

namespace herald::test {

Ended heraldctl(const Daemon& daemon, const std::vector<std::string>& words) {
  constexpr std::chrono::minutes kLimit{1};
  std::vector<std::string> command = daemon.command();
  command[0] = built("bin/heraldctl").string();
  command.insert(command.end(), words.begin(), words.end());
  return run_to_end(command, kLimit);
}

}  // namespace herald::test
