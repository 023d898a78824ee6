// Messages and accounts at the edges, sent over a stream.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/exchanges.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

Dialogue with_message(Dialogue dialogue, const char* key, const json& value) {
  json input = json::parse(dialogue.step.input);
  if (value.is_null())
    input["message"].erase(key);
  else
    input["message"][key] = value;
  dialogue.step.input = input.dump();
  return dialogue;
}

std::vector<Dialogue> sends(Subject& subject, const Target& target) {
  std::vector<Dialogue> all = exchanges(subject, target);
  std::erase_if(all, [](const Dialogue& one) { return one.step.op != "send"; });
  return all;
}

/// Line ends in what stands within a line: of the message, of the account.
void check_stream_injection(const Target& target, Findings& findings) {
  const std::string kEvil = "x\r\nX-Evil: 1";
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const auto judge = [&](const Dialogue& dialogue, const std::string& key) {
    const Talk talk = whole(subject, dialogue);
    findings.expect(talk.progress().written.find("\nX-Evil: 1") == std::string::npos,
                    "no line of its own for what " + key + " holds after a line end",
                    "one (" + dialogue.name + ")");
  };
  for (const Dialogue& dialogue : sends(subject, target)) {
    for (const char* key : {"to", "from", "subject", "id", "attempt_ref"})
      for (const std::string& evil : {kEvil, "a@example.net" + kEvil.substr(1), kEvil + "@example.net"})
        judge(with_message(dialogue, key, evil), key);
    for (const char* key : {"sender_id", "account_id", "api_secret", "auth_token"}) {
      json account = json::parse(dialogue.step.account);
      account[key] = kEvil;
      Dialogue changed = dialogue;
      changed.step.account = account.dump();
      judge(changed, key);
    }
  }
}

/// Texts that look like the protocol's own words.
void check_stream_text(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : sends(subject, target)) {
    const Progress usual = whole(subject, dialogue).progress();
    for (const std::string text :
         {".", "one\r\n.\r\nQUIT\r\n", "\n.\n", "..", "\r", "a\rb", "\xc3\xa9\xe2\x82\xac", " "}) {
      const Talk talk = whole(subject, with_message(dialogue, "text", text));
      findings.expect(
          talk.progress().verdict == usual.verdict && talk.progress().committed == usual.committed,
          "the same way to the end with any text",
          "another with " + shown(text) + " (" + dialogue.name + ")");
      if (usual.committed)
        findings.expect(talk.deeds().size() == whole(subject, dialogue).deeds().size(),
                        "the same steps with any text", "others with " + shown(text));
    }
  }
}

void try_length(Subject& subject, const char* key, std::size_t limit) {
  for (const std::size_t size : {limit - 1, limit, limit + 1}) {
    if (size == 0) continue;
    Step step = subject.sample();
    json input = json::parse(step.input);
    input["message"][std::string_view{key} == "subject_chars" ? "subject" : "text"] = std::string(size, 'a');
    step.input = input.dump();
    const Talk talk{subject, step, std::string{key} + " of " + std::to_string(size)};
    const bool goes = !talk.progress().mode.empty();
    subject.findings().expect(goes || (size > limit && talk.progress().verdict == "rejected"),
                              std::string{"a connection with "} + key + " of " + std::to_string(size),
                              "verdict " + talk.progress().verdict);
  }
}

void check_stream_limits(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const json limits = subject.facts().value("limits", json::object());
  const std::string channel = json::parse(subject.sample().input)["message"].value("channel", "");
  if (!limits.is_object() || !limits.contains(channel) || !limits[channel].is_object()) return;
  for (const char* key : {"text_chars", "text_bytes", "subject_chars"})
    if (limits[channel].value(key, json{}).is_number_unsigned() && limits[channel][key] > 0)
      try_length(subject, key, limits[channel][key].get<std::size_t>());
}

void check_stream_absent(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : sends(subject, target)) {
    for (const char* key : {"from", "text", "subject", "html", "options", "metadata", "attachments"})
      whole(subject, with_message(dialogue, key, nullptr));
    for (const char* key : {"auth_token", "api_key", "api_secret", "account_id", "sender_id", "config"}) {
      json account = json::parse(dialogue.step.account);
      account.erase(key);
      const Outcome made = subject.plan(
          {.op = "send", .input = dialogue.step.input, .account = account.dump(), .state = "{}"});
      findings.expect(kind_of(made) != "accepted" && kind_of(made) != "nothing",
                      std::string{"a connection, a verdict or a reason without "} + key, kind_of(made));
    }
  }
}

void check_stream_tolerance(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target)) {
    const std::vector<std::string> usual = whole(subject, dialogue).deeds();
    json input = json::parse(dialogue.step.input), account = json::parse(dialogue.step.account);
    Dialogue changed = dialogue;
    changed.step.input = input.dump(1);
    changed.step.account = account.dump(2);
    findings.expect(whole(subject, changed).deeds() == usual, "the same actions however the JSON is written",
                    "others (" + dialogue.name + ")");
    input["zz_unknown"] = {{"a", 1}};
    if (input.contains("message")) input["message"]["zz_unknown"] = "x";
    account["zz_unknown"] = true;
    changed.step.input = input.dump();
    changed.step.account = account.dump();
    findings.expect(whole(subject, changed).deeds() == usual,
                    "unknown keys of input and account to be ignored",
                    "other actions (" + dialogue.name + ")");
  }
}

/// The test of an account goes the way of a message as far as it can, and delivers nothing.
void check_account(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const json ops = subject.facts().value("ops", json::array());
  if (std::ranges::find(ops, json("test_account")) == ops.end()) return;
  for (Dialogue dialogue : exchanges(subject, target)) {
    if (dialogue.step.op == "send") {
      dialogue.step.op = "test_account";
      dialogue.step.input = R"({"now_ms":1732357000000})";
    }
    const Talk talk = whole(subject, dialogue);
    const std::string& kind = talk.progress().verdict;
    findings.expect(kind != "accepted" && !talk.progress().committed,
                    "a test of the account that sends nothing", "a delivery (" + dialogue.name + ")");
    findings.expect(!talk.progress().mode.empty() || !kind.empty(),
                    "a connection or a verdict of test_account", "neither");
  }
}

void check_stream_attempts(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const char* key : {"idempotency_key", "lookup"}) {
    if (subject.facts().value(key, json{}) != true) continue;
    for (const Dialogue& dialogue : sends(subject, target)) {
      const Progress usual = whole(subject, dialogue).progress();
      if (!usual.committed) continue;
      const Talk other =
          whole(subject, with_message(dialogue, "attempt_ref", "0192f0c4-0000-7000-8000-0000000b0099"));
      findings.expect(other.progress().written != usual.written,
                      std::string{"attempt_ref in what is sent, as \""} + key + "\" is true",
                      "the same bytes for two attempts (" + dialogue.name + ")");
    }
  }
}

constexpr Check kStreamMessageChecks[]{
    {"send.injection", "Line ends in addresses and names make no lines", &check_stream_injection},
    {"send.text", "Texts that look like the protocol are carried", &check_stream_text},
    {"send.limits", "Messages at the limits are sent", &check_stream_limits},
    {"send.absent", "Absent members are met well", &check_stream_absent},
    {"send.tolerance", "Unknown keys and other spacing change nothing", &check_stream_tolerance},
    {"send.account", "The test of an account delivers nothing", &check_account},
    {"send.attempts", "Attempts that must be told apart are", &check_stream_attempts}};

}  // namespace

std::span<const Check> stream_message_checks() { return kStreamMessageChecks; }

}  // namespace herald::kit
