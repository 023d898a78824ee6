#include <malloc.h>

#include <charconv>
#include <iostream>
#include <string>
#include <string_view>

#include "tests/sim/world.hpp"

// herald-sim: runs stories from seeds; see README.md.

namespace {

using herald::sim::Ending;
using herald::sim::Story;

struct Wanted {
  std::uint64_t first{1};
  std::uint64_t last{1};
  std::int64_t most_steps{INT64_MAX};
  Story story{};
  bool good{true};
};

std::uint64_t number(std::string_view text, bool& good) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  good = good && error == std::errc{} && end == text.data() + text.size();
  return value;
}

Wanted read_arguments(int count, char** arguments) {
  Wanted wanted;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--trace") {
      wanted.story.speaks = true;
      continue;
    }
    const std::string_view value = i + 1 < count ? arguments[++i] : "";
    const auto dots = value.find("..");
    if (name == "--seed") {
      wanted.first = wanted.last = number(value, wanted.good);
    } else if (name == "--seeds" && dots != std::string_view::npos) {
      wanted.first = number(value.substr(0, dots), wanted.good);
      wanted.last = number(value.substr(dots + 2), wanted.good);
    } else if (name == "--steps") {
      wanted.story.steps = static_cast<int>(number(value, wanted.good));
    } else if (name == "--most-steps") {
      wanted.most_steps = static_cast<std::int64_t>(number(value, wanted.good));
    } else {
      wanted.good = false;
    }
  }
  return wanted;
}

}  // namespace

int main(int count, char** arguments) {
  Wanted wanted = read_arguments(count, arguments);
  if (!wanted.good) {
    std::cerr << "herald-sim [--seed N | --seeds A..B] [--steps N] [--most-steps N] [--trace]\n";
    return 2;
  }
  ::mallopt(M_MMAP_THRESHOLD, 1 << 30);  // files in memory grow again and again
  ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
  std::int64_t steps = 0, messages = 0, acts = 0, twice = 0, crashes = 0, faults = 0;
  std::uint64_t hash = 0;
  for (std::uint64_t seed = wanted.first; seed <= wanted.last && steps < wanted.most_steps; ++seed) {
    wanted.story.seed = seed;
    herald::sim::World world{wanted.story};
    const Ending ending = world.run();
    steps += ending.steps;
    messages += ending.messages;
    acts += ending.acts;
    twice += ending.twice;
    crashes += ending.crashes;
    faults += ending.faults;
    hash = hash * 31 + ending.hash;
    if (ending.complaint.empty()) continue;
    std::cout << ending.last << "seed " << seed << ", step " << ending.steps << " (" << steps
              << " in all): " << ending.complaint << "\n";
    return 1;
  }
  std::cout << "{\"seeds\":" << wanted.last - wanted.first + 1 << ",\"steps\":" << steps
            << ",\"accepted\":" << messages << ",\"taken\":" << acts << ",\"taken_twice\":" << twice
            << ",\"crashes\":" << crashes << ",\"disk_errors\":" << faults << ",\"hash\":\"" << std::hex
            << hash << "\"}\n";
}
