// herald-plugin check
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/command_line.hpp"
#include "sdk/tools/plugin/report.hpp"

namespace herald::kit {
namespace {

std::regex pattern(const std::string& text) {
  try {
    return std::regex{text};
  } catch (const std::regex_error&) {
    throw UsageError{"expected a regular expression, found " + text};
  }
}

std::chrono::seconds limit_of(const Words& words) {
  const std::string text = words.option("--timeout", "45");
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (seconds < 1) throw UsageError{"--timeout: expected seconds, found " + text};
  return std::chrono::seconds{seconds};
}

/// The parts of a,b,c.
std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < list.size(); at += out.back().size() + 1)
    out.push_back(list.substr(at, list.find(',', at) - at));
  return out;
}

Target target_of(const Words& words) {
  if (words.plain.size() != 1) throw UsageError{"check: expected one plugin file"};
  static_cast<void>(read_bytes(words.plain.front()));
  Target target{.file = std::filesystem::absolute(words.plain.front())};
  target.grants = {.needed = parts_of(words.option("--allow-needed")),
                   .prefixes = parts_of(words.option("--allow-prefix"))};
  const std::string golden = words.option("--golden"), config = words.option("--config");
  if (!golden.empty() && !std::filesystem::is_directory(golden))
    throw UsageError{"--golden: expected a folder, found " + golden};
  if (!golden.empty()) target.sources.golden = std::filesystem::absolute(golden);
  if (!config.empty()) target.sources.config = read_bytes(config);
  if (!config.empty() && !nlohmann::json::parse(target.sources.config, nullptr, false).is_object())
    throw UsageError{"--config: expected a JSON object (an account, or its config) in " + config};
  return target;
}

}  // namespace

int check_command(const std::vector<std::string>& given) {
  const Words words = read_words(given,
                                 {"--golden", "--config", "--junit", "--only", "--skip", "--report",
                                  "--timeout", "--allow-needed", "--allow-prefix"},
                                 {"--json", "--in-process", "--record", "--list", "--fail-fast"});
  const auto only = pattern(words.option("--only", ".*")), skip = pattern(words.option("--skip", "(?!)"));
  if (words.flags.contains("--list")) {
    for (const Check& check : all_checks(Tier::Any)) std::cout << check.id << "  " << check.title << "\n";
    return 0;
  }
  const Target target = target_of(words);
  if (words.flags.contains("--record")) ::setenv("HERALD_TEST_RECORD", "1", 1);
  const auto place = words.flags.contains("--in-process") ? Place::InProcess : Place::Child;
  std::vector<Result> results;
  for (const Check& check : all_checks(tier_of(target.file))) {
    if (!std::regex_search(check.id, only) || std::regex_search(check.id, skip)) continue;
    results.push_back(run_check(check, target, place, limit_of(words)));
    if (words.flags.contains("--fail-fast") && failed(results) > 0) break;
  }
  if (results.empty()) throw UsageError{"--only and --skip leave no check"};
  std::cout << (words.flags.contains("--json") ? as_json(target.file, results) : as_text(results));
  if (const auto file = words.option("--junit"); !file.empty()) write_bytes(file, as_junit(results));
  if (const auto file = words.option("--report"); !file.empty())
    write_bytes(file, inspection(target.file) + "\n" + as_text(results));
  return failed(results) == 0 ? 0 : 1;
}

}  // namespace herald::kit
