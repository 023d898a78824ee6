// Every command block of sdk/README.md, as it stands, in one shell in an empty directory.
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "tests/sdk/installed.hpp"
#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

std::vector<std::string> command_blocks() {
  std::istringstream text{read_file(installed_sdk() / "share/doc/herald-dev/README.md")};
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

TEST(SdkReadme, TakesAnAuthorOfEitherLanguageToADeliveredMessage) {
  const std::vector<std::string> blocks = command_blocks();
  ASSERT_GE(blocks.size(), 6U);
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
  for (const char* says :
       {"hello from C++: delivered", "hello from the next version: delivered", "hello from C: delivered"})
    EXPECT_NE(ended.output.find(says), std::string::npos) << says;
}

}  // namespace
}  // namespace herald::test
