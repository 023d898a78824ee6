// Every command block of sdk/README.md and sdk/FEATURES.md, as it stands, in one shell in an empty directory.
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "tests/sdk/installed.hpp"
#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

std::vector<std::string> command_blocks(const std::string& page) {
  std::istringstream text{read_file(installed_sdk() / "share/doc/herald-dev" / page)};
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (inside && line == "```") inside = false;
    if (inside) blocks.back() += line + "\n";
    if (line != "```sh") continue;
    inside = true;
    blocks.emplace_back();
  }
  return blocks;
}

/// Runs the blocks of a page; each must come to its end. What they said.
std::string run_blocks(const std::string& page, std::size_t least) {
  const std::vector<std::string> blocks = command_blocks(page);
  EXPECT_GE(blocks.size(), least);
  const TemporaryDirectory place;
  // What the blocks leave running ends with the shell, whatever happens; the reader's ports may be taken.
  std::string script =
      "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\nPORT=" + std::to_string(free_port()) +
      " FAR_PORT=" + std::to_string(free_port()) + "\n";
  for (std::size_t i = 0; i < blocks.size(); ++i)
    script += blocks[i] + "echo \"block " + std::to_string(i) + " ends\"\n";
  const Ended ended = shell(script, place.path(), std::chrono::minutes{14});
  EXPECT_EQ(ended.status, 0) << ended.output << read_file(place.path() / "data" / "herald.log");
  for (std::size_t i = 0; i < blocks.size(); ++i)
    EXPECT_NE(ended.output.find("block " + std::to_string(i) + " ends"), std::string::npos) << blocks[i];
  return ended.output;
}

TEST(SdkReadme, TakesAnAuthorOfEitherLanguageToADeliveredMessage) {
  const std::string said = run_blocks("README.md", 6);
  for (const char* says :
       {"hello from C++: delivered", "hello from the next version: delivered", "hello from C: delivered"})
    EXPECT_NE(said.find(says), std::string::npos) << says;
}

TEST(FeaturesPage, TakesAnAuthorToAServedRoute) {
  const std::string said = run_blocks("FEATURES.md", 3);
  for (const char* says : {"100% tests passed, 0 tests failed out of 2", R"("text":"Ask again")"})
    EXPECT_NE(said.find(says), std::string::npos) << says;
}

}  // namespace
}  // namespace herald::test
