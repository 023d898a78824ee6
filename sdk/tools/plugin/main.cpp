// herald-plugin: begins, checks, shows and signs plugins.
#include <algorithm>
#include <array>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/tools/plugin/command_line.hpp"

namespace {

using Command = int (*)(const std::vector<std::string>& words);

struct Named {
  std::string_view name;
  Command run;
  std::string_view usage;
};

constexpr std::array kCommands{
    Named{"check", &herald::kit::check_command,
          "herald-plugin check FILE.so [--golden FOLDER] [--config EXAMPLE.json] [--json] [--junit FILE]\n"
          "                     [--report FILE] [--only REGEX] [--skip REGEX] [--timeout SECONDS] "
          "[--in-process]\n"
          "                     [--record] [--fail-fast] [--list]\n"
          "                     [--allow-needed LIBRARY[,LIBRARY]] [--allow-prefix PATH[,PATH]]\n"},
    Named{"new", &herald::kit::new_command,
          "herald-plugin new [--lang cpp|c] [--kind provider|feature] ID [FOLDER]\n"},
    Named{"inspect", &herald::kit::inspect_command, "herald-plugin inspect FILE.so\n"},
    Named{"sign", &herald::kit::sign_command,
          "herald-plugin sign FILE.so --key PRIVATE.pem --signer NAME\n"
          "       herald-plugin sign --new-key --key PRIVATE.pem\n"}};
constexpr std::string_view kStatuses =
    "exit status: 0 good, 1 findings, 2 the command cannot be carried out\n";

std::string usage() {
  std::string out = "usage: ";
  for (const Named& one : kCommands) out += (out.ends_with('\n') ? "       " : "") + std::string{one.usage};
  return out + std::string{kStatuses};
}

int run(const std::vector<std::string>& words) {
  using herald::kit::UsageError;
  if (words.empty()) throw UsageError{"expected a command"};
  if (words.front() == "--help") {
    std::cout << usage();
    return 0;
  }
  const auto* const found = std::ranges::find(kCommands, words.front(), &Named::name);
  if (found == kCommands.end()) throw UsageError{"unknown command " + words.front()};
  const std::vector<std::string> rest{words.begin() + 1, words.end()};
  if (std::ranges::find(rest, "--help") == rest.end()) return found->run(rest);
  std::cout << "usage: " << found->usage << kStatuses;
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const std::exception& problem) {
    std::cerr << "herald-plugin: " << problem.what() << "\n" << usage();
    return 2;
  }
}
