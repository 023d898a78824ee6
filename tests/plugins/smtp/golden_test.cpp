// Whole dialogues, byte for byte: golden/*.dialogue. HERALD_GOLDEN_WRITE=1 writes them anew, to be read
// before they are committed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/plugins/smtp/talk.hpp"

namespace herald::smtp::testing {
namespace {

using nlohmann::json;

const std::filesystem::path kFolder = std::filesystem::path{HERALD_SOURCE_DIR} / "tests/plugins/smtp/golden";

/// Line ends within one action, visibly.
std::string shown(const std::string& action) {
  std::string out;
  for (const char c : action) {
    if (c == '\r')
      out += "\\r";
    else if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

/// The dialogue again, made from its first two lines (account, input) and the server's part:
/// `S <line>`, `+connected`, `+tls_started`, `+closed`, `+timer`.
std::string replayed(const std::string& file) {
  std::istringstream lines{file};
  std::string account_line, input_line, line;
  std::getline(lines, account_line);
  std::getline(lines, input_line);
  std::string out = account_line + '\n' + input_line + '\n';
  Talk talk{json::parse(account_line), json::parse(input_line)};
  std::size_t told = 0;
  const auto tell = [&] {
    for (; told < talk.actions().size(); ++told) out += "  " + shown(talk.actions()[told]) + '\n';
  };
  tell();
  while (std::getline(lines, line)) {
    if (line.starts_with("  ")) continue;
    out += line + '\n';
    if (line == "+connected") talk.connected();
    if (line == "+tls_started") talk.tls_started();
    if (line == "+closed") talk.closed();
    if (line == "+timer") talk.timer();
    if (line.starts_with("S ")) talk.say(line.substr(2) + "\r\n");
    tell();
  }
  return out;
}

TEST(Golden, DialoguesAreRepeatedByteForByte) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{kFolder}) {
    if (entry.path().extension() != ".dialogue") continue;
    ++count;
    std::ostringstream text;
    text << std::ifstream{entry.path()}.rdbuf();
    const std::string made = replayed(text.str());
    if (std::getenv("HERALD_GOLDEN_WRITE") != nullptr) std::ofstream{entry.path()} << made;
    EXPECT_EQ(made, text.str()) << entry.path().filename();
  }
  EXPECT_GE(count, 5);
}

}  // namespace
}  // namespace herald::smtp::testing
