// herald-plugin: begins, checks, shows and signs plugins.
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/tools/plugin/command_line.hpp"

namespace {

constexpr std::string_view kUsage =
    "usage: herald-plugin check FILE.so [--golden FOLDER] [--config EXAMPLE.json] [--json] [--junit FILE]\n"
    "                     [--report FILE] [--only REGEX] [--skip REGEX] [--timeout SECONDS] [--in-process]\n"
    "                     [--record] [--fail-fast] [--list]\n"
    "       herald-plugin new [--lang cpp|c] [--kind provider] ID [FOLDER]\n"
    "       herald-plugin inspect FILE.so\n"
    "       herald-plugin sign FILE.so --key PRIVATE.pem --signer NAME\n"
    "       herald-plugin sign --new-key --key PRIVATE.pem\n"
    "exit status: 0 good, 1 findings, 2 the command cannot be carried out\n";

int run(const std::vector<std::string>& words) {
  using namespace herald::kit;
  if (words.empty()) throw UsageError{"expected a command"};
  const std::vector<std::string> rest{words.begin() + 1, words.end()};
  if (words.front() == "check") return check_command(rest);
  if (words.front() == "new") return new_command(rest);
  if (words.front() == "inspect") return inspect_command(rest);
  if (words.front() == "sign") return sign_command(rest);
  if (words.front() != "--help") throw UsageError{"unknown command " + words.front()};
  std::cout << kUsage;
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const std::exception& problem) {
    std::cerr << "herald-plugin: " << problem.what() << "\n" << kUsage;
    return 2;
  }
}
