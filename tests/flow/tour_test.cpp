// The tour of the root README, command by command, against a daemon set up as the quick start does it.
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

constexpr const char* kHeading = "## Five minutes with curl";

/// A fenced block of commands and the paragraph before it.
struct Block {
  std::string paragraph;
  std::string commands;
  /// The text says that the server refuses.
  [[nodiscard]] bool is_mistake() const { return paragraph.find("**A mistake**") != std::string::npos; }
};

std::vector<Block> read_tour() {
  std::istringstream text{read_file(std::filesystem::path{HERALD_SOURCE_DIR} / "README.md")};
  std::vector<Block> blocks;
  std::string paragraph;
  bool inside = false;
  bool fenced = false;
  for (std::string line; std::getline(text, line);) {
    if (!fenced && line.starts_with("## ")) inside = line == kHeading;
    if (!inside) continue;
    if (line == "```sh") {
      fenced = true;
      blocks.push_back({paragraph, {}});
    } else if (line == "```") {
      fenced = false;
      paragraph.clear();
    } else if (fenced) {
      blocks.back().commands += line + "\n";
    } else {
      paragraph += line + "\n";
    }
  }
  return blocks;
}

/// What each block printed, run in one shell in `directory`; empty from the first failing command on.
std::vector<std::string> run(const std::vector<Block>& blocks, const std::filesystem::path& directory) {
  const std::string mark = "=== block ends ===\n";
  std::string script = "set -euo pipefail\ncd " + directory.string() + "\n";
  for (const Block& block : blocks)
    script += block.commands + "\nprintf '" + mark.substr(0, mark.size() - 1) + "\\n'\n";
  write_file(directory / "tour.sh", script);
  const Ended ended = run_to_end({"/bin/bash", (directory / "tour.sh").string()}, std::chrono::seconds{60});
  EXPECT_EQ(ended.status, 0) << ended.output;
  std::vector<std::string> outputs;
  std::size_t from = 0;
  for (auto at = ended.output.find(mark); at != std::string::npos; at = ended.output.find(mark, from)) {
    outputs.push_back(ended.output.substr(from, at - from));
    from = at + mark.size();
  }
  outputs.resize(blocks.size());
  return outputs;
}

bool refused(const std::string& output) {
  return std::regex_search(output, std::regex{R"(HTTP/1\.1 [45]\d\d)"}) ||
         output.find("urn:herald:problem:") != std::string::npos;
}

TEST(Tour, EveryCommandOfTheReadmeWorks) {
  const FarSide sandbox;
  const Daemon daemon{Dialect::Sqlite};
  Tenant tenant{daemon.port(), daemon.make_key("quickstart")};
  tenant.make_channel(sandbox.channel("sandbox"));
  const TemporaryDirectory clone;
  const auto quickstart = clone.path() / "build" / "quickstart";
  std::filesystem::create_directories(quickstart);
  write_file(quickstart / "quickstart.env", "HERALD_URL=" + daemon.url() +
                                                "\nHERALD_TENANT=t\nHERALD_API_KEY=" + tenant.key() +
                                                "\nHERALD_PID=1\n");
  write_file(quickstart / "sandbox.port", std::to_string(sandbox.port()) + "\n");

  const std::vector<Block> blocks = read_tour();
  ASSERT_GE(blocks.size(), 6U) << "the tour is found under " << kHeading;
  const std::vector<std::string> outputs = run(blocks, clone.path());
  bool replayed = false;
  int mistakes = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(refused(outputs[i]), blocks[i].is_mistake()) << blocks[i].commands << outputs[i];
    replayed = replayed || outputs[i].find("Idempotency-Replayed: true") != std::string::npos;
    mistakes += blocks[i].is_mistake() ? 1 : 0;
  }
  EXPECT_TRUE(replayed) << "the second sending is a replay";
  EXPECT_EQ(mistakes, 1);
  EXPECT_EQ(sandbox.log().size(), 1U) << "one message was sent, whatever was refused or repeated";
}

}  // namespace
}  // namespace herald::test
