// Hosts older and newer than the plugin, sinks that refuse, inputs that make no sense.
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// Opens with such a host and plans; the universal rules do the judging.
void try_host(Subject& subject, Tables tables, bool must_open, const char* what) {
  Host host{tables};
  std::string reason;
  herald_instance* before = subject.instance();
  herald_instance* made = subject.open(host.table(), reason);
  subject.findings().expect(!must_open || made != nullptr, std::string{"open() to work with "} + what,
                            "a refusal: " + shown(reason));
  if (made == nullptr) return;
  const std::vector<Outcome> usual = subject.usual();
  subject.use(made);
  if (subject.ready()) {
    const std::vector<Outcome> now = subject.usual();
    subject.findings().expect(!must_open || now == usual, std::string{"the usual answers with "} + what,
                              now.empty() ? "none" : shown(now[0].ok() ? now[0].json : now[0].reason));
    if (!subject.is_feature()) {
      const Step step = subject.sample();
      subject.on_response(step, {.status = 200, .body = "{}"});
      subject.plan({.op = "webhook", .input = webhook_input("POST", "[]"), .account = step.account});
    }
  }
  subject.use(before);
  subject.entry()->close(made);
}

void check_tables(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  try_host(subject, Tables::Long, true, "a newer host, whose tables are longer");
  try_host(subject, Tables::NoLog, true, "a host without herald.log/1");
  try_host(subject, Tables::NoCrypto, false, "a host without herald.crypto/1");
  try_host(subject, Tables::NoRecords, !subject.is_feature(), "a host without herald.records/1");
}

void check_short_host(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (subject.ready()) try_host(subject, Tables::ShortHost, false, "an older host, whose table is shorter");
}

void check_short_crypto(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (subject.ready()) try_host(subject, Tables::ShortCrypto, false, "an older herald.crypto/1");
}

void check_short_records(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (subject.ready()) try_host(subject, Tables::ShortRecords, false, "an older herald.records/1");
}

void check_sinks(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const std::uint64_t whole = subject.plan(step).json.size();
  for (std::uint64_t room = 0; room < whole; room += room < 70 ? 7 : 1 + whole / 40) {
    subject.plan(step, {.json = room});
    subject.plan(step, {.json = room, .err = 7});
  }
  if (whole > 0) subject.plan(step, {.json = whole - 1});
  for (const std::uint64_t room : {0U, 7U, 14U}) {
    subject.on_response(step, {.status = 200, .body = "{}"}, {.json = room});
    subject.plan({.op = "no-such-op", .input = "{}", .account = step.account}, {.json = room, .err = 0});
    subject.plan({.op = "send", .input = "{", .account = step.account}, {.json = room, .err = 0});
    subject.validate("{}", {.json = 0, .err = 0});
  }
}

/// Any answer is right but a crash, a hang or a failure without a reason.
void check_nonsense(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const std::string deep = std::string(20000, '[') + std::string(20000, ']');
  const std::string large = "{\"message\":{\"text\":\"" + std::string(std::size_t{1} << 20U, 'x') + "\"}}";
  for (const std::string& text :
       {std::string{}, std::string{"{"}, std::string{"{}"}, std::string{"[]"}, std::string{"null"},
        std::string{"0"}, std::string{"\"text\""}, std::string{"\xff\xfe"}, std::string{"{\"message\":[]}"},
        std::string{"{\"message\":null}"}, std::string{"{\"request\":{\"headers\":[[]]}}"},
        std::string{"{\"request\":{\"headers\":[[1,2]]}}"}, std::string{"{\"a\":\"\xff\xc0\x80\"}"}, deep,
        large}) {
    for (const char* op : {"send", "webhook", "poll", "lookup", "test_account"}) {
      subject.plan({.op = op, .input = text, .account = step.account});
      subject.plan({.op = op, .input = step.input, .account = text});
      subject.plan({.op = op, .input = step.input, .account = step.account, .state = text});
      subject.on_response({.op = op, .input = text, .account = step.account}, {.status = 400, .body = "{}"});
      subject.on_response({.op = op, .input = step.input, .account = step.account, .state = text},
                          {.status = 400, .body = "{}"});
    }
    subject.validate(text);
    subject.on_response(step, {.status = 429, .body = "{}", .headers_json = text});
  }
  subject.on_response(step, {.status = 200, .body = large});
}

constexpr Check kAbiChecks[]{
    {"abi.tables", "Hosts with longer tables, or without one of them, are met well", &check_tables},
    {"abi.short_host", "A host table that is shorter is not read beyond its end", &check_short_host},
    {"abi.short_crypto", "A crypto table that is shorter is not read beyond its end", &check_short_crypto}};
constexpr Check kAbiFeatureChecks[]{{"abi.short_records",
                                     "A records table that is shorter is not read beyond its end",
                                     &check_short_records}};
constexpr Check kAbiCallChecks[]{
    {"abi.sinks", "A sink that refuses ends the call with HERALD_SINK_FULL", &check_sinks},
    {"abi.nonsense", "Inputs that make no sense are answered", &check_nonsense}};

}  // namespace

std::span<const Check> abi_checks() { return kAbiChecks; }
std::span<const Check> abi_feature_checks() { return kAbiFeatureChecks; }
std::span<const Check> abi_call_checks() { return kAbiCallChecks; }

}  // namespace herald::kit
