// The transcripts of --golden, byte for byte, and what they say beyond their bytes.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/dialogue.hpp"
#include "sdk/tools/plugin/golden.hpp"
#include "sdk/tools/plugin/subject.hpp"
#include "sdk/tools/plugin/verdict_rules.hpp"

namespace herald::kit {
namespace {

void check_golden(const Target& target, Findings& findings) {
  if (target.sources.golden.empty()) return;
  const bool streams = tier_of(target.file) == Tier::Stream;
  if (streams && sample_webhooks(target.sources).empty()) return;  // golden.dialogues sees to the rest
  if (!streams)
    for (const auto& file : dialogue_files(target.sources))
      findings.add("no dialogues of a provider without a stream", file.filename().string());
  const testing::GoldenReport report = testing::run_golden(target.file, target.sources.golden);
  for (const std::string& complaint : report.complaints)
    findings.add(
        "the transcripts of " + target.sources.golden.filename().string() + " (--record writes them anew)",
        complaint);
}

void check_webhooks(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const WebhookSample& one : sample_webhooks(target.sources))
    judge_verdict(subject, one.step, subject.plan(one.step), one.name);
}

constexpr Check kGoldenChecks[]{
    {"golden.transcripts", "Requests and verdicts are byte for byte the recorded ones", &check_golden},
    {"golden.webhooks", "Events of the recorded webhooks follow the rules", &check_webhooks}};

}  // namespace

std::span<const Check> golden_checks() { return kGoldenChecks; }

}  // namespace herald::kit
