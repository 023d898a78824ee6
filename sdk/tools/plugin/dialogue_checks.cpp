// The dialogues of --golden, byte for byte.
#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/command_line.hpp"
#include "sdk/tools/plugin/exchanges.hpp"

namespace herald::kit {
namespace {

/// The file again, made from what was written by hand.
std::string replayed(Subject& subject, const std::string& name, const std::string& text) {
  const Dialogue dialogue = read_dialogue(name, text);
  Talk talk{subject, dialogue.step, name};
  std::string out;
  std::size_t told = 0;
  const auto show = [&] {
    for (; told < talk.deeds().size(); ++told) out += "  " + visible(talk.deeds()[told]) + '\n';
  };
  std::istringstream lines{text};
  std::string line;
  auto turn = dialogue.turns.begin();
  for (int number = 0; std::getline(lines, line); ++number) {
    if (line.empty() || line.starts_with("  ")) continue;
    const bool heads = number < 2 || (line.starts_with("op ") && turn == dialogue.turns.begin());
    if (!heads) show();  // of the start, and of the turn before
    out += line + '\n';
    if (!heads) talk.tell(*turn++);
  }
  show();
  return out;
}

void compare(Subject& subject, const std::filesystem::path& file) {
  const std::string text = read_bytes(file), name = file.filename().string();
  try {
    const std::string made = replayed(subject, file.stem().string(), text);
    if (std::getenv("HERALD_TEST_RECORD") != nullptr) return write_bytes(file.string(), made);
    if (made == text) return;
    const auto [mine, theirs] = std::ranges::mismatch(made, text);
    const auto line_at = static_cast<std::size_t>(std::count(made.begin(), mine, '\n')) + 1;
    subject.findings().add("the actions recorded in " + name + " (--record writes them anew)",
                           "others from line " + std::to_string(line_at));
  } catch (const std::exception& failure) {
    subject.findings().add("a dialogue in " + name, failure.what());
  }
}

/// The golden check compares webhooks.
bool belongs(const std::string& file, bool takes_requests) {
  if (file.ends_with(".dialogue")) return true;
  return takes_requests && (file.ends_with(".webhook.json") || file.ends_with(".webhook.http") ||
                            file.ends_with(".events.json"));
}

void check_dialogues(const Target& target, Findings& findings) {
  if (target.sources.golden.empty()) return;
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const auto& file : dialogue_files(target.sources)) compare(subject, file);
  for (const auto& entry : std::filesystem::directory_iterator{target.sources.golden})
    findings.expect(belongs(entry.path().filename().string(), subject.takes_requests()),
                    "only *.dialogue files of a stream provider, and webhooks of one that takes requests",
                    entry.path().filename().string());
}

constexpr Check kChecks[]{
    {"golden.dialogues", "Whole exchanges are byte for byte the recorded ones", &check_dialogues}};

}  // namespace

std::span<const Check> dialogue_checks() { return kChecks; }

}  // namespace herald::kit
