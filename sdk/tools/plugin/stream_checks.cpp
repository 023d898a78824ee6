// Exchanges of a stream provider that go as they should: sound, pure, the same however bytes arrive.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/exchanges.hpp"
#include "sdk/tools/plugin/process_state.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

void check_start(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Talk talk{subject, subject.sample(), "start of the example message"};
  findings.expect(!talk.progress().mode.empty(),
                  "a connection for the example message (examples come from --config and --golden)",
                  shown(talk.last().ok() ? talk.last().json : talk.last().reason));
}

/// Every exchange of the golden folder to its end.
void check_whole(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  bool delivers = false;
  for (const Dialogue& dialogue : exchanges(subject, target)) {
    const Talk talk = whole(subject, dialogue);
    const Progress& end = talk.progress();
    delivers = delivers || (end.committed && end.verdict == "accepted");
    if (dialogue.name == kMadeUp) return;
    findings.expect(end.over || end.told_end || !end.verdict.empty(),
                    "a verdict or a close at the end of " + dialogue.name, "neither");
  }
  findings.expect(delivers, "a *.dialogue in the golden folder that ends in accepted", "none");
}

/// Others' calls between every two events, in one instance.
void check_stream_same(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target)) {
    const std::vector<std::string> usual = whole(subject, dialogue).deeds();
    json input = json::parse(dialogue.step.input);
    if (input.contains("message")) {
      input["message"]["text"] = "Another text of another tenant";
      input["message"]["attempt_ref"] = "0192f0c4-0000-7000-8000-0000000other";
    }
    Dialogue other = dialogue;
    other.step.input = input.dump();
    Talk own = begun(subject, dialogue), foreign = begun(subject, other);
    for (const Turn& turn : dialogue.turns) {
      foreign.tell(turn);
      own.tell(turn);
    }
    findings.expect(own.deeds() == usual, "the same actions for the same exchange",
                    "others beside another exchange (" + dialogue.name + ")");
    findings.expect(foreign.deeds() == whole(subject, other).deeds(),
                    "the same actions for the same exchange",
                    "others beside another exchange (" + dialogue.name + ", other message)");
  }
}

using Sizes = std::function<std::size_t()>;

/// The exchange with what the far side says cut into pieces.
Talk in_pieces(Subject& subject, const Dialogue& dialogue, const Sizes& size) {
  Talk talk = begun(subject, dialogue);
  for (const Turn& turn : dialogue.turns) {
    if (turn.kind != HERALD_STREAM_BYTES) talk.tell(turn);
    for (std::size_t at = 0; turn.kind == HERALD_STREAM_BYTES && at < turn.bytes.size();) {
      const std::size_t length = std::min(std::max<std::size_t>(size(), 1), turn.bytes.size() - at);
      talk.tell({.kind = turn.kind, .bytes = turn.bytes.substr(at, length)});
      at += length;
    }
  }
  return talk;
}

void check_splits(const Target& target, Findings& findings) {
  constexpr unsigned kSeeds = 20;
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target)) {
    const Talk usual = whole(subject, joined(subject, dialogue));
    const auto compare = [&](const Dialogue& one, const Sizes& size, const std::string& how) {
      const Talk talk = in_pieces(subject, one, size);
      findings.expect(talk.merged() == usual.merged() && talk.progress().verdict == usual.progress().verdict,
                      "the same actions however the far side's bytes are split",
                      "others " + how + " (" + dialogue.name + ")");
    };
    compare(dialogue, [] { return std::size_t{1}; }, "byte by byte");
    compare(dialogue, [] { return std::size_t{1} << 30U; }, "line by line");
    for (unsigned seed = 1; seed <= kSeeds; ++seed) {
      std::mt19937 random{seed};
      compare(
          joined(subject, dialogue), [&] { return std::size_t{random() % 23}; },
          "by seed " + std::to_string(seed));
    }
  }
}

void check_state(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target))
    at_each_point(subject, dialogue, [&](Point, const Talk& here, const Turn& next) {
      Talk usual = here, more = here;
      json state = json::parse(here.state());
      state["zz_unknown"] = 1;
      more.set_state(state.dump());
      usual.tell(next);
      more.tell(next);
      findings.expect(usual.deeds() == more.deeds(), "unknown keys of state to be ignored",
                      "other actions (" + dialogue.name + ")");
    });
}

/// Kinds of event that later hosts may have.
void check_unknown(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target))
    at_each_point(subject, dialogue, [&](Point, const Talk& here, const Turn& next) {
      Talk usual = here, disturbed = here;
      for (const std::int32_t kind : {HERALD_STREAM_COMMAND, 77}) disturbed.tell({.kind = kind});
      findings.expect(disturbed.deeds() == here.deeds(), "no action on an event that is not known",
                      "one (" + dialogue.name + ")");
      usual.tell(next);
      disturbed.tell(next);
      findings.expect(usual.deeds() == disturbed.deeds(), "the same actions after an event that is not known",
                      "others (" + dialogue.name + ")");
    });
}

void check_memory(const Target& target, Findings& findings) {
  constexpr std::size_t kTimes = 60, kOnce = 4096;  // what a process allocates late, once
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const std::vector<Dialogue> all = exchanges(subject, target);
  const auto round = [&] {
    for (const Dialogue& dialogue : all) whole(subject, dialogue);
  };
  for (int i = 0; i < 10; ++i) round();
  const ProcessState before = process_state();
  const std::size_t memory = allocated();
  for (std::size_t i = 0; i < kTimes; ++i) round();
  const std::size_t now = allocated();
  for (const std::string& change : changes(before, process_state()))
    findings.add("a process that is as it was before the exchanges", change);
  findings.expect(now < memory + kOnce + kTimes * 16, "exchanges that leave nothing behind",
                  std::to_string((now - memory) / kTimes) + " bytes more with each round");
}

constexpr Check kStreamChecks[]{
    {"stream.start", "A message leads to a connection", &check_start},
    {"stream.whole", "Whole exchanges follow the rules", &check_whole},
    {"stream.same", "The same exchange makes the same actions, whatever runs beside it", &check_stream_same},
    {"stream.splits", "However bytes are split, the actions are the same", &check_splits},
    {"stream.state", "States with more in them are taken, at each point", &check_state},
    {"stream.unknown", "Events that are not known change nothing, at each point", &check_unknown},
    {"stream.memory", "Many exchanges leave nothing behind", &check_memory}};

}  // namespace

std::span<const Check> stream_checks() { return kStreamChecks; }

}  // namespace herald::kit
